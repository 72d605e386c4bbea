import { setTimeout as sleep } from "node:timers/promises";
import { jsonIn } from "../json.ts";
import type { Hex } from "../kinds/value.ts";
import { answersIn, endpointOf, errorOf, isRateLimit, TOO_LARGE, type Endpoint } from "./answers.ts";
import { postJson, type HttpAnswer } from "./http.ts";

/** JSON-RPC methods that read. Nothing else goes through a `ReadTransport`, so planning cannot send. */
export const READ_METHODS = [
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_createAccessList",
  "eth_feeHistory",
  "eth_gasPrice",
  "eth_getBalance",
  "eth_getBlockByHash",
  "eth_getBlockByNumber",
  "eth_getCode",
  "eth_getLogs",
  "eth_getStorageAt",
  "eth_getTransactionByBlockHashAndIndex",
  "eth_getTransactionByHash",
  "eth_getTransactionCount",
  "eth_getTransactionReceipt",
  "eth_simulateV1",
  "net_version",
  "web3_clientVersion",
] as const;

export interface RpcRequest {
  readonly method: (typeof READ_METHODS)[number];
  readonly params: readonly unknown[];
}

/** Where a transaction is: found also by endpoints that keep no index of old transactions. */
export interface Position {
  readonly blockHash: Hex;
  /** Hexadecimal. */
  readonly index: Hex;
}

export function transactionRequest({ blockHash, index }: Position): RpcRequest {
  return { method: "eth_getTransactionByBlockHashAndIndex", params: [blockHash, index] };
}

/** `unreachable` is neither a value nor an error of the node: nobody answered, or nobody who could be understood. */
export type RpcAnswer =
  | { readonly ok: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }
  | { readonly unreachable: string };

export interface ReadTransport {
  /**
   * One POST for the whole batch, repeated while the endpoint limits its rate; answers are in the order of the requests.
   * Throws a `TypeError` for a method that does not read, and nothing else.
   */
  post(batch: readonly RpcRequest[]): Promise<readonly RpcAnswer[]>;
  /** POSTs made so far. */
  readonly posts: number;
  /** `protocol//host` or a name: what may be said of an endpoint whose path or query can hold a secret. */
  readonly place: string;
}

export interface TransportOptions {
  /** What messages call the endpoint; its host unless told. */
  readonly name?: string | undefined;
  /** Milliseconds for one POST; 30,000 unless told. */
  readonly timeout?: number;
  /** Nobody needs the answers any more: what is open is left unanswered. */
  readonly signal?: AbortSignal;
  /** Called whenever the endpoint begins to answer. */
  readonly alive?: () => void;
}

/** Milliseconds to wait before a POST is repeated that met a limited rate. */
const WAITS = [250, 500, 1_000, 2_000];
const MOST_REDIRECTS = 5;

/** A transport over HTTP; connections are kept alive. */
export function httpTransport(url: string, options: TransportOptions = {}): ReadTransport {
  const endpoint = endpointOf(url, options.name);
  const limited = `${endpoint.place} limits its rate`;
  let posts = 0;
  const send = (batch: readonly RpcRequest[]) => {
    posts++;
    return exchange(url, endpoint, limited, batch, options);
  };
  return {
    place: endpoint.place,
    get posts() {
      return posts;
    },
    async post(batch) {
      for (const { method } of batch)
        if (!READ_METHODS.includes(method)) throw new TypeError(`${method} does not read`);
      if (batch.length === 0) return [];
      let answers = await send(batch);
      const isLimited = (answer: RpcAnswer) => "unreachable" in answer && answer.unreachable === limited;
      // The whole batch again, not its refused part: answers that come later would be of a later block.
      for (const wait of WAITS) {
        if (!answers.some(isLimited)) return answers;
        await sleep(wait);
        answers = await send(batch);
      }
      // A batch of which part is served is more than the rate allows at once.
      if (answers.some(isLimited) && !answers.every(isLimited)) return batch.map(() => ({ unreachable: TOO_LARGE }));
      return answers;
    },
  };
}

async function exchange(
  url: string,
  endpoint: Endpoint,
  limited: string,
  batch: readonly RpcRequest[],
  options: TransportOptions,
): Promise<readonly RpcAnswer[]> {
  const all = (unreachable: string) => batch.map(() => ({ unreachable }));
  const items = batch.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params }));
  // Endpoints that know no batches at all still take a single request.
  const body = JSON.stringify(items.length === 1 ? items[0] : items);
  let answer: HttpAnswer;
  try {
    const timeout = AbortSignal.timeout(options.timeout ?? 30_000);
    const signal = options.signal ? AbortSignal.any([timeout, options.signal]) : timeout;
    answer = await postJson(url, body, { signal, alive: options.alive, redirects: MOST_REDIRECTS });
  } catch (error) {
    return all(`${endpoint.place} did not answer: ${reasonOf(error)}`);
  }
  const { status, text } = answer;
  if (status === 413) return all(TOO_LARGE);
  if (status === 429) return all(limited);
  const parsed = jsonIn(text);
  if (parsed === undefined) return all(`${endpoint.place} answered ${status} with something that is no JSON`);
  const refusal = Array.isArray(parsed) ? undefined : errorOf(parsed);
  if (refusal && isRateLimit(status, refusal.code, refusal.message)) return all(limited);
  return answersIn(parsed, batch.length, endpoint, status).map((answer) =>
    "error" in answer && isRateLimit(status, answer.error.code, answer.error.message)
      ? { unreachable: limited }
      : answer,
  );
}

/** Reasons without the URL, which may hold a secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return "timeout";
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}
