import type { Hex } from "../kinds/value.ts";
import type { SafeSubmission } from "../plan/approval.ts";
import type { Envelope } from "../plan/call.ts";
import { callText } from "../report/text.ts";
import { execTransactionData } from "../safe/transaction.ts";
import type { Acting } from "./acting.ts";
import type { Outcome } from "./enact.ts";
import { ownersHere } from "./nested.ts";
import { noSigner } from "./refusals.ts";
import { explainSafe } from "./safe-chain.ts";
import { submit } from "./submit.ts";

/** Sends a transaction that enough owners have signed; anybody may, and an owner does if one is here. */
export async function execute(
  acting: Acting,
  { tx, safeTxHash }: Pick<SafeSubmission, "tx" | "safeTxHash">,
  signatures: Hex,
  transactions: readonly Envelope[],
): Promise<Outcome> {
  const { context, safe, approval, signers } = acting;
  const sender = ownersHere(acting)[0] ?? signers[0];
  if (!sender) throw noSigner(context.examined.desired, approval.owners, signers);
  const calls = transactions.flatMap((each) => each.calls);
  const does = calls.map((call) => callText(call, context.words)).join("; ") || "cancels";
  const text = `Safe transaction ${safeTxHash}: ${does}`;
  const submission = { to: safe, data: execTransactionData(tx, signatures), text, calls };
  const explain = async (data: Hex) => (await explainSafe(context, safe, transactions)) ?? context.explain(data);
  const result = await submit(context, sender, safe, [submission], { explain });
  const lastBlock = result.sent.at(-1)?.blockNumber;
  if (!result.failed) return { lastBlock };
  const { code, reason } = result.failed;
  return { lastBlock, failure: { applied: 0, total: 1, left: [0], text, code, reason } };
}
