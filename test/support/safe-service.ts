import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { getAddress, JsonRpcProvider } from "ethers";
import { hashOf, invalid, Refusal, safeInfo, validOwner, type Json, type Rpc } from "./safe-checks.ts";

export interface TestServiceOptions {
  /** Address of the chain's endpoint, or the endpoint itself. */
  readonly rpc: string | Rpc;
  /** The service answers 401 to requests without it. */
  readonly apiKey?: string;
}

/** What goes wrong, until told otherwise. */
export interface Misbehaviour {
  /** Answers every request with this status. */
  status?: number | undefined;
  /** Answers nothing at all. */
  silent?: boolean;
  chainId?: number | undefined;
  /** Most entries of one page. */
  pageSize?: number;
  /** Changes what a list shows of a transaction. */
  distort?: ((entry: Json) => Json) | undefined;
  /** Runs before a page is answered. */
  beforePage?: ((offset: number) => void) | undefined;
  /** Replaces the text of every answer. */
  text?: string | undefined;
}

interface Stored extends Json {
  readonly safe: string;
  readonly nonce: string;
  readonly safeTxHash: string;
  readonly confirmations: Json[];
}

export interface TestService extends Misbehaviour {
  /** What a client is given: ends in `/api`. */
  readonly url: string;
  /** `GET /v1/about/ethereum-rpc/`, oldest first. */
  readonly requests: string[];
  readonly stored: Stored[];
  close(): Promise<void>;
}

const NUMBERS = ["value", "safeTxGas", "baseGas", "gasPrice"];

/** The parts of the Safe Transaction Service that a client needs, in memory, on a port of its own. */
export async function startSafeService(options: TestServiceOptions): Promise<TestService> {
  const provider = typeof options.rpc === "string" ? new JsonRpcProvider(options.rpc) : undefined;
  const rpc: Rpc = provider ? (method, params) => provider.send(method, [...params]) : (options.rpc as Rpc);
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const service: TestService = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api`,
    requests: [],
    stored: [],
    close: () =>
      new Promise((done) => {
        provider?.destroy();
        server.closeAllConnections();
        server.close(() => done());
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", service.url);
    service.requests.push(`${request.method} ${url.pathname.slice("/api".length)}${url.search}`);
    if (service.silent) return;
    let text = "";
    for await (const chunk of request) text += String(chunk);
    const reply = (status: number, body?: Json) => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(service.text ?? (body ? JSON.stringify(body) : ""));
    };
    const authorised = options.apiKey === undefined || request.headers.authorization === `Bearer ${options.apiKey}`;
    if (service.status !== undefined) {
      reply(service.status, { detail: `refused ${request.headers.authorization}` });
      return;
    }
    if (!authorised) {
      reply(401, { message: "Unauthorized" });
      return;
    }
    try {
      const body = (text ? JSON.parse(text) : {}) as Json;
      const result = await route(request.method ?? "", url, body);
      reply(request.method === "POST" ? 201 : 200, result);
    } catch (error) {
      if (error instanceof Refusal) reply(error.status, error.body);
      else reply(500, { detail: String(error) });
    }
  }

  async function route(method: string, { pathname, searchParams }: URL, body: Json): Promise<Json | undefined> {
    const path = pathname.slice("/api/".length).replace(/\/$/, "");
    if (path === "v1/about") return { name: "Safe Transaction Service", version: "6.11.0", api_version: "v1" };
    if (path === "v1/about/ethereum-rpc") return { chain_id: service.chainId ?? (await chainId()), syncing: false };
    const [version, collection, key, rest] = path.split("/");
    if (collection === "safes" && key !== undefined && getAddress(key) === key) {
      if (rest === undefined) return safeInfo(rpc, key);
      if (rest === "multisig-transactions" && version === "v2")
        return method === "POST" ? propose(key, body) : list(key, searchParams);
    }
    const stored = service.stored.find(
      ({ safeTxHash }) => collection === "multisig-transactions" && safeTxHash === key,
    );
    if (stored && rest === undefined && version === "v2") return { ...stored };
    if (stored && rest === "confirmations") {
      if (method !== "POST") return { count: stored.confirmations.length, next: null, results: stored.confirmations };
      return confirm(stored, String(body["signature"]));
    }
    throw new Refusal(404, { detail: "Not found." });
  }

  const chainId = async () => Number(await rpc("eth_chainId", []));

  async function list(safe: string, query: URLSearchParams): Promise<Json> {
    const offset = Number(query.get("offset") ?? 0);
    const limit = Math.min(Number(query.get("limit") ?? 100), service.pageSize ?? 200);
    service.beforePage?.(offset);
    const nonce = BigInt((await safeInfo(rpc, safe)).nonce);
    const from = BigInt(query.get("nonce__gte") ?? 0);
    const ours = service.stored
      .filter((each) => each.safe === safe && BigInt(each.nonce) >= from)
      .filter((each) => query.get("executed") !== "false" || BigInt(each.nonce) >= nonce)
      .toSorted((a, b) => (query.get("ordering")?.startsWith("nonce") ? 1 : -1) * (Number(a.nonce) - Number(b.nonce)));
    const results = ours.slice(offset, offset + limit).map((each) => service.distort?.({ ...each }) ?? each);
    const next = offset + limit < ours.length ? `${service.url}/next?offset=${offset + limit}` : null;
    return { count: ours.length, next, previous: null, results };
  }

  async function propose(safe: string, body: Json): Promise<undefined> {
    const { owners, threshold, nonce } = await safeInfo(rpc, safe);
    const tx = { ...body, data: body["data"] ?? "0x" };
    const safeTxHash = hashOf(await chainId(), safe, tx);
    const { contractTransactionHash: given, sender, signature, origin } = body;
    if (safeTxHash !== given)
      throw invalid("nonFieldErrors", `Contract-transaction-hash=${safeTxHash} does not match ${String(given)}`);
    if (BigInt(body["nonce"] as number) < BigInt(nonce))
      throw invalid("nonFieldErrors", `Nonce=${String(body["nonce"])} too low, current is ${nonce}`);
    if (!owners.includes(String(sender))) throw invalid("nonFieldErrors", `Sender=${String(sender)} is not an owner`);
    const owner = await validOwner(rpc, safe, safeTxHash, String(signature));
    if (owner !== sender) throw invalid("nonFieldErrors", `Signature does not match sender=${String(sender)}`);
    let stored = service.stored.find((each) => each.safeTxHash === safeTxHash);
    if (!stored) {
      const texts = Object.fromEntries([...NUMBERS, "nonce"].map((name) => [name, String(body[name])]));
      const data = tx.data === "0x" ? null : tx.data;
      const { to, operation, gasToken, refundReceiver } = body;
      stored = {
        ...{ safe, to, data, operation, gasToken, refundReceiver, ...texts, nonce: String(body["nonce"]), safeTxHash },
        ...{ proposer: sender, origin, isExecuted: false, trusted: true },
        ...{ confirmationsRequired: threshold, confirmations: [] },
      };
      service.stored.push(stored);
    }
    remember(stored, owner, String(signature));
    return undefined;
  }

  async function confirm(stored: Stored, signature: string): Promise<Json> {
    remember(stored, await validOwner(rpc, stored.safe, stored.safeTxHash, signature), signature);
    return { signature };
  }

  function remember(stored: Stored, owner: string, signature: string): void {
    if (stored.confirmations.some((each) => each["owner"] === owner)) return;
    stored.confirmations.push({ owner, signature, signatureType: "EOA", submissionDate: "2026-01-01T00:00:00Z" });
  }

  return service;
}
