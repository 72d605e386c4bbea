import { memberKey, type Key } from "../kinds/property.ts";
import { satisfies, ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { Right, Write } from "../kinds/write.ts";
import { view, type PlanModule, type World } from "../plan/world.ts";
import { delayedMembers } from "./delayed.ts";
import { actingAs, membersOf, nextOf, reachIn, refuses, type Errand, type Reach } from "./reach.ts";

/** How a call gets from whoever approves it to the module: through these contracts, the one next to the module first. */
export interface Way {
  readonly hops: readonly PlanModule[];
  /** A signer, or a Safe whose owners approve. */
  readonly authority: Address;
  /** Seconds between approval and effect. */
  readonly delay: bigint;
}

export type Found = { readonly way: Way } | { readonly noRoute: string };

/** What is to be called, and by which of the contract's rights. */
export interface Wish {
  readonly module: PlanModule;
  readonly write: Pick<Write, "fn" | "rights" | "phase">;
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
      (holder) => climb(world, reach, holder, errand, []),
      pausing,
    );
    found.push(...asked.ways);
    reasons.push(...asked.reasons);
    reasons.push(...delayedHolders(world, wish.module, right));
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
  return climb(world, reach, holder, errand, []);
}

/** Whether a way leads from its authority to the module in this state, be it the best or not. */
export function isWay(world: World, { module, write }: Wish, { hops, authority }: Way): boolean {
  const reach = reachIn(world, () => true);
  const steps = [...hops.map(({ address }) => address), authority];
  const holders = write.rights.flatMap((right) => holdersOf(world, module, right));
  if (!holders.includes(steps[0]!)) return false;
  let errand: Errand = { target: module.address, fns: [write.fn] };
  for (const [index, account] of steps.entries()) {
    const from = index === 0 ? undefined : world.byAddress.get(steps[index - 1]!);
    if (from) {
      if (!nextOf(from, errand).includes(account)) return false;
      errand = actingAs(from);
    }
    if (!reach(account, errand.target, errand.fns)) return false;
  }
  return true;
}

/** Accounts that hold a right now; the contract itself comes last, it can only act through its own delay. */
export function holdersOf(world: World, module: PlanModule, right: Right): readonly Address[] {
  if (right === "self") return [module.address];
  const key = keyOf(world, module, right);
  if (key === undefined) return [];
  if (key.endsWith("[*]")) {
    const members = membersOf(module, key.slice(0, -3));
    return [...members].sort((a, b) => Number(a === module.address) - Number(b === module.address));
  }
  const holder = module.values.get(key);
  return typeof holder === "string" && holder !== ZERO_ADDRESS ? [holder as Address] : [];
}

/** The key of a right in this state; `undefined` for a role that is not managed. */
export function keyOf(world: World, module: PlanModule, right: Right): Key | undefined {
  return typeof right === "function" ? right(view(world, module)) : right;
}

function climb(world: World, reach: Reach, holder: Address, errand: Errand, hops: readonly PlanModule[]): Found {
  const contract = world.byAddress.get(holder);
  const unknown = contract && refuses(contract, errand.target, errand.fns);
  if (unknown) return { noRoute: unknown };
  if (!reach(holder, errand.target, errand.fns)) return { noRoute: deadEnd(world, holder, errand) };
  if (!contract || contract.kind.topology === "safe") {
    return { way: { hops, authority: holder, delay: delayOf(hops) } };
  }
  const named = [...contract.wants.keys()].filter((key) => isWanted(contract, key));
  const next = nextOf(contract, errand).filter(
    (each) => each !== holder && hops.every(({ address }) => address !== each),
  );
  const { ways, reasons } = inOrder(
    world,
    next,
    (each) => named.some((key) => key.endsWith(`[${each}]`)),
    (each) => climb(world, reach, each, actingAs(contract), [...hops, contract]),
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

/** Seconds that pass in the timelocks of a way: TimelockController.getMinDelay. */
export function delayOf(hops: readonly PlanModule[]): bigint {
  return hops.reduce((sum, hop) => sum + (hop.kind.topology === "timelock" ? waitOf(hop) : 0n), 0n);
}

/** The least that an operation of this timelock waits: TimelockController.getMinDelay; seconds. */
export function waitOf(timelock: PlanModule): bigint {
  const least = timelock.values.get("minDelay");
  return typeof least === "bigint" ? least : 0n;
}

/**
 * Why nobody who can act can use what `holder` holds.
 * @param errand what for; without one, for anything.
 */
export function deadEnd(world: World, holder: Address, errand?: Errand): string {
  const contract = world.byAddress.get(holder);
  if (!contract) {
    if (holder === ZERO_ADDRESS) return "nobody: the zero address holds the right";
    return world.hasCode(holder)
      ? `${holder} is a contract of no known kind: declare it under modules with its kind`
      : `${holder} is nobody whom the file mentions`;
  }
  const { topology } = contract.kind;
  switch (topology) {
    case "safe":
      return `${contract.name} cannot reach its threshold of ${String(contract.values.get("threshold"))} with owners who can act`;
    case "timelock":
      return `${contract.name} has no proposer or no executor who can act`;
    case "accessManager":
      return managerDeadEnd(world, contract, errand);
    case "systemPause":
    case "ownerConfigurator": {
      const owner = contract.values.get("owner") as Address | undefined;
      if (owner === undefined || owner === ZERO_ADDRESS) return `${contract.name} has no owner`;
      return `the owner of ${contract.name}, ${world.byAddress.get(owner)?.name ?? owner}, cannot act`;
    }
    default:
      return `${contract.name} holds the right, but a ${contract.kind.name} makes no calls for anybody`;
  }
}

/** Whoever may make a manager call the functions of an errand, and cannot. */
function managerDeadEnd(world: World, manager: PlanModule, errand: Errand | undefined): string {
  if (!errand) return `${manager.name} has nobody in any role who can act at once`;
  const { target, fns } = errand;
  const paths = fns.flatMap((fn) => {
    const passed = manager.kind.passes?.(manager.values, target, fn);
    return passed && "members" in passed ? [passed.members] : [];
  });
  const roles = [...new Set(paths)];
  const delayed = roles.flatMap((path) => delayedMembers(world, manager, path));
  const who = roles.length === 0 ? "a role" : roles.join(" and ");
  return [`${manager.name} has nobody in ${who} who can act at once on ${target}`, ...delayed].join("; ");
}

/** Why holders of a right who have it cannot use it now. */
function delayedHolders(world: World, module: PlanModule, right: Right): readonly string[] {
  const key = keyOf(world, module, right);
  return key?.endsWith("[*]") ? delayedMembers(world, module, key.slice(0, -3)) : [];
}

function rightText(world: World, module: PlanModule, right: Right): string {
  return keyOf(world, module, right) ?? "a role that is not managed";
}
