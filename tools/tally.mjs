// The last line of a gate: `N passed, N failed`, from the records that tools/check.ts and the test runner leave.
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * @typedef {object} Record
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {boolean} success
 */

/**
 * A failed check counts as one failure; so does a run that left no record, or that failed without a failed test, as
 * when a file does not load.
 * @param {Record | undefined} tests
 * @param {readonly { name: string, ok: boolean }[]} checks
 * @returns {{ passed: number, failed: number }}
 */
export function tally(tests, checks) {
  const broken = checks.filter(({ name, ok }) => name !== "tests" && !ok).length;
  if (tests === undefined) return { passed: 0, failed: broken + 1 };
  const ranWell = tests.success && checks.find(({ name }) => name === "tests")?.ok === true;
  const failedTests = Math.max(tests.numFailedTests, ranWell ? 0 : 1);
  return { passed: tests.numPassedTests, failed: broken + failedTests };
}

if (process.argv[1] !== undefined && resolve(process.argv[1]) === import.meta.filename) {
  const cache = join(import.meta.dirname, "..", ".cache");
  const read = (/** @type {string} */ name) => {
    const file = join(cache, name);
    return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : undefined;
  };
  const { passed, failed } = tally(read("vitest.json"), read("checks.json") ?? []);
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
}
