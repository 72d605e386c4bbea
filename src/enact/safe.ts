import { submissionOf, type SafeSubmission } from "../plan/approval.ts";
import type { ChangeSet } from "../plan/plan.ts";
import type { SafeService } from "../safe/service.ts";
import type { Acting } from "./acting.ts";
import type { Outcome } from "./enact.ts";
import { consentOf, collectSignatures, ownersHere } from "./nested.ts";
import { noSigner, queueMoved, tooFewSigners, unfitQueue } from "./refusals.ts";
import { requireSameHash } from "./safe-chain.ts";
import { execute } from "./safe-execute.ts";
import { writeApproval } from "./safe-files.ts";
import { advance } from "./safe-proposed.ts";
import { progressText, requireSameQueue } from "./safe-queue.ts";

/**
 * Does the next useful thing for a Safe: completes and executes what is proposed, or signs and executes what is not, or
 * proposes it, or at least writes it down for its owners.
 */
export async function enactSafe(acting: Acting, set: ChangeSet): Promise<Outcome> {
  const { context, safe, approval } = acting;
  const mayVoid = new Set(approval.rivals.flatMap((rival) => (rival.mayVoid ? [rival.pending.hash] : [])));
  const unfit = context.examined.plan.rejected.find((each) => each.safe === safe && !mayVoid.has(each.pending.hash));
  if (unfit && set.transactions.length > 0) throw unfitQueue(context, approval, unfit.pending.hash);
  let lastBlock: bigint | undefined;
  const pending: string[] = [];
  for (const proposed of approval.proposed) {
    // Another one with the same nonce was carried out: this one is void.
    if (lastBlock !== undefined && proposed.pending.tx.nonce === approval.nonce) continue;
    const outcome = await advance(acting, proposed);
    if (outcome.failure) return outcome;
    lastBlock = outcome.lastBlock ?? lastBlock;
    if (outcome.pending !== undefined) pending.push(outcome.pending);
    // A transaction takes a nonce; what was planned for it is planned again.
    if (outcome.lastBlock !== undefined && set.transactions.length > 0) {
      return { lastBlock, pending: "run up again for what is left" };
    }
  }
  if (set.transactions.length > 0) {
    const outcome = await submitSafe(acting, set);
    if (outcome.pending === undefined) return outcome;
    pending.push(outcome.pending);
  }
  return pending.length === 0 ? { lastBlock } : { lastBlock, pending: pending.join("; ") };
}

/** Executes where the keys of enough owners are here and nothing is in the way; otherwise asks the owners. */
async function submitSafe(acting: Acting, set: ChangeSet): Promise<Outcome> {
  const { context, safe, approval } = acting;
  const submission = submissionOf(context.examined.desired.network.chainId, safe, approval, set.transactions);
  await requireSameHash(context, safe, submission);
  const file = writeApproval(context, set, approval, submission);
  await requireSameQueue(acting);
  if (approval.turn === approval.nonce) {
    const { signatures } = await collectSignatures(acting, submission);
    if (signatures !== undefined) return execute(acting, submission, signatures, set.transactions);
  }
  const service = await context.service();
  if (!service) throw tooFewSigners(acting, file);
  return propose(acting, submission, service);
}

/** Asks the owners at the service, with the signatures of all those whose keys are here. */
async function propose(acting: Acting, submission: SafeSubmission, service: SafeService): Promise<Outcome> {
  const { context, safe, approval, signers } = acting;
  const { tx, safeTxHash: hash } = submission;
  const [proposer, ...others] = ownersHere(acting);
  if (!proposer) throw noSigner(context.examined.desired, approval.owners, signers);
  if (context.examined.live.proposals?.get(safe)?.status !== "read") {
    // Whatever it holds was not looked at: something in it may be just this.
    await service.pending(safe);
    throw queueMoved(acting, `the queue of ${approval.name} is known only now`);
  }
  const { signature } = await consentOf(acting, submission, proposer);
  await service.propose({ safe, tx, hash, sender: proposer.address, signature });
  context.say(`proposed ${hash} (nonce ${tx.nonce}) to the owners of ${approval.name}`);
  const more = others.slice(0, approval.threshold - 1);
  for (const signer of more) await service.confirm(hash, (await consentOf(acting, submission, signer)).signature);
  return { lastBlock: undefined, pending: progressText(approval, tx.nonce, 1 + more.length) };
}
