import type { Change } from "../diff/diff.ts";
import type { Examined } from "../examine.ts";
import { callsIn } from "../plan/approval.ts";
import type { Call } from "../plan/call.ts";
import { misfitLines } from "../report/approvals.ts";
import { scanText } from "../report/plan.ts";
import { wordsOf } from "../report/text.ts";
import { timeText } from "../stack/units/moment.ts";
import { routeText } from "../review/calls.ts";
import { delayText } from "../review/time.ts";
import { bothText, reviewWords, type ReviewWords } from "../review/words.ts";

/** Where the chain is not as the file says, and what brings each value back. Plain data. */
export interface Surface {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  readonly chainId: string;
  /** The block that was read. */
  readonly block: string;
  readonly drift: readonly Drift[];
  readonly unreadable: readonly { readonly contract: string; readonly property: string; readonly reason: string }[];
  /** Lines on logs that could not be scanned, and on what waits in timelocks and Safes and does not fit the file. */
  readonly besides: readonly string[];
}

/** How far a value is on its way back. */
export type Progress = "open" | "under way" | "waiting" | "refused" | "observed" | "tolerated";

export interface Drift {
  readonly contract: string;
  readonly property: string;
  readonly live: string;
  readonly desired: string;
  readonly progress: Progress;
  /** What to do, or what is waited for. */
  readonly remedy: string;
}

/** Pure. */
export function surfaceOf(examined: Examined): Surface {
  const { desired, live, plan } = examined;
  const words = reviewWords(desired);
  return {
    version: 1,
    stack: desired.stack,
    chainId: String(live.chainId),
    block: String(live.block.number),
    drift: plan.changes
      .filter(({ module, key }) => words.shows(module, key))
      .map((change) => {
        const value = (of: Change["before"]) => bothText(words.value(change.module, change.key, of));
        return {
          contract: change.module,
          property: words.label(change.key),
          live: value(change.before),
          desired: value(change.after),
          ...remedyOf(examined, change, words),
        };
      }),
    unreadable: plan.unreadable.map(({ module, path, reason }) => ({ contract: module, property: path, reason })),
    besides: [...(live.scan.complete ? [] : [scanText(live.scan)]), ...misfitLines(plan, wordsOf(desired))],
  };
}

function remedyOf({ desired, plan }: Examined, change: Change, words: ReviewWords): Pick<Drift, "progress" | "remedy"> {
  const { observe, deviation, module, path } = change;
  if (deviation) {
    return { progress: "tolerated", remedy: `tolerated until ${deviation.until}: ${deviation.reason}` };
  }
  if (observe)
    return { progress: "observed", remedy: `only observed: edit modules.${module}.${path} in ${desired.file}` };
  const brings = ({ effects }: Call) => effects.some((each) => each.module === module && each.key === change.key);
  const flying = plan.inFlight.find(({ calls }) => calls.some(brings));
  if (flying && flying.state === "queued") {
    return {
      progress: "under way",
      remedy: `queued in ${flying.timelock} until ${timeText(flying.operation.readyAt)}`,
    };
  }
  const up = `pulumi up --stack ${desired.stack}`;
  if (flying) return { progress: "open", remedy: `${up} executes what is ready in ${flying.timelock}` };
  for (const set of plan.changeSets) {
    const call = callsIn(set).find(brings);
    if (!call) continue;
    if (!set.calls.includes(call)) {
      return { progress: "under way", remedy: `waits for signatures of ${words.name(set.authority)}` };
    }
    const after = call.way.delay > 0n ? ` after ${delayText(call.way.delay)}` : "";
    return { progress: "open", remedy: `${up} sends ${callName(call)}: ${routeText(call, words)}${after}` };
  }
  const waiting = plan.waiting.find(({ call }) => brings(call));
  if (waiting) return { progress: "waiting", remedy: `${up} once ${waiting.until} is done` };
  const later = plan.later.find((each) => each.module === module && each.keys.includes(change.key));
  if (later) return { progress: "waiting", remedy: `${up}, not before ${timeText(later.until)}: ${later.rule}` };
  const refused =
    plan.refusals.find((each) => each.module === module && each.keys.includes(change.key)) ?? plan.refusals[0];
  if (refused)
    return {
      progress: "refused",
      remedy: `no plan is legal: ${refused.module}.${refused.keys.join(", ")}: ${refused.rule}`,
    };
  return { progress: "open", remedy: up };
}

function callName({ module, fn }: Call): string {
  return `${module}.${fn.slice(0, fn.indexOf("("))}`;
}
