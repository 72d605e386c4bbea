import type { Kind } from "../kinds/kind.ts";
import { perKind } from "../kinds/per-kind.ts";
import type { Key } from "../kinds/property.ts";
import type { Address, Value, Want } from "../kinds/value.ts";
import type { View } from "../kinds/write.ts";
import type { Desired } from "../stack/desired.ts";
import { wantsByKey } from "../diff/diff.ts";
import { leaves } from "../kinds/kind.ts";
import { memberKey, splitKey } from "../kinds/property.ts";
import type { Live } from "../diff/live.ts";

/** A module as the planner sees it: its values now, and what they must become. */
export interface PlanModule {
  readonly name: string;
  readonly kind: Kind;
  readonly address: Address;
  readonly wants: ReadonlyMap<Key, Want>;
  /** Keys in the order in which the file names them: for people, and nothing is decided by it. */
  readonly named?: readonly Key[];
  /** Mappings that are managed as a whole, with what an address that is not wanted in them must be. */
  readonly exhaustive?: ReadonlyMap<Key, Value>;
  values: ReadonlyMap<Key, Value>;
}

/** The simulated state of a stack while a plan is being made. Values are replaced, never changed in place. */
export interface World {
  readonly modules: ReadonlyMap<string, PlanModule>;
  readonly byAddress: ReadonlyMap<Address, PlanModule>;
  /** Those that pass calls on for others. */
  readonly passing: readonly PlanModule[];
  readonly versions: ReadonlyMap<Address, bigint>;
  /** Time of the block that was read, in seconds. */
  readonly now: bigint;
  /** Whether there is code at an address; `undefined` if nobody asked. */
  hasCode(address: Address): boolean | undefined;
}

/** What the world holds beside its modules. */
export interface Surroundings {
  readonly versions?: ReadonlyMap<Address, bigint>;
  readonly now?: bigint;
  readonly hasCode?: (address: Address) => boolean | undefined;
}

/** What a value must become: a member that only a side effect has put into a managed mapping must leave it again. */
export function wantOf(module: PlanModule, key: Key): Want | undefined {
  const own = module.wants.get(key);
  if (own) return own;
  const { path, member } = splitKey(key);
  const absent = member === undefined ? undefined : module.exhaustive?.get(path);
  return absent === undefined ? undefined : { exact: absent };
}

/**
 * A fresh world in the live state. Observed values are no wants. Modules are in the order of their addresses and values in that
 * of their keys, so that a plan is the same in whatever order a file names them and a scan finds them.
 */
export function worldOf(desired: Desired, live: Live): World {
  const modules = new Map<string, PlanModule>();
  for (const module of desired.modules) {
    const state = live.modules.get(module.name);
    if (!state) continue;
    const wants = new Map<Key, Want>();
    for (const [key, { want, from }] of wantsByKey(module, state)) if (!from.observe) wants.set(key, want);
    const exhaustive = new Map(
      module.wants.flatMap((want) => ("members" in want && !want.observe ? [[want.path, want.leaf.absent]] : [])),
    );
    modules.set(module.name, {
      name: module.name,
      kind: module.kind,
      address: module.address,
      wants: byKey(wants),
      named: [...wants.keys()],
      exhaustive,
      values: byKey(state.values),
    });
  }
  // Contracts that govern others without being declared: their values are known, nothing is wanted of them.
  for (const { address, kind, values } of live.authorities.values()) {
    const name = desired.nameOf(address) ?? address;
    modules.set(name, { name, kind, address, wants: new Map(), values: byKey(values) });
  }
  const inOrder = [...modules.values()].sort((a, b) => (a.address < b.address ? -1 : 1));
  return world(inOrder, {
    versions: live.versions,
    now: live.block.timestamp,
    hasCode: (address) => (live.accounts.has(address) ? live.accounts.get(address) !== undefined : undefined),
  });
}

function byKey<T>(values: ReadonlyMap<Key, T>): ReadonlyMap<Key, T> {
  return new Map([...values].sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function world(list: readonly PlanModule[], around: Surroundings = {}): World {
  const { versions = new Map(), now = 0n, hasCode = () => undefined } = around;
  return {
    modules: new Map(list.map((module) => [module.name, module])),
    byAddress: new Map(list.map((module) => [module.address, module])),
    passing: list.filter(({ kind }) => kind.topology !== undefined),
    versions,
    now,
    hasCode,
  };
}

/** An independent copy: planning in it leaves the original as it was. */
export function copy(of: World): World {
  return world(
    [...of.modules.values()].map((module) => ({ ...module })),
    of,
  );
}

/** What guards see of `module` when its values are `values`. */
export function view(of: World, module: PlanModule, values: ReadonlyMap<Key, Value> = module.values): View {
  const entries = (path: Key) =>
    [...values].flatMap(([key, value]) =>
      key.startsWith(`${path}[`) ? [[splitKey(key).member as Address, value] as const] : [],
    );
  return {
    address: module.address,
    get: (key) => values.get(key) ?? absentMember(module.kind, key),
    other: (address) => {
      const found = of.byAddress.get(address);
      return found && view(of, found);
    },
    version: (address) => of.versions.get(address),
    now: of.now,
    members: (path) => entries(path).flatMap(([member, value]) => (value === true ? [member] : [])),
    entries,
  };
}

/** The same view, and each value that somebody looks at in it is noted. */
export function watched(of: View, note: (module: Address, key: Key) => void): View {
  return {
    ...of,
    get(key) {
      note(of.address, key);
      return of.get(key);
    },
    other(address) {
      const found = of.other(address);
      return found && watched(found, note);
    },
    members(path) {
      const found = of.members(path);
      for (const member of found) note(of.address, memberKey(path, member));
      return found;
    },
  };
}

/** An address of which nothing was read is no member: mappings are read completely or reported as unreadable. */
function absentMember(kind: Kind, key: Key): Value | undefined {
  const { path, member } = splitKey(key);
  if (member === undefined) return undefined;
  const leaf = leavesOf(kind).get(path);
  return leaf?.type === "members" ? leaf.absent : undefined;
}

/** The leaves of a kind, hidden ones included. */
export const leavesOf = perKind((kind) => new Map([...leaves(kind.properties), ...Object.entries(kind.hidden ?? {})]));
