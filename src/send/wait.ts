import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hex } from "../kinds/value.ts";
import { broadcast, knows } from "./broadcast.ts";
import { quantity, RpcError, UnreachableError, type JsonRpc } from "./rpc.ts";

/** What is looked at in a receipt. Gas price in wei per gas. */
export interface Receipt {
  readonly hash: Hex;
  readonly blockNumber: bigint;
  readonly blockHash: Hex;
  readonly gasUsed: bigint;
  readonly gasPrice: bigint;
  /** True only for a status of exactly 1. */
  readonly succeeded: boolean;
}

export interface Awaited {
  readonly hash: Hex;
  readonly from: Address;
  readonly nonce: number;
  /** To send again if the endpoint has lost it. */
  readonly raw?: Hex;
}

export interface Patience {
  /** Blocks that count as final, the one with the transaction included; at least 1. */
  readonly confirmations: number;
  /** Milliseconds without progress until waiting is given up; 300 s unless told. */
  readonly timeoutMs?: number;
  /** Milliseconds between looks at whether the endpoint still has the transaction; 3 s unless told. */
  readonly recheckMs?: number;
  readonly signal?: AbortSignal;
}

export type WaitResult =
  | { readonly state: "confirmed"; readonly receipt: Receipt }
  | { readonly state: "replaced" }
  | { readonly state: "timeout" | "interrupted"; readonly reason: string };

const FIRST_POLL_MS = 50;
const LAST_POLL_MS = 1_000;
/** A lagging replica may show the nonce as used before it shows the receipt. */
const STRIKES = 3;

/**
 * Waits until a transaction has its confirmations in the block that its receipt names when it is read again. A receipt
 * that a reorganisation moves or removes is waited for anew; a transaction that the endpoint has lost is sent again,
 * byte for byte. Failures of the endpoint are waited out.
 */
export async function untilConfirmed(tx: Awaited, rpc: JsonRpc, patience: Patience): Promise<WaitResult> {
  const { confirmations, timeoutMs = 300_000, recheckMs = 3_000, signal } = patience;
  let [deadline, recheck, poll] = [Date.now() + timeoutMs, Date.now() + recheckMs, FIRST_POLL_MS];
  let [seen, depth, strikes] = ["" as string, 0n, 0];
  let trouble = "not mined";

  for (;;) {
    if (signal?.aborted) return { state: "interrupted", reason: `interrupted while waiting for ${tx.hash}` };
    if (Date.now() > deadline)
      return {
        state: "timeout",
        reason: `${tx.hash} (nonce ${tx.nonce}) after ${timeoutMs / 1000} s without progress: ${trouble}`,
      };
    try {
      const receipt = await receiptOf(tx.hash, rpc);
      if (receipt) {
        // Read after the depth was reached, so what is returned was canonical then.
        if (receipt.blockHash === seen && depth >= BigInt(confirmations)) return { state: "confirmed", receipt };
        const head = quantity(await rpc.request("eth_blockNumber"), "eth_blockNumber");
        const deep = head - receipt.blockNumber + 1n;
        if (receipt.blockHash !== seen || deep > depth) deadline = Date.now() + timeoutMs;
        if (receipt.blockHash !== seen) poll = FIRST_POLL_MS;
        trouble = `mined in block ${receipt.blockNumber}, ${deep} of ${confirmations} confirmations`;
        [seen, depth, strikes] = [receipt.blockHash, deep, 0];
        if (deep >= BigInt(confirmations)) continue;
      } else {
        if (seen !== "") trouble = "the block with it was reorganised away";
        seen = "";
        if (Date.now() >= recheck) {
          strikes = (await look(tx, rpc)) === "nonce used" ? strikes + 1 : 0;
          if (strikes >= STRIKES) return { state: "replaced" };
          recheck = Date.now() + recheckMs;
        }
      }
    } catch (error) {
      if (!(error instanceof UnreachableError || error instanceof RpcError)) throw error;
      trouble = error.message;
    }
    await sleep(poll);
    poll = Math.min(poll * 1.5, LAST_POLL_MS);
  }
}

/** Sends a lost transaction again; tells if its nonce belongs to another one by now. */
async function look(tx: Awaited, rpc: JsonRpc): Promise<"known" | "sent again" | "nonce used"> {
  if (await knows(tx.hash, rpc)) return "known";
  const used = quantity(await rpc.request("eth_getTransactionCount", [tx.from, "latest"]), "eth_getTransactionCount");
  if (used > BigInt(tx.nonce)) return "nonce used";
  if (tx.raw === undefined) return "known";
  const again = await broadcast(tx.raw, tx.hash, rpc);
  if (again.state === "rejected" && !again.nonceUsed)
    throw new UnreachableError(`cannot be sent again: ${again.reason}`);
  return "sent again";
}

/** @returns undefined while the transaction is not mined. */
export async function receiptOf(hash: Hex, rpc: JsonRpc): Promise<Receipt | undefined> {
  const answer = (await rpc.request("eth_getTransactionReceipt", [hash])) as Record<string, unknown> | null | undefined;
  // Some nodes show a receipt of a block that is still being built.
  if (!answer || typeof answer["blockHash"] !== "string") return undefined;
  return {
    hash,
    blockNumber: quantity(answer["blockNumber"], "eth_getTransactionReceipt"),
    blockHash: answer["blockHash"] as Hex,
    gasUsed: quantity(answer["gasUsed"], "eth_getTransactionReceipt"),
    gasPrice: quantity(answer["effectiveGasPrice"], "eth_getTransactionReceipt"),
    succeeded: answer["status"] === "0x1",
  };
}
