import { memberKey, type Key } from "../kinds/property.ts";
import { satisfies, ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { Right, Write } from "../kinds/write.ts";
import { view, type PlanModule, type World } from "../plan/world.ts";
import { deadEnd } from "./dead-end.ts";
import { futureMembers } from "./future-members.ts";
import { actingAs, callersIn, membersOf, nextOf, reachIn, refuses, type Errand, type Reach } from "./reach.ts";

/** How a call gets from whoever approves it to the module: through these contracts, the one next to the module first. */
export interface Way {
  readonly hops: readonly PlanModule[];
  /** A signer, or a Safe whose owners approve. */
  readonly authority: Address;
  /** Seconds between approval and effect. */
  readonly delay: bigint;
  /** Seconds for which the call is scheduled in an AccessManager on the way before; absent where each passes it on at once. */
  readonly setbacks?: Setbacks;
}

/** By the manager's address. */
export type Setbacks = ReadonlyMap<Address, bigint>;

export type Found = { readonly way: Way } | { readonly noRoute: string };

/** What is to be called, and by which of the contract's rights. */
export interface Wish {
  readonly module: PlanModule;
  readonly write: Pick<Write, "fn" | "rights" | "phase" | "setback">;
}

/**
 * The way of a call, from the rights and owners that the state holds. The first right of the write that somebody who can
 * act holds is used, and among its holders the one with the least delay (`inTurn`); pausing takes the least delay of all rights.
 */
export function wayOf(world: World, wish: Wish, reach: Reach = reachIn(world, () => true)): Found {
  const reasons: string[] = [];
  const found: Way[] = [];
  const pausing = wish.write.phase === "pause";
  for (const right of wish.write.rights) {
    const path = keyOf(world, wish.module, right)?.replace(/\[\*\]$/, "") ?? "";
    const errand = { target: wish.module.address, fns: [wish.write.fn] };
    const asked = inOrder(
      world,
      holdersOf(world, wish.module, right),
      (holder) => isWanted(wish.module, memberKey(path, holder)),
      (holder) => {
        const setback = ownSetback(world, wish, path, holder);
        if (setback === 0n) return climb(world, reach, holder, errand, NONE);
        // The manager itself makes the call, when its time has come.
        const trail = { hops: [wish.module], setbacks: new Map([[wish.module.address, setback]]) };
        return climb(world, reach, holder, actingAs(wish.module, true), trail);
      },
      pausing,
    );
    found.push(...asked.ways);
    reasons.push(...asked.reasons);
    reasons.push(...futureHolders(world, wish.module, right));
    if (found.length > 0 && !pausing) break;
  }
  const [best] = pausing ? quickestFirst(found) : found;
  if (best) return { way: best };
  const rights = wish.write.rights.map((right) => rightText(world, wish.module, right)).join(" or ");
  return {
    noRoute: reasons.join("; ") || `nobody holds the right to call ${wish.module.name}.${wish.write.fn} (${rights})`,
  };
}

/** The way by which `holder` calls a function. */
export function wayFrom(world: World, holder: Address, errand: Errand, reach: Reach): Found {
  return climb(world, reach, holder, errand, NONE);
}

/** Accounts that hold a right now; the contract itself comes last, it can only act through its own delay. */
export function holdersOf(world: World, module: PlanModule, right: Right): readonly Address[] {
  if (right === "self") return [module.address];
  const key = keyOf(world, module, right);
  if (key === undefined) return [];
  if (key.endsWith("[*]")) {
    const path = key.slice(0, -3);
    const members =
      module.kind.topology === "accessManager" ? [...callersIn(module, path).keys()] : membersOf(module, path);
    return [...members].sort((a, b) => Number(a === module.address) - Number(b === module.address));
  }
  const holder = module.values.get(key);
  return typeof holder === "string" && holder !== ZERO_ADDRESS ? [holder as Address] : [];
}

/** The key of a right in this state; `undefined` for a role that is not managed. */
export function keyOf(world: World, module: PlanModule, right: Right): Key | undefined {
  return typeof right === "function" ? right(view(world, module)) : right;
}

/** What a call has passed already on its way out. */
interface Trail {
  readonly hops: readonly PlanModule[];
  readonly setbacks: Setbacks;
}

const NONE: Trail = { hops: [], setbacks: new Map() };

/** Seconds for which an AccessManager has a call to itself scheduled by this member before: AccessManager._canCallSelf. */
function ownSetback(world: World, { module, write }: Wish, path: Key, holder: Address): bigint {
  if (module.kind.topology !== "accessManager") return 0n;
  const own = write.setback?.(view(world, module)) ?? 0n;
  const delay = callersIn(module, path).get(holder) ?? 0n;
  return own > delay ? own : delay;
}

function climb(world: World, reach: Reach, holder: Address, errand: Errand, { hops, setbacks }: Trail): Found {
  const contract = world.byAddress.get(holder);
  const unknown = contract && refuses(contract, errand.target, errand.fns);
  if (unknown) return { noRoute: unknown };
  if (!reach(holder, errand.target, errand.fns)) return { noRoute: deadEnd(world, holder, errand) };
  if (!contract || contract.kind.topology === "safe") {
    const way = { hops, authority: holder, delay: delayOf(hops, setbacks) };
    return { way: setbacks.size === 0 ? way : { ...way, setbacks } };
  }
  const named = [...contract.wants.keys()].filter((key) => isWanted(contract, key));
  const callers = nextOf(contract, errand);
  const next = [...callers.keys()].filter((each) => each !== holder && hops.every(({ address }) => address !== each));
  const { ways, reasons } = inOrder(
    world,
    next,
    (each) => named.some((key) => key.endsWith(`[${each}]`)),
    (each) => {
      const setback = callers.get(each)!;
      const further = setback > 0n ? new Map([...setbacks, [contract.address, setback]]) : setbacks;
      return climb(world, reach, each, actingAs(contract, setback > 0n), {
        hops: [...hops, contract],
        setbacks: further,
      });
    },
  );
  const [best] = ways;
  if (best) return { way: best };
  return { noRoute: reasons.join("; ") || deadEnd(world, holder, errand) };
}

/** Whether a value that is there is to stay. */
function isWanted({ wants, values }: PlanModule, key: Key): boolean {
  const [want, value] = [wants.get(key), values.get(key)];
  return want !== undefined && value !== undefined && satisfies(want, value);
}

/**
 * The ways of several holders, the quickest first, and why others have none. Whoever has no business there is only asked where
 * nobody whom the file names can act as soon.
 */
function inOrder(
  world: World,
  holders: readonly Address[],
  isDeclared: (holder: Address) => boolean,
  wayOfOne: (holder: Address) => Found,
  pausing = false,
): { readonly ways: readonly Way[]; readonly reasons: readonly string[] } {
  const groups = [holders.filter(isDeclared), holders.filter((holder) => !isDeclared(holder))];
  const found = groups.map((group) => group.map(wayOfOne));
  const ways = found.map((group) => group.flatMap((each) => ("way" in each ? [each.way] : [])));
  return {
    ways: quickestFirst(ways.flatMap((group) => inTurn(world, group, pausing))),
    reasons: found.flat().flatMap((each) => ("noRoute" in each ? [each.noRoute] : [])),
  };
}

/**
 * The least delay first. Of ways that take as long, those of Safes, where several people look, come before those of single keys,
 * except for pausing, where one is quicker than several.
 */
export function inTurn(world: World, ways: readonly Way[], pausing = false): readonly Way[] {
  const isLast = ({ authority }: Way) => world.byAddress.has(authority) === pausing;
  return quickestFirst(ways.toSorted((a, b) => Number(isLast(a)) - Number(isLast(b))));
}

/** Ways that take as long stay in the order in which they were found. */
function quickestFirst(ways: readonly Way[]): readonly Way[] {
  return ways.toSorted((a, b) => (a.delay < b.delay ? -1 : a.delay > b.delay ? 1 : 0));
}

/** Seconds that pass in the timelocks of a way (TimelockController.getMinDelay) and in its AccessManagers. */
export function delayOf(hops: readonly PlanModule[], setbacks: Setbacks = NONE.setbacks): bigint {
  return hops.reduce((sum, hop) => {
    const own = hop.kind.topology === "timelock" ? waitOf(hop) : (setbacks.get(hop.address) ?? 0n);
    return sum + own;
  }, 0n);
}

/** The least that an operation of this timelock waits: TimelockController.getMinDelay; seconds. */
export function waitOf(timelock: PlanModule): bigint {
  const least = timelock.values.get("minDelay");
  return typeof least === "bigint" ? least : 0n;
}

/** Why holders of a right who have it cannot use it now. */
function futureHolders(world: World, module: PlanModule, right: Right): readonly string[] {
  const key = keyOf(world, module, right);
  return key?.endsWith("[*]") ? futureMembers(world, module, key.slice(0, -3)) : [];
}

function rightText(world: World, module: PlanModule, right: Right): string {
  return keyOf(world, module, right) ?? "a role that is not managed";
}
