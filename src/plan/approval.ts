import { membersOf } from "../authority/reach.ts";
import type { Proposals } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { batch, innersOf, type Inner } from "../safe/multi-send.ts";
import type { PendingSafeTransaction } from "../safe/service-entry.ts";
import { domainHash, messageHash, safeTxHash, type SafeTransaction } from "../safe/transaction.ts";
import { isMultiSend, multiSendOf, supportedVersion } from "../safe/versions.ts";
import type { Envelope } from "./call.ts";
import type { PlanModule } from "./world.ts";

/** Who approves the transactions of a change set. */
export type Approval = SignerApproval | SafeApproval;

/** One account signs each of them. */
export interface SignerApproval {
  readonly kind: "signer";
}

/** Owners of a Safe sign all of them at once: they take effect together or not at all. */
export interface SafeApproval {
  readonly kind: "safe";
  readonly name: string;
  readonly version: string;
  readonly threshold: number;
  readonly owners: readonly Address[];
  /** Of the next transaction that the Safe executes. */
  readonly nonce: bigint;
  /** What owners have been asked to sign already, and which of the needed transactions it makes. */
  readonly proposed: readonly Proposed[];
  /** What is known of the queue: without a service nothing is, and an unreachable one is not an empty one. */
  readonly queue: Proposals["status"];
}

export interface Proposed {
  readonly pending: PendingSafeTransaction;
  readonly transactions: readonly Envelope[];
}

/** A Safe transaction with what is compared on a hardware wallet. */
export interface SafeSubmission {
  readonly tx: SafeTransaction;
  readonly safeTxHash: Hex;
  /** EIP-712. */
  readonly domainHash: Hex;
  readonly messageHash: Hex;
}

/** How `safe` approves, and which of `transactions` are still to submit. */
export function safeApproval(
  safe: PlanModule,
  transactions: readonly Envelope[],
  proposals: Proposals | undefined,
): { readonly approval: SafeApproval; readonly open: readonly Envelope[] } {
  const { values } = safe;
  const proposed: Proposed[] = [];
  let open = transactions;
  for (const pending of proposals?.status === "read" ? proposals.pending : []) {
    const inners = new Set(innersOf(pending.tx, isMultiSend).map(identity));
    const mine = open.filter((each) => inners.has(identity(each)));
    if (mine.length === 0) continue;
    proposed.push({ pending, transactions: mine });
    open = open.filter((each) => !mine.includes(each));
  }
  const approval: SafeApproval = {
    kind: "safe",
    name: safe.name,
    version: String(values.get("version")),
    threshold: Number(values.get("threshold")),
    owners: membersOf(safe, "owners"),
    nonce: values.get("nonce") as bigint,
    proposed,
    queue: proposals?.status ?? "no service",
  };
  return { approval, open };
}

/** Everything as one transaction of the Safe, in MultiSendCallOnly where there are several. */
export function submissionOf(
  chainId: bigint,
  safe: Address,
  approval: SafeApproval,
  transactions: readonly Envelope[],
  nonce = approval.nonce,
): SafeSubmission {
  const version = supportedVersion(approval.version);
  if (!version) throw new TypeError(`a plan through a Safe of version ${approval.version} is refused`);
  const tx = batch(transactions.map(inner), multiSendOf(version), nonce);
  return {
    tx,
    safeTxHash: safeTxHash(chainId, safe, tx),
    domainHash: domainHash(chainId, safe),
    messageHash: messageHash(tx),
  };
}

function inner({ to, data }: Envelope): Inner {
  return { to, value: 0n, data };
}

function identity({ to, data }: { readonly to: string; readonly data: string }): string {
  return `${to.toLowerCase()}:${data.toLowerCase()}`;
}
