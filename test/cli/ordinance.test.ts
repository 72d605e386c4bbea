import { spawnSync } from "node:child_process";
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { manifestText } from "../../src/archive/manifest.ts";
import { writeArchive } from "../../src/archive/write.ts";

const ENTRY = resolve(import.meta.dirname, "../../src/cli/ordinance.mjs");
const WORD = `0x${"ab".repeat(32)}` as const;

describe("the entry of the command line", () => {
  let parent: string;
  beforeEach(() => {
    parent = mkdtempSync(join(tmpdir(), "entry-"));
  });
  afterEach(() => rmSync(parent, { recursive: true, force: true }));
  const run = (cwd: string, ...args: readonly string[]) =>
    spawnSync(process.execPath, [ENTRY, ...args], { cwd, encoding: "utf8" });

  it("leaves nothing in a folder outside of a project, be it the archive that it verifies", () => {
    const folder = join(parent, "INC-1");
    const block = { number: "7", hash: WORD, parentHash: WORD, time: "2026-11-24 18:00:00 UTC" };
    const about = { incident: "INC-1", stack: "local", chainId: "31337", plan: WORD, block };
    const files = new Map([["checks/plan.json", Buffer.from("{}\n")]]);
    writeArchive(folder, files, manifestText(about, files));
    for (const _time of [1, 2]) {
      const { status, stdout, stderr } = run(folder, "archive", "--verify", ".");
      expect([status, stderr]).toEqual([0, ""]);
      expect(stdout).toMatch(/^1 file as the manifest says\n/);
    }
    expect(readdirSync(folder).sort()).toEqual(["checks", "manifest.json"]);
  });

  it("ends with 4 and a number where a file cannot be used", () => {
    writeFileSync(join(parent, "file"), "");
    const { status, stderr } = run(parent, "archive", "--verify", "file");
    expect([status, stderr]).toEqual([
      4,
      "file ORD139 not a directory (ENOTDIR, scandir); expected a file or a folder that can be used for this " +
        "(mend that or name another one, and run again)\n",
    ]);
  });

  it.skipIf(!existsSync("/dev/full"))("does the same where its output takes nothing more", () => {
    const full = openSync("/dev/full", "w");
    const lost = spawnSync(process.execPath, [ENTRY, "archive", "--verify", parent], {
      ...{ cwd: parent, encoding: "utf8" },
      stdio: ["ignore", full, "pipe"],
    });
    closeSync(full);
    expect([lost.status, lost.stderr]).toEqual([4, expect.stringMatching(/^standard output ORD139 ENOSPC.*\n$/)]);
  });

  it("takes a path of a stack file from where it runs, not from where the project is", () => {
    writeFileSync(join(parent, "Pulumi.yaml"), "name: paths\n");
    const folder = join(parent, "sub");
    mkdirSync(join(folder, "stacks"), { recursive: true });
    mkdirSync(join(parent, "stacks"));
    writeFileSync(join(folder, "stacks", "own.yaml"), "own: 1\n");
    writeFileSync(join(parent, "stacks", "own.yaml"), "other: 1\n");
    const { status, stderr } = run(folder, "doctor", "--stack", "stacks/own.yaml");
    expect([status, stderr]).toEqual([4, expect.stringContaining('"own"')]);
    expect(run(folder, "doctor", "--stack", "own").stderr).toContain('"other"');
  });
});
