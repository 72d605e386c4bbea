import { callersIn, canAct, membersOf, reachIn, type Reach } from "../authority/reach.ts";
import { deadEnd } from "../authority/dead-end.ts";
import { wayOf } from "../authority/way.ts";
import type { Key } from "../kinds/property.ts";
import { splitKey } from "../kinds/property.ts";
import type { Address } from "../kinds/value.ts";
import type { Write } from "../kinds/write.ts";
import type { Desired, DesiredModule } from "../stack/desired.ts";
import type { Call } from "./call.ts";
import type { Refusal } from "./order.ts";
import { copy, leavesOf, view, type PlanModule, type World } from "./world.ts";

/** A right and whether somebody who is declared can use it; `renounced` if the file says that nobody has to. */
interface Right {
  readonly module: string;
  readonly key: Key;
  readonly what: string;
  readonly renounced: boolean;
  /** Why nobody can use it; `undefined` while somebody can. */
  lacks(world: World, reach: Reach): string | undefined;
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
  const rights = desired.modules.flatMap((module) => rightsOf(start, module));
  const world = copy(start);
  // Changed in place: a plan of thousands of calls would otherwise copy a module's values as often.
  const values = new Map([...world.modules].map(([name, module]) => [name, new Map(module.values)]));
  for (const [name, own] of values) world.modules.get(name)!.values = own;
  const first = reachIn(world, signs);
  const before = new Map(rights.map((right) => [right, right.lacks(world, first)]));
  const refusals = new Map<Right, Refusal>();
  const touched = new Set<string>();
  const ofModule = Map.groupBy(rights, ({ module }) => module);
  let reach = first;
  let prefixes = 0;
  /** Whether what has moved may matter to every right. */
  let everywhere = false;
  for (const group of groups) {
    for (const { effects } of group) {
      for (const { module, key, after } of effects) values.get(module)!.set(key, after);
    }
    const moved = group.flatMap(({ effects }) => effects).filter((effect) => movesRights(world, effect));
    if (moved.length === 0) continue;
    for (const { module } of moved) touched.add(module);
    prefixes++;
    // Who can act follows from the contracts that pass calls on; what a call does to any other moves its own rights only.
    const own = [...new Set(moved.map(({ module }) => module))];
    const others = own.some((module) => world.modules.get(module)!.kind.topology !== undefined);
    if (others) {
      reach = reachIn(world, signs);
      everywhere = true;
    }
    const last = group.at(-1);
    for (const right of others ? rights : own.flatMap((module) => ofModule.get(module) ?? [])) {
      if (right.renounced || refusals.has(right) || before.get(right) !== undefined) continue;
      const why = right.lacks(world, reach);
      if (why === undefined) continue;
      refusals.set(right, {
        module: right.module,
        keys: [right.key],
        rule: `after ${last?.module}.${last?.fn} nobody who is declared and can act could ${right.what} (${why}): write renounce: intended on this right if that is meant`,
        lockOut: true,
      });
    }
  }
  const unheld = rights.flatMap((right) => {
    if (right.renounced || refusals.has(right)) return [];
    const why = everywhere || touched.has(right.module) ? right.lacks(world, reach) : before.get(right);
    if (why === undefined) return [];
    const rule = `nobody who is declared and can act can ${right.what} (${why})`;
    return [{ right, finding: { module: right.module, keys: [right.key], rule, lockOut: true } }];
  });
  const findings = (moved: boolean) =>
    unheld.filter(({ right }) => touched.has(right.module) === moved).map(({ finding }) => finding);
  return { refusals: [...refusals.values(), ...findings(true)], prefixes, unreachable: findings(false) };
}

function rightsOf(start: World, module: DesiredModule): Right[] {
  const { name, kind } = module;
  const managed = module.wants.filter(({ leaf }) => leaf.facet === "Ownership" || leaf.facet === "RoleMembers");
  if (managed.length === 0) return [];
  const found: Right[] = [];
  // Rights that the file manages, and the power to change them.
  const of = at(start, name);
  const about = kind.writes.filter(({ rights, sets }) => {
    const keys = [...rights.map((right) => (typeof right === "function" ? right(view(start, of)) : right)), ...sets];
    return managed.some(({ path }) => keys.some((key) => key === "self" || key === path || key === `${path}[*]`));
  });
  for (const { rights, fn } of alike(about)) {
    // An offer is accepted by whoever it was made to; before there is one, nobody has to be able to.
    if (rights.some((right) => typeof right === "string" && right.startsWith("pending"))) continue;
    const held = rights.map((right) => (typeof right === "function" ? right(view(start, of)) : right));
    const holders = managed.filter(({ path }) => held.some((key) => key === path || key === `${path}[*]`));
    const self = rights.includes("self");
    found.push({
      module: name,
      key: (holders[0] ?? managed[0]!).path,
      what: `call ${name}.${fn.slice(0, fn.indexOf("("))}`,
      // Each of those who could use it was given up on purpose.
      renounced: self ? managed.some(isRenounced) : holders.length > 0 && holders.every(isRenounced),
      lacks: (world, reach) => {
        const of = at(world, name);
        // A role that is administered by one which the file does not manage is nobody's business here.
        const keys = rights.map((right) => (typeof right === "function" ? right(view(world, of)) : right));
        if (keys.every((key) => key === undefined)) return undefined;
        const found = wayOf(world, { module: of, write: { fn, rights } }, reach);
        return "noRoute" in found ? found.noRoute : undefined;
      },
    });
  }
  if (kind.topology) {
    found.push({
      module: name,
      key: managed[0]!.path,
      what: `act through ${name}`,
      renounced: managed.some(isRenounced),
      lacks: (world, reach) => (canAct(at(world, name), reach) ? undefined : deadEnd(world, at(world, name).address)),
    });
  }
  for (const want of managed) {
    if (!("members" in want) || ![...want.members.values()].includes(true)) continue;
    found.push({
      module: name,
      key: want.path,
      what: `use ${want.path} of ${name}`,
      renounced: isRenounced(want),
      lacks: (world, reach) => {
        const of = at(world, name);
        const holders =
          kind.topology === "accessManager" ? [...callersIn(of, want.path).keys()] : membersOf(of, want.path);
        if (holders.some((holder) => usable(world, module.address, holder, reach))) return undefined;
        return holders.map((holder) => deadEnd(world, holder)).join("; ") || "nobody is in it";
      },
    });
  }
  return found;
}

/** One write for each way of deciding who may make it: what is said of one holds for the others. */
function alike(writes: readonly Write[]): Iterable<Write> {
  const found: { readonly rights: Write["rights"]; write: Write }[] = [];
  for (const write of writes) {
    const same = found.find(
      ({ rights }) => rights.length === write.rights.length && rights.every((right, at) => right === write.rights[at]),
    );
    if (same) same.write = write;
    else found.push({ rights: write.rights, write });
  }
  return found.map(({ write }) => write);
}

function isRenounced({ renounce }: DesiredModule["wants"][number]): boolean {
  return renounce === true;
}

/** The zero address in a role stands for everybody; a contract that does its own work can use what it was given. */
function usable(world: World, of: Address, holder: Address, reach: Reach): boolean {
  if (BigInt(holder) === 0n || reach(holder, of)) return true;
  const contract = world.byAddress.get(holder);
  return contract ? contract.kind.topology === undefined : world.hasCode(holder) === true;
}

function movesRights(world: World, { module, key }: { readonly module: string; readonly key: Key }): boolean {
  const { kind } = world.modules.get(module)!;
  const { path } = splitKey(key);
  const facet = leavesOf(kind).get(path)?.facet;
  // Whatever changes in a contract through which others are governed may open or close a way.
  return (
    kind.topology !== undefined || facet === "Ownership" || facet === "RoleMembers" || path.startsWith("roleAdmins.")
  );
}

function at(world: World, name: string): PlanModule {
  return world.modules.get(name)!;
}
