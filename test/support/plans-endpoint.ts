import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

interface Item {
  readonly id: number;
  readonly method: string;
  readonly params: readonly unknown[];
}

/**
 * An endpoint in front of a chain that remembers what it has said about numbered blocks: forks of the same block ask the same
 * thousand questions again, and a test has no time to wait for the chain each time.
 */
export interface RememberingEndpoint {
  readonly url: string;
  /** After the chain has gone back to an earlier state: its blocks are others now. */
  forget(): void;
  stop(): void;
}

export async function rememberingEndpoint(target: string): Promise<RememberingEndpoint> {
  const known = new Map<string, unknown>();
  const forward = async (items: readonly Item[]) => {
    const headers = { "content-type": "application/json" };
    const response = await fetch(target, { method: "POST", headers, body: JSON.stringify(items) });
    return (await response.json()) as Record<string, unknown>[];
  };
  const answers = async (items: readonly Item[]): Promise<Record<string, unknown>[]> => {
    const open = items.filter((item) => !known.has(keyOf(item)));
    const fresh = open.length > 0 ? await forward(open) : [];
    const byId = new Map(fresh.map((answer) => [answer["id"], answer]));
    for (const item of open) {
      const answer = byId.get(item.id);
      if (isOfBlock(item) && answer && "result" in answer) known.set(keyOf(item), answer["result"]);
    }
    return items.map((item) => byId.get(item.id) ?? { jsonrpc: "2.0", id: item.id, result: known.get(keyOf(item)) });
  };
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      void (async () => {
        const body = JSON.parse(Buffer.concat(parts).toString()) as Item | Item[];
        const found = await answers(Array.isArray(body) ? body : [body]);
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify(Array.isArray(body) ? found : found[0]));
      })();
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    forget: () => known.clear(),
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}

const keyOf = ({ method, params }: Item) => `${method} ${JSON.stringify(params)}`;

/** Values of an account in a block that is named by its number. */
function isOfBlock({ method, params }: Item): boolean {
  const values = ["eth_getBalance", "eth_getCode", "eth_getStorageAt", "eth_getTransactionCount"];
  return values.includes(method) && /^0x[0-9a-f]+$/.test(String(params.at(-1)));
}
