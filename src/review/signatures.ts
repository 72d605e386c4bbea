import { membersOf } from "../authority/reach.ts";
import type { Address } from "../kinds/value.ts";
import type { PlanModule, World } from "../plan/world.ts";
import type { Abilities, Able } from "./abilities-in.ts";

/** That somebody signs for a Safe from now on or no longer, or (of the Safe itself) that another number has to sign. */
export interface Shift {
  readonly change: "gains" | "loses";
  readonly safe: Address;
  /** Numbers of signatures. */
  readonly was: number;
  readonly is: number;
  /** What the Safe can do after so many seconds; none if it can do nothing at all. */
  readonly able: readonly Able[];
  readonly delay?: bigint;
}

/** By the account that signs, or by the Safe. */
export function signatureShifts(
  before: World,
  after: World,
  had: ReadonlyMap<Address, Abilities>,
  has: ReadonlyMap<Address, Abilities>,
): ReadonlyMap<Address, readonly Shift[]> {
  const found = new Map<Address, Shift[]>();
  const note = (who: Address, ...shifts: readonly Shift[]) => found.set(who, [...(found.get(who) ?? []), ...shifts]);
  for (const { address: safe, kind } of after.modules.values()) {
    if (kind.topology !== "safe") continue;
    const [old, fresh] = [before, after].map((world) => world.byAddress.get(safe)!) as [PlanModule, PlanModule];
    const [was, is] = [old, fresh].map(({ values }) => Number(values.get("threshold"))) as [number, number];
    const [left, joined] = [
      membersOf(old, "owners").filter((owner) => fresh.values.get(`owners[${owner}]`) !== true),
      membersOf(fresh, "owners").filter((owner) => old.values.get(`owners[${owner}]`) !== true),
    ];
    for (const owner of joined) note(owner, ...byDelay({ change: "gains", safe, was, is }, has.get(safe)));
    for (const owner of left) note(owner, ...byDelay({ change: "loses", safe, was, is }, had.get(safe)));
    if (was !== is) note(safe, { change: is < was ? "gains" : "loses", safe, was, is, able: [] });
  }
  return found;
}

/** One for each delay after which the Safe can do something. */
function byDelay(shift: Omit<Shift, "able" | "delay">, abilities: Abilities | undefined): readonly Shift[] {
  const groups = new Map<bigint, Able[]>();
  for (const able of abilities?.values() ?? []) groups.set(able.delay, [...(groups.get(able.delay) ?? []), able]);
  if (groups.size === 0) return [{ ...shift, able: [] }];
  return [...groups].map(([delay, able]) => ({ ...shift, able, delay }));
}
