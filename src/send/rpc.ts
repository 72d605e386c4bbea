import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "../kinds/value.ts";
import { poster, type Asked } from "./post.ts";
import { UnreachableError } from "./rpc-error.ts";
import { together } from "./together.ts";

export { RpcError, UnreachableError } from "./rpc-error.ts";

/** A JSON-RPC endpoint that may be written to. Throws nothing but `RpcError` and `UnreachableError`. */
export interface JsonRpc {
  request(method: string, params?: readonly unknown[]): Promise<unknown>;
}

export interface HttpRpcOptions {
  /** What messages call the endpoint; its host unless told. */
  readonly name?: string | undefined;
  /** So often a read is tried; three times unless told. */
  readonly tries?: number;
  /** Milliseconds until a request is given up; 30 s unless told. */
  readonly timeoutMs?: number;
  /** Milliseconds until a request that signs or sends is given up; `timeoutMs` unless told. */
  readonly sendTimeoutMs?: number;
}

/** Requests that must not be made twice without looking at the chain in between. */
export const CHANGING = /^(eth_send|eth_sign|account_sign|personal_)/;
const READ_TRIES = 3;

/**
 * JSON-RPC over HTTP. Errors name the host and nothing else of `url`, which often holds a token; credentials in it are
 * sent as a header. Reads that are asked for at the same time go in one POST, and are tried three times; what signs or sends goes
 * alone and once.
 * @throws UnreachableError if `url` is not an HTTP address.
 */
export function httpRpc(url: string, options: HttpRpcOptions = {}): JsonRpc {
  const { timeoutMs = 30_000, sendTimeoutMs = timeoutMs, tries = READ_TRIES } = options;
  const post = poster(url, options.name);
  const read = together((asked: readonly Asked[]) => post(asked, timeoutMs));
  return {
    async request(method, params = []) {
      const changing = CHANGING.test(method);
      for (let attempt = 1; ; attempt++) {
        const answer = await (changing
          ? post([{ method, params }], sendTimeoutMs).then(([only]) => only!)
          : read({ method, params }));
        if (!(answer instanceof Error)) return answer.result;
        if (!(answer instanceof UnreachableError) || changing || attempt === tries) throw answer;
        await sleep(200 * attempt);
      }
    },
  };
}

/** A quantity of an answer. @throws UnreachableError if it is none. */
export function quantity(value: unknown, what: string): bigint {
  if (typeof value !== "string" || !/^0x[0-9a-f]+$/i.test(value))
    throw new UnreachableError(`${what}: the endpoint's answer is not a number`);
  return BigInt(value);
}

export function toHex(value: bigint | number): Hex {
  return `0x${value.toString(16)}`;
}
