import type { Effect } from "../authority/intermediary.ts";
import { route } from "../authority/route.ts";
import type { Change, Unreadable } from "../diff/diff.ts";
import { diff } from "../diff/diff.ts";
import type { Live } from "../diff/live.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { Argument, Phase } from "../kinds/write.ts";
import type { Desired } from "../stack/desired.ts";
import { aggregatePauses } from "./aggregate.ts";
import { encodeCall } from "./calldata.ts";
import { planHash } from "./hash.ts";
import { interleave } from "./interleave.ts";
import { order, type Refusal, type Taken } from "./order.ts";
import { copy, leavesOf, wantOf, worldOf, type PlanModule, type World } from "./world.ts";

/** One transaction: what is called, by whom, on what way, and what it changes. */
export interface Call {
  readonly module: string;
  /** `setFeePct(uint256)` */
  readonly fn: string;
  readonly args: readonly Argument[];
  readonly phase: Phase;
  /** What the authority sends. */
  readonly to: Address;
  readonly data: Hex;
  /** Contracts on the way to the module, outermost first. */
  readonly via: readonly string[];
  readonly authority: Address;
  readonly effects: readonly Effect[];
  /** Rules that this call's legality depends on, by the keys they read. */
  readonly dependsOn: readonly Key[];
}

/** Everything one authority has to approve, in order. */
export interface ChangeSet {
  readonly authority: Address;
  readonly calls: readonly Call[];
}

export interface Plan {
  readonly changes: readonly Change[];
  readonly unreadable: readonly Unreadable[];
  /** Empty when `refusals` is not. */
  readonly changeSets: readonly ChangeSet[];
  /** Values that cannot be brought about, with the rule that prevents it. A plan with refusals is not enacted. */
  readonly refusals: readonly Refusal[];
  /** Covers desired values, the live values that the plan touches or depends on, and the calls; no block. */
  readonly hash: Hex;
}

/** Live against desired, and the calls that close the gap. Pure: reads nothing, sends nothing. */
export function plan(desired: Desired, live: Live): Plan {
  const difference = diff(desired, live);
  const start = worldOf(desired, live);
  const refusals: Refusal[] = [];
  const sequences: Sequence[] = [];
  const simulated = copy(start);
  for (const module of leavesFirst(simulated)) {
    if (difference.unreadable.some((hole) => hole.module === module.name)) continue;
    const ordered = order(simulated, module);
    if ("refused" in ordered) {
      refusals.push(...ordered.refused);
      continue;
    }
    sequences.push({ module: module.name, rank: rankOf(module), taken: ordered.taken });
    module.values = ordered.taken.at(-1)?.after ?? module.values;
  }
  const { calls, problems } = enact(start, interleave(sequences));
  refusals.push(...problems);
  const changeSets = refusals.length > 0 ? [] : group(calls);
  return { ...difference, changeSets, refusals, hash: planHash(desired, live, difference.changes, changeSets) };
}

/** The calls of one module in their order. */
export interface Sequence {
  readonly module: string;
  /** 0 for modules, higher for the contracts through which other modules are governed: their own turn comes last. */
  readonly rank: number;
  readonly taken: readonly Taken[];
}

/** All calls of a plan, in the order in which they are sent. */
export function callsOf(plan: Plan): readonly Call[] {
  return plan.changeSets.flatMap((set) => set.calls);
}

function rankOf(module: PlanModule): number {
  const { topology } = module.kind;
  return topology === undefined ? 0 : { systemPause: 1, ownerConfigurator: 2, timelock: 3 }[topology];
}

function leavesFirst(world: World): readonly PlanModule[] {
  return [...world.modules.values()].sort((a, b) => rankOf(a) - rankOf(b));
}

/** Routes each step in the state in which it will be sent, and joins single pauses where one call can make them. */
function enact(start: World, steps: readonly Taken[]): { calls: Call[]; problems: Refusal[] } {
  const world = copy(start);
  const problems: Refusal[] = [];
  const calls: Call[] = [];
  for (const taken of steps) {
    const module = world.modules.get(taken.step.module)!;
    const effects = effectsOf(module, taken);
    const data = encodeCall(taken.step.write.fn, taken.args);
    const routed = route(world, { module, write: taken.step.write, data, effects });
    module.values = taken.after;
    if ("noRoute" in routed) {
      problems.push({ module: module.name, keys: taken.step.keys, rule: routed.noRoute });
      continue;
    }
    calls.push({
      module: module.name,
      fn: taken.step.write.fn,
      args: taken.args,
      phase: taken.step.phase,
      ...routed.route,
      effects,
      dependsOn: taken.step.write.guards.flatMap((guard) => guard.keys).filter((key) => !key.endsWith("[*]")),
    });
  }
  return { calls: aggregatePauses(start, calls), problems };
}

function effectsOf(module: PlanModule, taken: Taken): Effect[] {
  const effects: Effect[] = [];
  for (const key of taken.changed) {
    const before: Value | undefined = taken.before.get(key);
    const after = taken.after.get(key)!;
    const leaf = leavesOf(module.kind).get(splitKey(key).path);
    const absent = leaf?.type === "members" ? leaf.absent : "";
    effects.push({
      module: module.name,
      key,
      before: before ?? absent,
      after,
      managed: wantOf(module, key) !== undefined,
    });
  }
  return effects;
}

/**
 * One change set per authority, in the order of their first call. An authority whose calls would have to wait for
 * another one's in between keeps its place: the later calls of the order are legal in any case, because orders of
 * different modules do not depend on each other and ownership moves last.
 */
function group(calls: readonly Call[]): ChangeSet[] {
  const sets = new Map<Address, Call[]>();
  for (const call of calls) {
    const set = sets.get(call.authority) ?? [];
    set.push(call);
    sets.set(call.authority, set);
  }
  return [...sets].map(([authority, own]) => ({ authority, calls: own }));
}
