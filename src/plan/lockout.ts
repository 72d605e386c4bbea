import { canAct, membersOf, reachIn, type Reach } from "../authority/reach.ts";
import { wayOf } from "../authority/way.ts";
import type { Key } from "../kinds/property.ts";
import { splitKey } from "../kinds/property.ts";
import type { Address } from "../kinds/value.ts";
import type { Desired, DesiredModule } from "../stack/desired.ts";
import { takeEffect } from "./aggregate.ts";
import type { Call } from "./call.ts";
import type { Refusal } from "./order.ts";
import { copy, leavesOf, type PlanModule, type World } from "./world.ts";

/** A right and whether somebody who is declared can use it; `renounced` if the file says that nobody has to. */
interface Right {
  readonly module: string;
  readonly key: Key;
  readonly what: string;
  readonly renounced: boolean;
  held(world: World, reach: Reach): boolean;
}

export interface LockOut {
  readonly refusals: readonly Refusal[];
  /** States that were looked at, the end included. */
  readonly prefixes: number;
  /** Rights that nobody who is declared can use, now and after the plan: a finding, not the plan's doing. */
  readonly unreachable: readonly Refusal[];
}

/**
 * Follows the rights through every state that the plan passes. A right that somebody who is declared can use must stay so in
 * every state, and one that the plan changes must be so at its end.
 *
 * @param groups calls that take effect together, in the order in which they take effect.
 */
export function lockOuts(desired: Desired, start: World, groups: readonly (readonly Call[])[]): LockOut {
  const signs = (account: Address) => desired.declared(account);
  const rights = desired.modules.flatMap((module) => rightsOf(module));
  const world = copy(start);
  const first = reachIn(world, signs);
  const heldBefore = new Set(rights.filter((right) => right.held(world, first)));
  const refusals = new Map<Right, Refusal>();
  const touched = new Set<string>();
  let prefixes = 0;
  for (const group of groups) {
    for (const call of group) takeEffect(world, call);
    const moved = group.flatMap(({ effects }) => effects).filter((effect) => movesRights(world, effect));
    if (moved.length === 0) continue;
    for (const { module } of moved) touched.add(module);
    prefixes++;
    const reach = reachIn(world, signs);
    const last = group.at(-1);
    for (const right of rights) {
      if (right.renounced || refusals.has(right) || !heldBefore.has(right) || right.held(world, reach)) continue;
      refusals.set(right, {
        module: right.module,
        keys: [right.key],
        rule: `after ${last?.module}.${last?.fn} nobody who is declared and can act could ${right.what}: write renounce: intended on this right if that is meant`,
        lockOut: true,
      });
    }
  }
  const end = reachIn(world, signs);
  const unheld = rights.filter((right) => !right.renounced && !refusals.has(right) && !right.held(world, end));
  const finding = (right: Right): Refusal => ({
    module: right.module,
    keys: [right.key],
    rule: `nobody who is declared and can act can ${right.what}`,
    lockOut: true,
  });
  const refused = unheld.filter((right) => touched.has(right.module));
  return {
    refusals: [...refusals.values(), ...refused.map(finding)],
    prefixes,
    unreachable: unheld.filter((right) => !refused.includes(right)).map(finding),
  };
}

function rightsOf(module: DesiredModule): Right[] {
  const { name, kind } = module;
  const managed = module.wants.filter(({ leaf }) => leaf.facet === "Ownership" || leaf.facet === "RoleMembers");
  if (managed.length === 0) return [];
  const renounced = managed.some((want) => want.renounce);
  const found: Right[] = [];
  const key = managed.find(({ path }) => path === "owner")?.path ?? managed[0]!.path;
  for (const { rights, fn } of new Map(kind.writes.map((write) => [write.rights.map(String).join(), write])).values()) {
    // An offer is accepted by whoever it was made to; before there is one, nobody has to be able to.
    if (rights.some((right) => typeof right === "string" && right.startsWith("pending"))) continue;
    found.push({
      module: name,
      key,
      what: `call ${name}.${fn.slice(0, fn.indexOf("("))}`,
      renounced,
      held: (world, reach) =>
        "way" in wayOf(world, { module: at(world, name), write: { fn, rights }, data: "0x" }, reach),
    });
  }
  if (kind.topology) {
    found.push({
      module: name,
      key,
      what: `act through ${name}`,
      renounced,
      held: (world, reach) => canAct(at(world, name), reach),
    });
  }
  for (const want of managed) {
    if (!("members" in want) || ![...want.members.values()].includes(true)) continue;
    found.push({
      module: name,
      key: want.path,
      what: `use ${want.path} of ${name}`,
      renounced: want.renounce ?? false,
      held: (world, reach) => membersOf(at(world, name), want.path).some((holder) => usable(world, holder, reach)),
    });
  }
  return found;
}

/** The zero address in a role stands for everybody; a module that only does its own work can use what it was given. */
function usable(world: World, holder: Address, reach: Reach): boolean {
  if (BigInt(holder) === 0n || reach(holder) !== undefined) return true;
  const contract = world.byAddress.get(holder);
  return contract !== undefined && contract.kind.topology === undefined;
}

function movesRights(world: World, { module, key }: { readonly module: string; readonly key: Key }): boolean {
  const { kind } = world.modules.get(module)!;
  const facet = leavesOf(kind).get(splitKey(key).path)?.facet;
  return facet === "Ownership" || facet === "RoleMembers";
}

function at(world: World, name: string): PlanModule {
  return world.modules.get(name)!;
}
