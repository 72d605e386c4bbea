import type { Live } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { PendingSafeTransaction } from "../safe/service-entry.ts";
import type { Envelope } from "./call.ts";
import type { ConflictingProposal } from "./conflict.ts";
import { deedsOf, type Deed } from "./deeds.ts";
import type { World } from "./world.ts";

/** A transaction that waits for signatures of a Safe's owners, whoever asked for them. */
export interface Waiting {
  readonly pending: PendingSafeTransaction;
  /** `undefined` if nobody can tell what it does. */
  readonly deeds: readonly Deed[] | undefined;
  /** It sets nothing that the file wants otherwise. */
  readonly fits: boolean;
  /** The file lets another transaction take its nonce. */
  readonly listed: boolean;
}

/** A transaction that becomes void when another one takes its nonce. */
export interface Rival extends Pick<Waiting, "pending" | "deeds" | "listed"> {
  /** That may happen: the file names it, or what takes its nonce pauses. Otherwise nothing here takes its nonce. */
  readonly mayVoid: boolean;
}

/** What waits in the queue of a Safe, by nonce; nothing where the queue is not known. */
export function waitingAt(
  world: World,
  live: Live,
  safe: Address,
  rejected: readonly ConflictingProposal[],
  supersede: readonly Hex[] = [],
): readonly Waiting[] {
  const proposals = live.proposals?.get(safe);
  if (proposals?.status !== "read") return [];
  return proposals.pending.map((pending) => ({
    pending,
    deeds: deedsOf(world, pending.tx),
    fits: !rejected.some((each) => each.pending === pending),
    listed: supersede.includes(pending.hash),
  }));
}

/** What would become void if `transactions` took the place of those that wait. */
export function rivalsTo(transactions: readonly Envelope[], waiting: readonly Waiting[]): readonly Rival[] {
  // Whatever else is in it: a pause must not wait for owners who may never sign what came before.
  const pauses = transactions.some(({ calls }) =>
    calls.some(({ phase, way }) => phase === "pause" && way.delay === 0n),
  );
  return waiting.map(({ pending, deeds, listed }) => ({ pending, deeds, listed, mayVoid: listed || pauses }));
}
