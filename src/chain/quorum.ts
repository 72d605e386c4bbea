import { setTimeout as sleep } from "node:timers/promises";
import type { Live } from "../diff/live.ts";
import { OrdinanceError, type Problem } from "../errors.ts";
import type { Desired, Network, RpcEndpoint } from "../stack/desired.ts";
import { disputesIn, type Dispute } from "./agreement.ts";
import { endpointOf } from "./answers.ts";
import { attemptAt, problemsOf } from "./attempt.ts";
import type { Header } from "./header.ts";
import { heldBack } from "./log-cache.ts";
import type { ReadOptions } from "./read-stack.ts";
import { rollCall } from "./roll-call.ts";

/** What was read, and the endpoints that can go on with it: those that were read come first. */
export interface Agreed {
  readonly live: Live;
  readonly rpc: Network["rpc"];
}

/** Milliseconds to wait until enough endpoints have the block of a receipt. */
const PATIENCE = 30_000;
const PAUSE = 250;
/** Values of one message; a chain that has forked differs in all of them. */
const SHOWN = 20;

/**
 * One block, by its hash, read from as many endpoints as the quorum asks for: the latest one that so many of them have. All of
 * them must say the same of everything.
 * @throws OrdinanceError ORD208 when they do not, or are too few.
 */
export async function readAgreed(desired: Desired, options: ReadOptions): Promise<Agreed> {
  const { quorum } = desired.network;
  const { pin, able, absent } = await blockOf(desired, options);
  const logCache = options.logCache && heldBack(options.logCache);
  const pinned = { ...options, pin, ...(logCache && { logCache }) };
  const problems = [...absent];
  const spare = [...able];
  const read: Answer[] = [];
  while (read.length < quorum) {
    const asked = spare.splice(0, quorum - read.length);
    if (asked.length === 0) throw tooFew(desired, read.length, problems);
    for (const answer of await Promise.all(asked.map((endpoint) => answerOf(endpoint, desired, pinned)))) {
      if ("live" in answer) read.push(answer);
      else problems.push(...answer.problems);
    }
  }
  const disputes = disputesIn(read.map(({ live }) => live));
  const [first, ...others] = read;
  if (disputes.length > 0) {
    throw disputed(
      desired,
      pin,
      read.map(({ endpoint }) => placeOf(endpoint)),
      disputes,
    );
  }
  logCache?.release();
  return { live: first!.live, rpc: [first!.endpoint, ...others.map(({ endpoint }) => endpoint), ...spare] };
}

interface Answer {
  readonly endpoint: RpcEndpoint;
  readonly live: Live;
}

async function answerOf(
  endpoint: RpcEndpoint,
  desired: Desired,
  options: ReadOptions,
): Promise<Answer | { readonly problems: readonly Problem[] }> {
  try {
    return { endpoint, live: await attemptAt(endpoint, desired, options)() };
  } catch (error) {
    return { problems: problemsOf(error).map((each) => ({ ...each, file: placeOf(endpoint) })) };
  }
}

/** The latest block that enough endpoints have, and those that have it. */
async function blockOf({ file, network }: Desired, { atLeast = 0n, signal }: ReadOptions) {
  const { rpc, chainId, quorum } = network;
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const { present, absent } = await rollCall(rpc, chainId, quorum, signal);
    const heads = present.map(({ head }) => head).sort((a, b) => (a.number > b.number ? -1 : 1));
    const pin = heads[quorum - 1];
    if (!pin) throw tooFew({ file, network }, present.length, absent);
    if (pin.number >= atLeast) {
      const able = present.filter(({ head }) => head.number >= pin.number).map(({ endpoint }) => endpoint);
      return { pin, able, absent };
    }
    if (Date.now() > deadline) {
      const ready = present.filter(({ head }) => head.number >= atLeast);
      const late: Problem = {
        code: "ORD204",
        file: "the others",
        found: `block ${pin.number}`,
        expected: `block ${atLeast}`,
      };
      throw tooFew({ file, network }, ready.length, [...absent, late]);
    }
    await sleep(PAUSE);
  }
}

function tooFew(
  { file, network }: Pick<Desired, "file" | "network">,
  count: number,
  problems: readonly Problem[],
): OrdinanceError {
  const why = problems.map(({ file: place, found, expected }) => `${place}: ${found}, expected ${expected}`);
  return new OrdinanceError([
    {
      code: "ORD208",
      file,
      path: "network.quorum",
      found: `${count} of ${network.rpc.length} endpoints that can be read (${why.join("; ")})`,
      expected: `${network.quorum} that say the same`,
      remedy: "nothing was planned; bring endpoints back or list others under network.rpc, and run again",
    },
  ]);
}

function disputed(
  { file }: Desired,
  { number }: Header,
  places: readonly string[],
  disputes: readonly Dispute[],
): OrdinanceError {
  const more = disputes.length > SHOWN ? `; ${disputes.length - SHOWN} more values differ` : "";
  return new OrdinanceError(
    disputes.slice(0, SHOWN).map(({ path, said }, index, shown) => ({
      code: "ORD208" as const,
      file,
      path,
      found: `in block ${number} ${places.map((place, at) => `${place} says ${said[at] ?? "nothing"}`).join(", ")}`,
      expected: "one answer",
      remedy: `nothing was planned; find out which endpoint is wrong and take it out of network.rpc${index === shown.length - 1 ? more : ""}`,
    })),
  );
}

function placeOf({ url, name }: RpcEndpoint): string {
  return endpointOf(url, name).place;
}
