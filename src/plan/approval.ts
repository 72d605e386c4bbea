import { namedMembersOf } from "../authority/reach.ts";
import { schedulingIn, type Scheduling } from "../authority/timelock.ts";
import type { Proposals } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { batch, innersOf, type Inner } from "../safe/multi-send.ts";
import type { PendingSafeTransaction } from "../safe/service-entry.ts";
import { domainHash, messageHash, safeTxHash, type SafeTransaction } from "../safe/transaction.ts";
import { isMultiSend, multiSendOf, supportedVersion } from "../safe/versions.ts";
import type { Call, Envelope } from "./call.ts";
import { rivalsTo, type Rival, type Waiting } from "./rivals.ts";
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
  /** Nonce of what is still to submit: the Safe's next one, or behind everything that waits where something must not become void. */
  readonly turn: bigint;
  /** What others wait for with the Safe's next nonce: it becomes void if what is still to submit has its turn there. */
  readonly rivals: readonly Rival[];
  /** What owners have been asked to sign already, and which of the needed transactions it makes. */
  readonly proposed: readonly Proposed[];
}

export interface Proposed {
  readonly pending: PendingSafeTransaction;
  readonly transactions: readonly Envelope[];
  /** It does something besides, which no preview has shown: nobody signs it here. */
  readonly exceeds: boolean;
  /** What waits with the same nonce, and becomes void when this one is carried out. */
  readonly rivals: readonly Rival[];
}

/** An operation that a proposal to a Safe would schedule. */
export interface AskedOperation extends Scheduling {
  readonly safe: Address;
  readonly timelock: Address;
  /** What the timelock would be called with. */
  readonly data: Hex;
}

/** All calls of a change set: those that owners have been asked to sign already come first. */
export function callsIn(set: {
  readonly approval: Approval;
  readonly transactions: readonly Envelope[];
}): readonly Call[] {
  const proposed = set.approval.kind === "safe" ? set.approval.proposed.flatMap((each) => each.transactions) : [];
  return [...proposed, ...set.transactions].flatMap(({ calls }) => calls);
}

export function askedOperations(proposals: ReadonlyMap<Address, Proposals>): AskedOperation[] {
  return [...proposals].flatMap(([safe, each]) =>
    (each.status === "read" ? each.pending : []).flatMap(({ tx }) =>
      innersOf(tx, isMultiSend).flatMap(({ to, value, data }) => {
        const scheduling = value === 0n ? schedulingIn({ data }) : undefined;
        return scheduling ? [{ ...scheduling, safe, timelock: to, data }] : [];
      }),
    ),
  );
}

/** A Safe transaction with what is compared on a hardware wallet. */
export interface SafeSubmission {
  readonly tx: SafeTransaction;
  readonly safeTxHash: Hex;
  /** EIP-712. */
  readonly domainHash: Hex;
  readonly messageHash: Hex;
}

/**
 * How `safe` approves, and which of `transactions` are still to submit.
 * @param waiting in its queue, by nonce.
 * @param exceeding calldata among `transactions` that does more than is needed.
 */
export function safeApproval(
  safe: PlanModule,
  transactions: readonly Envelope[] = [],
  waiting: readonly Waiting[] = [],
  exceeding: ReadonlySet<Hex> = new Set(),
): { readonly approval: SafeApproval; readonly open: readonly Envelope[] } {
  const { values } = safe;
  const proposed: Proposed[] = [];
  let open = transactions;
  for (const each of waiting) {
    if (!each.fits) continue;
    const { pending } = each;
    const { tx } = pending;
    const inners = innersOf(tx, isMultiSend);
    const made = new Set(inners.filter(({ value }) => value === 0n).map(identity));
    const mine = open.filter((envelope) => made.has(identity(envelope)));
    if (mine.length === 0) continue;
    // Whoever is slashed for an incident by an earlier proposal must not be slashed for it again by this one.
    const needed = transactions.filter((envelope) => open.includes(envelope) || !isOnce(envelope));
    const own = (inner: Inner) =>
      inner.value === 0n && !exceeding.has(inner.data) && timesIn(inners, inner) <= timesIn(needed, inner);
    // What no longer fits is to be rejected by one of the same nonce.
    const beside = waiting.filter((other) => other !== each && other.fits && other.pending.tx.nonce === tx.nonce);
    proposed.push({
      ...{ pending, transactions: mine, rivals: rivalsTo(mine, beside) },
      // A price of gas is a payment to whoever is named for it.
      exceeds: tx.gasPrice > 0n || !inners.every(own),
    });
    open = open.filter((envelope) => !mine.includes(envelope));
  }
  const nonce = values.get("nonce") as bigint;
  const asked = new Set(proposed.map(({ pending }) => pending));
  const beside = waiting.filter(({ pending }) => pending.tx.nonce === nonce && !asked.has(pending));
  const all = rivalsTo(open, beside);
  // What is proposed comes first in the plan's order, and what must not become void keeps its nonce.
  const free = proposed.length === 0 && all.every(({ mayVoid }) => mayVoid);
  const approval: SafeApproval = {
    kind: "safe",
    name: safe.name,
    version: String(values.get("version")),
    threshold: Number(values.get("threshold")),
    owners: namedMembersOf(safe, "owners"),
    nonce,
    turn: free ? nonce : behind(nonce, waiting),
    // Behind what no longer fits nothing goes: that is a conflict.
    rivals: all.filter(({ mayVoid }, index) => mayVoid || beside[index]!.fits),
    proposed,
  };
  return { approval, open };
}

/** Everything as one transaction of the Safe, in MultiSendCallOnly where there are several; its turn is told by `approval`. */
export function submissionOf(
  chainId: bigint,
  safe: Address,
  approval: SafeApproval,
  transactions: readonly Envelope[],
  nonce = approval.turn,
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

/** The first nonce that nothing which waits has, nor anything after it. */
function behind(nonce: bigint, waiting: readonly Waiting[]): bigint {
  return waiting.map(({ pending }) => pending.tx.nonce + 1n).reduce((most, each) => (each > most ? each : most), nonce);
}

function inner({ to, data }: Envelope): Inner {
  return { to, value: 0n, data };
}

/** A call that must never be made twice. */
function isOnce({ calls }: Envelope): boolean {
  return calls.some(({ write }) => write.once);
}

type Identified = Parameters<typeof identity>[0];

function timesIn(list: readonly Identified[], of: Identified): number {
  return list.filter((each) => identity(each) === identity(of)).length;
}

function identity({ to, data }: { readonly to: string; readonly data: string }): string {
  return `${to.toLowerCase()}:${data.toLowerCase()}`;
}
