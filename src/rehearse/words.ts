import { count } from "../report/text.ts";
import { duration } from "../stack/units.ts";
import type { Deed, EndReport, LeverReport, MoveReport, Rehearsal, Sent } from "./model.ts";

/** Sentences that all renderers share. */

export function secondsText(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`;
}

/** `524873 gas, 2 days in timelocks, 5.7 s here` */
export function costText({ gas, waited, took }: Pick<MoveReport, "gas" | "waited" | "took">): string {
  const passed = waited === "0" ? "no delay" : `${duration.format(BigInt(waited))} in timelocks`;
  return `${gas} gas, ${passed}, ${secondsText(took)} here`;
}

/** What a lever itself cost, without what only made the state from which it begins. */
export function costOf({ moves, took }: LeverReport): Pick<MoveReport, "gas" | "waited" | "took"> {
  const own = moves.filter(({ preparing }) => !preparing);
  const sum = (of: (move: MoveReport) => string) => String(own.reduce((total, move) => total + BigInt(of(move)), 0n));
  return { gas: sum(({ gas }) => gas), waited: sum(({ waited }) => waited), took };
}

/** `council, approved by alice and carol` */
export function whoText({ by, approvers }: Sent): string {
  const [last, ...others] = approvers.toReversed();
  if (last === undefined) return by;
  return `${by}, approved by ${[...(others.length > 0 ? [others.toReversed().join(", ")] : []), last].join(" and ")}`;
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
  const how = by === "calls" ? "after calls have undone it" : "after the snapshot was put back: no call undoes it";
  if (differences.length === 0) return `All ${count(compared, "value")} end as they began, ${how}.`;
  return `Not as they began, of ${count(compared, "value")}, ${how}: ${differences.length}.`;
}

export function summaryText({ levers, requests }: Rehearsal): string {
  const asked = levers.filter(({ outcome }) => outcome !== "not asked");
  const number = (outcome: LeverReport["outcome"]) => asked.filter((each) => each.outcome === outcome).length;
  const others = (["failed", "skipped", "unread"] as const).filter((each) => number(each) > 0);
  const rest = others.map((each) => `, ${number(each)} ${each}`).join("");
  const left = levers.filter(({ outcome }) => outcome === "not asked").map(({ lever }) => lever);
  const leftOut = left.length > 0 ? ` Not asked for: ${left.join(", ")}.` : "";
  return `${number("worked")} of ${count(asked.length, "lever")} worked${rest}.${leftOut} ${count(requests, "request")} to the endpoint, all of them reads.`;
}
