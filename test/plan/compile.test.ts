import { describe, expect, it } from "vitest";
import { scheduledIn } from "../../src/authority/scheduled.ts";
import { batchId, NO_PREDECESSOR } from "../../src/authority/timelock.ts";
import { systemPause } from "../../src/kinds/system-pause.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { compile, type Item } from "../../src/plan/compile.ts";
import { plan } from "../../src/plan/plan.ts";
import { TimelockPlanner } from "../../src/plan/timelock-step.ts";
import { world } from "../../src/plan/world.ts";
import { alice, bob, committee, MODULE, PAUSE, queue, slashing, TIMELOCK, VAULT } from "../support/graph-cast.ts";
import { argsOf, compiled, configurator, PASSING, ROLES, targetsOf } from "../support/graph-compile.ts";
import { quietLive } from "../support/graph-live.ts";
import { desiredModule, desiredOf, liveOf, moduleOf, plainAddress, wanted } from "../support/graph-plan.ts";

const OTHER = plainAddress(47);
const second = (owner: Address) => committee(owner, {}, "n", VAULT);
const third = (owner: Address) => committee(owner, {}, "o", OTHER);
const pauseOf = (owner: Address, modules: Readonly<Record<string, Address>>) =>
  moduleOf("p", systemPause, PAUSE, {
    ...{ owner, activePauser: PAUSE },
    ...Object.fromEntries(Object.entries(modules).map(([name, module]) => [`modules.${name}`, module])),
  });

describe("calls through a timelock", () => {
  it("on the same way become one operation, in their order, with no predecessor", () => {
    const modules = [queue(ROLES), committee(TIMELOCK), second(TIMELOCK)];
    const { calls, outgoing, planner } = compiled(modules, [slashing(7n), slashing(5n, "n"), slashing(3n)]);
    const [to, values, data, predecessor, salt, delay] = argsOf(outgoing, "scheduleBatch");
    expect(outgoing[0]).toMatchObject({ authority: alice, to: TIMELOCK, calls });
    expect([...to]).toEqual([MODULE, VAULT, MODULE]);
    expect([...values]).toEqual([0n, 0n, 0n]);
    expect([...data]).toEqual(calls.map((call) => call.data));
    expect([predecessor, delay]).toEqual([NO_PREDECESSOR, 60n]);
    const operation = batchId({ calls: scheduledIn(outgoing[0]!)!, predecessor, salt });
    expect(planner.scheduled).toMatchObject([{ timelock: "t", id: operation, delay: 60n, predecessor, calls }]);
  });

  it("are wrapped one by one where they pass a SystemPause first", () => {
    const pause = pauseOf(TIMELOCK, { jobRegistry: MODULE, feePool: VAULT });
    const modules = [queue(ROLES), pause, committee(PAUSE), second(PAUSE), third(TIMELOCK)];
    const { calls, outgoing } = compiled(modules, [slashing(7n), slashing(1n, "o"), slashing(5n, "n")]);
    expect(outgoing).toHaveLength(1);
    expect(targetsOf(outgoing[0]!)).toEqual([PAUSE, OTHER, PAUSE]);
    const inner = scheduledIn(outgoing[0]!)!.map(({ data }) => data);
    expect([...PASSING.decodeFunctionData("executeGovernanceCall", inner[0]!)]).toEqual([MODULE, calls[0]!.data]);
    expect(inner[1]).toBe(calls[1]!.data);
    expect([...PASSING.decodeFunctionData("executeGovernanceCall", inner[2]!)]).toEqual([VAULT, calls[2]!.data]);
  });

  it("on different ways stay apart", () => {
    const other = queue({ ...ROLES, PROPOSER_ROLE: [bob] }, 60n, "u", PAUSE);
    const modules = [queue(ROLES), other, committee(TIMELOCK), second(PAUSE), third(alice)];
    const { outgoing } = compiled(modules, [slashing(7n), slashing(5n, "n"), slashing(3n, "o"), slashing(1n)]);
    expect(outgoing.map(({ authority, to, calls }) => [authority, to, calls.length])).toEqual([
      [alice, TIMELOCK, 2],
      [bob, PAUSE, 1],
      [alice, OTHER, 1],
    ]);
  });

  it("of two proposers stay apart", () => {
    const t = queue(ROLES);
    const item = (authority: Address, data: Hex): Item => ({ to: MODULE, data, calls: [], hops: [t], authority });
    const planner = new TimelockPlanner(quietLive(), undefined, new Set());
    const sent = compile(world([t]), [item(alice, "0x01"), item(bob, "0x02"), item(alice, "0x03")], planner.step);
    expect(sent.map((each) => [each.authority, scheduledIn(each)!.map(({ data }) => data)])).toEqual([
      [alice, ["0x01", "0x03"]],
      [bob, ["0x02"]],
    ]);
  });

  it("nest where two timelocks follow each other, and join what only passes the outer one", () => {
    const inner = queue({ ...ROLES, PROPOSER_ROLE: [PAUSE] }, 30n);
    const outer = queue(ROLES, 90n, "u", PAUSE);
    const modules = [inner, outer, committee(TIMELOCK), second(PAUSE)];
    const { calls, outgoing, planner } = compiled(modules, [slashing(7n), slashing(5n, "n"), slashing(3n)]);
    expect(calls[0]!.way).toMatchObject({ hops: [{ name: "t" }, { name: "u" }], authority: alice, delay: 120n });
    expect(outgoing.map(({ authority, to }) => [authority, to])).toEqual([[alice, PAUSE]]);
    expect(targetsOf(outgoing[0]!)).toEqual([TIMELOCK, VAULT]);
    expect(argsOf(outgoing, "scheduleBatch")[5]).toBe(90n);
    const [nested] = scheduledIn(outgoing[0]!)!;
    expect(targetsOf(nested!)).toEqual([MODULE, MODULE]);
    expect(argsOf([nested!], "scheduleBatch")[5]).toBe(30n);
    expect(planner.scheduled.map(({ timelock, calls: each }) => [timelock, each.length])).toEqual([
      ["t", 2],
      ["u", 3],
    ]);
  });

  it("on its own word go to itself, unwrapped", () => {
    const { outgoing } = compiled([queue(ROLES)], [["t", "updateDelay(uint256)", [90n], { minDelay: 90n }]]);
    expect(targetsOf(outgoing[0]!)).toEqual([TIMELOCK]);
    expect(scheduledIn(outgoing[0]!)![0]!.data).toMatch(/^0x64d62353/);
  });
});

describe("what was found wrong once", () => {
  // Joined wherever they stand, calls are taken ahead of others; where that is not legal, they are only joined in a row.
  it("no call overtakes one that stood before it", () => {
    const modules = [configurator(alice), committee(configurator(alice).address), second(alice)];
    const moves = [slashing(7n), slashing(5n, "n"), slashing(3n)];
    const { calls, outgoing } = compiled(modules, moves, quietLive(), undefined, "in a row");
    expect(outgoing.flatMap((each) => each.calls)).toEqual(calls);
  });

  // What is scheduled now waits the delay of now.
  it("a plan that shortens the delay waits as long as the timelock demands now", () => {
    const t = queue(ROLES, 120n);
    const file = [desiredModule(t, wanted(t, "minDelay", 60n))];
    const { scheduled } = plan(desiredOf(file, [alice]), liveOf([t]));
    expect(scheduled.map(({ delay }) => delay)).toEqual([120n]);
  });

  // `unpauseAll` has its way from another copy of the world: ways are compared by address.
  it("unpausing everything and what has to come before it are one operation", () => {
    const names = "jobRegistry stakeManager validationModule disputeModule platformRegistry feePool reputationEngine";
    const paused = `${names} arbitratorCommittee`
      .split(" ")
      .map((name, index) =>
        committee(PAUSE, { pauser: PAUSE, pauserManager: PAUSE, paused: true }, name, plainAddress(60 + index)),
      );
    const known = Object.fromEntries(paused.map(({ name, address }) => [name, address]));
    const modules = [queue(ROLES), pauseOf(TIMELOCK, known), ...paused];
    const file = modules.map((each) => {
      if (!paused.includes(each)) return desiredModule(each);
      const slash = each.name === "feePool" ? [wanted(each, "absenteeSlash", 5n)] : [];
      return desiredModule(each, wanted(each, "paused", false), ...slash);
    });
    const { scheduled } = plan(desiredOf(file, [alice]), liveOf(modules));
    expect(scheduled.map(({ calls }) => calls.map(({ fn }) => fn))).toEqual([
      ["setAbsenteeSlash(uint256)", "unpauseAll()"],
    ]);
  });
});
