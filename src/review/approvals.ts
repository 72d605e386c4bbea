import type { Address, Hex } from "../kinds/value.ts";
import { nextNonce, pendingOf, submissionOf, type Proposed, type SafeApproval } from "../plan/approval.ts";
import type { Call } from "../plan/call.ts";
import type { ChangeSet } from "../plan/plan.ts";
import type { Proposals } from "../diff/live.ts";
import { domainHash, messageHash, type SafeTransaction } from "../safe/transaction.ts";
import { callOf, type ReviewCall } from "./calls.ts";
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
  /** Signatures that are missing for what is still to submit; 0 if nothing is. */
  readonly missing: number;
  /** What owners are going to sign; absent if all is proposed already, or if another change set may still move it. */
  readonly submission?: Submission;
  /** The same behind what waits for signatures already; absent if nothing waits. */
  readonly behindQueue?: Submission;
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
  readonly calls: readonly ReviewCall[];
}

interface Context {
  readonly chainId: bigint;
  readonly proposals: ReadonlyMap<Address, Proposals> | undefined;
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
    missing: open ? approval.threshold : 0,
    ...(fixed ? submissions(set, approval, context) : {}),
    proposed: approval.proposed.map((each) => proposalOf(each, authority, approval, context)),
  };
}

function submissions(
  { authority, transactions }: ChangeSet,
  approval: SafeApproval,
  { chainId, proposals }: Context,
): Pick<ReviewSafe, "submission" | "behindQueue"> {
  const at = (nonce: bigint) => {
    const { tx, safeTxHash } = submissionOf(chainId, authority, approval, transactions, nonce);
    return submission(chainId, authority, tx, safeTxHash);
  };
  const next = nextNonce(approval, pendingOf(proposals?.get(authority)));
  return { submission: at(approval.nonce), ...(next === approval.nonce ? {} : { behindQueue: at(next) }) };
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
  { pending, transactions, exceeds }: Proposed,
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
    calls: transactions.flatMap(({ calls }) => calls.map((call) => callOf(call, words, steps))),
  };
}
