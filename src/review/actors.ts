import { canAct, membersOf, nextOf, refuses, type Reach } from "../authority/reach.ts";
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
 * Everybody who can make `holder` act on `target`, through timelocks and the contracts that pass calls on. A Safe is named
 * itself, and so is each of its modules, which need no signature.
 */
export function actorsBehind(world: World, reach: Reach, holder: Address, target: Address): Actors {
  const found = new Map<Address, Behind>();
  collect(found, { world, reach }, holder, target, 0n, []);
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
  target: Address,
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
  if (topology === undefined || refuses(contract, target) !== undefined) return;
  // The people behind a Safe are known by its owners; they may well be Safes again.
  if (topology === "safe" && canAct(contract, search.reach)) note(found, holder, delay, trail);
  const wait = topology === "timelock" ? waitOf(contract) : 0n;
  if (topology === "timelock" && !canAct(contract, search.reach)) return;
  for (const each of behind(contract)) collect(found, search, each, holder, delay + wait, [...trail, holder]);
}

function note(found: Map<Address, Behind>, actor: Address, delay: bigint, trail: readonly Address[]): void {
  const known = found.get(actor);
  if (known === undefined || delay < known.delay) found.set(actor, { delay, through: trail.toReversed() });
}

/** Those on whose word alone a contract calls others; a Safe does so for its modules. */
function behind(contract: PlanModule): readonly Address[] {
  return contract.kind.topology === "safe" ? membersOf(contract, "modules") : nextOf(contract);
}
