import { memberKey, splitKey, type Key, type ModuleKey } from "../kinds/property.ts";
import type { Value } from "../kinds/value.ts";
import type { Argument, Guard } from "../kinds/write.ts";
import { apply, openKeys, stepsFor, stillOpen, type Legal, type Step } from "./step.ts";
import { view, type PlanModule, type World } from "./world.ts";

/** A step that was taken, with the values around it. */
export interface Taken {
  readonly step: Step;
  readonly args: readonly Argument[];
  readonly changed: readonly Key[];
  readonly before: ReadonlyMap<Key, Value>;
  readonly after: ReadonlyMap<Key, Value>;
  /** What the rules of the call looked at. */
  readonly looked: readonly ModuleKey[];
}

/** Why a value cannot be brought about in any order. */
export interface Refusal {
  readonly module: string;
  readonly keys: readonly Key[];
  readonly rule: string;
  /** A right would have nobody who can use it. */
  readonly lockOut?: boolean;
}

/** Values that can only be brought about later, by time alone. */
export interface Later {
  readonly module: string;
  readonly keys: readonly Key[];
  readonly rule: string;
  /** Seconds since 1970. */
  readonly until: bigint;
}

export type Ordered =
  { readonly taken: readonly Taken[]; readonly later?: readonly Later[] } | { readonly refused: readonly Refusal[] };

/**
 * Orders the calls of one module so that no call would revert and every prefix keeps the rules. Takes the best legal
 * step again and again; when none is legal, it learns which earlier step stood in the way, forbids it until the blocked
 * one is done, and starts over. Without a step to blame there is no legal order, and the rule that prevents it is the
 * answer.
 *
 * @param world is left as it was.
 */
export function order(world: World, module: PlanModule): Ordered {
  /** Steps that must wait while one of the given steps is still to do. */
  const after = new Map<string, Set<string>>();
  const limit = module.kind.writes.length ** 2 + 64;
  for (let attempt = 0; attempt < limit; attempt++) {
    const { taken, blocked, values } = walk(world, module, after);
    const later = waitingFor(world, { ...module, values }, blocked);
    if (later.length > 0) return { taken, later };
    if (blocked.length === 0) return { taken: withoutNeedless(world, module, taken) };
    if (!learn(after, taken, blocked)) return { refused: refusals(module, blocked) };
  }
  return {
    refused: [
      { module: module.name, keys: [...openKeys(module)], rule: "no order of calls was found that keeps all rules" },
    ],
  };
}

interface Blocked {
  readonly step: Step;
  readonly guard: Guard;
}

function walk(world: World, start: PlanModule, after: ReadonlyMap<string, ReadonlySet<string>>) {
  const module = { ...start };
  const taken: Taken[] = [];
  let open = openKeys(module);
  // A call may reopen a value that an earlier call had set, but never without end.
  const limit = 4 * open.size + 8;
  while (open.size > 0 && taken.length < limit) {
    const steps = stepsFor(module, open);
    const pending = new Set(steps.map((step) => step.id));
    const blocked: Blocked[] = [];
    const awaited = new Set<Key>();
    let moved = false;
    for (const step of steps) {
      const waits = [...(after.get(step.id) ?? [])].find((id) => pending.has(id));
      if (waits !== undefined) continue;
      const result = apply(world, module, step);
      if (!result.legal) {
        blocked.push({ step, guard: result.guard });
        for (const key of awaitedBy(world, module, step, result.guard)) awaited.add(key);
        continue;
      }
      // What a call waits for is not taken back meanwhile: an offer to the one who is to accept it.
      if (result.changed.some((key) => awaited.has(key))) continue;
      taken.push(takenOf(module, step, result));
      module.values = result.values;
      open = stillOpen(module, open, result.changed);
      moved = true;
      break;
    }
    if (!moved) return { taken, blocked: blocked.length > 0 ? blocked : deadlock(open, steps), values: module.values };
  }
  const { values } = module;
  return open.size === 0
    ? { taken, blocked: [], values }
    : { taken, blocked: deadlock(open, stepsFor(module, open)), values };
}

/** What a step waits for that only time holds back. */
function awaitedBy(world: World, module: PlanModule, step: Step, guard: Guard): readonly Key[] {
  const until = guard.until?.(view(world, module), step.member);
  if (until === undefined || until <= world.now) return [];
  return guard.keys.map((key) => (step.member === undefined ? key : key.replace("[*]", `[${step.member}]`)));
}

function takenOf(module: PlanModule, step: Step, { args, changed, values, looked }: Legal): Taken {
  return { step, args, changed, before: module.values, after: values, looked };
}

/** Of steps that only time holds back; anything else that is blocked beside them is found again when they are done. */
function waitingFor(world: World, module: PlanModule, blocked: readonly Blocked[]): readonly Later[] {
  return blocked.flatMap(({ step, guard }) => {
    const until = guard.until?.(view(world, module), step.member);
    return until === undefined || until <= world.now
      ? []
      : [{ module: module.name, keys: step.keys, rule: guard.rule, until }];
  });
}

/** Nothing is legal and nothing is forbidden by a rule: the values cannot be written at all, or chase each other. */
function deadlock(open: ReadonlySet<Key>, steps: readonly Step[]): Blocked[] {
  const rule =
    steps.length > 0
      ? "the calls that set these values undo each other"
      : "no setter of the contract changes this value";
  const step = steps[0];
  const guard: Guard = { keys: [], rule, check: () => false };
  return [...open].map((key) => ({ step: step ?? nothing(key), guard }));
}

function nothing(key: Key): Step {
  return {
    module: "",
    keys: [key],
    phase: "set",
    id: `none:${key}`,
    write: { fn: "", sets: [key], rights: [], guards: [] },
  };
}

/** Remembers that the latest step that touched a failing rule has to wait for the step that the rule blocks. */
function learn(after: Map<string, Set<string>>, taken: readonly Taken[], blocked: readonly Blocked[]): boolean {
  for (const { step, guard } of blocked) {
    for (const earlier of [...taken].reverse()) {
      if (earlier.step.id === step.id || !changes(earlier, guard)) continue;
      const waits = after.get(earlier.step.id) ?? new Set();
      if (waits.has(step.id) || after.get(step.id)?.has(earlier.step.id)) continue;
      after.set(earlier.step.id, waits.add(step.id));
      return true;
    }
  }
  return false;
}

function changes(taken: Taken, guard: Guard): boolean {
  return guard.keys.some((key) => taken.before.get(key) !== taken.after.get(key));
}

function refusals(module: PlanModule, blocked: readonly Blocked[]): Refusal[] {
  const byRule = new Map<string, Set<Key>>();
  // That a setter sets something else than what is wanted is no rule that stands in the way, unless nothing else does.
  const real = blocked.filter(({ step, guard }) => !isOnly(step, guard));
  for (const { step, guard } of real.length > 0 ? real : blocked) {
    const keys = byRule.get(guard.rule) ?? new Set();
    for (const key of step.keys) keys.add(key);
    byRule.set(guard.rule, keys);
  }
  // A key with several setters is blocked by several rules; each is said, so that a reader sees all ways barred.
  return [...byRule].map(([rule, keys]) => ({ module: module.name, keys: [...keys], rule }));
}

function isOnly({ write }: Step, { keys }: Guard): boolean {
  return (
    write.only !== undefined &&
    keys.length === 1 &&
    keys[0]! in write.only &&
    !write.guards.some((each) => each.keys === keys)
  );
}

/** Drops calls whose every effect another call brings about as well, where the rest still works without them. */
function withoutNeedless(world: World, start: PlanModule, taken: readonly Taken[]): readonly Taken[] {
  let kept = taken;
  for (const candidate of taken) {
    const others = kept.filter((each) => each !== candidate);
    const covered = candidate.step.keys.every((key) => others.some((other) => mayChange(other, key)));
    if (!covered) continue;
    const again = replay(
      world,
      start,
      others.map(({ step }) => step),
    );
    if (again) kept = again;
  }
  return kept;
}

/**
 * A call may bring a value about without changing it here, because the candidate already had. A setter of one member sets
 * no other; a side effect may reach any.
 */
function mayChange({ step }: Taken, key: Key): boolean {
  if (step.keys.includes(key) || step.write.sets.includes(key)) return true;
  if (!step.write.affects) return false;
  const { path, member } = splitKey(key);
  return step.write.affects.includes(member === undefined ? path : memberKey(path, "*"));
}

/** The same steps in the same order from the start; `undefined` if one is illegal or the wants are not met. */
function replay(world: World, start: PlanModule, steps: readonly Step[]): readonly Taken[] | undefined {
  const module = { ...start };
  const taken: Taken[] = [];
  for (const step of steps) {
    const result = apply(world, module, step);
    if (!result.legal) return undefined;
    taken.push(takenOf(module, step, result));
    module.values = result.values;
  }
  return openKeys(module).size === 0 ? taken : undefined;
}
