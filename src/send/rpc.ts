import { unescape } from "node:querystring";
import { setTimeout as sleep } from "node:timers/promises";
import type { Hex } from "../kinds/value.ts";

/** A JSON-RPC endpoint that may be written to. Throws nothing but {@link RpcError} and {@link UnreachableError}. */
export interface JsonRpc {
  request(method: string, params?: readonly unknown[]): Promise<unknown>;
}

/** The endpoint answered with an error: it is known what became of the request. */
export class RpcError extends Error {
  override readonly name = "RpcError";
  readonly method: string;
  readonly code: number;
  /** Revert data, wherever in the error object the endpoint put it. */
  readonly data: Hex | undefined;

  constructor(
    method: string,
    error: { readonly code?: unknown; readonly message?: unknown; readonly data?: unknown },
    message = String(error.message),
  ) {
    super(`${method}: ${message}`);
    this.method = method;
    this.code = typeof error.code === "number" ? error.code : 0;
    this.data = revertData(error.data, 4);
  }
}

/** No usable answer came: a request that changes something may or may not have taken effect. */
export class UnreachableError extends Error {
  override readonly name = "UnreachableError";
}

export interface HttpRpcOptions {
  /** Milliseconds until a request is given up; 30 s unless told. */
  readonly timeoutMs?: number;
  /** Milliseconds until a request that signs or sends is given up; `timeoutMs` unless told. */
  readonly sendTimeoutMs?: number;
}

/** Requests that must not be made twice without looking at the chain in between. */
const CHANGING = /^(eth_send|eth_sign|account_sign|personal_)/;
const READ_TRIES = 3;

/**
 * JSON-RPC over HTTP. Errors name the host and nothing else of `url`, which often holds a token; credentials in it are
 * sent as a header. Reads are tried three times, what signs or sends once.
 * @throws UnreachableError if `url` is not an HTTP address.
 */
export function httpRpc(url: string, options: HttpRpcOptions = {}): JsonRpc {
  const endpoint = URL.parse(url);
  if (!endpoint || !/^https?:$/.test(endpoint.protocol))
    throw new UnreachableError("the endpoint is not an http or https address");
  const { host } = endpoint;
  const redact = redactor(endpoint);
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (endpoint.username !== "" || endpoint.password !== "") {
    const credentials = `${unescape(endpoint.username)}:${unescape(endpoint.password)}`;
    headers["authorization"] = `Basic ${Buffer.from(credentials).toString("base64")}`;
    [endpoint.username, endpoint.password] = ["", ""];
  }
  const { timeoutMs = 30_000, sendTimeoutMs = timeoutMs } = options;
  const target = endpoint.href;
  let last = 0;

  async function once(method: string, params: readonly unknown[]): Promise<unknown> {
    const id = ++last;
    const changing = CHANGING.test(method);
    const request = {
      method: "POST",
      headers,
      body: JSON.stringify({ jsonrpc: "2.0", id, method, params }),
      redirect: "error" as const,
      signal: AbortSignal.timeout(changing ? sendTimeoutMs : timeoutMs),
    };
    let status: number;
    let text: string;
    try {
      const response = await fetch(target, request);
      status = response.status;
      text = await response.text();
    } catch (error) {
      // Only the code of the cause: messages of the client may quote the address.
      throw new UnreachableError(`${method}: ${host} did not answer (${causeOf(error)})`);
    }
    const answer = parsed(text);
    const error = answer?.["error"];
    if (status === 429 || status >= 500)
      throw new UnreachableError(`${method}: ${host} answered with status ${status}`);
    if (typeof error === "object" && error !== null) {
      const { code, message, data } = error as Record<string, unknown>;
      throw new RpcError(method, { code, data }, redact(String(message)));
    }
    if (status !== 200 || answer?.["id"] !== id || !("result" in answer)) {
      throw new UnreachableError(`${method}: ${host} answered with status ${status} and no JSON-RPC result`);
    }
    return answer["result"];
  }

  return {
    async request(method, params = []) {
      for (let attempt = 1; ; attempt++) {
        try {
          return await once(method, params);
        } catch (error) {
          if (!(error instanceof UnreachableError) || CHANGING.test(method) || attempt === READ_TRIES) throw error;
          await sleep(200 * attempt);
        }
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

function parsed(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch (error) {
    // Not JSON: the caller reports the status, never the body, which may be a page that quotes the request.
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown cause";
  if (error.name === "TimeoutError") return "timed out";
  const code = (error.cause as { code?: unknown } | undefined)?.code;
  return typeof code === "string" ? code : error.name;
}

/** Gateways quote the token they refuse. */
function redactor({ username, password, pathname, search }: URL): (text: string) => string {
  const parts = [username, password, ...pathname.split("/"), ...new URLSearchParams(search).values()];
  const secrets = parts.flatMap((part) => [part, unescape(part)]).filter((part) => part.length >= 6);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
}

/** Endpoints put revert data in `data`, `data.data`, `data.originalError.data` or after `Reverted `. */
function revertData(value: unknown, depth: number): Hex | undefined {
  if (typeof value === "string") return /^(?:Reverted )?(0x(?:[0-9a-f]{2})*)$/i.exec(value)?.[1] as Hex | undefined;
  if (typeof value !== "object" || value === null || depth === 0) return undefined;
  const { data, originalError, error } = value as Record<string, unknown>;
  return revertData(data, depth - 1) ?? revertData(originalError, depth - 1) ?? revertData(error, depth - 1);
}
