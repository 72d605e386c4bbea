import { expect, it } from "vitest";
import { tally } from "../../tools/tally.mjs";

const tests = { numPassedTests: 10, numFailedTests: 0, success: true };
const ran = { name: "tests", ok: true };

it("counts tests, and each failed check as one failure", () => {
  expect(tally(tests, [{ name: "lint", ok: true }, ran])).toEqual({ passed: 10, failed: 0 });
  expect(tally(tests, [{ name: "types", ok: false }, { name: "lint", ok: false }, ran])).toEqual({
    passed: 10,
    failed: 2,
  });
});

it("counts failed tests once, not again as a failed run", () => {
  const two = { ...tests, numPassedTests: 8, numFailedTests: 2, success: false };
  expect(tally(two, [{ name: "tests", ok: false }])).toEqual({ passed: 8, failed: 2 });
});

it("fails a run that failed without a failed test, or left no record", () => {
  expect(tally({ ...tests, success: false }, [{ name: "tests", ok: false }])).toEqual({ passed: 10, failed: 1 });
  expect(tally(tests, [])).toEqual({ passed: 10, failed: 1 });
  expect(tally(undefined, [])).toEqual({ passed: 0, failed: 1 });
});
