import { describe, expect, it } from "vitest";
import { disputeModule } from "../../src/kinds/dispute-module.ts";
import { ZERO_ADDRESS, type Address } from "../../src/kinds/value.ts";
import { callsOf, plan } from "../../src/plan/plan.ts";
import { alice, bob, carol, MODULE, queue, TIMELOCK } from "../support/graph-cast.ts";
import { desiredModule, desiredOf, liveOf, moduleOf, wanted } from "../support/graph-plan.ts";

const RULE = "DisputeModule.setDisputeFee(uint256) reverts while paused (EnforcedPause)";

/** A module of a timelock whose fee is to change; whoever may pause it besides is quicker. */
function planned(pauser: Address, paused: { live: boolean; wanted: boolean }) {
  const values = { owner: TIMELOCK, pauser, pauserManager: ZERO_ADDRESS, paused: paused.live, disputeFee: 1n };
  const d = moduleOf("d", disputeModule, MODULE, values);
  const t = queue({ PROPOSER_ROLE: [alice], EXECUTOR_ROLE: [alice] });
  const wants = [wanted(d, "disputeFee", 2n), wanted(d, "paused", paused.wanted)];
  const desired = desiredOf([desiredModule(d, ...wants), desiredModule(t)], [alice, bob, carol]);
  const made = plan(desired, liveOf([d, t]));
  return { made, calls: callsOf(made).map(({ fn }) => fn) };
}

describe("a value whose setter reverts while its contract is paused", () => {
  it("is set before pausing where one authority does both on one way", () => {
    const { made, calls } = planned(ZERO_ADDRESS, { live: false, wanted: true });
    expect(calls).toEqual(["setDisputeFee(uint256)", "pause()"]);
    expect(made).toMatchObject({ refusals: [], waiting: [] });
    expect(made.scheduled).toHaveLength(1);
  });

  it("is refused, and not said to follow, where pausing takes effect first", () => {
    const { made, calls } = planned(bob, { live: false, wanted: true });
    expect(calls).toEqual([]);
    const rule = `d.pause() comes first: ${RULE}`;
    expect(made).toMatchObject({ refusals: [{ module: "d", keys: ["disputeFee"], rule }], waiting: [] });
  });

  it("is refused where the contract is paused and stays so", () => {
    const { made } = planned(bob, { live: true, wanted: true });
    expect(made.refusals).toEqual([{ module: "d", keys: ["disputeFee"], rule: RULE }]);
  });

  it("is set after unpausing where the file wants that", () => {
    const { made, calls } = planned(bob, { live: true, wanted: false });
    expect(calls).toEqual(["unpause()", "setDisputeFee(uint256)"]);
    expect(made.refusals).toEqual([]);
  });
});
