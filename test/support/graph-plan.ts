import { wayOf } from "../../src/authority/way.ts";
import type { Live, LiveModule } from "../../src/diff/live.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import { splitKey, type Key, type Members, type Scalar } from "../../src/kinds/property.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import type { Argument } from "../../src/kinds/write.ts";
import { takeEffect } from "../../src/plan/aggregate.ts";
import type { Call } from "../../src/plan/call.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { leavesOf, type PlanModule, type World } from "../../src/plan/world.ts";
import type { Desired, DesiredModule, DesiredWant } from "../../src/stack/desired.ts";
import { quietLive } from "./graph-live.ts";

/** Hand-made stacks: modules with their values, what is wanted of them, and calls. */

const POSITION = { line: 1, column: 1 };

/** An address without letters, so that it needs no checksum. */
export function plainAddress(number: number): Address {
  return `0x${String(number).padStart(40, "0")}`;
}

export function moduleOf(name: string, kind: Kind, address: Address, values: Readonly<Record<Key, Value>>): PlanModule {
  return { name, kind, address, wants: new Map(), values: new Map(Object.entries(values)) };
}

/** Members of a mapping, as values. */
export function membersAt(path: Key, ...members: readonly Address[]): Readonly<Record<Key, Value>> {
  return Object.fromEntries(members.map((member) => [`${path}[${member}]`, true]));
}

type More = Partial<Pick<DesiredWant, "renounce" | "observe">>;

/** `owner: 0x...` under a module. */
export function wanted(module: PlanModule, path: Key, value: Value, more: More = {}): DesiredWant {
  const leaf = leavesOf(module.kind).get(path) as Scalar;
  return { path, leaf, want: { exact: value }, observe: false, at: POSITION, ...more };
}

/** A whole mapping under a module: nobody else is to be in it. */
export function wantedMembers(
  module: PlanModule,
  path: Key,
  members: readonly Address[],
  more: More = {},
): DesiredWant {
  const leaf = leavesOf(module.kind).get(path) as Members;
  return { path, leaf, members: new Map(members.map((each) => [each, true])), observe: false, at: POSITION, ...more };
}

export function desiredModule({ name, kind, address }: PlanModule, ...wants: readonly DesiredWant[]): DesiredModule {
  return { name, kind, address, wants, at: POSITION };
}

/** @param declared accounts that the file mentions: the people who can sign. */
export function desiredOf(modules: readonly DesiredModule[], declared: readonly Address[]): Desired {
  return {
    file: "stacks/hand.yaml",
    stack: "hand",
    network: { chainId: 31337n, rpc: [{ url: "" }], quorum: 1, confirmations: 1, startBlock: 0n, scan: "complete" },
    approvals: {},
    names: new Map(modules.map(({ name, address }) => [name, address])),
    modules,
    nameOf: (address) => modules.find((module) => module.address === address)?.name,
    declared: (address) => declared.includes(address) || modules.some((module) => module.address === address),
  };
}

/** A contract, and what a file wants of it. */
export type Wanting = readonly [PlanModule, ...DesiredWant[]];

/** A file that wants this of these contracts, and the chain that holds them. @param declared the people who can sign. */
export function stackOf(
  each: readonly Wanting[],
  declared: readonly Address[] = [],
): { readonly desired: Desired; readonly live: Live } {
  const modules = each.map(([module, ...wants]) => desiredModule(module, ...wants));
  return { desired: desiredOf(modules, declared), live: liveOf(each.map(([module]) => module)) };
}

/** What was read of a chain that holds these modules. */
export function liveOf(modules: readonly PlanModule[]): Live {
  const read = ({ name, kind, address, values }: PlanModule): [string, LiveModule] => [
    name,
    { name, kind, address, values, unreadable: new Map(), codeHash: "0x" },
  ];
  return quietLive({ modules: new Map(modules.map(read)) });
}

/** A call of a module: the module's name, the function, the arguments, and the values that it sets by local key. */
export type Move = readonly [string, string, readonly Argument[], Readonly<Record<Key, Value>>];

/**
 * A call of a module by the way that it has in `world`, and brings its effects about there. Where nobody can make it, it
 * looks as if the first account could.
 */
export function callIn(world: World, [name, fn, args, sets]: Move): Call {
  const module = world.modules.get(name)!;
  const write = module.kind.writes.find(
    (each) => each.fn === fn && Object.keys(sets).some((key) => each.sets.includes(pattern(key))),
  );
  if (!write) throw new Error(`${name} has no ${fn} that sets ${Object.keys(sets).join(", ")}`);
  const data = encodeCall(fn, args);
  const found = wayOf(world, { module, write });
  const call: Call = {
    ...{ module: name, fn, args, data, write, to: module.address, phase: write.phase ?? "set", dependsOn: [] },
    way: "way" in found ? found.way : { hops: [], authority: plainAddress(1), delay: 0n },
    effects: Object.entries(sets).map(([key, after]) => ({
      ...{ module: name, key, after, managed: true },
      before: module.values.get(key) ?? false,
    })),
  };
  takeEffect(world, call);
  return call;
}

function pattern(key: Key): Key {
  const { path, member } = splitKey(key);
  return member === undefined ? path : `${path}[*]`;
}
