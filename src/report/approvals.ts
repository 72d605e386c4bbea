import type { Conflict } from "../plan/conflict.ts";
import { submissionOf, type SafeApproval } from "../plan/approval.ts";
import type { ChangeSet, Plan, Transaction } from "../plan/plan.ts";
import { viaOf } from "../plan/call.ts";
import { duration } from "../stack/units.ts";
import type { Rival } from "../plan/rivals.ts";
import type { Address } from "../kinds/value.ts";
import { timeText } from "../stack/units/moment.ts";
import { besideText, deedTexts, turnText } from "./deeds.ts";
import { callText, count, keyText, type Words } from "./text.ts";

/** What is under way already: queued in timelocks, waiting for signatures, and what no longer fits. */
export function progressLines(plan: Plan, words: Words): readonly string[] {
  const lines: string[] = [];
  for (const { operation, timelock, state, calls } of plan.inFlight) {
    const when = state === "ready" ? "ready to be executed" : `queued until ${timeText(operation.readyAt)}`;
    lines.push(`in flight: operation ${operation.id} of ${timelock}, ${when}:`);
    for (const call of calls) lines.push(`  - ${callText(call, words)}`);
  }
  return [...lines, ...misfitLines(plan, words)];
}

/** What waits and would set other values than the file wants, and queues that are not known. */
export function misfitLines(plan: Plan, words: Words): readonly string[] {
  const lines = [...conflictLines(plan, words)];
  for (const { safe, pending, conflicts } of plan.rejected) {
    lines.push(
      `conflict: proposal ${pending.hash} (nonce ${pending.tx.nonce}) of ${words.address(safe)} no longer fits; its owners have to reject it:`,
    );
    for (const each of conflicts) lines.push(`  - ${conflictText(each, words)}`);
  }
  for (const safe of plan.unknownQueues)
    lines.push(
      `the queue of ${words.address(safe)} is not known: its service did not answer; what waits there may become void when enough owners execute`,
    );
  return lines;
}

/** Operations of timelocks that no longer fit, and what they would set. */
export function conflictLines({ conflicts }: Pick<Plan, "conflicts">, words: Words): readonly string[] {
  return conflicts.flatMap(({ operation: { id, timelock, readyAt }, conflicts: against, stays }) => [
    `conflict: operation ${id} of ${words.address(timelock)} no longer fits and ${stays ? `is not cancelled by this: it can be executed from ${timeText(readyAt)}` : "is cancelled"}:`,
    ...against.map((each) => `  - ${conflictText(each, words)}`),
  ]);
}

/** `stakeManager.fees.fee: setFeePct(uint256) would set 7 % [7], the file wants 5 % [5]` */
export function conflictText({ module, key, queued, desired, fn }: Conflict, words: Words): string {
  const wanted = "exact" in desired ? words.value(module, key, desired.exact) : "a value within its band";
  const set = queued === undefined ? "an unknown value" : words.value(module, key, queued);
  return `${module}.${keyText(key, words)}: ${fn} would set ${set}, the file wants ${wanted}`;
}

/** Who approves, on which way, how many are missing, when it takes effect, and the calls. */
export function changeSetLines(plan: Plan, set: ChangeSet, words: Words): readonly string[] {
  const lines: string[] = [];
  const { approval, transactions, authority, after } = set;
  if (approval.kind === "safe") {
    for (const { pending, transactions: asked, exceeds, rivals } of approval.proposed) {
      const signed = pending.confirmations.filter(({ owner }) => approval.owners.includes(owner)).length;
      lines.push(
        `awaiting signatures ${signed}/${approval.threshold} of ${words.address(authority)}: proposal ${pending.hash} (nonce ${pending.tx.nonce}), ${count(asked.length, "transaction")}:`,
      );
      for (const each of asked) lines.push(...transactionLines(plan, each, words, "-"));
      if (exceeds) lines.push("  it does more than the file needs, so that nobody signs it here");
      for (const { owner } of pending.unverified)
        lines.push(`  the signature of contract ${words.address(owner)} does not count: the Safe does not accept it`);
      for (const rival of rivals) lines.push(...rivalLines(rival, authority, words, besideText(rival)));
    }
  }
  if (transactions.length === 0) return lines;
  const waits = after.length > 0 ? `, after ${after.map((each) => words.address(each)).join(" and ")}` : "";
  lines.push(
    `${count(set.calls.length, "call")} of ${words.address(authority)}${whoText(approval, transactions.length, words)}${waits}:`,
  );
  if (approval.kind === "safe") {
    for (const rival of approval.rivals) lines.push(...rivalLines(rival, authority, words, turnText(approval)));
    if (after.length === 0) lines.push(...hashLines(plan, set, approval));
  }
  let number = 0;
  for (const each of transactions) {
    const single = each.calls.length === 1 && plan.scheduled.every(({ calls }) => !calls.includes(each.calls[0]!));
    if (single && !plan.inFlight.some(({ calls }) => calls.includes(each.calls[0]!))) {
      lines.push(`  ${++number}. ${callText(each.calls[0]!, words)}`);
    } else lines.push(...transactionLines(plan, each, words, `${++number}.`));
  }
  return lines;
}

/** What owners compare on their devices: they sign the EIP-712 hashes, the Safe the hash of both. */
function hashLines(plan: Plan, { authority, transactions }: ChangeSet, approval: SafeApproval): readonly string[] {
  const { safeTxHash, domainHash, messageHash } = submissionOf(plan.chainId, authority, approval, transactions);
  return [
    `  nonce ${approval.turn}, Safe transaction hash ${safeTxHash}`,
    `  EIP-712 domain ${domainHash}, message ${messageHash}`,
  ];
}

/** Who else waits with a nonce, what it does, and what becomes of it. */
function rivalLines({ pending, deeds }: Rival, safe: Address, words: Words, fate: string): readonly string[] {
  return [
    `  ${fate}: proposal ${pending.hash} (nonce ${pending.tx.nonce}), which`,
    ...deedTexts(deeds, safe, words).map((text) => `     - ${text}`),
  ];
}

/** `: 2 of alice, bob, carol have to sign, all or nothing` */
function whoText(approval: ChangeSet["approval"], transactions: number, words: Words): string {
  if (approval.kind === "signer") return transactions > 1 ? ", one transaction each" : "";
  const owners = approval.owners.map((owner) => words.address(owner)).join(", ");
  return ` (Safe, ${missingText(approval)} of ${owners}; all or nothing)`;
}

function missingText({ threshold }: SafeApproval): string {
  return `${count(threshold, "signature")} missing`;
}

function transactionLines(plan: Plan, { calls }: Transaction, words: Words, mark: string): readonly string[] {
  const scheduled = plan.scheduled.find(
    (each) => each.calls.length > 0 && each.calls.every((call) => calls.includes(call)),
  );
  const executed = plan.inFlight.find(
    (each) => each.state === "ready" && each.calls.some((call) => calls.includes(call)),
  );
  if (calls.length === 0) return [`  ${mark} cancel what no longer fits`];
  if (scheduled) {
    const [first] = calls;
    const route = first ? viaOf(first).join(" -> ") : scheduled.timelock;
    return [
      `  ${mark} schedule in ${route}, to be executed ${duration.format(scheduled.delay)} after (not before ${timeText(plan.now + scheduled.delay)}), as one operation ${scheduled.id}:`,
      ...calls.map((call) => `     - ${callText(call, words)}`),
    ];
  }
  if (executed) {
    return [
      `  ${mark} execute operation ${executed.operation.id} of ${executed.timelock}:`,
      ...calls.map((call) => `     - ${callText(call, words)}`),
    ];
  }
  return calls.map((call) => `  ${mark} ${callText(call, words)}`);
}
