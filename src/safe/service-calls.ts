import { jsonIn } from "../json.ts";
import { redactor } from "../send/post.ts";
import { ServiceRefused, ServiceUnreachable } from "./errors.ts";

/** How a service is reached. */
export interface ServiceAddress {
  /** Up to and including `/api`, without a slash at the end. */
  readonly base: string;
  readonly host: string;
  readonly apiKey?: string;
  /** Milliseconds until a request is given up. */
  readonly timeoutMs: number;
}

/** A service's own words, as much as an error message bears. */
const WORDS = 400;

/**
 * Runs one request and turns what it throws into an error of this project. None quotes the address or the key.
 * @throws ServiceRefused if the service said no; ServiceUnreachable if it said nothing of use.
 */
export async function asked<T>(service: ServiceAddress, what: string, request: () => Promise<T>): Promise<T> {
  const { host, timeoutMs } = service;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new ServiceUnreachable(`${what}: ${host} did not answer in time`)), timeoutMs);
  });
  try {
    return await Promise.race([request(), late]);
  } catch (error) {
    throw translated(service, what, error);
  } finally {
    clearTimeout(timer);
  }
}

function translated(service: ServiceAddress, what: string, error: unknown): unknown {
  const { host } = service;
  if (!(error instanceof Error)) return error;
  const { statusCode, data, code } = error as { statusCode?: unknown; data?: unknown; code?: unknown };
  if (typeof statusCode === "number") {
    const status = `${what}: ${host} answered with status ${statusCode}`;
    if (statusCode >= 500 || statusCode === 429) return new ServiceUnreachable(status);
    return new ServiceRefused(data === undefined ? status : `${status}: ${words(service, data)}`, statusCode);
  }
  if (error.name === "FetchError" || error.name === "AbortError") {
    return new ServiceUnreachable(`${what}: ${host} did not answer (${typeof code === "string" ? code : error.name})`);
  }
  if (error instanceof SyntaxError)
    return new ServiceUnreachable(`${what}: ${host} answered with something else than JSON`);
  // The client reads fields of an answer that has none.
  if (error instanceof TypeError) {
    return new ServiceUnreachable(`${what}: ${host} answered with something unusable`, { cause: error });
  }
  return error;
}

function words({ base, apiKey }: ServiceAddress, data: unknown): string {
  const text = redactor(new URL(base))(JSON.stringify(data));
  const clean = apiKey === undefined ? text : text.replaceAll(apiKey, "[redacted]");
  return clean.length > WORDS ? `${clean.slice(0, WORDS)}...` : clean;
}

/** The chain of the node that the service reads. The client that is used for everything else does not ask. */
export async function chainOf(service: ServiceAddress): Promise<bigint> {
  const { base, host, apiKey, timeoutMs } = service;
  const what = "chain of the service";
  let response: Response;
  let text: string;
  try {
    response = await fetch(`${base}/v1/about/ethereum-rpc/`, {
      headers: { accept: "application/json", ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }) },
      redirect: "error",
      signal: AbortSignal.timeout(timeoutMs),
    });
    text = await response.text();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = (error.cause as { code?: unknown } | undefined)?.code;
    throw new ServiceUnreachable(`${what}: ${host} did not answer (${typeof code === "string" ? code : error.name})`);
  }
  const { status } = response;
  if (status === 401 || status === 403)
    throw new ServiceRefused(`${what}: ${host} does not accept the API key`, status);
  const chainId = status === 200 ? chainIn(text) : undefined;
  if (chainId !== undefined) return BigInt(chainId);
  throw new ServiceUnreachable(
    `${what}: ${host} answered with status ${status} and no chain; the address of a service usually ends in /api`,
  );
}

function chainIn(text: string): number | undefined {
  // What is not JSON is some other site, whose page is not worth quoting.
  const chainId = (jsonIn(text) as { chain_id?: unknown } | null | undefined)?.chain_id;
  return Number.isSafeInteger(chainId) ? (chainId as number) : undefined;
}
