import { OrdinanceError } from "../errors.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { nextNonce, pendingOf, submissionOf, type Proposed, type SafeApproval } from "../plan/approval.ts";
import type { Envelope } from "../plan/call.ts";
import type { ChangeSet } from "../plan/plan.ts";
import { callText } from "../report/text.ts";
import { ownerSignature, joinSignatures, type OwnerSignature } from "../safe/signatures.ts";
import { execTransactionData, typedData, type SafeTransaction } from "../safe/transaction.ts";
import type { PendingSafeTransaction } from "../safe/service-entry.ts";
import type { Signer } from "../send/signer.ts";
import type { Context } from "./context.ts";
import { noSigner, type Outcome } from "./enact.ts";
import { collectSignatures } from "./nested.ts";
import { explainSafe, requireSameHash } from "./safe-chain.ts";
import { writeApproval } from "./safe-files.ts";
import { serviceOf } from "../safe/queue.ts";
import { submit } from "./submit.ts";

/**
 * Does the next useful thing for a Safe: completes and executes what is proposed, or signs and executes what is not, or
 * proposes it, or at least writes it down for its owners.
 */
export async function enactSafe(
  context: Context,
  set: ChangeSet,
  approval: SafeApproval,
  signers: readonly Signer[],
): Promise<Outcome> {
  const { desired, plan } = context.examined;
  const safe = set.authority;
  const conflict = plan.rejected.find((each) => each.safe === safe);
  if (conflict && set.transactions.length > 0) throw queued(context, approval.name, conflict.pending.hash);
  let lastBlock: bigint | undefined;
  const pending: string[] = [];
  for (const proposed of approval.proposed) {
    const outcome = await advance(context, safe, approval, proposed, signers);
    if (outcome.failure) return outcome;
    lastBlock = outcome.lastBlock ?? lastBlock;
    if (outcome.pending !== undefined) pending.push(outcome.pending);
    // A transaction takes a nonce; what was planned for it is planned again.
    if (outcome.lastBlock !== undefined && set.transactions.length > 0) {
      return { lastBlock, pending: "run up again for what is left" };
    }
  }
  if (set.transactions.length === 0) return joined(lastBlock, pending);

  const now = submissionOf(desired.network.chainId, safe, approval, set.transactions);
  await requireSameHash(context, safe, now);
  const own = signers.filter(({ address }) => approval.owners.includes(address));
  const found = await collectSignatures(context, safe, approval, now.tx, now.safeTxHash, signers);
  if ("signatures" in found) {
    writeApproval(context, set, approval, now);
    return execute(
      context,
      safe,
      now.tx,
      now.safeTxHash,
      found.signatures,
      set.transactions,
      own[0] ?? signers[0],
      signers,
    );
  }
  const service = await serviceOf(desired);
  if (!service) throw missing(context, approval, signers, writeApproval(context, set, approval, now));
  const [proposer] = own;
  if (!proposer) throw noSigner(desired, approval.owners, signers);
  const waiting = await service.pending(safe);
  if (set.calls.some(({ write }) => write.once)) requireQueueSeen(context, safe, waiting);
  const nonce = nextNonce(approval, waiting);
  const later = submissionOf(desired.network.chainId, safe, approval, set.transactions, nonce);
  await requireSameHash(context, safe, later);
  writeApproval(context, set, approval, later);
  const signature = await proposer.signTypedData(typedData(desired.network.chainId, safe, later.tx), later.safeTxHash);
  await service.propose({ safe, tx: later.tx, hash: later.safeTxHash, sender: proposer.address, signature });
  context.say(`proposed ${later.safeTxHash} (nonce ${nonce}) to the owners of ${approval.name}`);
  return joined(lastBlock, [...pending, `awaiting signatures 1/${approval.threshold}`]);
}

/** Adds the signatures that can be given here to a proposal, and executes it when they are enough and its turn has come. */
async function advance(
  context: Context,
  safe: Address,
  approval: SafeApproval,
  { pending, transactions, exceeds }: Proposed,
  signers: readonly Signer[],
): Promise<Outcome> {
  const { desired } = context.examined;
  const { tx, hash } = pending;
  if (exceeds)
    return { lastBlock: undefined, pending: `proposal ${hash} is not signed here: it does more than the file needs` };
  const have = pending.confirmations.filter(({ owner }) => approval.owners.includes(owner));
  const fresh = signers.filter(
    ({ address }) => approval.owners.includes(address) && !have.some(({ owner }) => owner === address),
  );
  const missingNow = approval.threshold - have.length;
  const added: OwnerSignature[] = [];
  if (missingNow > 0 && fresh.length > 0) {
    const service = await serviceOf(desired);
    for (const signer of fresh.slice(0, missingNow)) {
      const signature = await signer.signTypedData(typedData(desired.network.chainId, safe, tx), hash);
      added.push(ownerSignature(hash, signer.address, signature));
      await service?.confirm(hash, signature);
      context.say(`signed proposal ${hash} of ${approval.name} as ${context.words.address(signer.address)}`);
    }
  }
  const all = [...have, ...added];
  if (all.length < approval.threshold) {
    return { lastBlock: undefined, pending: `awaiting signatures ${all.length}/${approval.threshold}` };
  }
  if (tx.nonce > approval.nonce) {
    return { lastBlock: undefined, pending: `signed, waits for the transaction with nonce ${tx.nonce - 1n}` };
  }
  const [sender] = signers;
  if (!sender) throw noSigner(desired, approval.owners, signers);
  return execute(
    context,
    safe,
    tx,
    hash,
    joinSignatures(hash, all.slice(0, approval.threshold)),
    transactions,
    sender,
    signers,
  );
}

async function execute(
  context: Context,
  safe: Address,
  tx: SafeTransaction,
  hash: Hex,
  signatures: Hex,
  transactions: readonly Envelope[],
  sender: Signer | undefined,
  signers: readonly Signer[],
): Promise<Outcome> {
  if (!sender) throw noSigner(context.examined.desired, [], signers);
  const calls = transactions.flatMap((each) => each.calls);
  const text = `Safe transaction ${hash}: ${calls.map((call) => callText(call, context.words)).join("; ") || "cancels"}`;
  const submission = { to: safe, data: execTransactionData(tx, signatures), text, calls };
  const inner = await explainSafe(context, safe, transactions);
  const result = await submit(context, sender, safe, [submission], (data) => inner ?? context.explain(data));
  const lastBlock = result.sent.at(-1)?.blockNumber;
  if (!result.failed) return { lastBlock };
  const { code, reason } = result.failed;
  return { lastBlock, failure: { applied: 0, total: 1, text, code, reason } };
}

function joined(lastBlock: bigint | undefined, pending: readonly string[]): Outcome {
  return pending.length === 0 ? { lastBlock } : { lastBlock, pending: pending.join("; ") };
}

function queued({ examined }: Context, name: string, hash: Hex): OrdinanceError {
  return new OrdinanceError([
    {
      code: "ORD408",
      file: examined.desired.file,
      path: `modules.${name}`,
      found: `proposal ${hash} in the queue of ${name}, which would set other values than the file wants`,
      expected: "a queue that fits the file",
      remedy: "reject the proposal with one of the same nonce, or change the file; nothing was proposed",
    },
  ]);
}

/** What must never be made twice is not proposed behind something that nobody saw when it was decided: it may be the same. */
function requireQueueSeen({ examined }: Context, safe: Address, waiting: readonly PendingSafeTransaction[]): void {
  const seen = pendingOf(examined.live.proposals?.get(safe)).map(({ hash }) => hash);
  const fresh = waiting.find(({ hash }) => !seen.includes(hash));
  if (!fresh) return;
  throw new OrdinanceError([
    {
      code: "ORD402",
      file: examined.desired.file,
      path: safe,
      found: `proposal ${fresh.hash}, which was not in the queue when the plan was made`,
      expected: "the queue that the preview saw: one of these calls must never be made twice",
      remedy: "nothing was proposed; run a preview and review it again",
    },
  ]);
}

function missing(context: Context, approval: SafeApproval, signers: readonly Signer[], file: string): OrdinanceError {
  const [problem] = noSigner(context.examined.desired, approval.owners, signers).problems;
  return new OrdinanceError([
    {
      ...problem!,
      expected: `signers for ${approval.threshold} of its owners: ${approval.owners.map((each) => context.words.address(each)).join(", ")}`,
      remedy: `set their keys, name a Safe Transaction Service under approvals.safeService, or let them import ${file}; nothing was sent`,
    },
  ]);
}
