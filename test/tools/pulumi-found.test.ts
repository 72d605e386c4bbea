import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { findGo, goFloor } from "../../tools/setup/pulumi-build.mjs";
import { findPulumi } from "../../tools/setup/pulumi-found.mjs";
import { linkAll } from "../../tools/setup/links.mjs";
import { linksTo, nothingAvailable } from "../../tools/setup/pulumi.mjs";

const FLOOR = "3.254.0";
let root = "";

/** A program that prints a line, or one that fails. */
function program(directory: string, name: string, prints?: string): string {
  const file = join(root, directory, name);
  mkdirSync(join(root, directory), { recursive: true });
  writeFileSync(file, `#!/bin/sh\n${prints === undefined ? "exit 3" : `echo "${prints}"`}\n`);
  chmodSync(file, 0o755);
  return file;
}
const env = (...directories: string[]): { PATH: string } => ({
  PATH: directories.map((directory) => join(root, directory)).join(delimiter),
});
const find = (directories: string[], ours: string[] = []): ReturnType<typeof findPulumi> =>
  findPulumi(
    env(...directories),
    FLOOR,
    ours.map((own) => join(root, own)),
  );

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "pulumi-found-"));
});
afterEach(() => {
  rmSync(root, { recursive: true });
});

it("uses a complete installation", async () => {
  const pulumi = program("user", "pulumi", "v3.260.1");
  program("user", "pulumi-language-nodejs", "");
  expect(await find(["user"])).toEqual({ found: { pulumi, version: "v3.260.1", resourceHost: false }, reasons: [] });
  program("user", "pulumi-resource-pulumi-nodejs", "");
  expect((await find(["user"])).found?.resourceHost).toBe(true);
});

it("puts the user's program where npx looks, and the host of dynamic providers only where it is missing", () => {
  const pulumi = program("user", "pulumi", "v3.260.1");
  const bin = join(root, "node_modules", ".bin");
  const names = ["pulumi", "pulumi-language-nodejs", "pulumi-resource-pulumi-nodejs"];
  linkAll(bin, names, linksTo({ pulumi, resourceHost: false }));
  expect(execFileSync(join(bin, "pulumi"), ["version"], { encoding: "utf8" })).toBe("v3.260.1\n");
  expect(names.map((name) => existsSync(join(bin, name)))).toEqual([true, false, true]);
  linkAll(bin, names, linksTo({ pulumi, resourceHost: true }));
  expect(names.map((name) => existsSync(join(bin, name)))).toEqual([true, false, false]);
});

it("finds the language host elsewhere on the PATH, and beside the program a link leads to", async () => {
  program("user", "pulumi", "v3.259.0");
  program("hosts", "pulumi-language-nodejs", "");
  expect((await find(["user", "hosts"])).found?.version).toBe("v3.259.0");

  program("cellar", "pulumi-language-nodejs", "");
  const target = program("cellar", "pulumi", "v3.258.0");
  mkdirSync(join(root, "links"));
  symlinkSync(target, join(root, "links", "pulumi"));
  expect((await find(["links"])).found?.pulumi).toBe(join(root, "links", "pulumi"));
});

it("passes over what is old, of another major version, broken or without its language host, and says why", async () => {
  for (const [directory, version] of [
    ["old", "v3.100.0"],
    ["next", "v4.0.0"],
    ["broken", undefined],
  ] as const) {
    program(directory, "pulumi", version);
    program(directory, "pulumi-language-nodejs", "");
  }
  expect((await find(["old", "next", "broken"])).reasons).toEqual([
    `${join(root, "old", "pulumi")} is v3.100.0, not >=3.254.0 of the same major version`,
    `${join(root, "next", "pulumi")} is v4.0.0, not >=3.254.0 of the same major version`,
    `${join(root, "broken", "pulumi")}: "pulumi version" fails (exit code 3)`,
  ]);

  program("bare", "pulumi", "v3.259.0");
  const bare = await find(["bare"]);
  expect(bare.found).toBeUndefined();
  expect(bare.reasons).toEqual([
    `${join(root, "bare", "pulumi")} v3.259.0 lacks pulumi-language-nodejs, on the PATH or beside it`,
  ]);
});

it("takes the first that does, behind one that does not", async () => {
  program("old", "pulumi", "v3.1.0");
  const pulumi = program("new", "pulumi", "v3.259.0");
  program("new", "pulumi-language-nodejs", "");
  expect((await find(["old", "new"])).found?.pulumi).toBe(pulumi);
});

it("does not take the set-up's own programs for the user's", async () => {
  const own = program(".tools/pulumi", "pulumi", "v3.259.0");
  program(".tools/pulumi", "pulumi-language-nodejs", "");
  mkdirSync(join(root, "bin"));
  symlinkSync(own, join(root, "bin", "pulumi"));
  expect(await find(["bin", ".tools/pulumi"], [".tools"])).toEqual({ found: undefined, reasons: [] });
});

it("builds only with a Go that is new enough", async () => {
  expect(await findGo(env("nothing"))).toBe(`no Go on the PATH (>=${goFloor()} would build it)`);
  const old = program("old-go", "go", "go1.19.8");
  expect(await findGo(env("old-go"))).toBe(`${old} is go1.19.8, older than ${goFloor()}`);
  const go = program("new-go", "go", "go1.99.1");
  expect(await findGo(env("new-go"))).toEqual({ go });
});

it("tells what was tried and what to install when there is nothing", () => {
  const text = nothingAvailable("3.259.0", FLOOR, ["get.pulumi.com cannot be reached: timeout", "no Go on the PATH"]);
  expect(text).toContain("  - get.pulumi.com cannot be reached: timeout\n  - no Go on the PATH\n");
  expect(text).toMatch(/install Pulumi >=3\.254\.0.*\n.*download 3\.259\.0\n.*install Go .*build 3\.259\.0/);
});
