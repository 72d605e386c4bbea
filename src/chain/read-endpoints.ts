import type { Live } from "../diff/live.ts";
import { OrdinanceError } from "../errors.ts";
import { withEndpoints, type Desired } from "../stack/desired.ts";
import { attemptAt, isOfEndpoint, problemsOf } from "./attempt.ts";
import { firstOf } from "./first.ts";
import { readAgreed, type Agreed } from "./quorum.ts";
import { withoutEndpoints } from "./reasons.ts";
import type { ReadOptions } from "./read-stack.ts";
import { rollCall } from "./roll-call.ts";

export interface Reading {
  /** Its network has the endpoint that was read first, and behind it those that could take its place. */
  readonly desired: Desired;
  /** Its reasons name no endpoint. */
  readonly live: Live;
}

/** Milliseconds without any answer after which another endpoint is asked as well. */
const PATIENCE = 1_000;

/**
 * The live state of a stack over the endpoints of its file. The only one is simply read. Of several the first that serves the
 * chain, does not lag and answers is used, from its first answer to its last; with a quorum so many read the same block and must
 * say the same.
 * @throws OrdinanceError ORD201 to ORD205 of every endpoint when none can be read, ORD208 without a quorum.
 */
export async function readEndpoints(desired: Desired, options: ReadOptions = {}): Promise<Reading> {
  const { rpc, quorum, chainId } = desired.network;
  if (quorum > 1) return over(desired, await readAgreed(desired, options));
  if (rpc.length === 1) return over(desired, { live: await attemptAt(rpc[0], desired, options)(), rpc });
  const { present, absent } = await rollCall(rpc, chainId, 1, options.signal);
  // Behind a receipt, an endpoint that has its block need not be waited for.
  const { atLeast = 0n } = options;
  const [ready, late] = [true, false].map((wanted) => present.filter(({ head }) => head.number >= atLeast === wanted));
  const endpoints = [...ready!, ...late!].map(({ endpoint }) => endpoint);
  const attempts = endpoints.map((endpoint) => attemptAt(endpoint, desired, options));
  const first = await firstOf(attempts, PATIENCE, isOfEndpoint);
  if ("failures" in first) throw new OrdinanceError([...absent, ...first.failures.flatMap(problemsOf)]);
  const [chosen, others] = [endpoints[first.index]!, endpoints.toSpliced(first.index, 1)];
  return over(desired, { live: first.value, rpc: [chosen, ...others] });
}

function over(desired: Desired, { live, rpc }: Agreed): Reading {
  return {
    desired: { ...desired, network: withEndpoints(desired.network, rpc) },
    live: withoutEndpoints(live, desired),
  };
}
