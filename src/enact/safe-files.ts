import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, relative } from "node:path";
import type { Examined } from "../examine.ts";
import type { SafeApproval, SafeSubmission } from "../plan/approval.ts";
import type { ChangeSet } from "../plan/plan.ts";
import { callText, wordsOf } from "../report/text.ts";
import { builderFile, serialise } from "../safe/builder-file.ts";
import type { Context } from "./context.ts";

/** The Transaction Builder file of a Safe's change set. */
export function approvalFile({ desired, live }: Examined, { authority, calls, transactions }: ChangeSet): string {
  const words = wordsOf(desired);
  const builder = builderFile({
    chainId: desired.network.chainId,
    safe: authority,
    name: `${desired.stack}: ${calls.length} calls`,
    description: calls.map((call) => callText(call, words)).join("\n"),
    createdAt: Number(live.block.timestamp) * 1000,
    transactions: transactions.map(({ to, data }) => ({ to, value: 0n, data })),
  });
  return serialise(builder);
}

/**
 * Writes what the owners of a Safe are asked for: a Transaction Builder file to import, and beside it the hashes to compare on a
 * hardware wallet. The same plan in the same block gives the same bytes.
 * @returns the path of the file, relative to the project.
 */
export function writeApproval(
  context: Context,
  set: ChangeSet,
  approval: SafeApproval,
  { tx, ...hashes }: SafeSubmission,
): string {
  const { plan } = context.examined;
  const file = context.report("approvals", `${approval.name}-${hashes.safeTxHash.slice(2, 10)}.json`);
  const calls = set.calls.map((call) => callText(call, context.words));
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, approvalFile(context.examined, set));
  const sheet = [
    `Safe        ${set.authority} (${approval.name}, ${approval.threshold} of ${approval.owners.length})`,
    `Nonce       ${tx.nonce}`,
    `Plan        ${plan.hash}`,
    `Safe hash   ${hashes.safeTxHash}`,
    `Domain      ${hashes.domainHash}`,
    `Message     ${hashes.messageHash}`,
    "",
    ...calls.map((call, index) => `${index + 1}. ${call}`),
    "",
  ];
  writeFileSync(file.replace(/\.json$/, ".txt"), sheet.join("\n"));
  return relative(context.root, file);
}
