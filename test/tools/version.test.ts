import { expect, it } from "vitest";
import { atLeast, compareVersions, parseVersion, suitable } from "../../tools/setup/version.mjs";

it("finds the version in what programs print", () => {
  expect(parseVersion("v3.259.0")).toEqual([3, 259, 0]);
  expect(parseVersion("go1.25")).toEqual([1, 25, 0]);
  expect(parseVersion("v3.260.0-alpha.x1234567\n")).toEqual([3, 260, 0]);
  expect(parseVersion("command not found")).toBeUndefined();
});

it("compares by number, not by text", () => {
  expect(compareVersions([3, 9, 0], [3, 10, 0])).toBeLessThan(0);
  expect(atLeast("22.18.0", "22.18")).toBe(true);
  expect(atLeast("22.9.0", "22.18")).toBe(false);
  expect(atLeast("nothing", "1.0.0")).toBe(false);
});

it.each([
  ["v3.254.0", true],
  ["v3.259.0", true],
  ["v3.253.9", false],
  ["v4.0.0", false],
  ["v2.300.0", false],
])("%s of a tool that must be >=3.254.0: %s", (version, does) => {
  expect(suitable(version, "3.254.0")).toBe(does);
});
