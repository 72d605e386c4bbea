import { spawn } from "node:child_process";
import { constants } from "node:os";
import { projectNode } from "./node.mjs";
import { withPath } from "./path.mjs";
import { BIN, ROOT } from "./paths.mjs";
import { handSignalsTo } from "./signals.mjs";

/** @type {Readonly<Record<string, string>>} */
export const COMMANDS = { start: "src/local/start.ts", test: "tools/check.ts", bench: "bench/main.ts" };

/**
 * Runs one of the project's programs in this terminal.
 * @param {string} program file below the root
 * @param {readonly string[]} args
 * @returns {Promise<number>} its exit code, or 128 and the signal's number
 */
export function run(program, args) {
  const child = spawn(projectNode(), [program, ...args], {
    cwd: ROOT,
    stdio: "inherit",
    env: {
      ...withPath(process.env, [BIN]),
      PULUMI_SKIP_UPDATE_CHECK: "true",
      PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: "true",
    },
  });
  handSignalsTo((signal) => {
    // A terminal sends Ctrl-C to every process in it; sent twice, it means "at once" to the engine.
    if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code, signal) => done(signal === null ? (code ?? 1) : 128 + constants.signals[signal]));
  });
}
