import type { Hex } from "../kinds/value.ts";
import type { SafeSubmission } from "../plan/approval.ts";
import type { Envelope } from "../plan/call.ts";
import { callsText } from "../report/text.ts";
import { execTransactionData } from "../safe/transaction.ts";
import type { Acting } from "./acting.ts";
import type { Outcome } from "./enact.ts";
import { ownersHere } from "./nested.ts";
import { noSigner } from "./refusals.ts";
import { explainSafe, type Culprit } from "./safe-chain.ts";
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
  const does = callsText(calls, context.words) || "cancels";
  const text = `Safe transaction ${safeTxHash}: ${does}`;
  const submission = { to: safe, data: execTransactionData(tx, signatures), text, calls };
  let culprit: Culprit | undefined;
  const explain = async (data: Hex) => {
    culprit = await explainSafe(context, safe, transactions);
    return culprit ? culpritText(culprit, acting, transactions) : context.explain(data);
  };
  const result = await submit(context, sender, safe, [submission], { explain });
  const lastBlock = result.sent.at(-1)?.blockNumber;
  if (!result.failed) return { lastBlock };
  const { code, reason } = result.failed;
  const first = culprit?.place ?? 0;
  const left = [first, ...transactions.flatMap((_, place) => (place === first ? [] : [place]))];
  return { lastBlock, failure: { applied: 0, total: 1, left, text, code, reason } };
}

/** Of several calls, with the one that it is. */
function culpritText({ place, reason }: Culprit, { context }: Acting, transactions: readonly Envelope[]): string {
  const does = callsText(transactions[place]!.calls, context.words);
  return transactions.length > 1 && does ? `${does}: ${reason}` : reason;
}
