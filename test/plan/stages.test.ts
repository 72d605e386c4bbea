import { describe, expect, it } from "vitest";
import { wayOf } from "../../src/authority/way.ts";
import type { Key } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Value } from "../../src/kinds/value.ts";
import type { Guard, Write } from "../../src/kinds/write.ts";
import type { Call } from "../../src/plan/call.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { plan } from "../../src/plan/plan.ts";
import { attempt, stage } from "../../src/plan/stages.ts";
import { apply } from "../../src/plan/step.ts";
import { copy, world, type World } from "../../src/plan/world.ts";
import {
  alice,
  bob,
  carol,
  committee,
  council,
  owning,
  PAUSE,
  queue,
  SAFE,
  slashing,
  TIMELOCK,
  VAULT,
} from "../support/graph-cast.ts";
import { configurator, ROLES } from "../support/graph-compile.ts";
import { callIn, desiredModule, desiredOf, liveOf, moduleOf, wanted, wantedMembers } from "../support/graph-plan.ts";
import { plainScalar, syntheticKind } from "../support/synthetic.ts";

const KEYS = ["slow", "needing", "next", "alone", "barring", "halting", "last"];

const needs = (key: Key, value: Value): Guard => ({
  ...{ keys: [key], rule: `${key} must be ${value}` },
  check: (_after, before) => before.get(key) === value,
});

const write = (key: Key, right: string, guards: readonly Guard[] = []): Write => ({
  ...{ fn: `set_${key}(uint256)`, sets: [key], rights: [right], guards },
  phase: key === "halting" ? "pause" : "set",
});

/** The owner's calls take time, the keeper's do not. */
const kind = syntheticKind(
  Object.fromEntries([...KEYS, "owner", "keeper"].map((key) => [key, plainScalar(`${key}()`)])),
  [
    write("slow", "owner", [needs("barring", 0n), needs("halting", 0n)]),
    write("needing", "keeper", [needs("slow", 1n)]),
    write("next", "keeper", [needs("needing", 1n)]),
    write("last", "owner", [needs("needing", 1n)]),
    ...["alone", "barring", "halting"].map((key) => write(key, "keeper")),
  ],
);

function start(): World {
  const values = { ...Object.fromEntries(KEYS.map((key) => [key, 0n])), owner: TIMELOCK, keeper: bob };
  const module = moduleOf("x", kind, VAULT, values);
  const wants = new Map(KEYS.map((key) => [key, { exact: 1n }]));
  return world([queue(ROLES), { ...module, wants }, committee(carol)]);
}

/** The calls that set these values to 1, one after the other. */
function calls(...keys: readonly Key[]): readonly Call[] {
  const moving = start();
  const module = moving.modules.get("x")!;
  return keys.map((key): Call => {
    const of = kind.writes.find(({ sets }) => sets.includes(key))!;
    const data = encodeCall(of.fn, [1n]);
    const found = wayOf(moving, { module, write: of });
    const step = { module: "x", write: of, keys: [key], phase: of.phase!, id: key };
    const result = apply(moving, module, step);
    if (!("way" in found) || !result.legal) throw new Error(`${key} cannot be set`);
    module.values = result.values;
    return {
      ...{ module: "x", fn: of.fn, args: [1n], phase: step.phase, to: VAULT, data, way: found.way, write: of, step },
      ...{ dependsOn: [], effects: [{ module: "x", key, before: 0n, after: 1n, managed: true }] },
    };
  });
}

function staged(of: readonly Call[], from = start()) {
  const { now, waiting } = stage(from, of);
  return { now: now.map(({ fn }) => fn), waiting: waiting.map(({ call, until }) => `${call.fn} until ${until}`) };
}

describe("what can be submitted now", () => {
  it("is everything where nothing takes time", () => {
    const quick = calls("alone", "barring");
    expect(stage(start(), quick)).toEqual({ now: quick, waiting: [], refused: [] });
  });

  it("is not what needs something that takes time, nor what needs that in turn", () => {
    expect(staged(calls("slow", "needing", "next"))).toEqual({
      now: ["set_slow(uint256)"],
      waiting: ["set_needing(uint256) until x.set_slow(uint256)", "set_next(uint256) until x.set_needing(uint256)"],
    });
  });

  it("is not what would bar something that takes time", () => {
    expect(staged(calls("slow", "barring"))).toEqual({
      now: ["set_slow(uint256)"],
      waiting: ["set_barring(uint256) until x.set_slow(uint256)"],
    });
  });

  it("is pausing, whatever it bars, and what it bars for good is refused", () => {
    const { now, waiting, refused } = stage(start(), calls("slow", "halting", "alone"));
    expect(now.map(({ fn }) => fn)).toEqual(["set_halting(uint256)", "set_alone(uint256)"]);
    expect(waiting).toEqual([]);
    const rule = "x.set_halting(uint256) comes first: halting must be 0";
    expect(refused).toEqual([{ module: "x", keys: ["slow"], rule }]);
  });

  it("is what has nothing to do with what takes time, in the same module or in another one", () => {
    const other = callIn(copy(start()), slashing(7n));
    expect(staged([...calls("slow", "alone"), other])).toEqual({
      now: ["set_slow(uint256)", "set_alone(uint256)", "setAbsenteeSlash(uint256)"],
      waiting: [],
    });
  });

  it("is what only comes after something that waits, if it does not need it", () => {
    expect(staged(calls("slow", "needing", "alone")).now).toEqual(["set_slow(uint256)", "set_alone(uint256)"]);
  });

  it("is no acceptance of an offer that takes time to be made", () => {
    const from = world([queue(ROLES), configurator(TIMELOCK)]);
    const moving = copy(from);
    const offer = callIn(moving, ["c", "transferOwnership(address)", [bob], { pendingOwner: bob }]);
    const accept = callIn(moving, ["c", "acceptOwnership()", [], { owner: bob, pendingOwner: ZERO_ADDRESS }]);
    expect([offer.way.delay, accept.way]).toEqual([60n, { hops: [], authority: bob, delay: 0n }]);
    expect(staged([offer, accept], from)).toEqual({
      now: ["transferOwnership(address)"],
      waiting: ["acceptOwnership() until c.transferOwnership(address)"],
    });
  });
});

describe("an attempt", () => {
  it("changes the world only if the call can be made, by the same authority", () => {
    const from = start();
    const [slow, needing] = calls("slow", "needing") as [Call, Call];
    expect(attempt(from, needing)).toBe(false);
    expect(from.modules.get("x")!.values.get("needing")).toBe(0n);
    expect([attempt(from, slow), attempt(from, needing)]).toEqual([true, true]);
    expect(from.modules.get("x")!.values.get("needing")).toBe(1n);
    const alone = calls("alone")[0]!;
    expect(attempt(start(), { ...alone, way: { ...alone.way, authority: carol } })).toBe(false);
  });
});

describe("what was found wrong once", () => {
  // The authority alone does not tell a way: alice proposes to the timelock, and is to own the module later.
  it("what the same authority can only do by another way yet has to wait", () => {
    const from = world([queue(ROLES), committee(TIMELOCK)]);
    const moving = copy(from);
    const handed = callIn(moving, owning(alice));
    const direct = callIn(moving, slashing(7n));
    expect([handed.way.authority, direct.way.authority, direct.way.hops]).toEqual([alice, alice, []]);
    expect(staged([handed, direct], from).now).toEqual([handed.fn]);
  });

  // An operation that needs what waits could never be executed.
  it("what takes time and needs something that waits has to wait as well", () => {
    expect(staged(calls("slow", "needing", "last")).now).toEqual(["set_slow(uint256)"]);
  });

  // The Safe may take days to sign; if alice revokes its role before, it cannot schedule any more.
  it("a change set that takes the way of another one comes after it", () => {
    const t = queue({ ...ROLES, PROPOSER_ROLE: [SAFE], DEFAULT_ADMIN_ROLE: [alice] });
    const m = committee(TIMELOCK);
    const s = council(1n, carol);
    const heir = { ...council(1n, carol), name: "heir", address: PAUSE };
    const file = [
      ...[desiredModule(s), desiredModule(heir), desiredModule(m, wanted(m, "absenteeSlash", 7n))],
      desiredModule(t, wantedMembers(t, "roles.PROPOSER_ROLE", [PAUSE])),
    ];
    const { changeSets, waiting } = plan(desiredOf(file, [alice, carol]), liveOf([t, m, s, heir]));
    expect(changeSets.map(({ authority }) => authority)).toEqual([SAFE, alice]);
    expect(waiting.map(({ call }) => call.fn)).toEqual(["revokeRole(bytes32,address)"]);
  });
});
