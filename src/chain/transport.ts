/** JSON-RPC methods that read. Nothing else goes through a `ReadTransport`, so planning cannot send. */
export const READ_METHODS = [
  "eth_blockNumber",
  "eth_call",
  "eth_chainId",
  "eth_getBlockByNumber",
  "eth_getCode",
  "eth_getLogs",
  "eth_getStorageAt",
] as const;

export interface RpcRequest {
  readonly method: (typeof READ_METHODS)[number];
  readonly params: readonly unknown[];
}

/** `unreachable` is neither a value nor an error of the node: nobody answered, or nobody who could be understood. */
export type RpcAnswer =
  | { readonly ok: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: unknown } }
  | { readonly unreachable: string };

export interface ReadTransport {
  /** One POST for the whole batch; answers are in the order of the requests. Never throws. */
  post(batch: readonly RpcRequest[]): Promise<readonly RpcAnswer[]>;
  /** POSTs made so far. */
  readonly posts: number;
  /** `protocol//host`: what may be said of an endpoint whose path or query can hold a secret. */
  readonly place: string;
}

export function placeOf(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  return parsed ? `${parsed.protocol}//${parsed.host}` : "an address that is no URL";
}

/** The whole batch was too much for the endpoint; smaller ones may pass. */
export const TOO_LARGE = "too large";

/** @param timeout milliseconds for one POST. */
export function httpTransport(url: string, options: { readonly timeout?: number } = {}): ReadTransport {
  const place = placeOf(url);
  let posts = 0;
  const send = async (batch: readonly RpcRequest[]): Promise<readonly RpcAnswer[]> => {
    const all = (unreachable: string) => batch.map(() => ({ unreachable }));
    for (const { method } of batch) if (!READ_METHODS.includes(method)) throw new TypeError(`${method} does not read`);
    posts++;
    const body = JSON.stringify(batch.map(({ method, params }, id) => ({ jsonrpc: "2.0", id, method, params })));
    let response: Response;
    let text: string;
    try {
      const signal = AbortSignal.timeout(options.timeout ?? 30_000);
      response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body, signal });
      text = await response.text();
    } catch (error) {
      return all(`${place} did not answer: ${reasonOf(error)}`);
    }
    if (response.status === 413) return all(TOO_LARGE);
    if (response.status === 429) return all(`${place} limits its rate (429)`);
    const parsed = parse(text);
    if (parsed === undefined) return all(`${place} answered ${response.status} with something that is no JSON`);
    return sort(parsed, batch.length, place, response.status);
  };
  return {
    place,
    get posts() {
      return posts;
    },
    async post(batch) {
      // A limited rate is worth waiting for; anything else is said at once.
      for (let wait = 250; ; wait *= 2) {
        const answers = await send(batch);
        const limited =
          answers.length > 0 &&
          answers.every((answer) => "unreachable" in answer && answer.unreachable.endsWith("(429)"));
        if (!limited || wait > 2_000) return answers;
        await new Promise((done) => setTimeout(done, wait));
      }
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // Not JSON is an answer of its own kind, said by the caller.
    return undefined;
  }
}

/** Answers by id: they may come in any order, some may be missing, and a whole batch may be refused with one error. */
function sort(parsed: unknown, count: number, place: string, status: number): readonly RpcAnswer[] {
  if (!Array.isArray(parsed)) {
    const message = errorOf(parsed)?.message ?? `status ${status}`;
    const refused = /batch|too large|too many|limit/i.test(message)
      ? TOO_LARGE
      : `${place} refused the request: ${message}`;
    return Array.from({ length: count }, () => ({ unreachable: refused }));
  }
  const byId = new Map<unknown, unknown>(parsed.map((item: unknown) => [(item as { id?: unknown } | null)?.id, item]));
  return Array.from({ length: count }, (_, id): RpcAnswer => {
    const item = byId.get(id);
    if (item === undefined) return { unreachable: `${place} left a request unanswered` };
    const error = errorOf(item);
    if (error) return { error };
    const { result } = item as { result?: unknown };
    return result === undefined ? { unreachable: `${place} answered without a result` } : { ok: result };
  });
}

function errorOf(item: unknown): { code: number; message: string; data?: unknown } | undefined {
  const error = (item as { error?: { code?: unknown; message?: unknown; data?: unknown } } | null)?.error;
  if (!error) return undefined;
  return {
    code: Number(error.code ?? 0),
    message: typeof error.message === "string" ? error.message : "no message",
    data: error.data,
  };
}

/** Reasons of fetch without the URL, which may hold a secret. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown reason";
  if (error.name === "TimeoutError") return "timeout";
  const cause = error.cause as { code?: unknown } | undefined;
  return typeof cause?.code === "string" ? cause.code : error.name;
}
