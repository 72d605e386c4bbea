import type { Scan } from "../diff/live.ts";
import type { Plan } from "../plan/plan.ts";
import { visible } from "../visible.ts";
import { timeText } from "../stack/units/moment.ts";
import { changeSetLines, progressLines } from "./approvals.ts";
import { penaltyText } from "./penalties.ts";
import { callText, changeText, count, unreadableText, type Words } from "./text.ts";

/** The whole plan as text: what differs, what cannot be done, and the calls by authority. */
export function planText(plan: Plan, words: Words, scan?: Scan): string {
  const lines: string[] = [];
  const unknown = plan.unreadable.length;
  if (plan.changes.length > 0) lines.push(`${count(plan.changes.length, "difference")}, live => desired:`);
  // What could not be read may differ.
  else if (unknown > 0) lines.push(`No difference in what could be read, but ${count(unknown, "value")} could not:`);
  else lines.push("No difference: the chain is as the stack file says.");
  for (const change of plan.changes) lines.push(`  ${changeText(change, words)}`);
  for (const hole of plan.unreadable) lines.push(`  ${unreadableText(hole)}`);
  for (const { module, keys, rule } of plan.refusals) {
    lines.push(`  refused: ${module}.${keys.join(", ")}: ${rule}`);
  }
  for (const penalty of plan.penalties) lines.push(penaltyText(penalty, words));
  if (scan) lines.push(scanText(scan));
  for (const line of progressLines(plan, words)) lines.push(line);
  for (const set of plan.changeSets) lines.push(...changeSetLines(plan, set, words));
  for (const { call, until } of plan.waiting) lines.push(`waits for ${until}: ${callText(call, words)}`);
  for (const { module, keys, rule, until } of plan.later)
    lines.push(`not before ${timeText(until)}: ${module}.${keys.join(", ")}: ${rule}`);
  for (const { module, keys, rule } of plan.unreachable) lines.push(`warning: ${module}.${keys.join(", ")}: ${rule}`);
  // What a contract answers, or a reason in the file says, must neither move the cursor nor pass for another line.
  return lines.map(visible).join("\n");
}

/** How far the holders of roles and the members of sets are known. */
export function scanText({ from, to, complete, gaps }: Scan): string {
  if (complete) return `Logs of blocks ${from} to ${to} were scanned completely.`;
  return `Logs of blocks ${from} to ${to} were not scanned completely: ${gaps.join(", ")}. Holders may be overlooked.`;
}
