import { setTimeout as sleep } from "node:timers/promises";
import { OrdinanceError, type Problem } from "../errors.ts";
import type { RpcEndpoint } from "../stack/desired.ts";
import { endpointOf } from "./answers.ts";
import { headerIn, headerRequest, type Header } from "./header.ts";
import { numberIn, reached, refuse } from "./refuse.ts";
import { requireChain } from "./round.ts";
import { httpTransport } from "./transport.ts";

/** An endpoint that says it serves the declared chain, and its latest block. */
export interface Present {
  readonly endpoint: RpcEndpoint;
  readonly head: Header;
}

export interface RollCall {
  /** In the order of the file; none of them lags behind the others. */
  readonly present: readonly Present[];
  /** Why the others cannot be used. Those that were not waited for are in neither list. */
  readonly absent: readonly Problem[];
}

/** Milliseconds for the answer of an endpoint that is needed. */
const TIMEOUT = 10_000;
/** Milliseconds that the others get once enough have answered: a slow one may be fresher. */
const GRACE = 500;
/** Blocks by which endpoints may differ in good health, also where blocks come four times a second. */
const LAG = 5n;

/**
 * Asks all endpoints for their chain and latest block at the same time, with one small POST each, so that one that is down, hangs,
 * serves another chain or lags behind is known before anything is read.
 * @param wanted so many are enough.
 * @param given nobody waits any more.
 */
export async function rollCall(
  endpoints: readonly RpcEndpoint[],
  chainId: bigint,
  wanted: number,
  given?: AbortSignal,
): Promise<RollCall> {
  const stop = new AbortController();
  const signal = given ? AbortSignal.any([stop.signal, given]) : stop.signal;
  const answers = endpoints.map((): Present | Problem | undefined => undefined);
  const enough = Promise.withResolvers<"enough">();
  const all = Promise.all(
    endpoints.map(async (endpoint, index) => {
      answers[index] = await answerOf(endpoint, chainId, signal);
      if (presentIn(answers).length >= wanted) enough.resolve("enough");
    }),
  );
  await Promise.race([all, enough.promise.then(() => sleep(GRACE, undefined, { ref: false }))]);
  const heard = [...answers];
  stop.abort();
  const present = presentIn(heard);
  return { present, absent: heard.flatMap((answer) => problemIn(answer, heard)) };
}

type Answer = Present | Problem | undefined;

async function answerOf(endpoint: RpcEndpoint, chainId: bigint, signal: AbortSignal): Promise<Present | Problem> {
  const transport = httpTransport(endpoint.url, { name: endpoint.name, timeout: TIMEOUT, signal });
  const [chain, latest] = await transport.post([{ method: "eth_chainId", params: [] }, headerRequest("latest")]);
  try {
    requireChain(transport, numberIn(transport, chain, "eth_chainId"), chainId);
    reached(transport, latest, "eth_getBlockByNumber");
    const head = headerIn(latest) ?? refuse("ORD201", transport, "an answer without a block", "the latest block");
    return { endpoint, head };
  } catch (error) {
    if (!(error instanceof OrdinanceError)) throw error;
    return error.problems[0]!;
  }
}

function certifiedIn(answers: readonly Answer[]): readonly Present[] {
  return answers.filter((answer) => answer !== undefined && "head" in answer);
}

function presentIn(answers: readonly Answer[]): readonly Present[] {
  const certified = certifiedIn(answers);
  return certified.filter((answer) => !lags(answer, certified));
}

function problemIn(answer: Answer, answers: readonly Answer[]): readonly Problem[] {
  if (!answer) return [];
  if (!("head" in answer)) return [answer];
  const certified = certifiedIn(answers);
  if (!lags(answer, certified)) return [];
  const { url, name } = answer.endpoint;
  const expected = `block ${middle(certified)} or about it, like the other endpoints: it lags behind`;
  return [{ code: "ORD204", file: endpointOf(url, name).place, found: `block ${answer.head.number}`, expected }];
}

function lags({ head }: Present, all: readonly Present[]): boolean {
  return head.number + LAG < middle(all);
}

/** The later one of two; of more, so that one which claims a block of the future does not decide what is late. */
function middle(all: readonly Present[]): bigint {
  const numbers = all.map(({ head }) => head.number).sort((a, b) => (a > b ? -1 : 1));
  return numbers[(numbers.length - 1) >> 1]!;
}
