import type { Proposed } from "../plan/approval.ts";
import { joinSignatures, preValidated, type OwnerSignature } from "../safe/signatures.ts";
import type { Acting } from "./acting.ts";
import type { Outcome } from "./enact.ts";
import { approveThrough, consentOf, nestedIn, ownersHere } from "./nested.ts";
import { wouldVoid } from "./refusals.ts";
import { execute } from "./safe-execute.ts";
import { progressText, requireSameQueue } from "./safe-queue.ts";

/** Adds the signatures that can be given here to a proposal, and executes it when they are enough and its turn has come. */
export async function advance(acting: Acting, proposed: Proposed): Promise<Outcome> {
  const { approval } = acting;
  const { pending, transactions, exceeds, rivals } = proposed;
  const { tx, hash } = pending;
  if (exceeds)
    return { lastBlock: undefined, pending: `proposal ${hash} is not signed here: it does more than the file needs` };
  const consents = pending.confirmations.filter(({ owner }) => approval.owners.includes(owner));
  const has = (owner: string) => consents.some((each) => each.owner === owner);
  consents.push(...(await sign(acting, proposed, consents)));
  const missing = approval.threshold - consents.length;
  const waits = { lastBlock: undefined, pending: progressText(approval, tx.nonce, consents.length) };
  if (tx.nonce > approval.nonce) return waits;
  const nested = missing > 0 ? nestedIn(acting).filter((owner) => !has(owner)) : [];
  if (nested.length < missing) return waits;
  const rival = rivals.find(({ mayVoid }) => !mayVoid);
  if (rival) throw wouldVoid(acting, hash, rival);
  await requireSameQueue(acting);
  const asked = nested.slice(0, Math.max(missing, 0));
  await approveThrough(acting, asked, hash);
  consents.push(...asked.map(preValidated));
  const signatures = joinSignatures(hash, consents.slice(0, approval.threshold));
  return execute(acting, { tx, safeTxHash: hash }, signatures, transactions);
}

/** Signatures of owners whose keys are here, as many as are missing; the service has them too. */
async function sign(
  acting: Acting,
  { pending: { tx, hash } }: Proposed,
  given: readonly OwnerSignature[],
): Promise<readonly OwnerSignature[]> {
  const { context, approval } = acting;
  const missing = Math.max(approval.threshold - given.length, 0);
  const fresh = ownersHere(acting).filter(({ address }) => !given.some(({ owner }) => owner === address));
  const added: OwnerSignature[] = [];
  for (const signer of fresh.slice(0, missing)) {
    const consent = await consentOf(acting, { tx, safeTxHash: hash }, signer);
    await (await context.service())?.confirm(hash, consent.signature);
    context.say(`signed proposal ${hash} of ${approval.name} as ${context.words.address(signer.address)}`);
    added.push(consent);
  }
  return added;
}
