import { listText } from "../review/calls.ts";
import { count } from "../report/text.ts";
import { duration } from "../stack/units.ts";
import type { Deed, EndReport, LeverReport, MoveReport, Rehearsal, Sent } from "./model.ts";

/** Sentences that all renderers share. */

export function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** What something took: gas, seconds in timelocks, milliseconds here. */
export type Cost = Pick<MoveReport, "gas" | "waited" | "took">;

/** `524873 gas, 2 days in timelocks, 5.7 s here` */
export function costText(cost: Cost): string {
  return `${cost.gas} gas, ${waitText(cost) || "no delay"}, ${secondsText(cost.took)} here`;
}

/** `2 days in timelocks`; empty where nothing is waited for. */
export function waitText({ waited }: Pick<Cost, "waited">): string {
  return waited === "0" ? "" : `${duration.format(BigInt(waited))} in timelocks`;
}

/** What pulling a lever took, and what undoing it did; nothing of what only made the state from which it begins. */
export function costsOf({ moves }: LeverReport): {
  readonly pulled: Cost | undefined;
  readonly undone: Cost | undefined;
} {
  const [pulled, ...rest] = moves.filter(({ preparing }) => !preparing);
  return { pulled, undone: rest.length > 0 ? rest.reduce(sum, { gas: "0", waited: "0", took: 0 }) : undefined };
}

function sum(one: Cost, other: Cost): Cost {
  const add = (a: string, b: string) => String(BigInt(a) + BigInt(b));
  return { gas: add(one.gas, other.gas), waited: add(one.waited, other.waited), took: one.took + other.took };
}

/** `council, approved by alice and carol` */
export function whoText({ by, approvers }: Sent): string {
  return approvers.length === 0 ? by : `${by}, approved by ${listText(approvers)}`;
}

/** `schedules in timelock` */
export function deedText({ does, to }: Deed): string {
  return { call: `calls ${to}`, schedule: `schedules in ${to}`, execute: `executes in ${to}` }[does];
}

/** The calls of a deed, unless they were told when they were scheduled. */
export function toldCalls({ does, calls }: Deed): readonly string[] {
  return does === "execute" ? [] : calls;
}

export function endText({ by, compared, differences }: EndReport): string {
  const how = by === "calls" ? "undone by calls" : "undone by putting the snapshot back: no call does it";
  if (differences.length === 0) return `All ${count(compared, "value")} end as they began, ${how}.`;
  return `Not as they began, of ${count(compared, "value")}, ${how}: ${differences.length}.`;
}

export function summaryText({ levers, requests }: Rehearsal): string {
  const asked = levers.filter(({ outcome }) => outcome !== "not asked");
  const worked = asked.filter(({ outcome }) => outcome === "worked");
  const others = NOT_WORKED.flatMap(([outcome, title]) => {
    const names = levers.filter((each) => each.outcome === outcome).map(({ lever }) => lever);
    return names.length > 0 ? [`${title}: ${names.join(", ")}.`] : [];
  });
  const all = `${worked.length} of ${count(asked.length, "lever")} worked.`;
  return [all, ...others, `${count(requests, "request")} to the endpoint, all of them reads.`].join(" ");
}

const NOT_WORKED = [
  ["failed", "Failed"],
  ["skipped", "Skipped"],
  ["unread", "Unread"],
  ["not asked", "Not asked for"],
] as const;
