import type { Surface } from "../matrix/surface.ts";
import { count } from "../report/text.ts";
import type { Expiring } from "./expiring.ts";
import type { Pause } from "./pauses.ts";
import type { Queues } from "./queues.ts";

/** One of the things that a reader looks for first. */
export interface HeadlinePart {
  readonly topic: "paused" | "drift" | "queued" | "expiring";
  /** `2 contracts paused` */
  readonly text: string;
  /** `high`: has to be looked at. `middle`: is to be known. `low`: nothing is there. */
  readonly weight: "high" | "middle" | "low";
}

/** What a headline is made of. */
export interface Standing {
  readonly pauses: readonly Pause[];
  readonly drift: Pick<Surface, "drift" | "unreadable">;
  readonly queues: Queues;
  readonly expiring: readonly Expiring[];
}

/** Whether anything is paused, drifted, queued or expiring, in this order. */
export function headlineOf({ pauses, drift, queues, expiring }: Standing): readonly HeadlinePart[] {
  return [pausedPart(pauses), driftPart(drift), queuedPart(queues), expiringPart(expiring)];
}

function pausedPart(pauses: readonly Pause[]): HeadlinePart {
  const [paused, unread] = (["paused", "could not be read"] as const).map(
    (wanted) => pauses.filter(({ state }) => state === wanted).length,
  );
  const texts = [
    ...(paused! > 0 ? [`${count(paused!, "contract")} paused`] : []),
    ...(unread! > 0 ? [`of ${count(unread!, "contract")} it is not known whether paused`] : []),
  ];
  return part("paused", texts, pauses.length > 0 ? "nothing paused" : "nothing can be paused", "high");
}

function driftPart({ drift, unreadable }: Standing["drift"]): HeadlinePart {
  const borne = drift.filter(({ progress }) => progress === "observed" || progress === "tolerated").length;
  const open = drift.length - borne;
  const texts = [
    ...(open > 0 ? [`${count(open, "value")} otherwise than the file says`] : []),
    ...(borne > 0 ? [`${count(borne, "difference")} tolerated or only observed`] : []),
    ...(unreadable.length > 0 ? [`${count(unreadable.length, "value")} could not be read`] : []),
  ];
  return part("drift", texts, "no value differs", open + unreadable.length > 0 ? "high" : "middle");
}

function queuedPart({ operations, safes }: Queues): HeadlinePart {
  const against = operations.filter(({ standing }) => standing === "unwanted").length;
  const proposals = safes.reduce((sum, each) => sum + each.proposals.length, 0);
  const unknown = safes.filter(({ unreachable }) => unreachable !== undefined).length;
  const texts = [
    ...(operations.length > 0 ? [`${count(operations.length, "operation")} queued`] : []),
    ...(against > 0 ? [`${against} of them against the file`] : []),
    ...(proposals > 0 ? [`${count(proposals, "proposal")} waiting for signatures`] : []),
    ...(unknown > 0 ? [`${count(unknown, "queue")} not known`] : []),
  ];
  return part("queued", texts, "nothing queued", against + unknown > 0 ? "high" : "middle");
}

function expiringPart(expiring: readonly Expiring[]): HeadlinePart {
  const ending = expiring.filter(({ until }) => until !== undefined).length;
  const offers = expiring.length - ending;
  const texts = [
    ...(ending > 0 ? [`${count(ending, "deviation")} with a last day`] : []),
    ...(offers > 0 ? [`${count(offers, "offer")} open`] : []),
  ];
  return part("expiring", texts, "nothing expiring", "middle");
}

function part(
  topic: HeadlinePart["topic"],
  texts: readonly string[],
  none: string,
  weight: HeadlinePart["weight"],
): HeadlinePart {
  return texts.length > 0 ? { topic, text: texts.join(", "), weight } : { topic, text: none, weight: "low" };
}

/** On one line: what there is, or that there is nothing. */
export function headlineText(parts: readonly HeadlinePart[]): string {
  const some = parts.filter(({ weight }) => weight !== "low");
  return some.length > 0 ? some.map(({ text }) => text).join(", ") : "nothing paused, drifted, queued or expiring";
}
