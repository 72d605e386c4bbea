import type { Address, Hex } from "../kinds/value.ts";
import { safeApproval, submissionOf, type SafeApproval } from "../plan/approval.ts";
import { encodeCall } from "../plan/calldata.ts";
import { worldOf } from "../plan/world.ts";
import { joinSignatures, ownerSignature, preValidated } from "../safe/signatures.ts";
import { execTransactionData, typedData, type SafeTransaction } from "../safe/transaction.ts";
import type { Signer } from "../send/signer.ts";
import type { Context } from "./context.ts";
import { approvedOnChain, requireSameHash } from "./safe-chain.ts";
import { submit } from "./submit.ts";

/** Deeper than any council of councils; Safes that own each other in a circle never get this far. */
const DEEPEST = 4;

/**
 * Signatures of enough owners for a transaction of a Safe; `undefined` if there are not enough here, and then nothing is sent.
 * Owners that are Safes themselves cannot sign: they approve the hash by a transaction of their own (Safe.approveHash).
 */
export async function collectSignatures(
  context: Context,
  safe: Address,
  approval: SafeApproval,
  tx: SafeTransaction,
  hash: Hex,
  signers: readonly Signer[],
): Promise<{ readonly signatures: Hex; readonly have: number } | { readonly have: number }> {
  const approved = [...(await approvedOnChain(context, safe, approval.owners, hash))];
  const own = signers.filter(({ address }) => approval.owners.includes(address) && !approved.includes(address));
  const missing = approval.threshold - approved.length - own.length;
  const able = missing > 0 ? nestedIn(context, approval, signers).filter((each) => !approved.includes(each)) : [];
  const have = approved.length + own.length + able.length;
  if (have < approval.threshold) return { have };
  for (const owner of able.slice(0, Math.max(missing, 0))) {
    await approveThrough(context, owner, safe, hash, signers);
    approved.push(owner);
  }
  const data = typedData(context.examined.desired.network.chainId, safe, tx);
  const signatures = approved.slice(0, approval.threshold).map(preValidated);
  for (const signer of own.slice(0, approval.threshold - signatures.length)) {
    signatures.push(ownerSignature(hash, signer.address, await signer.signTypedData(data, hash)));
  }
  return { signatures: joinSignatures(hash, signatures), have };
}

/** Owners that are Safes whose own owners can sign here. */
function nestedIn(context: Context, approval: SafeApproval, signers: readonly Signer[], depth = 1): readonly Address[] {
  if (depth > DEEPEST) return [];
  return approval.owners.filter((owner) => {
    const inner = approvalOf(context, owner);
    if (!inner) return false;
    const direct = signers.filter(({ address }) => inner.owners.includes(address)).length;
    return direct + nestedIn(context, inner, signers, depth + 1).length >= inner.threshold;
  });
}

async function approveThrough(
  context: Context,
  owner: Address,
  safe: Address,
  hash: Hex,
  signers: readonly Signer[],
): Promise<void> {
  const inner = approvalOf(context, owner)!;
  const envelope = { to: safe, data: encodeCall("approveHash(bytes32)", [hash]), calls: [] };
  const submission = submissionOf(context.examined.desired.network.chainId, owner, inner, [envelope]);
  await requireSameHash(context, owner, submission);
  const found = await collectSignatures(context, owner, inner, submission.tx, submission.safeTxHash, signers);
  if (!("signatures" in found)) throw new Error(`the owners of ${inner.name} who were counted cannot sign`);
  const text = `${inner.name} approves ${hash} of ${context.words.address(safe)}`;
  const data = execTransactionData(submission.tx, found.signatures);
  const result = await submit(context, signers[0]!, owner, [{ to: owner, data, text, calls: [] }]);
  if (result.failed) throw new Error(`${result.failed.code} ${text}: ${result.failed.reason}`);
}

function approvalOf({ examined }: Context, owner: Address): SafeApproval | undefined {
  const contract = worldOf(examined.desired, examined.live).byAddress.get(owner);
  return contract?.kind.topology === "safe" ? safeApproval(contract, [], undefined, new Set()).approval : undefined;
}
