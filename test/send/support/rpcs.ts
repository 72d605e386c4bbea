import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { RpcError, type JsonRpc } from "../../../src/send/rpc.ts";
import type { InProcessChain } from "../../support/inprocess.ts";

type Params = readonly unknown[];
type Next = (method: string, params: Params) => Promise<unknown>;

/** The in-process chain as an endpoint; errors are those of the node, without the client's wrapping. */
export function chainRpc(chain: InProcessChain): JsonRpc {
  return {
    async request(method, params = []) {
      try {
        return await chain.request(method, params);
      } catch (error) {
        const inner = nodeError(error);
        if (!inner) throw error;
        throw new RpcError(method, inner);
      }
    },
  };
}

function nodeError(error: unknown): { code?: unknown; message?: unknown; data?: unknown } | undefined {
  const { info, error: direct } = error as { info?: { error?: object }; error?: object };
  return direct ?? info?.error;
}

/** `rpc`, with everything going through `handle` first. */
export function intercept(
  rpc: JsonRpc,
  handle: (method: string, params: Params, next: Next) => Promise<unknown>,
): JsonRpc {
  const next: Next = (method, params) => rpc.request(method, params);
  return { request: (method, params = []) => handle(method, params, next) };
}

/** An endpoint made of answers; a function is called with the parameters. */
export function fakeRpc(answers: Readonly<Record<string, unknown>>): JsonRpc & { readonly calls: string[] } {
  const calls: string[] = [];
  return {
    calls,
    request: async (method, params = []) => {
      await Promise.resolve();
      calls.push(method);
      if (!(method in answers)) throw new RpcError(method, { code: -32601, message: "method not found" });
      const answer = answers[method];
      return typeof answer === "function" ? (answer as (...all: Params) => unknown)(...params) : answer;
    },
  };
}

export interface FakeServer {
  readonly port: number;
  readonly requests: {
    readonly method: string;
    readonly params: Params;
    readonly headers: IncomingHttpHeaders;
    readonly path: string;
  }[];
  close(): Promise<void>;
}

/** A JSON-RPC server on a free port. `answer` may return a {@link RawAnswer} to answer outside the protocol. */
export async function fakeServer(answer: (method: string, params: Params) => unknown): Promise<FakeServer> {
  const requests: FakeServer["requests"] = [];
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const asked = JSON.parse(body) as { id: number; method: string; params: Params };
      // It takes no batches, like some endpoints.
      if (Array.isArray(asked)) return response.end(JSON.stringify({ error: { message: "no batches" } }));
      const { id, method, params } = asked;
      requests.push({ method, params, headers: request.headers, path: request.url ?? "" });
      const reply = (value: object) => response.end(JSON.stringify({ jsonrpc: "2.0", id, ...value }));
      Promise.resolve()
        .then(() => answer(method, params))
        .then(
          (result) => {
            if (!(result instanceof RawAnswer)) return reply({ result });
            response.statusCode = result.status;
            return response.end(result.text);
          },
          (reason: unknown) => {
            const { code = -32000, message, data } = reason as { code?: number; message?: string; data?: unknown };
            reply({ error: { code, message, data } });
          },
        );
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    port: (server.address() as AddressInfo).port,
    requests,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}

export class RawAnswer {
  readonly status: number;
  readonly text: string;

  constructor(status: number, text: string) {
    this.status = status;
    this.text = text;
  }
}
