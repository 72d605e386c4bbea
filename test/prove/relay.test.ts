import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { startRelay, type Relay } from "../../src/prove/relay.ts";

interface Item {
  readonly id: number;
  readonly method: string;
}

const SECRET = "/v2/8f14e45fceea167a";

describe("the relay between a copy and the endpoint", () => {
  const seen: string[] = [];
  /** Statuses of the next answers; 200 behind them. */
  let statuses: number[] = [];
  let failing = false;
  const endpoint = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const body = JSON.parse(Buffer.concat(parts).toString()) as Item | readonly Item[];
      const items: readonly Item[] = Array.isArray(body) ? (body as readonly Item[]) : [body as Item];
      const status = statuses.shift() ?? 200;
      if (status !== 200) return response.writeHead(status).end("no");
      const answers = items.map(({ id, method }) => {
        seen.push(`${request.url!} ${method}`);
        const error = { code: -32000, message: `busy at ${request.url!}` };
        const answer = failing ? { error } : { result: `0x${seen.length.toString(16)}` };
        return { jsonrpc: "2.0", id, ...answer };
      });
      return response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]));
    });
  });
  let relay: Relay | undefined;
  beforeAll(async () => {
    await new Promise<void>((done) => endpoint.listen(0, "127.0.0.1", done));
  });
  beforeEach(async () => {
    await relay?.close();
    seen.length = 0;
    statuses = [];
    failing = false;
    relay = await startRelay(`http://127.0.0.1:${(endpoint.address() as AddressInfo).port}${SECRET}`);
  });
  afterAll(async () => {
    await relay?.close();
    endpoint.closeAllConnections();
    await new Promise((done) => endpoint.close(done));
  });

  async function post(body: unknown): Promise<{ status: number; text: string }> {
    const response = await fetch(relay!.url, { method: "POST", body: JSON.stringify(body) });
    return { status: response.status, text: await response.text() };
  }
  const asking = (id: number, method: string, ...params: readonly unknown[]) => ({
    jsonrpc: "2.0",
    id,
    method,
    params,
  });

  it.each(["eth_sendRawTransaction", "eth_sendTransaction", "eth_sign", "personal_sendTransaction", "evm_mine"])(
    "lets no %s through",
    async (method) => {
      const { text } = await post([asking(1, method, "0x"), asking(2, "eth_chainId")]);
      expect(JSON.parse(text)).toEqual([
        { jsonrpc: "2.0", id: 1, error: { code: -32601, message: "only reads pass" } },
        { jsonrpc: "2.0", id: 2, result: "0x1" },
      ]);
      expect(seen).toEqual([`${SECRET} eth_chainId`]);
      expect(relay!.requests).toBe(1);
    },
  );

  it("asks each thing once, also at the same time, and answers every id", async () => {
    const code = (id: number) => asking(id, "eth_getCode", "0xaa", "0x5");
    const [one, two] = await Promise.all([post(code(7)), post([code(8), asking(9, "eth_getCode", "0xbb", "0x5")])]);
    expect(JSON.parse(one.text)).toEqual({ jsonrpc: "2.0", id: 7, result: "0x1" });
    expect(JSON.parse(two.text)).toEqual([
      { jsonrpc: "2.0", id: 8, result: "0x1" },
      { jsonrpc: "2.0", id: 9, result: "0x2" },
    ]);
    expect(relay!.requests).toBe(2);
  });

  it("asks for what comes at the same time with one POST", async () => {
    await Promise.all([
      post(asking(1, "eth_getCode", "0xaa", "0x5")),
      post(asking(2, "eth_getBalance", "0xaa", "0x5")),
      post(asking(3, "eth_getTransactionCount", "0xaa", "0x5")),
    ]);
    expect([relay!.requests, relay!.transport.posts]).toEqual([3, 1]);
  });

  it("answers from what it was filled with, and asks no more for it", async () => {
    const code = { method: "eth_getCode", params: ["0xaa", "0x5"] } as const;
    await relay!.fill([code, { method: "eth_getBalance", params: ["0xaa", "0x5"] }, code]);
    expect([relay!.requests, relay!.transport.posts]).toEqual([2, 1]);
    expect(JSON.parse((await post(asking(7, "eth_getBalance", "0xaa", "0x5"))).text)).toEqual({
      jsonrpc: "2.0",
      id: 7,
      result: "0x2",
    });
    // Another block is another question.
    expect((await post(asking(8, "eth_getBalance", "0xaa", "0x6"))).text).toContain('"result":"0x3"');
    await relay!.fill([code]);
    expect(relay!.requests).toBe(3);
    expect((await relay!.answered()).map(({ method, result }) => [method, result])).toEqual([
      ["eth_getCode", "0x1"],
      ["eth_getBalance", "0x2"],
      ["eth_getBalance", "0x3"],
    ]);
  });

  it("asks later for what it could not be filled with", async () => {
    failing = true;
    await relay!.fill([{ method: "eth_getCode", params: ["0xaa", "0x5"] }]);
    statuses = [500];
    failing = false;
    await relay!.fill([{ method: "eth_getCode", params: ["0xaa", "0x5"] }]);
    expect(await relay!.answered()).toEqual([]);
    expect((await post(asking(1, "eth_getCode", "0xaa", "0x5"))).text).toContain('"result":"0x2"');
  });

  it("asks again what was answered with an error, and passes no secret of the endpoint on", async () => {
    failing = true;
    const refused = JSON.parse((await post(asking(1, "eth_chainId"))).text) as unknown;
    expect(refused).toEqual({ jsonrpc: "2.0", id: 1, error: { code: -32000, message: "busy at /v2/***" } });
    failing = false;
    expect((await post(asking(1, "eth_chainId"))).text).toContain('"result":"0x2"');
  });

  it("waits where the endpoint limits its rate, and says nothing of an endpoint that does not answer", async () => {
    statuses = [429];
    expect((await post(asking(1, "eth_chainId"))).text).toContain('"result":"0x1"');
    expect(relay!.transport.posts).toBe(2);
    statuses = [500];
    expect(await post(asking(1, "eth_blockNumber"))).toEqual({ status: 502, text: "" });
  });
});
