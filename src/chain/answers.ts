import type { RpcAnswer } from "./transport.ts";

/** The whole batch was too much for the endpoint; smaller ones may pass. */
export const TOO_LARGE = "the request is too large for the endpoint";

/** What is said of an endpoint, and of its answers, without the secrets that its URL can hold. */
export interface Endpoint {
  /** Its name if it has one, else `protocol//host`. */
  readonly place: string;
  /** A text of the endpoint without any part of the URL that may be secret: some repeat the path or the key. */
  readonly redact: (text: string) => string;
}

/** @param name of one endpoint among several. */
export function endpointOf(url: string, name?: string): Endpoint {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const place = name ?? (parsed ? `${parsed.protocol}//${parsed.host}` : "an address that is no URL");
  // Shorter parts (`v3`, `rpc`) are words of their own and no secrets.
  const secrets = [url, decoded(url), ...partsOf(url)].filter((part) => part.length >= 6);
  const hidden = secrets.sort((one, other) => other.length - one.length);
  return { place, redact: (text) => hidden.reduce((left, secret) => left.replaceAll(secret, "***"), text) };
}

/** What may be secret in a URL, as it stands there and decoded: users, passwords, and parts of the path and of the query. */
export function partsOf(url: string): readonly string[] {
  if (!URL.canParse(url)) return [];
  const { username, password, pathname, searchParams } = new URL(url);
  const parts = [username, password, ...pathname.split("/"), ...searchParams.values()];
  return parts.flatMap((part) => [part, decoded(part)]);
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch (error) {
    if (error instanceof URIError) return part;
    throw error;
  }
}

/** The endpoint wants fewer requests in a second; the same request may pass later. */
export function isRateLimit(status: number, code: number, message: string): boolean {
  // A contract may revert with any words.
  if (/revert/i.test(message)) return false;
  return (
    status === 429 ||
    code === 429 ||
    /rate.?limit|too many requests|requests per|per second|compute units/i.test(message)
  );
}

const REFUSES_BATCH = /batch|too large|too many|limit/i;

/** Answers by id: they may come in any order, some may be missing, and a whole batch may be refused with one error. */
export function answersIn(
  parsed: unknown,
  count: number,
  { place, redact }: Endpoint,
  status: number,
): readonly RpcAnswer[] {
  const all = (unreachable: string) => Array.from({ length: count }, () => ({ unreachable }));
  if (!Array.isArray(parsed)) {
    // A single request is sent and answered without an array.
    if (count === 1) return [answerIn(parsed, place, redact)];
    const message = errorOf(parsed)?.message ?? `status ${status}`;
    return all(REFUSES_BATCH.test(message) ? TOO_LARGE : `${place} refused the request: ${redact(message)}`);
  }
  const byId = new Map<unknown, unknown>(parsed.map((item: unknown) => [(item as { id?: unknown } | null)?.id, item]));
  return Array.from({ length: count }, (_, id) =>
    byId.has(id) ? answerIn(byId.get(id), place, redact) : { unreachable: `${place} left a request unanswered` },
  );
}

function answerIn(item: unknown, place: string, redact: (text: string) => string): RpcAnswer {
  const error = errorOf(item);
  if (error) return { error: { ...error, message: redact(error.message) } };
  const result = (item as { result?: unknown } | null)?.result;
  return result === undefined ? { unreachable: `${place} answered without a result` } : { ok: result };
}

export function errorOf(item: unknown): { code: number; message: string; data?: unknown } | undefined {
  const error = (item as { error?: { code?: unknown; message?: unknown; data?: unknown } | null } | null)?.error;
  if (!error) return undefined;
  const message = typeof error.message === "string" ? error.message : "no message";
  return { code: Number(error.code ?? 0), message, data: error.data };
}
