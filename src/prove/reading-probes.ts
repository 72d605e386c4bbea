import { CHUNKS, chunks, readerRequests } from "../chain/ask.ts";
import { itemsIn } from "../chain/codec.ts";
import { READER_CODE, SLOT_READER_CODE } from "../chain/reader-code.ts";
import type { ReadTransport, RpcRequest } from "../chain/transport.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { Probe, Touched } from "./touched.ts";

/** A transport that writes down what it is asked. */
export function recording(inner: ReadTransport, into: RpcRequest[]): ReadTransport {
  return {
    place: inner.place,
    get posts() {
      return inner.posts;
    },
    post(batch) {
      into.push(...batch);
      return inner.post(batch);
    },
  };
}

/**
 * Calls whose access lists name what a reading needs. The reader travels as a creation: `eth_createAccessList` takes no state
 * override everywhere.
 * @param touched gets what the questions name themselves.
 */
export function probesOf(asked: readonly RpcRequest[], touched: Touched): readonly Probe[] {
  return asked.flatMap(({ method, params }): readonly Probe[] => {
    const [call, tag, overrides] = params as [Probe, never, Readonly<Record<string, { readonly code: Hex }>>?];
    if (method === "eth_getStorageAt") touched.word(String(params[0]), String(params[1]));
    if (method !== "eth_call") return [];
    if (call.to) touched.account(call.to);
    if (!overrides) return [call];
    const [code] = Object.values(overrides).map((each) => each.code);
    if (code === READER_CODE) {
      const items = itemsIn(call.data);
      for (const item of items) touched.account("to" in item ? item.to : item.codeOf);
      return chunks(items, CHUNKS.creation)
        .flatMap((chunk) => readerRequests(chunk, "creation", tag))
        .map((request) => request.params[0] as Probe);
    }
    if (code === SLOT_READER_CODE) for (const slot of wordsOf(call.data)) touched.word(call.to as Address, slot);
    return [];
  });
}

function wordsOf(data: Hex): readonly Hex[] {
  return (data.slice(2).match(/.{64}/g) ?? []).map((word): Hex => `0x${word}`);
}
