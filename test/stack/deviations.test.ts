import { describe, expect, it } from "vitest";
import { load, places, problemsOf, vaultStack, wantOf } from "./support.ts";

/** Line 9 is the first entry. */
const stack = (...entries: readonly string[]) =>
  `${vaultStack("    minStake: 1 wei")}\ndeviations:\n${entries.map((entry) => `  - { path: vault.minStake, ${entry} }\n`).join("")}`;

describe("known deviations", () => {
  it("are tolerated until a day of the calendar", () => {
    for (const day of ["2999-02-28", "2996-02-29", "2999-12-31"])
      expect(wantOf(load(stack(`reason: agreed, until: ${day}`)), "minStake")).toMatchObject({
        deviation: { until: day },
      });
    for (const day of [
      "2999-02-29",
      "2999-02-31",
      "2999-11-31",
      "2999-13-01",
      "2999-01-00",
      "2999-1-1",
      "2999-01-01T00:00:00Z",
    ])
      expect(places(problemsOf(stack(`reason: agreed, until: "${day}"`)))).toEqual(["ORD109 9:52"]);
  });

  it("are one for a value: a second one would hide the day and the reason of the first", () => {
    const [problem, ...more] = problemsOf(
      stack("reason: agreed, until: 2999-01-31", "reason: again, until: 2999-06-30"),
    );
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "ORD106", line: 10, column: 13, path: "deviations[1].path" });
  });
});
