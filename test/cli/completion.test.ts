import { spawnSync } from "node:child_process";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { stackNames } from "../../src/cli/completion.ts";
import { ordinance } from "../support/command.ts";

const ROOT = resolve(import.meta.dirname, "../..");
/** What a shell is offered at a key: the words so far, the one that is being written last. */
const asked = async (...words: readonly string[]) =>
  (await ordinance("complete", "--", ...words)).out.split("\n").map((line) => line.split("\t")[0]);

describe("completion", () => {
  it.each(["bash", "zsh", "fish"])("is a script for %s that asks the command itself", async (shell) => {
    const { code, out, err } = await ordinance("completion", shell);
    expect([code, err]).toEqual([0, ""]);
    expect(out).toContain("ordinance complete --");
  });

  it("is a script that bash takes", async () => {
    const { out } = await ordinance("completion", "bash");
    const { status, stderr } = spawnSync("bash", ["-n"], { input: out, encoding: "utf8" });
    expect([status, stderr]).toEqual([0, ""]);
  });

  it("knows the commands, their options and the names of stacks", async () => {
    expect(await asked("do")).toContain("doctor");
    expect(await asked("doctor", "--s")).toEqual(expect.arrayContaining(["--stack", "--strict"]));
    expect(await asked("briefing", "--f")).toContain("--format");
    expect(await asked("briefing", "--format", "")).toEqual(expect.arrayContaining(["md", "json", "html"]));
    for (const [option, value] of [
      ["status --wait", "running"],
      ["rehearse --only", "slash"],
      ["ready --skip", "briefing"],
      ["rewards --slashed", "deduct"],
      ["review --format", "markdown"],
    ] as const)
      expect(await asked(...option.split(" "), ""), option).toContain(value);
    expect(await asked("doctor", "--stack", "")).toContain("local");
  });

  it("leaves out settings of the engine, and finds nothing outside of a project", () => {
    expect(stackNames(resolve(ROOT, "src"))).toContain("local");
    expect(stackNames(ROOT).filter((name) => name.startsWith("Pulumi"))).toEqual([]);
    expect(stackNames("/")).toEqual([]);
  });

  it("refuses a shell that there is not", async () => {
    expect((await ordinance("completion", "tcsh")).code).toBe(4);
  });
});
