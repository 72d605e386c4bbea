import type { Network } from "../stack/desired.ts";
import { CHANGING, httpRpc, UnreachableError, type JsonRpc } from "./rpc.ts";

/** Milliseconds until another endpoint is asked, as long as there is one that was not. */
const QUICK = 2_000;
const SEND = "eth_sendRawTransaction";

/**
 * The chain over the endpoint that was read, or over one that can take its place: the first that answers is asked from then on.
 * A signed transaction may be given to several, because the same bytes are the same transaction; what an endpoint signs itself is
 * asked of one only.
 */
export function rpcOver({ rpc }: Pick<Network, "rpc">): JsonRpc {
  const patient = rpc.map(({ url, name }) => httpRpc(url, { name }));
  if (rpc.length === 1) return patient[0]!;
  const quick = rpc.map(({ url, name }) => httpRpc(url, { name, timeoutMs: QUICK, tries: 1 }));
  let current = 0;
  return {
    async request(method, params) {
      const tries = CHANGING.test(method) && method !== SEND ? [patient[current]!] : [...from(quick), ...from(patient)];
      const first = current;
      for (const [index, each] of tries.entries()) {
        try {
          const result = await each.request(method, params);
          current = (first + index) % rpc.length;
          return result;
        } catch (error) {
          if (!(error instanceof UnreachableError) || index === tries.length - 1) throw error;
        }
      }
      throw new TypeError("a network has an endpoint");
    },
  };

  function from(all: readonly JsonRpc[]): readonly JsonRpc[] {
    return [...all.slice(current), ...all.slice(0, current)];
  }
}
