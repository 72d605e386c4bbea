import type { ReadBlock } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import { unusable } from "./codes.ts";
import { quantity, toHex, type JsonRpc } from "./rpc.ts";

/** The block in which calls were decided. */
export type Decided = Pick<ReadBlock, "number" | "hash">;

/**
 * Refuses if `account` has sent anything since calls were decided: what was not done then may have been done by now. Whoever decides
 * the same elsewhere has to use the same nonce, so that the chain takes one of the two.
 * @param nonce what the account's next transaction has now.
 * @throws OrdinanceError ORD404; UnreachableError, RpcError.
 */
export async function requireNothingSince(
  rpc: JsonRpc,
  place: string,
  account: Address,
  nonce: number,
  { number, hash }: Decided,
): Promise<void> {
  const then = quantity(
    await rpc.request("eth_getTransactionCount", [account, toHex(number)]),
    "eth_getTransactionCount",
  );
  // Asked for after the number: a block that has been replaced would have been counted in.
  const block = (await rpc.request("eth_getBlockByNumber", [toHex(number), false])) as {
    readonly hash?: unknown;
  } | null;
  const replaced = hash !== undefined && block?.hash !== hash;
  if (then === BigInt(nonce) && !replaced) return;
  throw unusable(place, {
    code: "ORD404",
    found: replaced
      ? `another block ${number} than the one that was read`
      : `the next nonce of ${account} is ${nonce}, and was ${then} in block ${number}, which was read`,
    expected: "nothing in between: one of these calls must never be made twice",
    remedy: "nothing was sent; run again, it reads the chain anew",
  });
}
