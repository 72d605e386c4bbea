import { scheduledIn } from "../authority/scheduled.ts";
import type { Call } from "../plan/call.ts";
import { callText, wordsOf, type Words } from "../report/text.ts";
import { explainRevert } from "../send/revert.ts";
import { errorsOf, type Desired } from "../stack/desired.ts";
import type { ProofFailure } from "./proof.ts";
import type { Tried } from "./simulating-transport.ts";
import { TRANSACTION_GAS, type Stage, type Step } from "./steps.ts";

/** Tries other stages out in the same way. */
export type Again = (stages: readonly Stage[]) => Promise<{ readonly tried: readonly (readonly Tried[])[] }>;

/** A Safe hides what failed inside it, and a batch which of its calls did: the parts are then tried one by one. */
export async function failureOf(
  desired: Desired,
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
  const text = textOf(calls, words) || `a call of ${words.address(to)}`;
  const reason = found.result ? explainFailure(found.result, desired) : "it was not reached";
  const rules = calls.flatMap(({ write }) => write.guards.map(({ rule }) => rule)).filter((rule) => says(rule, reason));
  return { step: number, text, reason, ...(rules.length === 0 ? {} : { rule: [...new Set(rules)].join(", or ") }) };
}

/** Calls and effects of one message: a set may have thousands of members. */
const SHOWN = 5;

function textOf(calls: readonly Call[], words: Words): string {
  const more = calls.length > SHOWN ? [`${calls.length - SHOWN} more calls`] : [];
  return [...calls.slice(0, SHOWN).map((call) => callText(call, words, SHOWN)), ...more].join("; ");
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
