import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { postAll } from "../chain/post.ts";
import {
  httpTransport,
  READ_METHODS,
  type ReadTransport,
  type RpcAnswer,
  type RpcRequest,
} from "../chain/transport.ts";

const HEADERS = { "content-type": "application/json" };
/** Milliseconds in which questions come together to one POST: a copy asks for the parts of an account at the same time. */
const GATHERING = 2;

/**
 * Stands between a copy of a chain and the endpoint. It lets nothing through that does not read, asks each thing once, since a copy
 * is of one moment, and counts. Whatever it answers is what the endpoint has said to the very same question.
 */
export interface Relay {
  /** Of this machine alone. */
  readonly url: string;
  /** To the endpoint, for whatever is asked besides; counted as well. */
  readonly transport: ReadTransport;
  /** Questions that went to the endpoint. */
  readonly requests: number;
  /** Asks for what is not known yet, at once. What is not answered is left for the copy to ask by itself. */
  fill(questions: readonly RpcRequest[]): Promise<void>;
  /** What the endpoint has answered so far, in the order in which it was asked. */
  answered(): Promise<readonly Answered[]>;
  close(): Promise<void>;
}

/** One answer of the endpoint that was no error. */
export interface Answered extends RpcRequest {
  readonly result: unknown;
}

interface Item {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: readonly unknown[];
}

/** @param url of the endpoint; no answer of the relay holds what is secret in it. */
export async function startRelay(url: string): Promise<Relay> {
  const transport = counting(httpTransport(url));
  const known = new Map<string, Promise<RpcAnswer>>();
  let gathered: Promise<readonly RpcAnswer[]> | undefined;
  let questions: RpcRequest[] = [];
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
    transport,
    get requests() {
      return transport.requests;
    },
    async fill(wanted) {
      const open = new Map(wanted.map((each) => [keyOf(each), each]));
      for (const key of known.keys()) open.delete(key);
      const answers = await postAll(transport, [...open.values()]);
      for (const [index, key] of [...open.keys()].entries())
        if ("ok" in answers[index]!) known.set(key, Promise.resolve(answers[index]));
    },
    async answered() {
      const found: Answered[] = [];
      for (const [key, answer] of known) {
        const given = await answer;
        const [method, params] = JSON.parse(key) as [RpcRequest["method"], readonly unknown[]];
        if ("ok" in given) found.push({ method, params, result: given.ok });
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
    if (!Array.isArray(asked)) return JSON.stringify(await replyTo(asked as Item));
    return JSON.stringify(await Promise.all((asked as readonly Item[]).map(replyTo)));
  }

  async function replyTo({ id, method, params = [] }: Item): Promise<object> {
    const own = { jsonrpc: "2.0", id };
    if (!isRead(method)) return { ...own, error: { code: -32601, message: "only reads pass" } };
    const answer = await answerTo({ method, params });
    if ("ok" in answer) return { ...own, result: answer.ok };
    if ("error" in answer) return { ...own, error: { code: answer.error.code, message: answer.error.message } };
    throw new Error("the endpoint did not answer");
  }

  function answerTo(question: RpcRequest): Promise<RpcAnswer> {
    const key = keyOf(question);
    const found = known.get(key);
    if (found) return found;
    const asked = gather(question);
    known.set(key, asked);
    const forget = () => known.delete(key);
    // What was refused once may be answered later.
    asked.then((answer) => "ok" in answer || forget(), forget);
    return asked;
  }

  async function gather(question: RpcRequest): Promise<RpcAnswer> {
    const index = questions.push(question) - 1;
    gathered ??= sleep(GATHERING).then(() => {
      const batch = questions;
      [questions, gathered] = [[], undefined];
      return postAll(transport, batch);
    });
    return (await gathered)[index]!;
  }
}

function counting(inner: ReadTransport): ReadTransport & { readonly requests: number } {
  let requests = 0;
  return {
    place: inner.place,
    get posts() {
      return inner.posts;
    },
    get requests() {
      return requests;
    },
    post(batch) {
      requests += batch.length;
      return inner.post(batch);
    },
  };
}

function isRead(method: string): method is RpcRequest["method"] {
  return (READ_METHODS as readonly string[]).includes(method);
}

function keyOf({ method, params }: RpcRequest): string {
  return JSON.stringify([method, params]);
}
