import type { Address, Hex } from "../kinds/value.ts";
import { askReader, CHUNKS, chunks, readerRequests, type Mode } from "./ask.ts";
import type { CallItem, Certificate, Outcome, ReaderItem } from "./codec.ts";
import { logRequest, scanLogs, type LogFilter, type RawLog, type ScanResult } from "./logs.ts";
import { postAll } from "./post.ts";
import { quantity, reached, refuse } from "./refuse.ts";
import { askSlots, bySlots, slotRequest, type SlotItem } from "./slots.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "./transport.ts";

export type { Outcome } from "./codec.ts";
export type { RawLog } from "./logs.ts";
export type { Mode } from "./ask.ts";

export interface SnapshotRequest {
  /** The chain that the stack file names; any other is refused. */
  readonly chainId: bigint;
  readonly calls: readonly CallItem[];
  readonly slots: readonly SlotItem[];
  readonly codeOf: readonly Address[];
  readonly logs?: readonly LogFilter[];
  /** More reads that the logs make necessary; answered by a second POST in the same block, and only if there are any. */
  readonly expand?: (logs: readonly RawLog[]) => { readonly calls: readonly CallItem[] };
  /** Wait for this block: the one of the last receipt. */
  readonly atLeast?: bigint;
}

export interface Snapshot {
  readonly chainId: bigint;
  readonly block: { readonly number: bigint; readonly timestamp: bigint; readonly parentHash: Hex };
  readonly calls: readonly Outcome[];
  readonly expanded: readonly Outcome[];
  readonly slots: readonly Outcome[];
  /** `undefined` where there is no code. */
  readonly codeHashes: ReadonlyMap<Address, Hex | undefined>;
  readonly logs: readonly RawLog[];
  readonly scan: ScanResult["scan"];
  readonly mode: Mode;
}

const MODES: readonly Mode[] = ["override", "creation", "plain"];

/**
 * Reads everything in one block, with one POST where the endpoint allows. Throws ORD201 when the endpoint does not answer
 * as a whole, ORD202 for another chain, ORD204 when answers do not belong to one block.
 */
export async function takeSnapshot(transport: ReadTransport, request: SnapshotRequest): Promise<Snapshot> {
  const deadline = Date.now() + 30_000;
  let pin: bigint | undefined;
  let mode: Mode = "override";
  for (let attempt = 0; attempt < 12; attempt++) {
    const round = await readRound(transport, request, mode, pin);
    if (round === "mode") {
      mode =
        MODES[MODES.indexOf(mode) + 1] ??
        refuse("ORD201", transport, "no way of reading works with this endpoint", "eth_call");
      continue;
    }
    const { certificate } = round;
    if (certificate.chainId !== request.chainId || round.chainId !== request.chainId) {
      refuse(
        "ORD202",
        transport,
        `chain ${round.chainId === request.chainId ? certificate.chainId : round.chainId}`,
        `chain ${request.chainId}, which the stack file names`,
      );
    }
    if (request.atLeast !== undefined && certificate.number < request.atLeast) {
      if (Date.now() > deadline)
        refuse(
          "ORD204",
          transport,
          `block ${certificate.number}`,
          `block ${request.atLeast} or later: the endpoint lags behind`,
        );
      await new Promise((done) => setTimeout(done, 250));
      continue;
    }
    if (!round.consistent) {
      pin = certificate.number;
      continue;
    }
    const scanned = await scanLogs(transport, request.logs ?? [], certificate.number, round.logs);
    const more = request.expand?.(scanned.logs).calls ?? [];
    const expanded = more.length === 0 ? [] : await readMore(transport, more, mode, certificate);
    return {
      chainId: certificate.chainId,
      block: certificate,
      calls: round.outcomes.slice(0, request.calls.length),
      codeHashes: hashesOf(request.codeOf, round.outcomes.slice(request.calls.length), transport),
      slots: round.slots,
      expanded,
      logs: scanned.logs,
      scan: scanned.scan,
      mode,
    };
  }
  return refuse("ORD204", transport, "answers from different blocks, again and again", "answers from one block");
}

interface Round {
  readonly certificate: Certificate;
  readonly chainId: bigint;
  readonly outcomes: readonly Outcome[];
  readonly slots: readonly Outcome[];
  readonly logs: readonly RpcAnswer[];
  /** All answers are of the certified block, and the logs reach up to it. */
  readonly consistent: boolean;
}

async function readRound(
  transport: ReadTransport,
  request: SnapshotRequest,
  mode: Mode,
  pin: bigint | undefined,
): Promise<Round | "mode"> {
  const tag = pin === undefined ? "latest" : quantity(pin);
  const items: readonly ReaderItem[] = [...request.calls, ...request.codeOf.map((codeOf) => ({ codeOf }))];
  const questions = chunks(items, CHUNKS[mode]);
  const asking = questions.flatMap((chunk) => readerRequests(chunk, mode, tag));
  const slots = bySlots(request.slots);
  const head: RpcRequest = { method: "eth_blockNumber", params: [] };
  const filters = (request.logs ?? []).map((filter) => logRequest(filter, filter.fromBlock, tag));
  const answers = await postAll(transport, [
    { method: "eth_chainId", params: [] },
    head,
    ...asking,
    ...slots.map(({ to, words }) => slotRequest(to, words, tag)),
    ...filters,
    head,
  ]);
  const chainId = BigInt(must(transport, answers[0], "eth_chainId"));
  const heads = [answers[1], answers.at(-1)].map((answer) => BigInt(must(transport, answer, "eth_blockNumber")));
  const read = await askReader(transport, questions, answers.slice(2, 2 + asking.length), mode, tag);
  if (read === "mode") return "mode";
  const certificate = read.certificates[0] ?? refuse("ORD204", transport, "no answer", "at least one value");
  const words = await askSlots(
    transport,
    request.slots,
    slots,
    answers.slice(2 + asking.length, 2 + asking.length + slots.length),
    tag,
  );
  const same = ({ number, parentHash }: Pick<Certificate, "number" | "parentHash">) =>
    number === certificate.number && parentHash === certificate.parentHash;
  // Logs of "latest" belong to the certified block only if the head did not move while they were fetched.
  const headed = filters.length === 0 || pin !== undefined || heads.every((number) => number === certificate.number);
  return {
    certificate,
    chainId,
    outcomes: read.outcomes,
    slots: words.outcomes,
    logs: answers.slice(2 + asking.length + slots.length, -1),
    consistent: read.certificates.every(same) && words.certificates.every(same) && headed,
  };
}

/** Reads found necessary only now, in the same block. */
async function readMore(
  transport: ReadTransport,
  calls: readonly CallItem[],
  mode: Mode,
  of: Certificate,
): Promise<readonly Outcome[]> {
  const tag = quantity(of.number);
  const questions = chunks<ReaderItem>(calls, CHUNKS[mode]);
  const answers = await postAll(
    transport,
    questions.flatMap((chunk) => readerRequests(chunk, mode, tag)),
  );
  const read = await askReader(transport, questions, answers, mode, tag);
  if (read === "mode") return refuse("ORD201", transport, "the endpoint stopped answering reads", "answers as before");
  if (read.certificates.some(({ parentHash }) => parentHash !== of.parentHash)) {
    refuse("ORD204", transport, `block ${of.number} was replaced while reading`, "one block; run again");
  }
  return read.outcomes;
}

function hashesOf(
  addresses: readonly Address[],
  outcomes: readonly Outcome[],
  transport: ReadTransport,
): ReadonlyMap<Address, Hex | undefined> {
  return new Map(
    addresses.map((address, index) => {
      const outcome = outcomes[index]!;
      if (outcome.status === "unreachable")
        refuse("ORD201", transport, `no answer to the code of ${address}: ${outcome.reason}`, "an answer");
      return [address, outcome.status === "ok" ? outcome.data : undefined];
    }),
  );
}

function must(transport: ReadTransport, answer: RpcAnswer | undefined, what: string): string {
  const found = reached(transport, answer, what);
  return typeof found === "string" ? found : refuse("ORD201", transport, `no answer to ${what}`, "a quantity");
}
