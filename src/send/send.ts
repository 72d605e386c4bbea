import type { Hex } from "../kinds/value.ts";
import { endpointFailure, unusable, type SendCode } from "./codes.ts";
import { estimateGas } from "./estimate.ts";
import { quoteFees } from "./fees.ts";
import { inOrder } from "./in-order.ts";
import { explainRevert } from "./revert.ts";
import { quantity, RpcError, toHex, UnreachableError } from "./rpc.ts";
import { OrdinanceError } from "../errors.ts";
import { requireNothingSince, type Decided } from "./since.ts";
import {
  failureError,
  requestOf,
  sendOne,
  type OneResult,
  type OutgoingCall,
  type Ready,
  type SendContext,
} from "./send-one.ts";
import type { Explain } from "./why-reverted.ts";

export type { OutgoingCall } from "./send-one.ts";
export type { Explain } from "./why-reverted.ts";

export interface BatchOptions extends Omit<SendContext, "gasMargin" | "explain" | "report"> {
  readonly calls: readonly OutgoingCall[];
  /** 1.2 unless told. */
  readonly gasMargin?: number;
  readonly explain?: Explain;
  readonly onProgress?: (line: string) => void;
  /** Where one of the calls must never be made twice: the block in which it was decided to make them. */
  readonly since?: Decided;
  /** Runs once, after all other checks and before anything is signed; what it throws stops the batch unsent. */
  readonly before?: () => Promise<void>;
}

/** A mined and confirmed call. `gasPrice` in wei per gas. */
export interface SentCall {
  readonly index: number;
  readonly text: string;
  readonly hash: Hex;
  readonly nonce: number;
  readonly gasUsed: bigint;
  readonly gasPrice: bigint;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly status: 1;
}

export interface FailedCall {
  readonly index: number;
  readonly text: string;
  readonly code: SendCode;
  readonly reason: string;
  /** Present if it was sent. */
  readonly hash?: Hex;
}

export interface BatchResult {
  readonly sent: readonly SentCall[];
  readonly failed?: FailedCall;
  /** Calls that are not applied, the failed one included. */
  readonly remaining: number;
}

/**
 * Sends calls one after the other, each when the one before has its confirmations, and stops at the first that fails.
 * To be called after {@link resumeInFlight}: what an earlier run left unfinished is refused here.
 * @throws OrdinanceError only if nothing was sent: ORD201 no answer, ORD202 another chain, ORD403 fees above the ceiling,
 * ORD404 nonce in use, ORD407 signer unusable. A revert, and whatever happens after the first transaction, is `failed`.
 */
export async function sendBatch(options: BatchOptions): Promise<BatchResult> {
  const { calls, chainId, signal } = options;
  if (calls.length === 0) return { sent: [], remaining: 0 };
  const place = `chain ${chainId}`;
  let nonce: number;
  let ready: Ready | undefined;
  try {
    ({ nonce, ready } = await prepare(options, calls[0]!, place));
  } catch (error) {
    throw endpointFailure(place, error);
  }
  await options.before?.();

  const sent: SentCall[] = [];
  let after = 0n;
  for (const [index, call] of calls.entries()) {
    const { text } = call;
    const prefix = `${index + 1}/${calls.length} ${text}: `;
    const say = (line: string) => options.onProgress?.(prefix + line);
    const context: SendContext = {
      ...options,
      gasMargin: options.gasMargin ?? 1.2,
      explain: options.explain ?? explainAlone,
      report: say,
    };
    const result: OneResult = signal?.aborted
      ? { state: "failed", code: "ORD405", reason: "interrupted before it was sent", onItsWay: false }
      : await attempt(
          () => sendOne(call, nonce, after, context, index === 0 ? ready : undefined),
          place,
          sent.length === 0,
        );
    if (result.state === "failed") {
      const { code, reason, hash, onItsWay } = result;
      say(reason);
      const unsent = sent.length === 0 && !onItsWay;
      if (unsent && (code === "ORD404" || code === "ORD407")) throw failureError(result, call, chainId);
      return {
        sent,
        failed: { index, text, code, reason, ...(hash === undefined ? {} : { hash }) },
        remaining: calls.length - index,
      };
    }
    const { hash, gasUsed, gasPrice, blockNumber, blockHash } = result.receipt;
    sent.push({ index, text, hash, nonce: result.nonce, gasUsed, gasPrice, blockNumber, blockHash, status: 1 });
    say(`mined in block ${blockNumber}, ${gasUsed} gas`);
    [nonce, after] = [result.nonce + 1, blockNumber];
  }
  return { sent, remaining: 0 };
}

/** Nothing of this call was sent when an error is thrown; but after others were, it is a result. */
async function attempt(send: () => Promise<OneResult>, place: string, first: boolean): Promise<OneResult> {
  try {
    return await send();
  } catch (error) {
    if (!(error instanceof OrdinanceError || error instanceof RpcError || error instanceof UnreachableError))
      throw error;
    const failure = endpointFailure(place, error);
    if (first) throw failure;
    return {
      state: "failed",
      code: failure.code as SendCode,
      reason: failure.problems.map(({ found, remedy }) => (remedy ? `${found} (${remedy})` : found)).join("; "),
      onItsWay: false,
    };
  }
}

/**
 * Whatever the first transaction needs, asked for at the same time. Without gas where the call cannot be estimated so: why is found
 * out when its turn comes, in a block that is known.
 * @throws OrdinanceError ORD202, ORD404, ORD403.
 */
async function prepare(options: BatchOptions, first: OutgoingCall, place: string) {
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
  const [found, fees, estimate] = await inOrder([
    nonce(),
    quoteFees(rpc, place, options.maxFeePerGas),
    estimateGas(requestOf(first, signer), "latest", rpc),
  ]);
  return { nonce: found, ready: estimate.state === "ok" ? { fees, gas: estimate.gas } : undefined };
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

function explainAlone(data: Hex): string {
  return explainRevert(data, []);
}
