import { describe, expect, it } from "vitest";
import { ordinance } from "../support/command.ts";

describe("the command line", () => {
  it.each([
    [["plan", "--stack", "local", "--colour"], "unknown option '--colour'"],
    [["plan"], "required option '-s, --stack <name>' not specified"],
    [["review", "--stack", "local", "--format", "pdf"], "Allowed choices are markdown, json, html"],
    [["enact"], "unknown command 'enact'"],
  ])("says what is wrong with %j, to machines as well", async (args, what) => {
    expect(await ordinance(...args)).toEqual({ code: 4, out: "", err: expect.stringContaining(what) as string });
    const { code, out } = await ordinance(...args, "--json");
    expect([code, JSON.parse(out)]).toMatchObject([4, { version: 1, verdict: "refused", problems: [] }]);
    expect((JSON.parse(out) as { error: string }).error).toMatch(/^error: /);
  });

  it("helps without anything being wrong", async () => {
    expect(await ordinance("--help", "--json")).toMatchObject({ code: 0, err: "" });
  });
});
