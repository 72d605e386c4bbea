import { memberKey, type Facet, type Key } from "../kinds/property.ts";
import { aim, satisfies, type Address, type Value, type Want } from "../kinds/value.ts";
import type { Desired, DesiredModule, DesiredWant, Deviation } from "../stack/desired.ts";
import type { Unit } from "../stack/unit.ts";
import type { Live, LiveModule } from "./live.ts";

/** One value that is not what the stack file asks for. */
export interface Change {
  readonly module: string;
  /** `fees.fee`, `treasuryAllowlist[0x...]` */
  readonly key: Key;
  readonly path: Key;
  readonly member?: Address;
  readonly facet: Facet;
  readonly unit: Unit;
  readonly before: Value;
  readonly want: Want;
  /** What a plan will write: the exact value, or the nearest bound of a band. */
  readonly after: Value;
  /** Reported, never changed. */
  readonly observe: boolean;
  /** Why it is tolerated, and until when. */
  readonly deviation?: Deviation;
}

/** A managed value that could not be read; nothing that depends on it is planned. */
export interface Unreadable {
  readonly module: string;
  readonly path: Key;
  readonly reason: string;
}

export interface Difference {
  readonly changes: readonly Change[];
  readonly unreadable: readonly Unreadable[];
}

/** Live against desired. Values that the stack file does not mention do not appear. */
export function diff(desired: Desired, live: Live): Difference {
  const changes: Change[] = [];
  const unreadable: Unreadable[] = [];
  for (const module of desired.modules) {
    const state = live.modules.get(module.name);
    if (!state) {
      unreadable.push({ module: module.name, path: "", reason: "the module was not read" });
      continue;
    }
    for (const want of module.wants) {
      const reason = state.unreadable.get(want.path);
      if (reason !== undefined) unreadable.push({ module: module.name, path: want.path, reason });
      else changes.push(...compare(module, want, state));
    }
  }
  return { changes, unreadable };
}

/** The single wants of a module by local key, with the members of exhaustive mappings spelled out. */
export function wantsByKey(
  module: DesiredModule,
  state: LiveModule,
): ReadonlyMap<Key, { want: Want; from: DesiredWant }> {
  const wants = new Map<Key, { want: Want; from: DesiredWant }>();
  for (const from of module.wants) {
    if (!("members" in from)) {
      wants.set(from.path, { want: from.want, from });
      continue;
    }
    for (const [member, value] of from.members)
      wants.set(memberKey(from.path, member), { want: { exact: value }, from });
    const prefix = `${from.path}[`;
    for (const key of state.values.keys()) {
      if (key.startsWith(prefix) && !wants.has(key)) wants.set(key, { want: { exact: from.leaf.absent }, from });
    }
  }
  return wants;
}

function compare(module: DesiredModule, from: DesiredWant, state: LiveModule): Change[] {
  const changes: Change[] = [];
  for (const [key, { want }] of wantsByKey({ ...module, wants: [from] }, state)) {
    const before = state.values.get(key) ?? ("members" in from ? from.leaf.absent : undefined);
    if (before === undefined) throw new TypeError(`${module.name}.${key} is neither read nor reported as unreadable`);
    if (satisfies(want, before)) continue;
    const member = key === from.path ? {} : { member: key.slice(from.path.length + 1, -1) as Address };
    changes.push({
      module: module.name,
      key,
      path: from.path,
      ...member,
      facet: from.leaf.facet,
      unit: from.leaf.unit,
      before,
      want,
      after: aim(want, before),
      observe: from.observe,
      ...(from.deviation && { deviation: from.deviation }),
    });
  }
  return changes;
}
