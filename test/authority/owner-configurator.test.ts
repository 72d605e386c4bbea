import { AbiCoder, id } from "ethers";
import { describe, expect, it } from "vitest";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { scheduledIn } from "../../src/authority/scheduled.ts";
import {
  alice,
  bob,
  carol,
  committee,
  CONFIGURATOR,
  MODULE,
  owning,
  queue,
  slashing,
  TIMELOCK,
  VAULT,
} from "../support/graph-cast.ts";
import { argsOf, compiled, configurator, itemOf, PASSING, ROLES, targetsOf } from "../support/graph-compile.ts";
import type { Call } from "../../src/plan/call.ts";
import { compile } from "../../src/plan/compile.ts";
import { world } from "../../src/plan/world.ts";
import type { Move } from "../support/graph-plan.ts";

const second = (owner: Address) => committee(owner, {}, "n", VAULT);
const windows: Move = [
  ...(["n", "setCommitRevealWindows(uint256,uint256)"] as const),
  [60n, 90n],
  { "windows.commit": 60n, "windows.reveal": 90n },
];

function decoded(types: readonly string[], data: Hex): readonly unknown[] {
  return [...AbiCoder.defaultAbiCoder().decode([...types], data)];
}

describe("calls through an OwnerConfigurator", () => {
  it("become one configureBatch that logs the old and the new value of each", () => {
    const times = committee(CONFIGURATOR, { "windows.commit": 86_400n, "windows.reveal": 172_800n }, "n", VAULT);
    const moves = [slashing(7n), windows, slashing(9n), owning(bob)];
    const { calls, outgoing } = compiled([configurator(alice), committee(CONFIGURATOR), times], moves);
    expect(outgoing[0]).toMatchObject({ authority: alice, to: CONFIGURATOR, calls });
    const [entries] = argsOf(outgoing, "configureBatch") as unknown as [readonly (readonly Hex[])[]];
    expect(entries.map(([to, data]) => [to, data])).toEqual(calls.map(({ to, data }) => [to, data]));
    expect(entries.map((entry) => entry[2])).toEqual(entries.map(() => id("ARBITRATOR_COMMITTEE")));
    expect(entries.map((entry) => entry[3])).toEqual(
      ["SET_ABSENTEE_SLASH", "SET_COMMIT_REVEAL_WINDOWS", "SET_ABSENTEE_SLASH", "TRANSFER_OWNERSHIP"].map(id),
    );
    const numbers = ["uint256", "uint256"];
    const logged = [["uint256"], numbers, ["uint256"], ["address"]].map((types, index) =>
      [4, 5].map((field) => decoded(types, entries[index]![field]!)),
    );
    expect(logged).toEqual([
      [[0n], [7n]],
      [
        [86_400n, 172_800n],
        [60n, 90n],
      ],
      // The old value is the one that the call before it leaves behind.
      [[7n], [9n]],
      [[CONFIGURATOR], [bob]],
    ]);
  });

  it("are configured alone where there is only one", () => {
    const { calls, outgoing } = compiled([configurator(alice), committee(CONFIGURATOR)], [slashing(7n)]);
    const [to, data] = argsOf(outgoing, "configure");
    expect([to, data]).toEqual([MODULE, calls[0]!.data]);
  });

  it("log no value that the file does not manage", () => {
    const modules = [configurator(alice), committee(CONFIGURATOR)];
    const [call] = compiled(modules, [slashing(7n)]).calls as [Call];
    const aside = { ...call.effects[0]!, key: "paused", before: false, after: true, managed: false };
    const item = itemOf({ ...call, effects: [aside, ...call.effects] });
    const [, , , , before, now] = argsOf(
      compile(world(modules), [item], () => []),
      "configure",
    );
    expect([before, now].map((data) => decoded(["uint256"], data))).toEqual([[0n], [7n]]);
    expect(before).toHaveLength(66);
  });

  it("are one call of a timelock that owns it, beside its others", () => {
    const modules = [queue(ROLES), configurator(TIMELOCK), committee(CONFIGURATOR), second(CONFIGURATOR)];
    const third = committee(TIMELOCK, {}, "o", carol);
    const { outgoing } = compiled([...modules, third], [slashing(7n), slashing(3n, "o"), slashing(5n, "n")]);
    expect(outgoing).toHaveLength(1);
    expect(targetsOf(outgoing[0]!)).toEqual([CONFIGURATOR, carol]);
    const [batch] = scheduledIn(outgoing[0]!)!;
    const [entries] = PASSING.decodeFunctionData("configureBatch", batch!.data) as unknown as [
      readonly (readonly Hex[])[],
    ];
    expect(entries.map(([to]) => to)).toEqual([MODULE, VAULT]);
  });

  it("of two OwnerConfigurators stay apart", () => {
    const modules = [configurator(alice), configurator(alice, "d", carol), committee(CONFIGURATOR), second(carol)];
    const { outgoing } = compiled(modules, [slashing(7n), slashing(5n, "n"), slashing(3n)]);
    expect(outgoing.map(({ to, calls }) => [to, calls.length])).toEqual([
      [CONFIGURATOR, 2],
      [carol, 1],
    ]);
  });
});
