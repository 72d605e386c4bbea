import type { Address, Hex } from "../kinds/value.ts";
import type { SendCode } from "./codes.ts";
import { quantity, RpcError, UnreachableError, type JsonRpc } from "./rpc.ts";
import type { UnsignedTransaction } from "./signer.ts";

/**
 * Compares a mined transaction with what an external signer was asked to send: whoever approves there can edit it.
 * @returns its nonce, which the signer may have chosen itself, or what is wrong.
 */
export async function minedAs(
  asked: UnsignedTransaction,
  from: Address,
  hash: Hex,
  rpc: JsonRpc,
): Promise<number | { readonly code: SendCode; readonly reason: string }> {
  let mined: Record<string, unknown>;
  let nonce: number;
  let value: bigint;
  try {
    mined = ((await rpc.request("eth_getTransactionByHash", [hash])) ?? {}) as Record<string, unknown>;
    nonce = Number(quantity(mined["nonce"], "eth_getTransactionByHash"));
    value = quantity(mined["value"], "eth_getTransactionByHash");
  } catch (error) {
    if (!(error instanceof UnreachableError || error instanceof RpcError)) throw error;
    return { code: "ORD201", reason: `${hash} is mined, but what it did could not be read: ${error.message}` };
  }
  const same = (field: string, wanted: string) => String(mined[field]).toLowerCase() === wanted.toLowerCase();
  const wrong = [
    same("from", from) ? [] : "from",
    same("to", asked.to) ? [] : "to",
    same("input", asked.data) ? [] : "data",
    value === asked.value ? [] : "value",
  ].flat();
  return wrong.length === 0
    ? nonce
    : { code: "ORD407", reason: `the external signer sent another transaction (${wrong.join(", ")} differ): ${hash}` };
}
