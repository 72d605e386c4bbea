import type { Live } from "../diff/live.ts";
import { membersAt, splitKey, type Key } from "../kinds/property.ts";
import type { Address, Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired, DesiredModule, DesiredWant } from "../stack/desired.ts";

/** What one value is to become. */
export interface Goal {
  readonly module: string;
  /** `paused`, `roles.CANCELLER_ROLE[0x...]` */
  readonly key: Key;
  readonly value: Value;
}

/**
 * The stack with nothing wanted of it: levers want their own. Whoever holds a right on chain counts, named or not, and no service
 * is asked.
 */
export function wantingNothing(desired: Desired): Desired {
  const { safeService: _service, supersede: _supersede, ...approvals } = desired.approvals;
  return {
    ...desired,
    approvals,
    modules: desired.modules.map((module) => ({ ...module, wants: [] })),
    declared: () => true,
  };
}

/** The stack with these goals and no others. Of a mapping, all other members are wanted as they are. */
export function wanting(desired: Desired, live: Live, goals: readonly Goal[]): Desired {
  return {
    ...desired,
    modules: desired.modules.map((module) => {
      const own = goals.filter((goal) => goal.module === module.name);
      return { ...module, wants: wantsOf(module, live, own) };
    }),
  };
}

function wantsOf(module: DesiredModule, live: Live, goals: readonly Goal[]): readonly DesiredWant[] {
  const { at, kind, name } = module;
  return [...new Set(goals.map(({ key }) => splitKey(key).path))].map((path): DesiredWant => {
    const leaf = leavesOf(kind).get(path);
    const own = goals.filter(({ key }) => splitKey(key).path === path);
    if (leaf?.type === "scalar") return { path, leaf, want: { exact: own[0]!.value }, observe: false, at };
    if (!leaf) throw new TypeError(`${name} has no ${path}`);
    const members = new Map(membersAt(live.modules.get(name)?.values ?? new Map<Key, Value>(), path));
    for (const { key, value } of own) members.set(splitKey(key).member as Address, value);
    return { path, leaf, members, observe: false, at };
  });
}

/** What undoes goals: each value as it is now. */
export function backFrom(desired: Desired, live: Live, goals: readonly Goal[]): readonly Goal[] {
  return goals.map(({ module, key }) => {
    const { path } = splitKey(key);
    const leaf = leavesOf(desired.modules.find(({ name }) => name === module)!.kind).get(path);
    const value = live.modules.get(module)?.values.get(key) ?? (leaf?.type === "members" ? leaf.absent : undefined);
    if (value === undefined) throw new TypeError(`${module}.${key} was not read`);
    return { module, key, value };
  });
}

/** What waits in timelocks and Safes is left where it is: a lever neither executes nor cancels what others have begun. */
export function withoutQueues({ proposals: _proposals, ...live }: Live): Live {
  return { ...live, operations: [] };
}

/** The stack with a name for an address that only the rehearsal uses. */
export function naming(desired: Desired, address: Address, name: string): Desired {
  return { ...desired, nameOf: (of) => (of === address ? name : desired.nameOf(of)) };
}
