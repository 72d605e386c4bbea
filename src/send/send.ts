import { attempt } from "./attempt.ts";
import {
  contextOf,
  failedCall,
  INTERRUPTED,
  minedText,
  requireSent,
  sentCall,
  type BatchOptions,
  type BatchResult,
  type Prepared,
  type SentCall,
} from "./batch.ts";
import { endpointFailure, unusable } from "./codes.ts";
import { estimateGas } from "./estimate.ts";
import { quoteFees } from "./fees.ts";
import { inOrder } from "./in-order.ts";
import { quantity, toHex } from "./rpc.ts";
import { requestOf, sendOne, type OneResult, type OutgoingCall, type Ready } from "./send-one.ts";
import { sendAtOnce } from "./send-at-once.ts";
import { requireNothingSince } from "./since.ts";

export type { BatchOptions, BatchResult, FailedCall, SentCall } from "./batch.ts";
export type { OutgoingCall } from "./send-one.ts";
export type { Explain } from "./why-reverted.ts";

/**
 * Sends calls one after the other, each when the one before has its confirmations, and stops at the first that fails; those that
 * are independent all at once (see `sendAtOnce`).
 * To be called after {@link resumeInFlight}: what an earlier run left unfinished is refused here.
 * @throws OrdinanceError only if nothing was sent: ORD201 no answer, ORD202 another chain, ORD403 fees above the ceiling,
 * ORD404 nonce in use, ORD407 signer unusable. A revert, and whatever happens after the first transaction, is `failed`.
 */
export async function sendBatch(options: BatchOptions): Promise<BatchResult> {
  const { calls, chainId, signal } = options;
  if (calls.length === 0) return { sent: [], remaining: 0 };
  const place = `chain ${chainId}`;
  // A wallet is asked for one transaction after the other, and may number them itself.
  const atOnce = options.independent === true && options.signer.sign !== undefined && calls.length > 1;
  let prepared: Prepared;
  try {
    prepared = await prepare(options, atOnce ? calls : calls.slice(0, 1), place);
  } catch (error) {
    throw endpointFailure(place, error);
  }
  await options.before?.();
  if (atOnce) return sendAtOnce(options, prepared);

  const { fees, estimates } = prepared;
  const [estimate] = estimates;
  // A call that cannot be estimated so: why is found out when its turn comes, in a block that is known.
  const ready: Ready | undefined = estimate?.state === "ok" ? { fees, gas: estimate.gas } : undefined;
  let { nonce } = prepared;
  const sent: SentCall[] = [];
  let after = 0n;
  for (const [index, call] of calls.entries()) {
    const context = contextOf(options, index);
    const result: OneResult = signal?.aborted
      ? INTERRUPTED
      : await attempt(
          () => sendOne(call, nonce, after, context, index === 0 ? ready : undefined),
          place,
          sent.length === 0,
        );
    if (result.state === "failed") {
      context.report(result.reason);
      if (sent.length === 0) requireSent(result, call, chainId);
      return { sent, failed: failedCall(result, call, index), remaining: calls.length - index };
    }
    const mined = sentCall(result, call, index);
    sent.push(mined);
    context.report(minedText(mined));
    [nonce, after] = [result.nonce + 1, mined.blockNumber];
  }
  return { sent, remaining: 0 };
}

/**
 * Whatever the first transactions need, asked for at the same time.
 * @param calls those whose gas is estimated, in the latest state.
 * @throws OrdinanceError ORD202, ORD404, ORD403.
 */
async function prepare(options: BatchOptions, calls: readonly OutgoingCall[], place: string): Promise<Prepared> {
  const { signer, rpc, chainId } = options;
  const count = async (tag: string) =>
    Number(quantity(await rpc.request("eth_getTransactionCount", [signer.address, tag]), "eth_getTransactionCount"));
  const nonce = async () => {
    const [served, latest, pending] = await inOrder([rpc.request("eth_chainId"), count("latest"), count("pending")]);
    if (served === toHex(chainId)) return firstNonce(options, place, latest, pending);
    throw unusable(place, {
      code: "ORD202",
      found: `the endpoint serves chain ${String(served)}`,
      expected: `chain ${chainId}`,
    });
  };
  const [found, fees, ...estimates] = await inOrder([
    nonce(),
    quoteFees(rpc, place, options.maxFeePerGas),
    ...calls.map((call) => estimateGas(requestOf(call, signer), "latest", rpc)),
  ] as const);
  return { nonce: found, fees, estimates };
}

/** @throws OrdinanceError ORD404. */
async function firstNonce(
  { signer, rpc, journal, since }: BatchOptions,
  place: string,
  latest: number,
  pending: number,
): Promise<number> {
  const own = journal?.open() ?? [];
  if (pending <= latest && own.length === 0) {
    if (since) await requireNothingSince(rpc, place, signer.address, latest, since);
    return latest;
  }
  const nonces = own.length > 0 ? own.map((entry) => entry.nonce) : range(latest, pending);
  const named = own.flatMap(({ hash }) => hash ?? []);
  throw unusable(place, {
    code: "ORD404",
    found:
      own.length > 0
        ? `nonce ${nonces.join(", ")} of ${signer.address} belongs to unfinished transactions of an earlier run (${named.join(", ") || "hash unknown"})`
        : `nonce ${nonces.join(", ")} of ${signer.address} belongs to transactions in flight that were not sent from here (hash unknown)`,
    expected: "an account without transactions in flight",
    remedy:
      own.length > 0
        ? "run again: it brings them to an end first; nothing was sent"
        : "wait until they are mined, or cancel them; nothing was sent",
  });
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, index) => from + index);
}
