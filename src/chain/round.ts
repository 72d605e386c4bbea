import { askReader, CHUNKS, chunks, readerRequests, type Mode } from "./ask.ts";
import type { Certificate, Outcome, ReaderItem } from "./codec.ts";
import { headerIn, headerRequest, tagOf, type Header } from "./header.ts";
import { logRequest } from "./logs.ts";
import { postAll } from "./post.ts";
import { numberIn, quantity, reached, refuse } from "./refuse.ts";
import { askSlots, bySlots, slotRequest } from "./slots.ts";
import type { More, SnapshotRequest } from "./snapshot.ts";
import { transactionRequest, type ReadTransport, type RpcAnswer, type RpcRequest } from "./transport.ts";

/** How a round asks. */
export interface Way {
  readonly mode: Mode;
  /** Name a pinned block by its hash; by number where the endpoint takes no hash. */
  readonly byHash: boolean;
  /** The block to read; the latest one if absent. */
  readonly pin?: Header;
}

export interface Round {
  readonly header: Header;
  readonly outcomes: readonly Outcome[];
  readonly slots: readonly Outcome[];
  readonly logs: readonly RpcAnswer[];
  /** Of the blocks that were asked for besides. */
  readonly headers: readonly (Header | undefined)[];
}

/** `torn`: the answers do not belong to one block, for this reason; `seen` is the block to read instead, if there is one. */
export type Rounded = Round | "mode" | { readonly torn: string; readonly seen?: Header };

const HEAD: RpcRequest = { method: "eth_blockNumber", params: [] };

type Stamp = Pick<Certificate, "number" | "parentHash">;

function belongs(header: Header, stamps: readonly Stamp[]): Stamp | undefined {
  return stamps.find(({ number, parentHash }) => number !== header.number || parentHash !== header.parentHash);
}

/** Everything at once, in one POST where the endpoint allows. Throws ORD201 and ORD202. */
export async function readRound(transport: ReadTransport, request: SnapshotRequest, way: Way): Promise<Rounded> {
  const { mode, byHash, pin } = way;
  // A code, and a word of storage, asked for plainly take a number everywhere.
  const tag = pin ? tagOf(pin, byHash && mode !== "plain") : "latest";
  const items: readonly ReaderItem[] = [...request.calls, ...request.codeOf.map((codeOf) => ({ codeOf }))];
  const questions = chunks(items, CHUNKS[mode]);
  const asking = questions.flatMap((chunk) => readerRequests(chunk, mode, tag));
  const groups = bySlots(request.slots);
  const words = groups.map((group) => slotRequest(group.to, group.words, tag));
  const until = pin ? quantity(pin.number) : "latest";
  const filters = (request.logs ?? []).map((filter) => logRequest(filter, filter.fromBlock, until));
  const front = [{ method: "eth_chainId", params: [] } as const, HEAD, headerRequest(pin ? pin.number : "latest")];
  const besides = (request.headers ?? []).map((of) => headerRequest(of));
  const answers = await postAll(transport, [...front, ...asking, ...words, ...filters, ...besides, HEAD]);

  const chainId = numberIn(transport, answers[0], "eth_chainId");
  requireChain(transport, chainId, request.chainId);
  const heads = [answers[1], answers.at(-1)].map((answer) => numberIn(transport, answer, "eth_blockNumber"));
  const known = reached(transport, answers[2], "eth_getBlockByNumber");
  const header = headerIn(answers[2]);
  if (pin && !header) return { torn: `the endpoint does not have block ${pin.number}` };
  if (!header) return refuse("ORD201", transport, `no block in the answer ${JSON.stringify(known)}`, "a block");
  if (pin && header.hash !== pin.hash) return { torn: `block ${pin.number} was replaced while reading`, seen: header };

  let at = front.length;
  const next = (count: number) => answers.slice(at, (at += count));
  const read = await askReader(transport, questions, next(asking.length), mode, tagOf(header, false));
  if (read === "mode") return "mode";
  if (read === "missing") return { torn: `the endpoint does not have block ${header.number}` };
  for (const certificate of read.certificates) requireChain(transport, certificate.chainId, request.chainId);
  if (mode !== "plain" && read.certificates.length === 0) {
    reached(transport, answers[front.length], "eth_call");
    refuse("ORD201", transport, "no answer to eth_call", "an endpoint that answers");
  }
  const slots = await askSlots(transport, request.slots, groups, next(groups.length), header.number);

  const stranger = belongs(header, [...read.certificates, ...slots.certificates]);
  if (stranger) {
    return { torn: `a call saw block ${stranger.number} where the endpoint's block is ${header.number}`, seen: header };
  }
  // What is asked plainly, and the logs, bear no certificate: they belong to the block if the head did not move.
  const [first, last] = heads as [bigint, bigint];
  const bare = filters.length > 0 || mode === "plain";
  const still = pin ? first >= pin.number && last >= pin.number : first === header.number && last === header.number;
  if (bare && !still) return { torn: `the head moved from block ${first} to ${last}`, seen: header };
  if (slots.plain && !(await isStill(transport, header)))
    return { torn: `block ${header.number} was replaced while reading` };
  const logs = next(filters.length);
  const headers = next(besides.length).map((answer) => headerIn(answer));
  return { header, outcomes: read.outcomes, slots: slots.outcomes, logs, headers };
}

/** Reads and scans found necessary only now, in the same block. Throws ORD201 and ORD204. */
export async function readMore(
  transport: ReadTransport,
  more: More,
  way: Way,
  header: Header,
): Promise<{
  readonly outcomes: readonly Outcome[];
  readonly logs: readonly RpcAnswer[];
  readonly transactions: readonly RpcAnswer[];
}> {
  const { mode, byHash } = way;
  const tag = tagOf(header, byHash && mode !== "plain");
  const questions = chunks<ReaderItem>(more.items, CHUNKS[mode]);
  const asking = questions.flatMap((chunk) => readerRequests(chunk, mode, tag));
  const filters = (more.logs ?? []).map((filter) => logRequest(filter, filter.fromBlock, quantity(header.number)));
  const inBlocks = (more.transactions ?? []).map(transactionRequest);
  const [head, ...answers] = await postAll(transport, [
    headerRequest(header.number),
    ...asking,
    ...filters,
    ...inBlocks,
  ]);
  const read = await askReader(transport, questions, answers.slice(0, asking.length), mode, tagOf(header, false));
  if (read === "mode") {
    if (byHash && mode !== "plain") return readMore(transport, more, { ...way, byHash: false }, header);
    return refuse("ORD201", transport, "the endpoint stopped answering reads", "answers as before");
  }
  reached(transport, head, "eth_getBlockByNumber");
  const replaced = read === "missing" || headerIn(head)?.hash !== header.hash || belongs(header, read.certificates);
  if (replaced)
    refuse("ORD204", transport, `block ${header.number} is gone or was replaced while reading`, "one block; run again");
  const behind = asking.length + filters.length;
  return {
    outcomes: read.outcomes,
    logs: answers.slice(asking.length, behind),
    transactions: answers.slice(behind),
  };
}

/** @throws OrdinanceError ORD202. */
export function requireChain(transport: ReadTransport, found: bigint, declared: bigint): void {
  if (found !== declared)
    refuse("ORD202", transport, `chain ${found}`, `chain ${declared}, which the stack file names`);
}

async function isStill(transport: ReadTransport, header: Header): Promise<boolean> {
  const [answer] = await postAll(transport, [headerRequest(header.number)]);
  return headerIn(answer)?.hash === header.hash;
}
