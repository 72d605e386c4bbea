// @ts-check
import { execFileSync, spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { basename } from "node:path";

/** Names of all stacks: stacks/<name>.yaml. */
export function allStacks() {
  return readdirSync("stacks")
    .filter((file) => file.endsWith(".yaml") && !file.startsWith("Pulumi."))
    .map((file) => basename(file, ".yaml"))
    .sort();
}

/**
 * Names of the stacks whose files differ between a commit and the working tree.
 * @param {string} base
 */
export function changedStacks(base) {
  const args = ["diff", "--name-only", "--diff-filter=AM", base, "HEAD", "--", "stacks"];
  const files = execFileSync("git", args, { encoding: "utf8" }).split("\n");
  const changed = new Set(files.map((file) => basename(file, ".yaml")));
  return allStacks().filter((stack) => changed.has(stack));
}

/**
 * Runs the command line of this project.
 * @param {readonly string[]} args
 */
export function ordinance(args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["src/cli/ordinance.mjs", ...args], {
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  return { code: status ?? 4, out: stdout, err: stderr };
}

/** Says in a comment which plan it shows, for up-reviewed.mjs. @param {string} stack @param {string} hash */
export function marker(stack, hash) {
  return `<!-- ordinance stack=${stack} plan=${hash} -->`;
}

/** The plans that a comment shows, by stack. @param {string} text */
export function plansIn(text) {
  const found = text.matchAll(/<!-- ordinance stack=([A-Za-z0-9_-]+) plan=(0x[0-9a-f]{64}) -->/g);
  return new Map([...found].map(([, stack, hash]) => [/** @type {string} */ (stack), /** @type {string} */ (hash)]));
}
