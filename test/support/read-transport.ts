import type { ReadTransport, RpcAnswer, RpcRequest } from "../../src/chain/transport.ts";

/** What stands in for the chain's own answer; `undefined` lets the chain answer. */
export type Interference = (
  request: RpcRequest,
  post: number,
) => RpcAnswer | undefined | Promise<RpcAnswer | undefined>;

/** Reads of a chain in this process, without HTTP. `batches` are the POSTs so far. */
export interface DirectTransport extends ReadTransport {
  readonly batches: readonly (readonly RpcRequest[])[];
}

/** @param request asks the chain: that of an `InProcessChain`, or a function that plays one. */
export function directTransport(
  request: (method: string, params: readonly unknown[]) => Promise<unknown>,
  interfere: Interference = () => undefined,
): DirectTransport {
  const batches: (readonly RpcRequest[])[] = [];
  return {
    batches,
    place: "in-process",
    get posts() {
      return batches.length;
    },
    async post(batch) {
      const post = batches.push(batch);
      const answers: RpcAnswer[] = [];
      for (const item of batch) {
        answers.push((await interfere(item, post)) ?? (await ask(request, item)));
      }
      return answers;
    },
  };
}

/** Providers throw what nodes answer as an error, wrapped or not. */
async function ask(
  request: (method: string, params: readonly unknown[]) => Promise<unknown>,
  { method, params }: RpcRequest,
): Promise<RpcAnswer> {
  try {
    return { ok: await request(method, params) };
  } catch (thrown) {
    const outer = thrown as { error?: unknown; info?: { error?: unknown } };
    const { code, message, data } = (outer.info?.error ?? outer.error ?? outer) as {
      code?: number;
      message: string;
      data?: unknown;
    };
    return { error: { code: code ?? 0, message, data } };
  }
}
