import { reachIn } from "../authority/reach.ts";
import { wayOf } from "../authority/way.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import type { Write } from "../kinds/write.ts";
import type { Call } from "./call.ts";
import { encodeCall, parseCall } from "./calldata.ts";
import { copy, type PlanModule, type World } from "./world.ts";

type Aggregate = { readonly single: "pause()" | "unpause()"; readonly all: "pauseAll()" | "unpauseAll()" };

const AGGREGATES: readonly Aggregate[] = [
  { single: "pause()", all: "pauseAll()" },
  { single: "unpause()", all: "unpauseAll()" },
];

/**
 * Replaces the eight single calls of a SystemPause's modules by `pauseAll` or `unpauseAll`. It reverts if any module is
 * already in the target state or if SystemPause is neither owner nor pauser of one of them, so it is used only when each
 * of its modules has a call of its own in the plan and SystemPause may make it at that point; and only where its way takes no
 * longer than theirs: a guardian's eight calls now are worth more than one call in two days.
 */
export function aggregatePauses(start: World, calls: readonly Call[], signs: (account: Address) => boolean): Call[] {
  let joined = [...calls];
  for (const contract of start.modules.values()) {
    if (contract.kind.topology !== "systemPause") continue;
    for (const aggregate of AGGREGATES) joined = aggregateOne(start, contract, aggregate, joined, signs);
  }
  return joined;
}

function aggregateOne(
  start: World,
  contract: PlanModule,
  { single, all }: Aggregate,
  calls: readonly Call[],
  signs: (account: Address) => boolean,
): Call[] {
  const modules = modulesOf(start, contract);
  if (!modules) return [...calls];
  const names = new Set(modules.map((module) => module.name));
  const singles = calls.filter((call) => call.fn === single && names.has(call.module));
  if (singles.length !== modules.length) return [...calls];
  const at = calls.indexOf(singles[0]!);
  // Calls that a module needs before its own pause would come too late if they stood after the first one's.
  const last = calls.indexOf(singles.at(-1)!);
  if (calls.slice(at, last).some((call) => names.has(call.module) && call.fn !== single)) return [...calls];
  const there = stateBefore(start, calls, at);
  if (!modules.every((module) => mayPause(there.modules.get(module.name)!, contract.address))) return [...calls];
  const write: Write = { fn: all, sets: [], rights: ["owner"], guards: [], phase: singles[0]!.phase };
  const found = wayOf(there, { module: there.modules.get(contract.name)!, write }, reachIn(there, signs));
  if ("noRoute" in found || singles.some(({ way }) => way.delay < found.way.delay)) return [...calls];
  const joined: Call = {
    module: contract.name,
    fn: all,
    args: [],
    phase: singles[0]!.phase,
    to: contract.address,
    data: encodeCall(all, []),
    way: found.way,
    effects: singles.flatMap((call) => call.effects),
    dependsOn: singles.flatMap((call) => call.dependsOn),
    write,
  };
  return [...calls.slice(0, at), joined, ...calls.slice(at).filter((call) => !singles.includes(call))];
}

/** Which single calls a call of a SystemPause stands for; `undefined` if it is no such call. */
export function aggregateIn({ kind }: PlanModule, data: Hex): Aggregate | undefined {
  if (kind.topology !== "systemPause") return undefined;
  return AGGREGATES.find(({ all }) => parseCall([all], data));
}

/** The modules that a SystemPause pauses together. */
export function knownTo({ values }: PlanModule): readonly Address[] {
  return [...values].flatMap(([key, address]) => (key.startsWith("modules.") ? [address as Address] : []));
}

/** The modules that SystemPause knows, if the stack manages all of them. */
function modulesOf(world: World, contract: PlanModule): readonly PlanModule[] | undefined {
  const modules = knownTo(contract).map((address) => world.byAddress.get(address));
  return modules.length > 0 && modules.every((module) => module !== undefined) ? modules : undefined;
}

function mayPause(module: PlanModule, by: Address): boolean {
  return by !== ZERO_ADDRESS && (module.values.get("owner") === by || module.values.get("pauser") === by);
}

function stateBefore(start: World, calls: readonly Call[], at: number): World {
  const world = copy(start);
  for (const call of calls.slice(0, at)) takeEffect(world, call);
  return world;
}

/** Brings the effects of a call about in `world`. */
export function takeEffect(world: World, call: Call): void {
  for (const { module, key, after } of call.effects) {
    const changed = world.modules.get(module)!;
    changed.values = new Map(changed.values).set(key, after);
  }
}
