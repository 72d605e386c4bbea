import { describe, expect, it } from "vitest";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { surfaceOf, type Surface } from "../../src/matrix/surface.ts";
import { surfaceText } from "../../src/matrix/surface-text.ts";
import { plan } from "../../src/plan/plan.ts";
import { plain } from "../../src/report/paint.ts";
import type { DesiredWant } from "../../src/stack/desired.ts";
import { alice, bob, committee, council, queue, SAFE, TIMELOCK } from "../support/graph-cast.ts";
import { desiredModule, desiredOf, liveOf, wanted, stackOf, type Wanting } from "../support/graph-plan.ts";

function surfaceFor(...declared: readonly Wanting[]): Surface {
  const { desired, live } = stackOf(declared, [alice, bob]);
  return surfaceOf({ desired, live, plan: plan(desired, live) });
}

describe("where a chain is not as the file says", () => {
  const module = committee(alice, { absenteeSlash: 1n });

  it("is nowhere, where it is as the file says", () => {
    expect(surfaceFor([module, wanted(module, "owner", alice)])).toMatchObject({ drift: [], unreadable: [] });
  });

  it("names both values, and the command that brings the file's back", () => {
    expect(surfaceFor([module, wanted(module, "absenteeSlash", 0n)]).drift).toEqual([
      {
        ...{ contract: "m", property: "absenteeSlash", live: "1 wei [1]", desired: "0 wei [0]", progress: "open" },
        remedy: `pulumi up --stack hand sends m.setAbsenteeSlash: ${alice} directly`,
      },
    ]);
  });

  it("says how long it takes where a timelock is on the way", () => {
    const [owned, timelock, safe] = [
      committee(TIMELOCK),
      queue({ PROPOSER_ROLE: [SAFE], EXECUTOR_ROLE: [SAFE], DEFAULT_ADMIN_ROLE: [TIMELOCK] }, 86_400n),
      council(1n, alice),
    ];
    const { drift } = surfaceFor([owned, wanted(owned, "absenteeSlash", 1n)], [timelock], [safe]);
    expect(drift).toMatchObject([{ remedy: expect.stringMatching(/: s through t after 1 day$/) as string }]);
  });

  it("sends nothing for what is only observed, tolerated or refused, and says so", () => {
    const until = { until: "2026-12-31", reason: "until the vote" };
    const observed = wanted(module, "absenteeSlash", 0n, { observe: true });
    const tolerated = { ...observed, deviation: until } as DesiredWant;
    const remedyOf = (want: DesiredWant) =>
      surfaceFor([module, want]).drift.map(({ progress, remedy }) => [progress, remedy]);
    expect(remedyOf(observed)).toEqual([
      ["observed", "only observed: edit modules.m.absenteeSlash in stacks/hand.yaml"],
    ]);
    expect(remedyOf(tolerated)).toEqual([["tolerated", "tolerated until 2026-12-31: until the vote"]]);
    expect(remedyOf(wanted(module, "owner", ZERO_ADDRESS))).toEqual([
      ["refused", expect.stringMatching(/^no plan is legal: m\.owner: .*OwnableInvalidOwner/)],
    ]);
  });

  it("shows a terminal nothing that moves its cursor or begins another line", () => {
    const deviation = { until: "2026-12-31", reason: "\u001b[2Jso\nThe chain is as the file says." };
    const tolerated = { ...wanted(module, "absenteeSlash", 0n, { observe: true }), deviation } as DesiredWant;
    expect(surfaceText(surfaceFor([module, tolerated]), plain).split("\n")[1]).toBe(
      String.raw`    tolerated: tolerated until 2026-12-31: \u{1b}[2Jso\nThe chain is as the file says.`,
    );
  });

  it("has what could not be read apart from what differs", () => {
    const live = liveOf([module]);
    const hole = { ...live.modules.get("m")!, unreadable: new Map([["owner", "reverts"]]) };
    const desired = desiredOf([desiredModule(module, wanted(module, "owner", bob))], []);
    const read = { ...live, modules: new Map([["m", hole]]) };
    expect(surfaceOf({ desired, live: read, plan: plan(desired, read) })).toMatchObject({
      drift: [],
      unreadable: [{ contract: "m", property: "owner", reason: "reverts" }],
    });
  });
});
