import { OrdinanceError } from "../errors.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { safeApproval, submissionOf, type SafeApproval, type SafeSubmission } from "../plan/approval.ts";
import { encodeCall } from "../plan/calldata.ts";
import { waitingAt } from "../plan/rivals.ts";
import { worldOf } from "../plan/world.ts";
import { joinSignatures, ownerSignature, preValidated, type OwnerSignature } from "../safe/signatures.ts";
import { execTransactionData, typedData } from "../safe/transaction.ts";
import type { FailedCall } from "../send/batch.ts";
import type { Signer } from "../send/signer.ts";
import type { Acting } from "./acting.ts";
import type { Context } from "./context.ts";
import { approvedOnChain, requireSameHash } from "./safe-chain.ts";
import { requireSameQueue } from "./safe-queue.ts";
import { submit } from "./submit.ts";

/** Deeper than any council of councils; Safes that own each other in a circle never get this far. */
const DEEPEST = 4;

/** Owners whose keys are here. */
export function ownersHere({ approval, signers }: Pick<Acting, "approval" | "signers">): readonly Signer[] {
  return signers.filter(({ address }) => approval.owners.includes(address));
}

/** An owner's signature, in the form that the Safe understands. */
export async function consentOf(
  { context, safe }: Acting,
  { tx, safeTxHash }: Pick<SafeSubmission, "tx" | "safeTxHash">,
  signer: Signer,
): Promise<OwnerSignature> {
  const data = typedData(context.examined.desired.network.chainId, safe, tx);
  return ownerSignature(safeTxHash, signer.address, await signer.signTypedData(data, safeTxHash));
}

/**
 * Signatures of enough owners for a transaction of a Safe; none if there are not enough here, and then nothing is sent.
 * Owners that are Safes themselves cannot sign: they approve the hash by a transaction of their own (Safe.approveHash).
 */
export async function collectSignatures(
  acting: Acting,
  submission: SafeSubmission,
): Promise<{ readonly signatures?: Hex }> {
  const { context, safe, approval } = acting;
  const { threshold } = approval;
  const hash = submission.safeTxHash;
  const approved = [...(await approvedOnChain(context, safe, approval.owners, hash))];
  const own = ownersHere(acting).filter(({ address }) => !approved.includes(address));
  const missing = threshold - approved.length - own.length;
  const able = missing > 0 ? nestedIn(acting).filter((each) => !approved.includes(each)) : [];
  if (able.length < missing) return {};
  const asked = able.slice(0, Math.max(missing, 0));
  await approveThrough(acting, asked, hash);
  approved.push(...asked);
  const signatures = approved.slice(0, threshold).map(preValidated);
  for (const signer of own.slice(0, threshold - signatures.length)) {
    signatures.push(await consentOf(acting, submission, signer));
  }
  return { signatures: joinSignatures(hash, signatures) };
}

/** Owners that are Safes whose own owners can sign here. */
export function nestedIn({ context, approval, signers }: Acting, depth = 1): readonly Address[] {
  if (depth > DEEPEST) return [];
  return approval.owners.filter((owner) => {
    const inner = innerOf(context, owner);
    if (!inner) return false;
    if (inner.turn !== inner.nonce) {
      context.say(
        `${inner.name} does not approve from here: what waits with its nonce ${inner.nonce} would become void`,
      );
      return false;
    }
    const within = { context, safe: owner, approval: inner, signers };
    return ownersHere(within).length + nestedIn(within, depth + 1).length >= inner.threshold;
  });
}

/**
 * Lets owners that are Safes approve a hash of the Safe that is acting.
 * @throws OrdinanceError ORD411, before anything is sent, where something has come into the queue of one of them.
 */
export async function approveThrough(acting: Acting, owners: readonly Address[], hash: Hex): Promise<void> {
  const each = owners.map((owner) => innerActing(acting, owner));
  // An approval takes a nonce of theirs, and with it whatever waits there.
  for (const within of each) await requireSameQueue(within);
  for (const within of each) await approveAs(within, acting.safe, hash);
}

function innerActing({ context, signers }: Acting, owner: Address): Acting {
  return { context, safe: owner, approval: innerOf(context, owner)!, signers };
}

async function approveAs(within: Acting, safe: Address, hash: Hex): Promise<void> {
  const { context, safe: owner, approval: inner, signers } = within;
  const envelope = { to: safe, data: encodeCall("approveHash(bytes32)", [hash]), calls: [] };
  const submission = submissionOf(context.examined.desired.network.chainId, owner, inner, [envelope]);
  await requireSameHash(context, owner, submission);
  const { signatures } = await collectSignatures(within, submission);
  if (signatures === undefined) throw new Error(`the owners of ${inner.name} who were counted cannot sign`);
  const text = `${inner.name} approves ${hash} of ${context.words.address(safe)}`;
  const data = execTransactionData(submission.tx, signatures);
  const result = await submit(context, signers[0]!, owner, [{ to: owner, data, text, calls: [] }]);
  if (result.failed) throw notApproved(context, text, result.failed);
}

/** Without it the other Safe has nothing to execute. */
function notApproved({ examined: { desired } }: Context, text: string, { code, reason }: FailedCall): OrdinanceError {
  return new OrdinanceError([
    {
      code,
      file: desired.file,
      found: `${text}: ${reason}`,
      expected: "the approval of an owner that is a Safe, before anything else is executed",
      remedy: "remove the cause and run up again: it continues with what is left",
    },
  ]);
}

function innerOf({ examined: { desired, live, plan } }: Context, owner: Address): SafeApproval | undefined {
  const world = worldOf(desired, live);
  const contract = world.byAddress.get(owner);
  if (contract?.kind.topology !== "safe") return undefined;
  const waiting = waitingAt(world, live, owner, plan.rejected, desired.approvals.supersede);
  return safeApproval(contract, [], waiting).approval;
}
