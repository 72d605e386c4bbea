import { createServer, type IncomingMessage } from "node:http";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, it } from "vitest";
import { TOO_LARGE } from "../../src/chain/answers.ts";
import { postAll } from "../../src/chain/post.ts";
import { httpTransport, type RpcRequest } from "../../src/chain/transport.ts";

interface Reply {
  readonly status?: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
type Item = { readonly id: number; readonly method: string };

const CHAIN: RpcRequest = { method: "eth_chainId", params: [] };
const HEAD: RpcRequest = { method: "eth_blockNumber", params: [] };
const result = ({ id, method }: Item) => ({ jsonrpc: "2.0", id, result: method });
const SECRET = "s3cretT0ken";

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** An endpoint whose replies a function decides; bodies that are no text are sent as JSON. */
async function endpoint(
  reply: (items: Item[], post: number, sent: unknown, request: IncomingMessage) => Reply,
): Promise<string> {
  let posts = 0;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const sent = JSON.parse(Buffer.concat(parts).toString()) as Item | Item[];
      const { status = 200, headers, body } = reply(Array.isArray(sent) ? sent : [sent], ++posts, sent, request);
      const plain = typeof body === "string" || Buffer.isBuffer(body);
      response.writeHead(status, headers).end(plain ? body : JSON.stringify(body));
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no port");
  return `http://127.0.0.1:${address.port}`;
}

describe("the HTTP transport", () => {
  it("puts answers in order by id and misses none", async () => {
    const url = await endpoint((items) => ({ body: items.map(result).reverse() }));
    expect(await httpTransport(url).post([CHAIN, HEAD, CHAIN])).toEqual([
      { ok: "eth_chainId" },
      { ok: "eth_blockNumber" },
      { ok: "eth_chainId" },
    ]);
  });

  it("tells a left-out answer from an error and from a value", async () => {
    const url = await endpoint(() => ({
      body: [
        { id: 0, error: { code: -32000, message: "no" } },
        { id: 2, result: null },
      ],
    }));
    const [error, missing, value] = await httpTransport(url).post([CHAIN, HEAD, CHAIN]);
    expect(error).toEqual({ error: { code: -32000, message: "no" } });
    expect(missing).toEqual({ unreachable: expect.stringContaining("unanswered") as string });
    expect(value).toEqual({ ok: null });
  });

  it.each<[string, Reply]>([
    ["a page", { body: "<html>maintenance</html>" }],
    ["a gateway's status", { status: 502, body: "bad gateway" }],
    ["nothing", { body: "" }],
  ])("finds the endpoint unreachable when it answers %s", async (_name, reply) => {
    const url = await endpoint(() => reply);
    const answers = await httpTransport(url).post([CHAIN, HEAD]);
    expect(answers.map((answer) => Object.keys(answer))).toEqual([["unreachable"], ["unreachable"]]);
  });

  it("finds it unreachable when it does not answer in time", async () => {
    const server = createServer(() => undefined);
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as { port: number };
    const [answer] = await httpTransport(`http://127.0.0.1:${port}`, { timeout: 50 }).post([CHAIN]);
    expect(answer).toEqual({ unreachable: `http://127.0.0.1:${port} did not answer: timeout` });
  });

  it("does not wait for the rest of an answer for ever, nor when nobody does", async () => {
    const server = createServer((_request, response) => void response.writeHead(200).write("["));
    await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
    closing.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const url = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
    const [late] = await httpTransport(url, { timeout: 50 }).post([CHAIN]);
    expect(late).toEqual({ unreachable: `${url} did not answer: timeout` });
    const nobody = new AbortController();
    const given = httpTransport(url, { signal: nobody.signal, alive: () => nobody.abort() }).post([CHAIN]);
    expect(await given).toEqual([{ unreachable: `${url} did not answer: AbortError` }]);
  });

  it("finds it unreachable when the answer breaks off", async () => {
    const url = await endpoint((_items, _post, _sent, { socket }) => {
      setImmediate(() => socket.destroy());
      return { headers: { "content-length": "1000" }, body: "[" };
    });
    const [answer] = await httpTransport(url).post([CHAIN]);
    expect(answer).toEqual({ unreachable: `${url} did not answer: ECONNRESET` });
  });

  it("says that nobody listens", async () => {
    const [answer] = await httpTransport("http://127.0.0.1:9").post([CHAIN]);
    expect(answer).toEqual({ unreachable: "http://127.0.0.1:9 did not answer: ECONNREFUSED" });
  });

  it("takes compressed answers, and keeps its connection", async () => {
    const ports = new Set<number | undefined>();
    const url = await endpoint((items, _post, _sent, { headers, socket }) => {
      ports.add(socket.remotePort);
      expect(headers["accept-encoding"]).toContain("gzip");
      const body = gzipSync(JSON.stringify(items.map(result)));
      return { headers: { "content-encoding": "gzip" }, body };
    });
    const transport = httpTransport(url);
    for (let at = 0; at < 3; at++) {
      expect(await transport.post([CHAIN, HEAD])).toEqual([{ ok: "eth_chainId" }, { ok: "eth_blockNumber" }]);
    }
    expect(ports.size).toBe(1);
    const broken = await endpoint(() => ({ headers: { "content-encoding": "gzip" }, body: "[]" }));
    expect(await httpTransport(broken).post([CHAIN])).toEqual([
      { unreachable: `${broken} did not answer: Z_DATA_ERROR` },
    ]);
  });

  it("asks again where a connection that was kept has been closed meanwhile", async () => {
    const used = new Set<unknown>();
    const url = await endpoint((items, _post, _sent, { socket }) => {
      if (used.has(socket)) socket.destroy();
      used.add(socket);
      return { body: items.map(result) };
    });
    const transport = httpTransport(url);
    for (let at = 0; at < 3; at++) {
      expect(await transport.post([CHAIN, HEAD])).toEqual([{ ok: "eth_chainId" }, { ok: "eth_blockNumber" }]);
    }
    expect(used.size).toBe(3);
  });

  it("follows an endpoint that has moved, but not for ever", async () => {
    const url = await endpoint((items) => ({ body: items.map(result) }));
    const moved = await endpoint(() => ({ status: 308, headers: { location: `${url}/new` }, body: "" }));
    expect(await httpTransport(moved).post([CHAIN, HEAD])).toEqual([{ ok: "eth_chainId" }, { ok: "eth_blockNumber" }]);
    const circle = await endpoint(() => ({ status: 307, headers: { location: "/again" }, body: "" }));
    expect(await httpTransport(circle).post([CHAIN])).toEqual([
      { unreachable: `${circle} answered 307 with something that is no JSON` },
    ]);
  });

  it.each<[string, Reply]>([
    ["by status", { status: 413, body: "no" }],
    ["with an error", { body: { id: null, error: { code: -32600, message: "batch too large" } } }],
  ])("splits a batch refused %s, in order", async (_name, refusal) => {
    const url = await endpoint((items) => (items.length > 2 ? refusal : { body: items.map(result) }));
    const transport = httpTransport(url);
    const batch = [CHAIN, HEAD, CHAIN, HEAD, CHAIN];
    expect(await postAll(transport, batch)).toEqual(batch.map(({ method }) => ({ ok: method })));
    expect(transport.posts).toBeGreaterThan(1);
  });

  it("reads from an endpoint that knows no batches", async () => {
    const url = await endpoint((items, _post, sent) =>
      Array.isArray(sent)
        ? { body: { id: null, error: { code: -32600, message: "batch requests are not supported" } } }
        : { body: result(items[0]!) },
    );
    expect(await postAll(httpTransport(url), [CHAIN, HEAD, CHAIN])).toEqual(
      [CHAIN, HEAD, CHAIN].map(({ method }) => ({ ok: method })),
    );
  });

  it.each<[string, (items: Item[]) => Reply]>([
    ["by status", () => ({ status: 429, body: "slow down" })],
    ["with one error", () => ({ body: { id: null, error: { code: -32005, message: "rate limit exceeded" } } })],
    [
      "for one request",
      ([first, ...rest]) => ({
        body: [{ id: first!.id, error: { code: 429, message: "compute units" } }, ...rest.map(result)],
      }),
    ],
  ])("repeats the whole batch when the rate is limited %s", async (_name, limited) => {
    const sizes: number[] = [];
    const url = await endpoint((items, post) => {
      sizes.push(items.length);
      return post === 1 ? limited(items) : { body: items.map(result) };
    });
    expect(await httpTransport(url).post([CHAIN, HEAD])).toEqual([{ ok: "eth_chainId" }, { ok: "eth_blockNumber" }]);
    expect(sizes).toEqual([2, 2]);
  });

  it("gives up on a rate that stays limited, and makes smaller what is served in part", async () => {
    const never = await endpoint(() => ({ status: 429, body: "" }));
    const transport = httpTransport(never);
    expect(await transport.post([CHAIN, HEAD])).toEqual(Array(2).fill({ unreachable: `${never} limits its rate` }));
    expect(transport.posts).toBe(5);
    const partly = await endpoint(([first, ...rest]) => ({
      body: [result(first!), ...rest.map(({ id }) => ({ id, error: { code: 429, message: "" } }))],
    }));
    expect(await httpTransport(partly).post([CHAIN, HEAD])).toEqual(Array(2).fill({ unreachable: TOO_LARGE }));
  }, 20_000);

  it("does not take a contract's words for a limited rate", async () => {
    const error = { code: 3, message: "execution reverted: too many requests", data: "0x" };
    const url = await endpoint(([item]) => ({ body: { id: item!.id, error } }));
    expect(await httpTransport(url).post([CHAIN])).toEqual([{ error }]);
  });

  it("never says what the URL keeps secret, even where the endpoint does", async () => {
    const base = await endpoint((_items, _post, _sent, { url }) => ({
      body: { id: null, error: { code: -32000, message: `project ${url} is disabled, key ${SECRET}` } },
    }));
    for (const url of [`${base}/v3/${SECRET}`, `${base}/?key=${SECRET}`, base.replace("//", `//user:${SECRET}@`)]) {
      const transport = httpTransport(url);
      const answers = [...(await transport.post([CHAIN])), ...(await transport.post([CHAIN, HEAD]))];
      expect(JSON.stringify(answers) + transport.place).not.toContain(SECRET);
      expect(transport.place).toBe(base);
    }
    const [nobody] = await httpTransport(`http://127.0.0.1:9/${SECRET}`).post([CHAIN]);
    expect(JSON.stringify(nobody)).not.toContain(SECRET);
  });

  it("sends nothing but reads", async () => {
    const transport = httpTransport("http://127.0.0.1:9");
    const sending = { method: "eth_sendRawTransaction", params: ["0x"] } as unknown as RpcRequest;
    await expect(transport.post([CHAIN, sending])).rejects.toThrow(TypeError);
    expect(transport.posts).toBe(0);
  });
});
