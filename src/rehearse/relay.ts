import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** What a copy of a chain asks. Nothing else passes. */
const READS = /^(eth_(blockNumber|call|chainId|feeHistory|gasPrice|get\w+)|net_version|web3_clientVersion)$/;
const PATIENCE = 30_000;

/** Stands between a copy of a chain and the endpoint: counts what is asked, and lets nothing through that does not read. */
export interface Relay {
  /** Of this machine alone. */
  readonly url: string;
  /** Requests that went to the endpoint. */
  readonly requests: number;
  close(): Promise<void>;
}

interface Item {
  readonly id?: unknown;
  readonly method?: unknown;
}

/** @param url of the endpoint; no answer of the relay itself holds it. */
export async function startRelay(url: string): Promise<Relay> {
  let requests = 0;
  const server = createServer((request, response) => {
    void answer(request).then(
      ({ status, text }) => response.writeHead(status, { "content-type": "application/json" }).end(text),
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
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage): Promise<{ readonly status: number; readonly text: string }> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const body = Buffer.concat(parts).toString("utf8");
    const parsed = JSON.parse(body) as Item | readonly Item[];
    const items = [parsed].flat() as readonly Item[];
    if (!items.every(({ method }) => typeof method === "string" && READS.test(method))) {
      const refused = (id: unknown) => ({ jsonrpc: "2.0", id, error: { code: -32601, message: "only reads pass" } });
      const all = items.map(({ id }) => refused(id));
      return { status: 200, text: JSON.stringify(Array.isArray(parsed) ? all : all[0]) };
    }
    requests += items.length;
    const got = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.timeout(PATIENCE),
    });
    return { status: got.status, text: await got.text() };
  }
}
