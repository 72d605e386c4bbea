import { describe, expect, it } from "vitest";
import { A, load, places, problemsOf, thrownBy, vaultStack } from "./support.ts";

const LOWER = A.toLowerCase();
const head = `network: { chainId: 1, rpc: "https://example.org" }\n`;

describe("many mistakes", () => {
  const text = `network: { chainId: x, rpc: "\${NOWHERE}" }
addresses: { a: b, b: a, low: "${LOWER}" }
modules:
  vault:
    kind: StakeManager
    address: "${A}"
    owner: nobody
    minstake: 1 wei
    fees: { fee: 33.33 %, burn: 33.33 %, validatorReward: 33.33 % }
    treasuryAllowlist: [a, low]
  t:
    kind: Thermostat
    address: vault
    band: { min: 5, max: 1 }
`;

  it("are all reported, in the order of the file", () => {
    const error = thrownBy(() => load(text));
    expect(places(error.problems)).toEqual([
      "ORD109 1:21",
      "ORD118 1:29",
      "ORD112 2:14",
      "ORD110 2:31",
      "ORD111 7:12",
      "ORD104 8:5",
      "ORD109 9:18",
      "ORD109 9:33",
      "ORD109 9:59",
      "ORD114 13:14",
      "ORD116 14:5",
    ]);
    expect(error.code).toBe("ORD109");
    expect(error.message.split("\n")).toHaveLength(11);
    for (const line of error.message.split("\n"))
      expect(line).toMatch(/^stacks\/test\.yaml:\d+:\d+ ORD1\d\d .+; expected .+/);
  });

  it("names the mistake of a used name only where it is defined", () => {
    expect(
      places(
        problemsOf(vaultStack("    treasuryAllowlist: [x]\n    owner: x\n").replace("treasury:", "x: y, treasury:")),
      ),
    ).toEqual(["ORD111 2:17"]);
  });
});

describe("a secret in the endpoint", () => {
  const SECRET = "s3cr3t";
  const texts: readonly string[] = [
    `network: { chainId: 1, rpc: "ftp://user:${SECRET}@example.org" }\nmodules: {}\n`,
    `network: { chainId: 1, rpc: "https://[${SECRET}" }\nmodules: {}\n`,
    `network: { chainId: 1, rpc: { url: "https://example.org/${SECRET}" } }\nmodules: {}\n`,
    `network: { chainId: 1, rpc: [ "https://example.org/${SECRET}", "https://example.org/${SECRET}" ] }\nmodules: {}\n`,
    `network: { chainId: 1, rpc: [ "https://a.example/${SECRET}", "ftp://example.org/${SECRET}" ] }\nmodules: {}\n`,
    `network: { chainId: "https://example.org/${SECRET}", rpc: "ftp://\${KEY}" }\nmodules: {}\n`,
    `network: { chainId: 1, rpc: "https://example.org/${SECRET}", rpc: "https://example.org/${SECRET}" }\nmodules: {}\n`,
    `network: { chainId: 1, rcp: "https://example.org/${SECRET}" }\nmodules: {}\n`,
    `network:\n  chainId: 1\n  rpc: "https://example.org/${SECRET}\nmodules: {}\n`,
    `network:\n  chainId: 1\n  rpc: https://example.org/${SECRET}: x: y\nmodules: {}\n`,
    `network:\n  chainId: 1\n  rpc: *https://example.org/${SECRET}\nmodules: {}\n`,
    `network:\n  chainId: 1\n  https://example.org/${SECRET} : x\nmodules: {}\n`,
    `${head}modules: { https://example.org/${SECRET} : { kind: https://example.org/${SECRET} } }\n`,
    `network: { chainId: 1, rpc: "\${KEY}" }\nmodules: {}\n`,
    `network: { chainId: 1, rpc: "https://\${MISSING}@\${KEY}" }\nmodules: {}\n`,
  ];
  it.each(texts.map((text) => ({ text })))("is in no message: $text", ({ text }) => {
    const error = thrownBy(() => load(text, { KEY: SECRET }));
    expect(JSON.stringify(error.problems) + String(error.stack) + error.message).not.toContain(SECRET);
  });
});
