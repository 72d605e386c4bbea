import { reachIn } from "../authority/reach.ts";
import { delayOf, wayOf, type Way } from "../authority/way.ts";
import { splitKey } from "../kinds/property.ts";
import type { Address, Value } from "../kinds/value.ts";
import { aggregatePauses } from "./aggregate.ts";
import type { Call, Effect } from "./call.ts";
import { dataOf } from "./calldata.ts";
import type { Refusal, Taken } from "./order.ts";
import { copy, leavesOf, wantOf, type PlanModule, type World } from "./world.ts";

/** Whose signature counts when a way is looked for: anybody's, or that of those whose keys are here. */
export type Signs = (account: Address) => boolean;

export interface Routed {
  readonly calls: readonly Call[];
  /** Steps to whose module nobody can find a way. */
  readonly problems: readonly Refusal[];
  /** Whether the calls are in the order of their steps, in which they are legal by construction. */
  readonly inOrder: boolean;
}

/**
 * Finds the way of each step in the state in which it is made, and joins single pauses where one call can make them. Where no way
 * leads to a module yet, its turn comes after what others do: a grant may open one.
 */
export function callsFor(start: World, steps: readonly Taken[], signs: Signs): Routed {
  const world = copy(start);
  const problems: Refusal[] = [];
  const calls: Call[] = [];
  // Who can act follows from the contracts that pass calls on.
  let reach = reachIn(world, signs);
  let turns = steps;
  for (let last = false; turns.length > 0;) {
    const later: Taken[] = [];
    const barred = new Set<string>();
    for (const turn of turns) {
      const { module: name, write, phase, keys } = turn.step;
      const module = world.modules.get(name)!;
      const found = barred.has(name)
        ? { noRoute: "an earlier step of its module has none" }
        : wayOf(world, { module, write: { ...write, phase } }, reach);
      if ("noRoute" in found && !last) {
        barred.add(name);
        later.push(turn);
        continue;
      }
      module.values = turn.after;
      if (module.kind.topology !== undefined) reach = reachIn(world, signs);
      if ("noRoute" in found) problems.push({ module: name, keys, rule: found.noRoute });
      else calls.push(callOf(module, turn, asNow(start, found.way)));
    }
    last = later.length === turns.length;
    turns = later;
  }
  const joined = aggregatePauses(start, calls, signs);
  return {
    calls: joined.map((call) => ({ ...call, way: asNow(start, call.way) })),
    problems,
    inOrder: calls.every(({ step }, index) => step === steps[index]!.step),
  };
}

function callOf(module: PlanModule, taken: Taken, way: Way): Call {
  const { step, args, looked } = taken;
  return {
    module: module.name,
    fn: step.write.fn,
    args,
    phase: step.phase,
    to: module.address,
    data: dataOf(step.write, args),
    way,
    effects: effectsOf(module, taken),
    dependsOn: looked,
    write: step.write,
    step,
  };
}

function effectsOf(module: PlanModule, taken: Pick<Taken, "before" | "after" | "changed">): Effect[] {
  const effects: Effect[] = [];
  for (const key of taken.changed) {
    const before: Value | undefined = taken.before.get(key);
    const after = taken.after.get(key)!;
    const { path, member } = splitKey(key);
    const leaf = leavesOf(module.kind).get(path);
    const absent = leaf?.type === "members" ? leaf.absent : "";
    effects.push({
      module: module.name,
      key,
      before: before ?? absent,
      after,
      // The order of a list follows from its members.
      managed: wantOf(module, key) !== undefined || (leaf?.type === "members" && member === undefined),
    });
  }
  return effects;
}

/**
 * The same way with its contracts as they are before anything is sent: what is scheduled now waits the delay of now, whatever
 * the plan makes of it.
 */
function asNow(start: World, { hops, ...way }: Way): Way {
  const now = hops.map((hop) => start.byAddress.get(hop.address) ?? hop);
  return { ...way, hops: now, delay: delayOf(now, way.setbacks) };
}
