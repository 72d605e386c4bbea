import { describe, expect, it } from "vitest";
import { scheduledIn } from "../../src/authority/scheduled.ts";
import { batchId, NO_PREDECESSOR } from "../../src/authority/timelock.ts";
import type { Operation } from "../../src/diff/live.ts";
import type { Address } from "../../src/kinds/value.ts";
import { committee, queue, slashing, TIMELOCK, VAULT } from "../support/graph-cast.ts";
import { argsOf, compiled, ROLES } from "../support/graph-compile.ts";
import { quietLive } from "../support/graph-live.ts";

const second = (owner: Address) => committee(owner, {}, "n", VAULT);
const modules = [queue(ROLES), committee(TIMELOCK), second(TIMELOCK)];

/** The operation that is scheduled when somebody wants a slash of 7. */
function scheduled(): Operation {
  const { outgoing } = compiled(modules, [slashing(7n)]);
  const [, , , predecessor, salt] = argsOf(outgoing, "scheduleBatch");
  const batch = { calls: scheduledIn(outgoing[0]!)!, predecessor, salt };
  return { timelock: TIMELOCK, id: batchId(batch), batch, single: false, readyAt: 2_000_000n };
}

describe("an operation", () => {
  it("waits as long as the file says, and as the timelock demands where the file says nothing", () => {
    const delayOf = (asked?: bigint) =>
      argsOf(compiled(modules, [slashing(7n)], quietLive(), asked).outgoing, "scheduleBatch")[5];
    expect([delayOf(3600n), delayOf()]).toEqual([3600n, 60n]);
  });

  it("is refused where the file asks for less than the timelock demands", () => {
    expect(compiled(modules, [slashing(7n)], quietLive(), 59n).planner.refusals).toMatchObject([{ module: "t" }]);
    expect(compiled(modules, [slashing(7n)], quietLive(), 60n).planner.refusals).toEqual([]);
  });

  it("that is scheduled already is not scheduled again", () => {
    const operation = scheduled();
    const live = quietLive({ operations: [operation], usedOperations: new Set([operation.id]) });
    const { outgoing, planner } = compiled(modules, [slashing(7n)], live);
    expect(outgoing).toEqual([]);
    expect(planner.scheduled).toEqual([]);
    expect([...planner.inFlight.keys()]).toEqual([operation.id]);
  });

  it("waits for an earlier one only if it needs what that does", () => {
    const operation = scheduled();
    const live = quietLive({ operations: [operation], usedOperations: new Set([operation.id]) });
    const needing = compiled(modules, [slashing(7n), slashing(3n)], live);
    expect(argsOf(needing.outgoing, "scheduleBatch")[3]).toBe(operation.id);
    const free = compiled(modules, [slashing(7n), slashing(3n, "n")], live);
    expect(argsOf(free.outgoing, "scheduleBatch")[3]).toBe(NO_PREDECESSOR);
  });

  it("can be scheduled again once it is done", () => {
    const done = scheduled();
    const { outgoing, planner } = compiled(modules, [slashing(7n)], quietLive({ usedOperations: new Set([done.id]) }));
    expect(argsOf(outgoing, "scheduleBatch")[4]).not.toBe(done.batch.salt);
    expect(planner.scheduled[0]!.id).not.toBe(done.id);
  });

  it("is the same whoever plans it", () => {
    expect(scheduled()).toEqual(scheduled());
  });
});
