import type { Hex } from "../kinds/value.ts";
import { isQuantity, quantity } from "./refuse.ts";
import type { RpcAnswer, RpcRequest } from "./transport.ts";

/** The block that a reading belongs to. Only its hash tells it from a block that replaced it. */
export interface Header {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Seconds since 1970. */
  readonly timestamp: bigint;
}

export function headerRequest(of: bigint | "latest" | "finalized"): RpcRequest {
  return { method: "eth_getBlockByNumber", params: [typeof of === "string" ? of : quantity(of), false] };
}

/** `undefined` if the endpoint does not have the block, or answers with something else. */
export function headerIn(answer: RpcAnswer | undefined): Header | undefined {
  if (!answer || !("ok" in answer) || typeof answer.ok !== "object" || !answer.ok) return undefined;
  const { number, hash, parentHash, timestamp } = answer.ok as Record<string, unknown>;
  if (!isQuantity(number) || !isWord(hash) || !isWord(parentHash) || !isQuantity(timestamp)) return undefined;
  return { number: BigInt(number), hash, parentHash, timestamp: BigInt(timestamp) };
}

function isWord(found: unknown): found is Hex {
  return typeof found === "string" && /^0x[0-9a-f]{64}$/i.test(found);
}

/** How a call names its block: by a number or tag, or by a hash where the endpoint takes one (EIP-1898). */
export type BlockTag = string | { readonly blockHash: Hex; readonly requireCanonical: true };

export function tagOf(header: Header, byHash: boolean): BlockTag {
  return byHash ? { blockHash: header.hash, requireCanonical: true } : quantity(header.number);
}

/** The endpoint does not have the block that was named, yet or any more. */
export function isBlockMissing(message: string): boolean {
  return /header not found|unknown block|block.{0,40}not found|not canonical|not currently canonical|missing trie node|future block/i.test(
    message,
  );
}
