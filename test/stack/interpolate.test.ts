import { describe, expect, it } from "vitest";
import { endpointIn, variableIn } from "../../src/stack/interpolate.ts";

const SECRET = "https://rpc.example/v3/0123456789abcdef";

describe("an endpoint", () => {
  it("is a URL, with variables in their place", () => {
    expect(endpointIn(SECRET, {})).toEqual({ ok: SECRET });
    expect(endpointIn("${RPC}", { RPC: SECRET })).toEqual({ ok: SECRET });
    expect(endpointIn("https://rpc.example/${KEY}", { KEY: "k" })).toEqual({ ok: "https://rpc.example/k" });
    expect(endpointIn("${RPC:-http://127.0.0.1:8545}", { RPC: "" })).toEqual({ ok: "http://127.0.0.1:8545" });
  });

  it.each([
    ["${RPC}", /RPC, which is not set/],
    ["${RPC", /a \$\{ that is no variable/],
    ["ftp://rpc.example/0123456789abcdef", /not shown/],
    ["0123456789abcdef", /not shown/],
  ])("is nothing else, and no message shows it: %s", (text, found) => {
    const url = endpointIn(text, {});
    const problems = "problems" in url ? url.problems : [];
    expect(problems).toHaveLength(1);
    expect(problems[0]!.found).toMatch(found);
    expect(JSON.stringify(problems)).not.toContain("0123456789abcdef");
  });

  it("is a variable as a whole, or is not", () => {
    expect(variableIn("${MAINNET_RPC}")).toBe("MAINNET_RPC");
    expect(variableIn(`\${MAINNET_RPC:-${SECRET}}`)).toBe("MAINNET_RPC");
    for (const text of [SECRET, "https://rpc.example/${KEY}", "${A}${B}", "$A", ""])
      expect(variableIn(text)).toBeUndefined();
  });
});
