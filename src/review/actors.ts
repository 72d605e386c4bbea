import {
  actingAs,
  callersThrough,
  canAct,
  membersOf,
  nextOf,
  refuses,
  type Errand,
  type Reach,
} from "../authority/reach.ts";
import { waitOf } from "../authority/way.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { PlanModule, World } from "../plan/world.ts";

/** Who can bring something about: accounts, Safes and contracts of no known kind, each with the least seconds it takes. */
export type Actors = ReadonlyMap<Address, bigint>;

/**
 * Everybody who can make `holder` do what the errand says, through timelocks and the contracts that pass calls on. A Safe is
 * named itself, and so is each of its modules, which need no signature.
 */
export function actorsBehind(world: World, reach: Reach, holder: Address, errand: Errand): Actors {
  const found = new Map<Address, bigint>();
  collect(found, { world, reach }, holder, errand, 0n, []);
  return found;
}

interface Search {
  readonly world: World;
  readonly reach: Reach;
}

function collect(
  found: Map<Address, bigint>,
  search: Search,
  holder: Address,
  errand: Errand,
  delay: bigint,
  trail: readonly Address[],
): void {
  if (holder === ZERO_ADDRESS || trail.includes(holder)) return;
  const contract = search.world.byAddress.get(holder);
  if (!contract) {
    note(found, holder, delay);
    return;
  }
  const { topology } = contract.kind;
  if (topology === undefined || refuses(contract, errand.target, errand.fns) !== undefined) return;
  // The people behind a Safe are known by its owners; they may well be Safes again.
  if (topology === "safe" && canAct(contract, search.reach)) note(found, holder, delay);
  const wait = topology === "timelock" ? waitOf(contract) : 0n;
  if (topology === "timelock" && !canAct(contract, search.reach)) return;
  for (const [each, own] of behind(contract, errand)) {
    collect(found, search, each, actingAs(contract), delay + wait + own, [...trail, holder]);
  }
}

function note(found: Map<Address, bigint>, actor: Address, delay: bigint): void {
  const known = found.get(actor);
  if (known === undefined || delay < known) found.set(actor, delay);
}

/** Those on whose word alone a contract does an errand, with the seconds for which they announce it; a Safe does so for its modules. */
function behind(contract: PlanModule, errand: Errand): Actors {
  const { topology } = contract.kind;
  if (topology === "accessManager") return callersThrough(contract, errand);
  const next = topology === "safe" ? membersOf(contract, "modules") : nextOf(contract, errand);
  return new Map(next.map((each) => [each, 0n]));
}
