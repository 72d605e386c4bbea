import type { ReadOptions } from "../chain/read-stack.ts";
import { readStack } from "../chain/read-stack.ts";
import type { ReadTransport } from "../chain/transport.ts";
import type { Live } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import { splitKey } from "../kinds/property.ts";
import type { Hex } from "../kinds/value.ts";
import { plan } from "../plan/plan.ts";
import { leavesOf } from "../plan/world.ts";
import { callText, wordsOf } from "../report/text.ts";
import { explainRevert } from "../send/revert.ts";
import type { Method, Proof, ProofFailure, SideEffect } from "./proof.ts";
import { SimulatingTransport, SimulationUnavailable, type Tried } from "./simulating-transport.ts";
import { stagesOf, type Stage, type Step } from "./steps.ts";

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
      const trial = await simulate(stages, examined, options);
      return await conclude(examined, stages, trial, simulate);
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
  simulate: Simulator,
): Promise<Proof> {
  const { desired } = examined;
  const failures: ProofFailure[] = [];
  const own = stages.flatMap(({ steps }, at) => steps.map((step, index) => ({ step, result: tried[at]?.[index] })));
  const counted = own.filter(({ step }) => !step.foreign);
  for (const [index, { step, result }] of counted.entries()) {
    if (result?.ok) continue;
    failures.push(await failureOf(examined, stages, step, result, index + 1, simulate));
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

/** A Safe hides what failed inside it, so its calls are then tried one by one as the Safe. */
async function failureOf(
  examined: Examined,
  stages: readonly Stage[],
  step: Step,
  result: Tried | undefined,
  number: number,
  simulate: Simulator,
): Promise<ProofFailure> {
  const { desired } = examined;
  const words = wordsOf(desired);
  const errors = [...new Set(desired.modules.flatMap(({ kind }) => kind.errors))];
  const text = step.calls.map((call) => callText(call, words)).join("; ") || `a call of ${words.address(step.to)}`;
  const explained = (data: Hex) => explainRevert(data, errors);
  let reason = result ? explained(result.data) : "it was not reached";
  if (step.inner && step.inner.envelopes.length > 0) {
    const { from, envelopes } = step.inner;
    const apart = stages.map((stage) => ({
      ...stage,
      steps: stage.steps.flatMap((each) =>
        each === step ? envelopes.map((envelope) => ({ ...envelope, from, foreign: false })) : [each],
      ),
    }));
    const at = apart.findIndex(
      (stage, index) => stage.steps.length !== stages[index]!.steps.length || stages[index]!.steps.includes(step),
    );
    const start = stages[at]!.steps.indexOf(step);
    const { tried } = await simulate(apart, examined, {});
    const inner = tried[at]?.slice(start, start + envelopes.length).find((each) => !each.ok);
    if (inner) reason = explained(inner.data);
  }
  const rule = step.calls.flatMap(({ write }) => write.guards).find((guard) => namesError(guard.rule, reason))?.rule;
  return { step: number, text, reason, ...(rule === undefined ? {} : { rule }) };
}

/** Rules name the contract's error in parentheses: `... (InvalidPercentage)`. */
function namesError(rule: string, reason: string): boolean {
  const named = /\(([A-Z]\w+)\)\s*$/.exec(rule)?.[1];
  return named !== undefined && reason.includes(named);
}

/** Values that change although the plan does not say so: of everything that was read, managed or not. */
function sideEffects({ desired, live, plan: made }: Examined, after: Live): SideEffect[] {
  const said = new Set(
    [
      ...made.changeSets.flatMap(({ calls }) => calls),
      ...made.changeSets.flatMap(({ approval }) =>
        approval.kind === "safe"
          ? approval.proposed.flatMap(({ transactions }) => transactions.flatMap(({ calls }) => calls))
          : [],
      ),
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
