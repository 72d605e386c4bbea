import { unescape } from "node:querystring";
import { postJson, type HttpAnswer } from "../chain/http.ts";
import { jsonIn } from "../json.ts";
import { RpcError, UnreachableError } from "./rpc-error.ts";

export interface Asked {
  readonly method: string;
  readonly params: readonly unknown[];
}

/** A result, or why there is none: an answered error, or no usable answer. */
export type Answer = { readonly result: unknown } | RpcError | UnreachableError;

/** Answers in the order of what was asked, from one POST where the endpoint takes several requests at once. Never throws. */
export type Post = (asked: readonly Asked[], timeoutMs: number) => Promise<readonly Answer[]>;

/** @throws UnreachableError if `url` is not an HTTP address. */
export function poster(url: string, name?: string): Post {
  const endpoint = URL.parse(url);
  if (!endpoint || !/^https?:$/.test(endpoint.protocol))
    throw new UnreachableError("the endpoint is not an http or https address");
  const place = name ?? endpoint.host;
  const redact = redactor(endpoint);
  const headers: Record<string, string> = {};
  if (endpoint.username !== "" || endpoint.password !== "") {
    const credentials = `${unescape(endpoint.username)}:${unescape(endpoint.password)}`;
    headers["authorization"] = `Basic ${Buffer.from(credentials).toString("base64")}`;
    [endpoint.username, endpoint.password] = ["", ""];
  }
  const target = endpoint.href;
  let last = 0;
  let takesBatches = true;

  const post: Post = async (asked, timeoutMs) => {
    if (asked.length > 1 && !takesBatches) return oneByOne(asked, timeoutMs);
    const items = asked.map(({ method, params }) => ({ jsonrpc: "2.0", id: ++last, method, params }));
    const unreachable = (why: string) => items.map(({ method }) => new UnreachableError(`${method}: ${place} ${why}`));
    const body = JSON.stringify(items.length === 1 ? items[0] : items);
    const fresh = asked.some(({ method }) => /send|sign/i.test(method));
    let answered: HttpAnswer;
    try {
      answered = await postJson(target, body, { headers, signal: AbortSignal.timeout(timeoutMs), fresh });
    } catch (error) {
      // Only the code of the error: messages of the client may quote the address.
      return unreachable(`did not answer (${causeOf(error)})`);
    }
    const { status, text } = answered;
    if (status === 429 || status >= 500) return unreachable(`answered with status ${status}`);
    const found = parsed(text);
    if (items.length > 1 && !Array.isArray(found)) {
      takesBatches = false;
      return oneByOne(asked, timeoutMs);
    }
    const answers = (Array.isArray(found) ? found : [found]) as readonly (Fields | null | undefined)[];
    return items.map(({ id, method }) => {
      // Some endpoints leave the id out of an error.
      const answer = items.length === 1 ? answers[0] : answers.find((each) => each?.["id"] === id);
      const error = answer?.["error"];
      if (typeof error === "object" && error !== null) {
        const { code, message, data } = error as Fields;
        return new RpcError(method, { code, data }, redact(String(message)));
      }
      if (status !== 200 || answer?.["id"] !== id || !("result" in answer)) {
        return new UnreachableError(`${method}: ${place} answered with status ${status} and no JSON-RPC result`);
      }
      return { result: answer["result"] };
    });
  };

  async function oneByOne(asked: readonly Asked[], timeoutMs: number): Promise<readonly Answer[]> {
    return (await Promise.all(asked.map((each) => post([each], timeoutMs)))).flat();
  }
  return post;
}

type Fields = Readonly<Record<string, unknown>>;

function parsed(text: string): object | undefined {
  // Where it is not JSON, the caller reports the status, never the body, which may be a page that quotes the request.
  const value = jsonIn(text);
  return typeof value === "object" && value !== null ? value : undefined;
}

function causeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown cause";
  if (error.name === "TimeoutError") return "timed out";
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : error.name;
}

/** Gateways quote the token they refuse. */
export function redactor({ username, password, pathname, search }: URL): (text: string) => string {
  const parts = [username, password, ...pathname.split("/"), ...new URLSearchParams(search).values()];
  const secrets = parts.flatMap((part) => [part, unescape(part)]).filter((part) => part.length >= 6);
  return (text) => secrets.reduce((rest, secret) => rest.replaceAll(secret, "[redacted]"), text);
}
