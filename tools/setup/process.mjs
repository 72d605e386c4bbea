import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { onInterrupt } from "./signals.mjs";

/** Lines kept to explain a failure. */
const KEPT_LINES = 40;

/**
 * @typedef {object} Outcome
 * @property {boolean} ok Ended with exit code 0.
 * @property {string} output Its last lines, stdout and stderr together.
 * @property {string} why How it failed, for a message; empty when `ok`.
 */

/**
 * Runs a program to its end and captures its output. Never throws for a program that fails or is missing.
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, timeoutMs?: number, onLine?: (line: string) => void }} [options]
 * @returns {Promise<Outcome>}
 */
export function capture(command, args, options = {}) {
  const { cwd, env, timeoutMs, onLine } = options;
  return new Promise((done) => {
    /** @type {string[]} */
    const lines = [];
    const child = spawn(command, [...args], { cwd, env, timeout: timeoutMs, stdio: ["ignore", "pipe", "pipe"] });
    const forget = onInterrupt(() => child.kill("SIGTERM"));
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => {
        lines.push(line);
        if (lines.length > KEPT_LINES) lines.shift();
        onLine?.(line);
      });
    }
    const finish = (/** @type {string} */ why) => {
      forget();
      done({ ok: why === "", output: lines.join("\n"), why });
    };
    child.once("error", (error) => finish(error.message));
    child.once("close", (code, signal) => {
      if (signal !== null) finish(timeoutMs === undefined ? `ended by ${signal}` : `ended by ${signal} or out of time`);
      else finish(code === 0 ? "" : `exit code ${code}`);
    });
  });
}
