import type { ReadOptions } from "../chain/read-stack.ts";
import { readStack } from "../chain/read-stack.ts";
import type { ReadTransport } from "../chain/transport.ts";
import type { Live } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import { scheduledIn } from "../authority/scheduled.ts";
import { splitKey } from "../kinds/property.ts";
import { callsIn } from "../plan/approval.ts";
import { plan } from "../plan/plan.ts";
import { leavesOf } from "../plan/world.ts";
import { callText, wordsOf } from "../report/text.ts";
import { explainRevert } from "../send/revert.ts";
import { errorsOf, type Desired } from "../stack/desired.ts";
import type { Method, Proof, ProofFailure, SideEffect } from "./proof.ts";
import { SimulatingTransport, SimulationUnavailable, type Tried } from "./simulating-transport.ts";
import { stagesOf, TRANSACTION_GAS, type Stage, type Step } from "./steps.ts";

/** Tries stages out and reads the stack behind them. @throws SimulationUnavailable. */
export interface Trial {
  readonly method: Method;
  readonly tried: readonly (readonly Tried[])[];
  readonly after: Live;
}

export type Simulator = (stages: readonly Stage[], examined: Examined, options: ReadOptions) => Promise<Trial>;

/** One request: all transactions, then the whole snapshot again. */
export function simulateOver(transport: ReadTransport): Simulator {
  return async (stages, { desired, live }, options) => {
    const simulating = new SimulatingTransport(transport, live.block, stages);
    const after = await readStack(simulating, desired, options);
    return { method: "eth_simulateV1", tried: simulating.tried, after };
  };
}

/**
 * Whether the plan works and ends where the file says. The first simulator that can be used is used; where none can, nothing is
 * claimed.
 */
export async function prove(
  examined: Examined,
  simulators: readonly Simulator[],
  options: ReadOptions = {},
): Promise<Proof> {
  const stages = stagesOf(examined);
  if (stages.length === 0) return notSimulated("there is nothing to try out");
  const why: string[] = [];
  for (const simulate of simulators) {
    try {
      const again = (other: readonly Stage[]) => simulate(other, examined, options);
      const proof = await conclude(examined, stages, await again(stages), again);
      return why.length > 0 ? { ...proof, why: why.join("; ") } : proof;
    } catch (error) {
      if (!(error instanceof SimulationUnavailable)) throw error;
      why.push(error.message);
    }
  }
  return notSimulated(why.join("; ") || "no way of simulating is configured");
}

async function conclude(
  examined: Examined,
  stages: readonly Stage[],
  { method, tried, after }: Trial,
  again: Again,
): Promise<Proof> {
  const { desired } = examined;
  const failures: ProofFailure[] = [];
  const own = stages.flatMap(({ steps }, at) => steps.map((step, index) => ({ step, result: tried[at]?.[index] })));
  const counted = own.filter(({ step }) => !step.foreign);
  for (const [index, { step, result }] of counted.entries()) {
    if (result?.ok) continue;
    failures.push(await failureOf(examined, stages, step, result, index + 1, again));
  }
  const end = plan(desired, after);
  const later = new Set(end.later.flatMap(({ module, keys }) => keys.map((key) => `${module}.${key}`)));
  const remaining = end.changes.filter(({ module, key, observe }) => !observe && !later.has(`${module}.${key}`));
  const bad = failures[0]?.step;
  return {
    method,
    converges: failures.length === 0 && remaining.length === 0,
    remaining,
    failures,
    sideEffects: sideEffects(examined, after),
    prefixes: { safe: bad === undefined ? counted.length : bad - 1, of: counted.length },
  };
}

/** Tries other stages out in the same way. */
type Again = (stages: readonly Stage[]) => Promise<Trial>;

/** A Safe hides what failed inside it, and a batch which of its calls did: the parts are then tried one by one. */
async function failureOf(
  { desired }: Examined,
  stages: readonly Stage[],
  step: Step,
  result: Tried | undefined,
  number: number,
  again: Again,
): Promise<ProofFailure> {
  const words = wordsOf(desired);
  const found: { of: Pick<Step, "to" | "data" | "calls">; result: Tried | undefined } = { of: step, result };
  for (const parts of [envelopesIn(step), partsOf]) {
    const made = typeof parts === "function" ? parts(found.of) : parts;
    const failed = made.length > 0 ? await firstToFail(stages, step, made, again) : undefined;
    if (failed) Object.assign(found, failed);
  }
  const { calls, to } = found.of;
  const text = calls.map((call) => callText(call, words)).join("; ") || `a call of ${words.address(to)}`;
  const reason = found.result ? explainFailure(found.result, desired) : "it was not reached";
  const rules = calls.flatMap(({ write }) => write.guards.map(({ rule }) => rule)).filter((rule) => says(rule, reason));
  return { step: number, text, reason, ...(rules.length === 0 ? {} : { rule: [...new Set(rules)].join(", or ") }) };
}

/** `InvalidPercentage()`, or that there was not gas enough. */
export function explainFailure({ data, exhausted }: Pick<Tried, "data" | "exhausted">, desired: Desired): string {
  return exhausted
    ? `it needs more than the ${TRANSACTION_GAS} gas that one transaction can get`
    : explainRevert(data, errorsOf(desired));
}

/** What the Safe is to call, called by it. */
function envelopesIn({ inner }: Step): readonly Step[] {
  return inner?.envelopes.map((envelope) => ({ ...envelope, from: inner.from, foreign: false })) ?? [];
}

/** The calls of a batch that takes effect at once, made by what is next to each module. */
function partsOf({ data, calls }: Pick<Step, "data" | "calls">): readonly Step[] {
  if (calls.length < 2 || scheduledIn({ data })) return [];
  return calls.map((call) => {
    const from = call.way.hops[0]?.address ?? call.way.authority;
    return { from, to: call.to, data: call.data, calls: [call], foreign: false };
  });
}

/** The first of some parts that fails, when they are made one by one in the place of a step. */
async function firstToFail(stages: readonly Stage[], step: Step, parts: readonly Step[], again: Again) {
  const at = stages.findIndex(({ steps }) => steps.includes(step));
  const { steps } = stages[at]!;
  const start = steps.indexOf(step);
  const { tried } = await again(stages.with(at, { ...stages[at]!, steps: steps.toSpliced(start, 1, ...parts) }));
  const index = parts.findIndex((_, each) => tried[at]?.[start + each]?.ok === false);
  return index < 0 ? undefined : { of: parts[index]!, result: tried[at]![start + index] };
}

/** Rules end with what the contract answers: `(InvalidPercentage)`, `("windows")`, or several of them. */
function says(rule: string, reason: string): boolean {
  const answers = /\(([^()]*)\)$/.exec(rule)?.[1]?.split(", ") ?? [];
  return answers.some((answer) =>
    answer.startsWith('"')
      ? reason === answer.slice(1, -1)
      : /^[A-Z]\w+$/.test(answer) && reason.includes(`${answer}(`),
  );
}

/** Values that change although the plan does not say so: of everything that was read, managed or not. */
function sideEffects({ desired, live, plan: made }: Examined, after: Live): SideEffect[] {
  const said = new Set(
    [
      ...made.changeSets.flatMap(callsIn),
      ...made.inFlight.flatMap(({ calls }) => calls),
      ...made.waiting.map(({ call }) => call),
    ].flatMap(({ effects }) => effects.filter(({ managed }) => managed).map(({ module, key }) => `${module}.${key}`)),
  );
  return desired.modules.flatMap(({ name, kind }) => {
    const [before, now] = [live.modules.get(name)?.values, after.modules.get(name)?.values];
    if (!before || !now) return [];
    return [...new Set([...before.keys(), ...now.keys()])].flatMap((key): SideEffect[] => {
      const { path, member } = splitKey(key);
      const leaf = leavesOf(kind).get(path);
      // The nonce of a Safe counts its transactions, and the order of a list follows from its members.
      if (!leaf || (kind.hidden && path in kind.hidden) || (leaf.type === "members" && member === undefined)) return [];
      const absent = leaf.type === "members" ? leaf.absent : "";
      const [old, fresh] = [before.get(key) ?? absent, now.get(key) ?? absent];
      return old === fresh || said.has(`${name}.${key}`) ? [] : [{ module: name, key, before: old, after: fresh }];
    });
  });
}

function notSimulated(why: string): Proof {
  return {
    method: "not simulated",
    why,
    converges: undefined,
    remaining: [],
    failures: [],
    sideEffects: [],
    prefixes: { safe: 0, of: 0 },
  };
}
