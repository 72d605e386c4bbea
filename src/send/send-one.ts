import { OrdinanceError } from "../errors.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { attempt } from "./attempt.ts";
import { broadcast } from "./broadcast.ts";
import { unusable, type SendCode } from "./codes.ts";
import { estimateGas, type CallRequest, type Estimate } from "./estimate.ts";
import { quoteFees, type FeeQuote } from "./fees.ts";
import type { InFlight, Journal } from "./journal.ts";
import { minedAs } from "./mined-as.ts";
import { quantity, RpcError, UnreachableError, type JsonRpc } from "./rpc.ts";
import type { Signer, UnsignedTransaction } from "./signer.ts";
import { untilConfirmed, type Patience, type Receipt } from "./wait.ts";
import { whyReverted, type Explain } from "./why-reverted.ts";

export interface OutgoingCall {
  readonly to: Address;
  readonly data: Hex;
  /** Wei. */
  readonly value: bigint;
  /** What it does, for people. */
  readonly text: string;
}

/** What one transaction needs beside its call. */
export interface SendContext extends Patience {
  readonly signer: Signer;
  readonly rpc: JsonRpc;
  readonly chainId: bigint;
  /** Ceiling, wei per gas. */
  readonly maxFeePerGas?: bigint;
  /** Gas limit over estimate: 1.2 is a fifth more. */
  readonly gasMargin: number;
  readonly journal?: Journal;
  readonly explain: Explain;
  readonly report: (line: string) => void;
}

export interface Failure {
  readonly state: "failed";
  readonly code: SendCode;
  readonly reason: string;
  readonly hash?: Hex;
  /** The transaction was sent, or may have been. */
  readonly onItsWay: boolean;
}

export type OneResult = { readonly state: "sent"; readonly nonce: number; readonly receipt: Receipt } | Failure;

/** Sent, and not waited for yet. */
export interface Launched {
  readonly state: "launched";
  readonly request: CallRequest;
  readonly tx: UnsignedTransaction;
  readonly sent: OnItsWay;
}

interface OnItsWay {
  readonly hash: Hex;
  readonly raw?: Hex;
}

/** Gas that one transaction may have at most since EIP-7825. */
const TRANSACTION_GAS = 1n << 24n;

/** What was asked for together with everything else that a first transaction needs. Gas without margin. */
export interface Ready {
  readonly fees: FeeQuote;
  readonly gas: bigint;
}

/**
 * Sends one call and waits for its confirmations.
 * @param after block in whose state, or a later one, the call is estimated.
 * @param ready fees and gas if they are known already.
 * @throws OrdinanceError, UnreachableError, RpcError only before anything was signed.
 */
export async function sendOne(
  call: OutgoingCall,
  nonce: number,
  after: bigint,
  context: SendContext,
  ready?: Ready,
): Promise<OneResult> {
  const { signer, rpc, chainId, maxFeePerGas } = context;
  const fees = ready?.fees ?? (await quoteFees(rpc, `chain ${chainId}`, maxFeePerGas));
  const request = requestOf(call, signer);
  const estimate: Estimate = ready
    ? { state: "ok", gas: ready.gas }
    : await estimateGas(request, fees.head > after ? fees.head : after, rpc);
  const launched = await launch(call, nonce, context, fees, estimate);
  return launched.state === "failed" ? launched : land(launched, context);
}

/** What fails behind a transaction that was sent is a result: it must not pass for one with which nothing was sent. */
export async function land(launched: Launched, context: SendContext): Promise<OneResult> {
  const result = await attempt(() => landed(launched, context), `chain ${context.chainId}`, false);
  return result.state === "failed" ? { ...result, hash: launched.sent.hash, onItsWay: true } : result;
}

/** Signs and sends one call, or says why not. @throws OrdinanceError, UnreachableError, RpcError only before anything was signed. */
export async function launch(
  call: OutgoingCall,
  nonce: number,
  context: SendContext,
  fees: FeeQuote,
  estimate: Estimate,
): Promise<Launched | Failure> {
  const { signer, chainId, gasMargin, explain } = context;
  if (estimate.state === "refused")
    return { state: "failed", code: "ORD407", reason: estimate.message, onItsWay: false };
  if (estimate.state === "reverts") {
    const reason = (estimate.data && (await explain(estimate.data, call.to))) ?? estimate.message;
    return { state: "failed", code: "ORD406", reason: `would revert: ${reason}`, onItsWay: false };
  }
  const gas = withMargin(estimate.gas, gasMargin, fees.blockGas);
  const { maxPriorityFeePerGas, maxFeePerGas: fee } = fees;
  const tx: UnsignedTransaction = {
    chainId,
    nonce,
    to: call.to,
    data: call.data,
    value: call.value,
    gas,
    maxFeePerGas: fee,
    maxPriorityFeePerGas,
  };
  const onItsWay = await (signer.sign
    ? signAndSend(tx, call.text, signer.sign.bind(signer), context)
    : askToSend(tx, call.text, context));
  return "state" in onItsWay ? onItsWay : { state: "launched", request: requestOf(call, signer), tx, sent: onItsWay };
}

export function requestOf({ to, data, value }: OutgoingCall, { address: from }: Pick<Signer, "address">): CallRequest {
  return { from, to, data, value };
}

function withMargin(estimate: bigint, margin: number, blockGas: bigint): bigint {
  const wanted = (estimate * BigInt(Math.round(margin * 1_000))) / 1_000n;
  const most = blockGas < TRANSACTION_GAS ? blockGas : TRANSACTION_GAS;
  if (wanted <= most) return wanted;
  return estimate > most ? estimate : most;
}

function entryOf(tx: UnsignedTransaction, text: string, { signer, confirmations }: SendContext): InFlight {
  const { chainId, nonce, to, data, value } = tx;
  return {
    chainId: chainId.toString(),
    from: signer.address,
    nonce,
    to,
    data,
    value: value.toString(),
    confirmations,
    text,
  };
}

async function signAndSend(
  tx: UnsignedTransaction,
  text: string,
  sign: NonNullable<Signer["sign"]>,
  context: SendContext,
): Promise<OnItsWay | Failure> {
  const { rpc, journal, report } = context;
  const { nonce } = tx;
  let signed: OnItsWay & { readonly raw: Hex };
  try {
    signed = await sign(tx);
  } catch (error) {
    return unsigned(error, false);
  }
  const { hash, raw } = signed;
  journal?.append({ event: "started", ...entryOf(tx, text, context), hash, raw });
  report(`sending ${hash} (nonce ${nonce})`);
  const result = await broadcast(raw, hash, rpc);
  if (result.state !== "rejected") return signed;
  journal?.append({ event: "closed", nonce, outcome: result.nonceUsed ? "replaced" : "rejected", hash });
  const [code, what] = result.nonceUsed
    ? (["ORD404", `another transaction uses nonce ${nonce}`] as const)
    : (["ORD407", "the network refused it"] as const);
  return { state: "failed", code, reason: `${what}: ${result.reason}`, onItsWay: false };
}

async function askToSend(tx: UnsignedTransaction, text: string, context: SendContext): Promise<OnItsWay | Failure> {
  const { signer, rpc, journal, report } = context;
  const { nonce } = tx;
  journal?.append({ event: "started", ...entryOf(tx, text, context) });
  report(`waiting for ${signer.describe()} (nonce ${nonce})`);
  let hash: Hex;
  try {
    ({ hash } = await signer.send(tx, rpc));
  } catch (error) {
    const refused = error instanceof OrdinanceError || (error instanceof RpcError && !(await nonceTaken(tx, context)));
    // Anything else may have been sent: it stays open until the nonce tells.
    if (refused) journal?.append({ event: "closed", nonce, outcome: "rejected" });
    return unsigned(error, !refused);
  }
  journal?.append({ event: "named", nonce, hash });
  report(`sent ${hash} (nonce ${nonce})`);
  return { hash };
}

/** Some nodes answer with the error of a transaction that they have sent nevertheless. */
async function nonceTaken({ nonce }: UnsignedTransaction, { signer, rpc }: SendContext): Promise<boolean> {
  try {
    const what = "eth_getTransactionCount";
    return quantity(await rpc.request(what, [signer.address, "pending"]), what) > BigInt(nonce);
  } catch (error) {
    if (error instanceof UnreachableError || error instanceof RpcError) return true;
    throw error;
  }
}

function unsigned(error: unknown, onItsWay: boolean): Failure {
  if (!(error instanceof UnreachableError || error instanceof RpcError)) throw error;
  return { state: "failed", code: "ORD407", reason: `the signer did not sign: ${error.message}`, onItsWay };
}

/** Waits for the confirmations of what was sent. */
async function landed({ request, tx, sent }: Launched, context: SendContext): Promise<OneResult> {
  const { signer, rpc, journal } = context;
  const { hash } = sent;
  const failed = (code: SendCode, reason: string): Failure => ({ state: "failed", code, reason, hash, onItsWay: true });
  const waited = await untilConfirmed({ ...sent, from: signer.address, nonce: tx.nonce }, rpc, context);
  if (waited.state === "replaced") {
    journal?.append({ event: "closed", nonce: tx.nonce, outcome: "replaced", hash });
    return failed("ORD404", `another transaction took nonce ${tx.nonce}, so ${hash} can never be mined`);
  }
  if (waited.state !== "confirmed") return failed("ORD405", waited.reason);
  const { receipt } = waited;
  journal?.append({ event: "closed", nonce: tx.nonce, outcome: "mined", hash, block: receipt.blockNumber.toString() });
  if (!receipt.succeeded) return failed("ORD406", await whyReverted(request, tx.gas, receipt, context));
  if (sent.raw !== undefined) return { state: "sent", nonce: tx.nonce, receipt };
  const mined = await minedAs(tx, signer.address, hash, rpc);
  return typeof mined === "number" ? { state: "sent", nonce: mined, receipt } : failed(mined.code, mined.reason);
}

/** A failure with which nothing was sent, as an error. */
export function failureError(result: Failure, call: OutgoingCall, chainId: bigint): OrdinanceError {
  return unusable(`chain ${chainId}`, {
    code: result.code,
    found: `${call.text}: ${result.reason}`,
    expected: "a signed transaction that the network accepts",
    remedy: "nothing was sent; remove the cause and run again",
  });
}
