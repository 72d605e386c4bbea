import type { Change } from "../diff/diff.ts";
import type { Call } from "../plan/call.ts";
import { callsIn } from "../plan/approval.ts";
import type { Plan } from "../plan/plan.ts";
import type { Desired } from "../stack/desired.ts";
import { judge, RISKS, type Judged, type Move } from "./risk.ts";
import type { ReviewWords, Shown } from "./words.ts";

/** One change with what it does, riskiest first. */
export interface ReviewRisk extends Judged {
  readonly module: string;
  readonly key: string;
  readonly label: string;
  readonly before: Shown;
  readonly after: Shown;
  /** Not asked for: a call changes it besides. */
  readonly sideEffect: boolean;
  /** Reported, never changed. */
  readonly observed: boolean;
}

/** Every change of a plan, and every value that its calls change besides. */
export function risksOf(desired: Desired, plan: Plan, words: ReviewWords): readonly ReviewRisk[] {
  const kinds = new Map(desired.modules.map(({ name, kind }) => [name, kind]));
  const risk = (move: Omit<Move, "kind">, more: { sideEffect: boolean; observed: boolean }): ReviewRisk[] => {
    const { module, key, before, after } = move;
    const kind = kinds.get(module);
    if (!kind || !words.shows(module, key)) return [];
    return [
      {
        ...judge({ ...move, kind }, plan.changes, words),
        ...{ module, key, label: words.label(key) },
        before: words.value(module, key, before),
        after: words.value(module, key, after),
        ...more,
      },
    ];
  };
  const asked = plan.changes.flatMap((change) =>
    risk(change, { sideEffect: false, observed: change.observe }).map((each) => ({
      ...each,
      why: whyOf(each, change),
    })),
  );
  const besides = sideEffects(plan).flatMap((effect) => risk(effect, { sideEffect: true, observed: false }));
  return [...asked, ...besides]
    .map((each, index) => ({ each, index }))
    .sort((a, b) => rank(a.each) - rank(b.each) || a.index - b.index)
    .map(({ each }) => each);
}

/** What the change does, and why it is borne where it is: whoever decides sees until when and for which reason. */
function whyOf({ why }: Judged, { deviation }: Change): string {
  return deviation ? `${why}; tolerated until ${deviation.until}: ${deviation.reason}` : why;
}

/** From the first value before to the last one after, each key once. */
function sideEffects(plan: Plan): readonly Omit<Move, "kind">[] {
  const wanted = new Set(plan.changes.map(({ module, key }: Change) => `${module}.${key}`));
  const calls: readonly Call[] = [
    ...plan.changeSets.flatMap(callsIn),
    ...plan.inFlight.flatMap((each) => each.calls),
    ...plan.waiting.map(({ call }) => call),
  ];
  const found = new Map<string, Omit<Move, "kind">>();
  for (const { module, key, before, after, managed } of [...new Set(calls)].flatMap(({ effects }) => effects)) {
    const id = `${module}.${key}`;
    if (managed || wanted.has(id)) continue;
    found.set(id, { module, key, before: found.get(id)?.before ?? before, after });
  }
  return [...found.values()].filter(({ before, after }) => before !== after);
}

/** What nobody enacts comes last; references before numbers. */
function rank({ risk, observed, before }: ReviewRisk): number {
  const address = typeof before.raw === "string" && /^0x[0-9a-fA-F]{40}$/.test(before.raw);
  return (observed ? 1000 : 0) + RISKS.indexOf(risk) * 10 + (address ? 0 : 1);
}
