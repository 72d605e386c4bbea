import type { Hex } from "../kinds/value.ts";
import type { SendCode } from "./codes.ts";
import type { Estimate } from "./estimate.ts";
import type { FeeQuote } from "./fees.ts";
import { explainRevert } from "./revert.ts";
import { failureError, type Failure, type OneResult, type OutgoingCall, type SendContext } from "./send-one.ts";
import type { Decided } from "./since.ts";
import type { Explain } from "./why-reverted.ts";

export interface BatchOptions extends Omit<SendContext, "gasMargin" | "explain" | "report"> {
  readonly calls: readonly OutgoingCall[];
  /** 1.2 unless told. */
  readonly gasMargin?: number;
  readonly explain?: Explain;
  readonly onProgress?: (line: string) => void;
  /** Where one of the calls must never be made twice: the block in which it was decided to make them. */
  readonly since?: Decided;
  /** Whether each call holds whatever becomes of the others: all are sent before the first is waited for. */
  readonly independent?: boolean;
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

/** What a batch begins with, from one look at the chain. */
export interface Prepared {
  /** The account's next one. */
  readonly nonce: number;
  readonly fees: FeeQuote;
  /** Of the first call, or of all that are sent at once. */
  readonly estimates: readonly Estimate[];
}

export const INTERRUPTED: Failure = {
  state: "failed",
  code: "ORD405",
  reason: "interrupted before it was sent",
  onItsWay: false,
};

/** What the call at this place of a batch needs; its progress is told with its number. */
export function contextOf(options: BatchOptions, index: number): SendContext {
  const { calls, onProgress, gasMargin = 1.2, explain = explainAlone } = options;
  const prefix = `${index + 1}/${calls.length} ${calls[index]!.text}: `;
  return { ...options, gasMargin, explain, report: (line) => onProgress?.(prefix + line) };
}

function explainAlone(data: Hex): string {
  return explainRevert(data, []);
}

export function sentCall(
  { nonce, receipt }: Extract<OneResult, { readonly state: "sent" }>,
  { text }: OutgoingCall,
  index: number,
): SentCall {
  const { hash, gasUsed, gasPrice, blockNumber, blockHash } = receipt;
  return { index, text, hash, nonce, gasUsed, gasPrice, blockNumber, blockHash, status: 1 };
}

export function minedText({ blockNumber, gasUsed }: SentCall): string {
  return `mined in block ${blockNumber}, ${gasUsed} gas`;
}

export function failedCall({ code, reason, hash }: Failure, { text }: OutgoingCall, index: number): FailedCall {
  return { index, text, code, reason, ...(hash === undefined ? {} : { hash }) };
}

/**
 * Of the first failure, where nothing was sent before.
 * @throws OrdinanceError ORD404, ORD407 if nothing is on its way either.
 */
export function requireSent(failure: Failure, call: OutgoingCall, chainId: bigint): void {
  const { code, onItsWay } = failure;
  if (!onItsWay && (code === "ORD404" || code === "ORD407")) throw failureError(failure, call, chainId);
}
