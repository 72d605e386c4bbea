import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { endpointOf, errorOf, isRateLimit } from "../chain/answers.ts";

/** What a copy of a chain asks. Nothing else passes. */
const READS = /^(eth_(blockNumber|call|chainId|feeHistory|gasPrice|get\w+)|net_version|web3_clientVersion)$/;
const HEADERS = { "content-type": "application/json" };
const PATIENCE = 30_000;
/** Milliseconds to wait before what met a limited rate is asked again. */
const WAITS = [250, 500, 1_000, 2_000];

/**
 * Stands between a copy of a chain and the endpoint. It lets nothing through that does not read, asks each thing once, since a copy
 * is of one moment, and counts.
 */
export interface Relay {
  /** Of this machine alone. */
  readonly url: string;
  /** Requests that went to the endpoint. */
  readonly requests: number;
  /** What the endpoint has answered so far, in the order in which it was asked. */
  answered(): Promise<readonly Answered[]>;
  close(): Promise<void>;
}

/** One answer of the endpoint that was no error. */
export interface Answered {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly result: unknown;
}

interface Item {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: unknown;
}

/** `result` or `error`, and what else belongs to an answer. */
type Answer = Readonly<Record<string, unknown>>;

/** @param url of the endpoint; no answer of the relay holds what is secret in it. */
export async function startRelay(url: string): Promise<Relay> {
  let requests = 0;
  const { redact } = endpointOf(url);
  const known = new Map<string, Promise<Answer>>();
  const server = createServer((request, response) => {
    void reply(request).then(
      (text) => response.writeHead(200, HEADERS).end(text),
      () => response.writeHead(502).end(),
    );
  });
  await new Promise<void>((done, fail) => {
    server.once("error", fail);
    server.listen(0, "127.0.0.1", done);
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    get requests() {
      return requests;
    },
    async answered() {
      const found: Answered[] = [];
      for (const [key, answer] of known) {
        const [method, params] = JSON.parse(key) as [string, readonly unknown[] | undefined];
        found.push({ method, params: params ?? [], result: (await answer)["result"] });
      }
      return found;
    },
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };

  async function reply(request: IncomingMessage): Promise<string> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const asked = JSON.parse(Buffer.concat(parts).toString("utf8")) as Item | readonly Item[];
    if (!Array.isArray(asked)) return JSON.stringify(await answer(asked as Item));
    return JSON.stringify(await Promise.all((asked as readonly Item[]).map(answer)));
  }

  async function answer({ id, method, params }: Item): Promise<Answer> {
    const own = { jsonrpc: "2.0", id };
    if (!READS.test(method)) return { ...own, error: { code: -32601, message: "only reads pass" } };
    const key = JSON.stringify([method, params]);
    let found = known.get(key);
    if (!found) {
      known.set(key, (found = ask(method, params)));
      const forget = () => known.delete(key);
      // What was refused once may be answered later.
      found.then(({ error }) => error !== undefined && forget(), forget);
    }
    return { ...(await found), ...own };
  }

  async function ask(method: string, params: unknown): Promise<Answer> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    for (const wait of [...WAITS, undefined]) {
      requests++;
      const signal = AbortSignal.timeout(PATIENCE);
      const response = await fetch(url, { method: "POST", headers: HEADERS, body, signal });
      const text = await response.text();
      const answer = parsed(text);
      const error = errorOf(answer);
      const limited = isRateLimit(response.status, error?.code ?? 0, error?.message ?? "");
      if (limited && wait !== undefined) await sleep(wait);
      else if (error) return { error: { code: error.code, message: redact(error.message) } };
      else if (answer === undefined || !response.ok) break;
      else return { result: answer["result"] ?? null };
    }
    throw new Error("the endpoint did not answer");
  }
}

/** `undefined` for what is no JSON-RPC answer. */
function parsed(text: string): Answer | undefined {
  try {
    const answer = JSON.parse(text) as unknown;
    return typeof answer === "object" && answer !== null ? (answer as Answer) : undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
