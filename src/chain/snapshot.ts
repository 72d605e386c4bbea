import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hex } from "../kinds/value.ts";
import type { Mode } from "./ask.ts";
import type { CallItem, Outcome, ReaderItem } from "./codec.ts";
import type { Header } from "./header.ts";
import { CachedScan, type LogCache } from "./log-cache.ts";
import { scanLogs, type LogFilter, type RawLog, type ScanResult } from "./logs.ts";
import { refuse } from "./refuse.ts";
import { readMore, readRound, type Round, type Way } from "./round.ts";
import type { SlotItem } from "./slots.ts";
import type { Position, ReadTransport, RpcAnswer } from "./transport.ts";

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
  /** Blocks whose headers are asked for as well. */
  readonly headers?: readonly (bigint | "finalized")[];
  /** Logs of final blocks that earlier reads have kept. */
  readonly logCache?: LogCache;
  /**
   * More reads that the answers make necessary, in the same block; asked again with each further answer until there are none.
   * Costs one POST each time that there are some.
   */
  readonly expand?: (seen: Seen) => More;
  /** Wait for this block: the one of the last receipt. */
  readonly atLeast?: bigint;
  /** Read this block and no other, which other endpoints have; the latest one if absent. */
  readonly pin?: Header;
}

/** What has just been answered. */
export interface Seen {
  /** 0 after the request itself. */
  readonly round: number;
  /** Of `calls` and then `codeOf` the first time, of `items` later. */
  readonly outcomes: readonly Outcome[];
  readonly slots: readonly Outcome[];
  readonly logs: readonly RawLog[];
  /** Of the positions that were asked for; none after the request itself. */
  readonly transactions: readonly RpcAnswer[];
}

export interface More {
  readonly items: readonly ReaderItem[];
  readonly logs?: readonly LogFilter[];
  /** Transactions of blocks up to the one that is read. */
  readonly transactions?: readonly Position[];
}

export interface Snapshot {
  readonly chainId: bigint;
  readonly block: Header;
  readonly calls: readonly Outcome[];
  readonly expanded: readonly Outcome[];
  readonly slots: readonly Outcome[];
  /** `undefined` where there is no code. */
  readonly codeHashes: ReadonlyMap<Address, Hex | undefined>;
  /** Logs of the filters of the request and of all that followed from them. */
  readonly logs: readonly RawLog[];
  readonly scan: ScanResult["scan"];
  /** POSTs that it took. */
  readonly posts: number;
  readonly mode: Mode;
  /** Reads in the same block what was found necessary elsewhere meanwhile, with one POST more. Throws ORD201 and ORD204. */
  readonly further: (items: readonly ReaderItem[]) => Promise<readonly Outcome[]>;
}

const MODES: readonly Mode[] = ["override", "creation", "plain"];
/** Milliseconds to wait for a block that the endpoint does not have yet. */
const PATIENCE = 30_000;
const PAUSE = 250;
/** Deeper than any authority is from a module. */
const MOST_ROUNDS = 16;
/** So often a reading is started again because its answers were of different blocks. */
const RESTARTS = 6;

/**
 * Reads everything in one block, with one POST where the endpoint allows. Throws ORD201 when the endpoint does not answer
 * as a whole, ORD202 for another chain, ORD204 when answers do not belong to one block.
 */
export async function takeSnapshot(transport: ReadTransport, request: SnapshotRequest): Promise<Snapshot> {
  const before = transport.posts;
  const cached = new CachedScan(request.logCache, request.logs ?? []);
  const asked = { ...request, logs: cached.filters, headers: cached.headers };
  const { way, round } = await consistentRound(transport, asked);
  const { header } = round;
  const scanned = await scanBehind(transport, cached, round);
  const expanded: Outcome[] = [];
  const logs = [...scanned.logs];
  const scans = [scanned.scan];
  let seen: Seen = { round: 0, outcomes: round.outcomes, slots: round.slots, logs: scanned.logs, transactions: [] };
  for (let rounds = 0; request.expand; rounds++) {
    const more = request.expand(seen);
    if (more.items.length === 0 && !more.logs?.length && !more.transactions?.length) break;
    if (rounds > MOST_ROUNDS) refuse("ORD204", transport, "answers that lead to ever more questions", "an end of them");
    const answers = await readMore(transport, more, way, header);
    const further = await scanLogs(transport, more.logs ?? [], header, answers.logs);
    if (more.logs?.length) scans.push(further.scan);
    expanded.push(...answers.outcomes);
    logs.push(...further.logs);
    const { outcomes, transactions } = answers;
    seen = { round: rounds + 1, outcomes, slots: [], logs: further.logs, transactions };
  }
  return {
    chainId: request.chainId,
    block: header,
    calls: round.outcomes.slice(0, request.calls.length),
    codeHashes: hashesOf(request.codeOf, round.outcomes.slice(request.calls.length), transport),
    slots: round.slots,
    expanded,
    logs,
    scan: {
      from: scans.reduce((least, { from }) => (from < least ? from : least), scanned.scan.from),
      to: header.number,
      complete: scans.every(({ complete }) => complete),
      gaps: scans.flatMap(({ gaps }) => gaps),
    },
    posts: transport.posts - before,
    mode: way.mode,
    further: async (items) => (await readMore(transport, { items }, way, header)).outcomes,
  };
}

/** Logs that are kept, as far as their block is still there, and behind them those that are asked for. */
async function scanBehind(transport: ReadTransport, cached: CachedScan, round: Round): Promise<ScanResult> {
  const { header, headers } = round;
  const parts = cached.resolve(headers, header);
  const open = parts.flatMap((part, index) => (part.whole ? [] : [{ ...part, answer: round.logs[index]! }]));
  const { logs, scan } = await scanLogs(
    transport,
    open.map(({ filter }) => filter),
    header,
    // An answer that begins behind a block which is gone is of no use: without one the range is asked for again.
    open.map(({ fresh, answer }) => (fresh ? answer : MISSING)),
  );
  const all = [...parts.flatMap(({ before }) => before), ...logs];
  if (scan.complete) cached.keep(all, headers.at(-1), header);
  return { logs: all, scan: { ...scan, from: cached.from ?? scan.from } };
}

const MISSING: RpcAnswer = { unreachable: "not asked for" };

/** Repeats a round until its answers are of one block: pinned to the block that the first one saw. */
async function consistentRound(
  transport: ReadTransport,
  request: SnapshotRequest,
): Promise<{ way: Way; round: Round }> {
  const deadline = Date.now() + PATIENCE;
  let way: Way = { mode: "override", byHash: true, ...(request.pin && { pin: request.pin }) };
  let restarts = 0;
  for (;;) {
    const round = await readRound(transport, request, way);
    if (round === "mode") {
      way = otherWay(transport, way);
    } else if ("torn" in round) {
      if (++restarts > RESTARTS) refuse("ORD204", transport, round.torn, "answers from one block, now or soon");
      const { mode, byHash } = way;
      const pin = request.pin ?? round.seen;
      way = pin ? { mode, byHash, pin } : { mode, byHash };
      if (pin !== round.seen || !pin) await sleep(PAUSE);
    } else if (request.atLeast !== undefined && round.header.number < request.atLeast) {
      const found = `block ${round.header.number}`;
      const expected = `block ${request.atLeast} or later: the endpoint lags behind`;
      if (Date.now() > deadline) refuse("ORD204", transport, found, expected);
      way = { mode: way.mode, byHash: way.byHash };
      await sleep(PAUSE);
    } else return { way, round };
  }
}

/** A pinned block can be named in two ways; then the reader's code travels in another one, or not at all. */
function otherWay(transport: ReadTransport, way: Way): Way {
  if (way.pin && way.byHash && way.mode !== "plain") return { ...way, byHash: false };
  const mode = MODES[MODES.indexOf(way.mode) + 1];
  return mode
    ? { ...way, mode }
    : refuse("ORD201", transport, "no way of reading works with this endpoint", "eth_call");
}

function hashesOf(
  addresses: readonly Address[],
  outcomes: readonly Outcome[],
  transport: ReadTransport,
): ReadonlyMap<Address, Hex | undefined> {
  return new Map(
    addresses.map((address, index) => {
      const outcome = outcomes[index]!;
      if (outcome.status === "unreachable") {
        refuse("ORD201", transport, `no answer to the code of ${address}: ${outcome.reason}`, "an answer");
      }
      return [address, outcome.status === "ok" ? outcome.data : undefined];
    }),
  );
}
