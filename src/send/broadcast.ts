import type { Hex } from "../kinds/value.ts";
import { RpcError, UnreachableError, type JsonRpc } from "./rpc.ts";

export type Broadcast =
  /** The endpoint has it, from now or from before. */
  | { readonly state: "accepted" }
  /** No answer: it may or may not have arrived. */
  | { readonly state: "unsure"; readonly reason: string }
  /** Refused, and the endpoint does not know the hash. */
  | { readonly state: "rejected"; readonly nonceUsed: boolean; readonly reason: string };

const KNOWN =
  /already known|\bknown transaction|already imported|already exists|already in (the )?mempool|duplicate transaction/i;
const NONCE_USED =
  /nonce.{0,20}too low|nonce has already been used|replacement.{0,20}(underpriced|not ?allowed)|old ?nonce|invalid nonce/i;

/** Sends exactly these bytes; sending them again changes nothing. */
export async function broadcast(raw: Hex, hash: Hex, rpc: JsonRpc): Promise<Broadcast> {
  let refusal: RpcError;
  try {
    await rpc.request("eth_sendRawTransaction", [raw]);
    return { state: "accepted" };
  } catch (error) {
    if (error instanceof UnreachableError) return { state: "unsure", reason: error.message };
    if (!(error instanceof RpcError)) throw error;
    refusal = error;
  }
  if (KNOWN.test(refusal.message)) return { state: "accepted" };
  // Some nodes report the revert of a transaction that they mined at once, or refuse the nonce of one they have mined.
  try {
    if (await knows(hash, rpc)) return { state: "accepted" };
  } catch (error) {
    if (!(error instanceof UnreachableError || error instanceof RpcError)) throw error;
    return { state: "unsure", reason: error.message };
  }
  return { state: "rejected", nonceUsed: NONCE_USED.test(refusal.message), reason: refusal.message };
}

/** True if the endpoint has the transaction, mined or waiting. */
export async function knows(hash: Hex, rpc: JsonRpc): Promise<boolean> {
  if (((await rpc.request("eth_getTransactionByHash", [hash])) ?? null) !== null) return true;
  return ((await rpc.request("eth_getTransactionReceipt", [hash])) ?? null) !== null;
}
