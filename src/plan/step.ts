import { memberKey, splitKey, type Key, type ModuleKey } from "../kinds/property.ts";
import { aim, satisfies, type Address, type Value } from "../kinds/value.ts";
import { PHASES, type Argument, type Guard, type Phase, type View, type Write } from "../kinds/write.ts";
import { leavesOf, view, wantOf, watched, type PlanModule, type World } from "./world.ts";

/** One call that could be made in some state: a write with the values it would set. */
export interface Step {
  readonly module: string;
  readonly write: Write;
  readonly member?: Address;
  /** Keys whose wanted values it brings about. */
  readonly keys: readonly Key[];
  readonly phase: Phase;
  /** Stable identity within a plan: two steps with the same id do the same thing. */
  readonly id: string;
}

/** What a step that the rules allow does in a state. */
export interface Legal {
  readonly legal: true;
  readonly values: ReadonlyMap<Key, Value>;
  /** Keys whose values are others than before. */
  readonly changed: readonly Key[];
  readonly args: readonly Argument[];
  /** What the rules of the call looked at. */
  readonly looked: readonly ModuleKey[];
}

/** The outcome of a step in a state. */
export type Applied = Legal | { readonly legal: false; readonly guard: Guard };

/** All steps that would bring at least one of `open` closer, best first. */
export function stepsFor(module: PlanModule, open: ReadonlySet<Key>): Step[] {
  const steps: { readonly step: Step; readonly needless: number; readonly order: number }[] = [];
  const patterns = [...open].map((key) => [key, pattern(key)] as const);
  module.kind.writes.forEach((write, order) => {
    if (write.batch) {
      const keys = patterns.flatMap(([key, each]) => (write.sets.includes(each) ? [key] : []));
      if (write.combine) {
        const sets = write.combine(keys, (key) => target(module, key));
        for (const set of sets) steps.push({ step: stepOf(module, write, set), needless: 0, order });
        return;
      }
      if (keys.length > 1) steps.push({ step: stepOf(module, write, keys), needless: 0, order });
      return;
    }
    const [only = "", ...others] = write.sets;
    if (others.length === 0 && only.endsWith("[*]")) {
      for (const [key, each] of patterns) {
        if (each !== only) continue;
        steps.push({ step: stepOf(module, write, [key], splitKey(key).member as Address), needless: 0, order });
      }
      return;
    }
    const keys = write.sets.filter((key) => open.has(key));
    if (keys.length > 0)
      steps.push({ step: stepOf(module, write, keys), needless: write.sets.length - keys.length, order });
  });
  const rank = (step: Step) => phaseOrder(step.phase);
  return steps
    .sort(
      (a, b) =>
        rank(a.step) - rank(b.step) ||
        b.step.keys.length - a.step.keys.length ||
        a.needless - b.needless ||
        a.order - b.order ||
        (a.step.id < b.step.id ? -1 : 1),
    )
    .map(({ step }) => step);
}

/** State after a step, or the rule that forbids it. */
export function apply(of: World, module: PlanModule, step: Step): Applied {
  const { write } = step;
  const before = view(of, module);
  const values = new Map(module.values);
  for (const key of step.keys) values.set(key, target(module, key));
  if (write.only) {
    for (const [key, only] of Object.entries(write.only)) {
      const wanted = step.member ? values.get(key.replace("[*]", `[${step.member}]`)) : values.get(key);
      if (wanted !== only)
        return { legal: false, guard: { keys: [key], rule: `${write.fn} sets ${key} to ${only}`, check: () => false } };
    }
  }
  /** Also of what is set further down. */
  const wanted = view(of, module, values);
  // Guards look at what is being set, before the contract's own side effects move other values.
  const { broken, looked } = checked(of, module, write.guards, [wanted, before, step.member]);
  if (broken) return { legal: false, guard: broken };
  const args = argumentsOf(module, step, wanted, before);
  const set = [...step.keys];
  if (write.effects) {
    for (const [key, value] of Object.entries(write.effects(wanted, before, step.member))) {
      values.set(key, value);
      set.push(key);
    }
  }
  const changed = set.filter((key) => values.get(key) !== module.values.get(key));
  for (const guard of module.kind.invariants) {
    if (touches(guard, changed) && !guard.check(wanted, before) && guard.check(before, before)) {
      return { legal: false, guard };
    }
  }
  return { legal: true, values, changed, args, looked };
}

/** The first of some guards that does not hold, and every value that they looked at. */
function checked(
  of: World,
  module: PlanModule,
  guards: readonly Guard[],
  [wanted, before, member]: readonly [wanted: View, before: View, member: Address | undefined],
): { readonly broken?: Guard; readonly looked: readonly ModuleKey[] } {
  // Most calls have no guard, and this is where planning spends its time.
  if (guards.length === 0) return { looked: [] };
  const looked = new Map<string, ModuleKey>();
  const note = (address: Address, key: Key) => {
    const { name } = of.byAddress.get(address) ?? module;
    looked.set(`${name}.${key}`, { module: name, key });
  };
  const [next, now] = [watched(wanted, note), watched(before, note)];
  const broken = guards.find((guard) => !guard.check(next, now, member));
  return { ...(broken && { broken }), looked: [...looked.values()] };
}

/** Keys of `module` that are not as wanted. */
export function openKeys(module: PlanModule): Set<Key> {
  const open = new Set<Key>();
  for (const [key, want] of module.wants)
    if (!satisfies(want, module.values.get(key) ?? absent(module, key))) open.add(key);
  if (!module.exhaustive?.size) return open;
  for (const [key, value] of module.values) {
    if (module.wants.has(key)) continue;
    const want = wantOf(module, key);
    if (want && !satisfies(want, value)) open.add(key);
  }
  return open;
}

/** What is open after some of the values have changed. */
export function stillOpen(module: PlanModule, open: ReadonlySet<Key>, changed: readonly Key[]): Set<Key> {
  const left = new Set(open);
  for (const key of changed) {
    const want = wantOf(module, key);
    if (want && !satisfies(want, module.values.get(key) ?? absent(module, key))) left.add(key);
    else left.delete(key);
  }
  return left;
}

/** Looked up for every two steps that are compared. */
const POSITIONS: ReadonlyMap<Phase, number> = new Map(PHASES.map((phase, index) => [phase, index]));

/** Position of a phase in a plan. */
export function phaseOrder(phase: Phase): number {
  return POSITIONS.get(phase)!;
}

function stepOf(module: PlanModule, write: Write, keys: readonly Key[], member?: Address): Step {
  const phase = write.phase ?? earliest(keys.map((key) => derivedPhase(module, key)));
  const id = `${module.name}.${write.fn}:${keys.join(",")}`;
  return { module: module.name, write, keys, phase, id, ...(member ? { member } : {}) };
}

function derivedPhase(module: PlanModule, key: Key): Phase {
  if (splitKey(key).member === undefined) return "set";
  return target(module, key) === absent(module, key) ? "revoke" : "grant";
}

function earliest(phases: readonly Phase[]): Phase {
  return phases.reduce((a, b) => (phaseOrder(a) <= phaseOrder(b) ? a : b));
}

function target(module: PlanModule, key: Key): Value {
  const want = wantOf(module, key);
  if (!want) throw new TypeError(`${module.name}.${key} is not wanted`);
  return aim(want, module.values.get(key));
}

function absent(module: PlanModule, key: Key): Value | undefined {
  const { path, member } = splitKey(key);
  const leaf = member === undefined ? undefined : leavesOf(module.kind).get(path);
  return leaf?.type === "members" ? leaf.absent : undefined;
}

function argumentsOf(module: PlanModule, step: Step, wanted: View, before: View): readonly Argument[] {
  const { write, member } = step;
  if (write.batch) return write.batch(step.keys, wanted);
  if (write.args) return write.args(wanted, member, before);
  if (member) return [member, target(module, step.keys[0]!)];
  return write.sets.map((key) => {
    const value = wanted.get(key);
    if (value === undefined) throw new TypeError(`${module.name}.${key} was not read, but ${write.fn} needs it`);
    return value;
  });
}

function touches(guard: Guard, changed: readonly Key[]): boolean {
  return changed.some((key) => guard.keys.includes(key) || guard.keys.includes(pattern(key)));
}

function pattern(key: Key): Key {
  const { path, member } = splitKey(key);
  return member === undefined ? path : memberKey(path, "*");
}
