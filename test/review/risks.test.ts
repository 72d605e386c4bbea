import { describe, expect, it } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import { risksOf } from "../../src/review/risks.ts";
import { reviewWords } from "../../src/review/words.ts";
import type { DesiredWant } from "../../src/stack/desired.ts";
import { alice, bob, committee } from "../support/graph-cast.ts";
import { stackOf, wanted } from "../support/graph-plan.ts";

describe("the risks of a review", () => {
  const module = committee(alice, { absenteeSlash: 1n });
  const whyOf = (want: DesiredWant) => {
    const { desired, live } = stackOf([[module, want]], [alice, bob]);
    return risksOf(desired, plan(desired, live), reviewWords(desired)).map(({ why, observed }) => [why, observed]);
  };

  it("say of a tolerated difference until when, and why", () => {
    const observed = wanted(module, "absenteeSlash", 0n, { observe: true });
    const deviation = { until: "2026-12-31", reason: "until the vote" };
    expect(whyOf({ ...observed, deviation } as DesiredWant)).toEqual([
      ["a lower slash of absent jurors; tolerated until 2026-12-31: until the vote", true],
    ]);
    expect(whyOf(observed)).toEqual([["a lower slash of absent jurors", true]]);
  });
});
