import type { Address, Hex } from "../kinds/value.ts";
import { submissionOf, type Proposed, type SafeApproval } from "../plan/approval.ts";
import type { Call } from "../plan/call.ts";
import type { ChangeSet } from "../plan/plan.ts";
import type { Rival } from "../plan/rivals.ts";
import { domainHash, messageHash, type SafeTransaction } from "../safe/transaction.ts";
import { callOf, type ReviewCall } from "./calls.ts";
import { doesText } from "./does.ts";
import type { Party, ReviewWords } from "./words.ts";

/** Who has to sign a change set. */
export type ReviewApproval = ReviewSigner | ReviewSafe;

export interface ReviewSigner {
  readonly kind: "signer";
  readonly signer: Party;
  /** One for each transaction. */
  readonly missing: number;
}

export interface ReviewSafe {
  readonly kind: "safe";
  readonly safe: Party;
  /** Of the Safe's contract: `1.4.1`. */
  readonly version: string;
  readonly owners: readonly Party[];
  readonly threshold: number;
  /** Of the next transaction that the Safe executes. */
  readonly nonce: string;
  /** Nonce of what is still to submit. */
  readonly turn: string;
  /** Signatures that are missing for what is still to submit; 0 if nothing is. */
  readonly missing: number;
  /** What owners are going to sign; absent if all is proposed already, or if another change set may still move it. */
  readonly submission?: Submission;
  /** What waits with the Safe's next nonce: it becomes void if the submission has this nonce, and comes first otherwise. */
  readonly rivals: readonly ReviewRival[];
  readonly proposed: readonly ReviewProposal[];
}

/** A Safe transaction with everything that its hashes are made of. */
export interface Submission {
  readonly safeTxHash: Hex;
  readonly domain: { readonly chainId: string; readonly verifyingContract: Address };
  readonly domainHash: Hex;
  readonly messageHash: Hex;
  readonly message: Readonly<Record<keyof SafeTransaction, string>>;
}

/** What owners have been asked to sign already. */
export interface ReviewProposal extends Submission {
  readonly signed: readonly Party[];
  readonly missing: number;
  /** It does something besides that no preview has shown: nobody should sign it. */
  readonly exceeds: boolean;
  /** Contracts whose signatures the Safe does not accept; they do not count. */
  readonly unverified: readonly Party[];
  /** What else waits with the same nonce. */
  readonly rivals: readonly ReviewRival[];
  readonly calls: readonly ReviewCall[];
}

/** A proposal that becomes void when another transaction takes its nonce. */
export interface ReviewRival {
  readonly safeTxHash: Hex;
  readonly nonce: string;
  /** Whether that may happen: the file names it, or what takes its nonce pauses. */
  readonly mayVoid: boolean;
  /** Each of its calls in words. */
  readonly does: readonly string[];
}

interface Context {
  readonly chainId: bigint;
  readonly words: ReviewWords;
  readonly steps: ReadonlyMap<Call, number>;
}

export function approvalOf(set: ChangeSet, context: Context): ReviewApproval {
  const { approval, authority, transactions, after } = set;
  const { words } = context;
  if (approval.kind === "signer") {
    return { kind: "signer", signer: words.party(authority), missing: transactions.length };
  }
  const open = transactions.length > 0;
  const fixed = open && after.length === 0;
  return {
    kind: "safe",
    safe: words.party(authority),
    version: approval.version,
    owners: approval.owners.map((owner) => words.party(owner)),
    threshold: approval.threshold,
    nonce: String(approval.nonce),
    turn: String(approval.turn),
    missing: open ? approval.threshold : 0,
    ...(fixed ? { submission: submissionIn(set, approval, context) } : {}),
    rivals: open ? approval.rivals.map((each) => rivalOf(each, authority, words)) : [],
    proposed: approval.proposed.map((each) => proposalOf(each, authority, approval, context)),
  };
}

function submissionIn(
  { authority, transactions }: ChangeSet,
  approval: SafeApproval,
  { chainId }: Context,
): Submission {
  const { tx, safeTxHash } = submissionOf(chainId, authority, approval, transactions);
  return submission(chainId, authority, tx, safeTxHash);
}

function rivalOf({ pending, deeds, mayVoid }: Rival, safe: Address, words: ReviewWords): ReviewRival {
  return { safeTxHash: pending.hash, nonce: String(pending.tx.nonce), mayVoid, does: doesText(deeds, safe, words) };
}

function submission(chainId: bigint, safe: Address, tx: SafeTransaction, safeTxHash: Hex): Submission {
  const fields = Object.entries(tx).map(([name, value]) => [name, String(value)]);
  return {
    safeTxHash,
    domain: { chainId: String(chainId), verifyingContract: safe },
    domainHash: domainHash(chainId, safe),
    messageHash: messageHash(tx),
    message: Object.fromEntries(fields) as Submission["message"],
  };
}

function proposalOf(
  { pending, transactions, exceeds, rivals }: Proposed,
  safe: Address,
  { owners, threshold }: SafeApproval,
  { chainId, words, steps }: Context,
): ReviewProposal {
  const signed = pending.confirmations.map(({ owner }) => owner).filter((owner) => owners.includes(owner));
  return {
    ...submission(chainId, safe, pending.tx, pending.hash),
    signed: signed.map((owner) => words.party(owner)),
    missing: Math.max(threshold - signed.length, 0),
    exceeds,
    unverified: pending.unverified.map(({ owner }) => words.party(owner)),
    rivals: rivals.map((each) => rivalOf(each, safe, words)),
    calls: transactions.flatMap(({ calls }) => calls.map((call) => callOf(call, words, steps))),
  };
}
