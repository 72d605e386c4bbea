import { actingAs, canAct, membersOf, nextOf, refuses, type Errand, type Reach } from "../authority/reach.ts";
import { waitOf } from "../authority/way.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { PlanModule, World } from "../plan/world.ts";

/** Who can bring something about: accounts, Safes and contracts of no known kind, each on its quickest way. */
export type Actors = ReadonlyMap<Address, Behind>;

/** How an actor stands behind a right. */
export interface Behind {
  /** Seconds. */
  readonly delay: bigint;
  /** Contracts that pass its calls on, the one next to the actor first. */
  readonly through: readonly Address[];
}

/**
 * Everybody who can make `holder` do what the errand says, through timelocks and the contracts that pass calls on. A Safe is
 * named itself, and so is each of its modules, which need no signature.
 */
export function actorsBehind(world: World, reach: Reach, holder: Address, errand: Errand): Actors {
  const found = new Map<Address, Behind>();
  collect(found, { world, reach }, holder, errand, 0n, []);
  return found;
}

/** Everybody who can do one of several things, each on the quickest way of all. */
export function quickest(each: readonly Actors[]): Actors {
  const found = new Map<Address, Behind>();
  for (const [actor, behind] of each.flatMap((actors) => [...actors])) {
    const known = found.get(actor);
    if (known === undefined || behind.delay < known.delay) found.set(actor, behind);
  }
  return found;
}

interface Search {
  readonly world: World;
  readonly reach: Reach;
}

function collect(
  found: Map<Address, Behind>,
  search: Search,
  holder: Address,
  errand: Errand,
  delay: bigint,
  trail: readonly Address[],
): void {
  if (holder === ZERO_ADDRESS || trail.includes(holder)) return;
  const contract = search.world.byAddress.get(holder);
  if (!contract) {
    note(found, holder, delay, trail);
    return;
  }
  const { topology } = contract.kind;
  if (topology === undefined || refuses(contract, errand.target, errand.fns) !== undefined) return;
  // The people behind a Safe are known by its owners; they may well be Safes again.
  if (topology === "safe" && canAct(contract, search.reach)) note(found, holder, delay, trail);
  const wait = topology === "timelock" ? waitOf(contract) : 0n;
  if (topology === "timelock" && !canAct(contract, search.reach)) return;
  for (const [each, own] of behind(contract, errand)) {
    collect(found, search, each, actingAs(contract), delay + wait + own, [...trail, holder]);
  }
}

function note(found: Map<Address, Behind>, actor: Address, delay: bigint, trail: readonly Address[]): void {
  const known = found.get(actor);
  if (known === undefined || delay < known.delay) found.set(actor, { delay, through: trail.toReversed() });
}

/** Those on whose word alone a contract does an errand, with the seconds for which they announce it; a Safe does so for its modules. */
function behind(contract: PlanModule, errand: Errand): ReadonlyMap<Address, bigint> {
  if (contract.kind.topology !== "safe") return nextOf(contract, errand);
  return new Map(membersOf(contract, "modules").map((each) => [each, 0n]));
}
