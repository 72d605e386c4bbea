import { createServer, type Server } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

interface Item {
  readonly jsonrpc: "2.0";
  readonly id: number;
  readonly method: string;
  readonly params: unknown[];
}

/** What goes wrong between a client and a good endpoint. All off by default; may be changed while running. */
export interface Faults {
  /** Milliseconds added to each answer. */
  latency?: number;
  /** HTTP status instead of an answer, for so many POSTs. */
  status?: { code: number; times: number };
  /** Refuses larger batches with one error object, as hosted endpoints do. */
  maxBatch?: number;
  /** Answers in the opposite order. */
  reorder?: boolean;
  /** State overrides: ignored, or refused. */
  overrides?: "ignored" | "refused";
  /** Calls without a target are refused. */
  creation?: "refused";
  /** Answers eth_chainId with another chain. */
  chainId?: string;
  /** Answers as a node that is so many blocks behind. */
  lag?: number;
  /** Answers nothing at all, and keeps the connection. */
  hang?: boolean;
  /** Says one thing for another in the results of calls. Both in hexadecimal digits, of one length. */
  lie?: { of: string; with: string };
  /** Cuts the results of eth_getLogs, silently or with an error. */
  logCap?: { max: number; silent: boolean };
  /** Leaves answers of a method out. */
  drop?: string;
  /** Refuses a method after so many times. */
  refuseAfter?: { method: string; times: number };
  /** Runs before the item of this method is forwarded, once. */
  before?: { method: string; run: () => Promise<void> };
}

/** An HTTP proxy in front of a development chain that counts POSTs and misbehaves on request. */
export interface Proxy {
  readonly url: string;
  readonly faults: Faults;
  posts: number;
  /** Methods of each POST. */
  readonly seen: string[][];
  stop(): Promise<void>;
}

/** From now on these faults and no others. */
export function misbehave({ faults }: Proxy, now: Faults = {}): void {
  for (const fault of Object.keys(faults) as (keyof Faults)[]) delete faults[fault];
  Object.assign(faults, structuredClone(now));
}

export async function startProxy(target: string, faults: Faults = {}): Promise<Proxy> {
  const forward = async (items: readonly Item[]): Promise<Record<string, unknown>[]> => {
    const response = await fetch(target, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(items),
    });
    return (await response.json()) as Record<string, unknown>[];
  };
  const behind = async (blocks: number): Promise<string> => {
    const [head] = await forward([{ jsonrpc: "2.0", id: 1, method: "eth_blockNumber", params: [] }]);
    return `0x${(BigInt(head!["result"] as string) - BigInt(blocks)).toString(16)}`;
  };
  const one = async (item: Item): Promise<Record<string, unknown> | undefined> => {
    const fail = (message: string) => ({ jsonrpc: "2.0", id: item.id, error: { code: -32602, message } });
    if (faults.drop === item.method) return undefined;
    if (faults.refuseAfter?.method === item.method && faults.refuseAfter.times-- <= 0) return fail("interrupted");
    if (faults.before?.method === item.method) {
      const { run } = faults.before;
      delete faults.before;
      await run();
    }
    if (item.method === "eth_chainId" && faults.chainId) return { jsonrpc: "2.0", id: item.id, result: faults.chainId };
    if (item.method === "eth_call" && item.params.length > 2 && faults.overrides === "refused")
      return fail("too many arguments, want at most 2");
    if (item.method === "eth_call" && faults.creation && !(item.params[0] as { to?: string }).to)
      return fail("missing target");
    const given = item.method === "eth_call" && faults.overrides === "ignored" ? item.params.slice(0, 2) : item.params;
    const head = faults.lag ? await behind(faults.lag) : undefined;
    if (head && item.method === "eth_blockNumber") return { jsonrpc: "2.0", id: item.id, result: head };
    const params = head ? given.map((each) => (each === "latest" || each === "pending" ? head : each)) : given;
    const [answer] = await forward([{ ...item, params }]);
    if (faults.lie && item.method === "eth_call" && typeof answer!["result"] === "string")
      return { ...answer, result: answer!["result"].replaceAll(faults.lie.of, faults.lie.with) };
    if (item.method !== "eth_getLogs" || !faults.logCap || !Array.isArray(answer!["result"])) return answer;
    const logs = answer!["result"] as unknown[];
    if (logs.length <= faults.logCap.max) return answer;
    return faults.logCap.silent
      ? { ...answer, result: logs.slice(0, faults.logCap.max) }
      : fail("query returned more than the allowed results");
  };
  const state: Proxy = { url: "", faults, posts: 0, seen: [], stop: () => Promise.resolve() };
  const server: Server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      void (async () => {
        state.posts++;
        if (faults.hang) return undefined;
        if (faults.latency) await sleep(faults.latency);
        if (faults.status && faults.status.times-- > 0) return response.writeHead(faults.status.code).end("no");
        const body = JSON.parse(Buffer.concat(parts).toString()) as Item | Item[];
        const items = Array.isArray(body) ? body : [body];
        state.seen.push(items.map(({ method }) => method));
        response.setHeader("content-type", "application/json");
        if (faults.maxBatch && items.length > faults.maxBatch) {
          return response.end(
            JSON.stringify({ jsonrpc: "2.0", id: null, error: { code: -32600, message: "batch too large" } }),
          );
        }
        // Forwarded as a whole where nothing is to go wrong, so that measured times are the endpoint's.
        const concerned = items.some(({ method }) => method === faults.refuseAfter?.method);
        const whole = ["latency", "maxBatch", "status", "reorder", ...(concerned ? [] : ["refuseAfter"])];
        const plain = Object.keys(faults).every((fault) => whole.includes(fault));
        const answers = plain ? await forward(items) : [];
        if (!plain)
          for (const item of items) answers.push(...[await one(item)].filter((answer) => answer !== undefined));
        if (faults.reorder) answers.reverse();
        return response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
      })();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the proxy has no port");
  return Object.assign(state, {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise<void>((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  });
}
