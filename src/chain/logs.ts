import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hex } from "../kinds/value.ts";
import { TOO_LARGE } from "./answers.ts";
import { headerIn, headerRequest, type Header } from "./header.ts";
import { postAll } from "./post.ts";
import { gapsIn, halvesOf, type Range } from "./ranges.ts";
import { isQuantity, quantity, refuse } from "./refuse.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "./transport.ts";

export interface LogFilter {
  readonly addresses: readonly Address[];
  readonly topics: readonly (null | Hex | readonly Hex[])[];
  readonly fromBlock: bigint;
}

export interface RawLog {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockNumber: Hex;
  readonly blockHash?: Hex;
  readonly transactionHash?: Hex;
  readonly transactionIndex?: Hex;
}

export interface ScanResult {
  readonly logs: readonly RawLog[];
  readonly scan: {
    readonly from: bigint;
    readonly to: bigint;
    readonly complete: boolean;
    readonly gaps: readonly string[];
  };
}

/** Ranges in one POST. */
const WIDTH = 32;
/** Requests of one scan: an endpoint that serves a handful of blocks at a time is reported, not besieged. */
const MOST = 20_000;
/** A range whose request failed for no reason of size is asked for so often. */
const TRIES = 3;
const PAUSE = 250;

const TOO_MUCH =
  /range|limit|exceed|too (many|large|wide|long|big)|more than|response size|results|timeout|timed out|max/i;

export function logRequest(filter: LogFilter, from: bigint, to: string): RpcRequest {
  const { addresses, topics } = filter;
  return { method: "eth_getLogs", params: [{ address: addresses, topics, fromBlock: quantity(from), toBlock: to }] };
}

/**
 * Completes the answers of a first try: ranges that the endpoint refused, or whose number of results looks like a silent
 * cap, are scanned again in halves. What is left over is a gap, and a scan with gaps is not complete. Throws ORD204 when
 * the block is replaced meanwhile.
 * @param to the certified block, to which the first answers reach.
 */
export async function scanLogs(
  transport: ReadTransport,
  filters: readonly LogFilter[],
  to: Pick<Header, "number" | "hash">,
  answers: readonly RpcAnswer[],
): Promise<ScanResult> {
  const open: Range[] = [];
  const gaps: Range[] = [];
  const doubted: { readonly range: Range; readonly count: number }[] = [];
  const found: { readonly range: Range; readonly logs: readonly RawLog[] }[] = [];
  const settle = (range: Range, answer: RpcAnswer | undefined) => {
    const logs = logsIn(answer, range);
    const single = range.low === range.high;
    const tooMuch = logs ? capped(logs.length, single) : refusedAsTooMuch(answer);
    if (logs && tooMuch && !single) doubted.push({ range, count: logs.length });
    if (logs && !tooMuch) found.push({ range, logs });
    else if (tooMuch && !single) open.push(...halvesOf(range));
    else if (!tooMuch && range.tries + 1 < TRIES) open.push({ ...range, tries: range.tries + 1 });
    else {
      // One block that was cut short cannot be asked for in parts; what did come is still a candidate.
      found.push({ range, logs: logs ?? [] });
      gaps.push(range);
    }
  };
  filters.forEach(({ fromBlock }, filter) => {
    const range = { filter, low: fromBlock, high: to.number, tries: 0 };
    // A chain that has not come to the first block yet has not been scanned, it is the wrong one or lags behind.
    if (fromBlock > to.number) gaps.push({ ...range, high: fromBlock });
    else settle(range, answers[filter]);
  });

  let asked = 0;
  let width = WIDTH;
  while (open.length > 0) {
    if (asked > MOST) {
      gaps.push(...open);
      break;
    }
    const now = open.splice(0, width);
    const requests = now.map(({ filter, low, high }) => logRequest(filters[filter]!, low, quantity(high)));
    const batch = [headerRequest(to.number), ...requests];
    asked += batch.length;
    // The header vouches for the ranges of its own POST, so a batch of several is not torn apart.
    const [head, ...got] = await (now.length > 1 ? transport.post(batch) : postAll(transport, batch));
    if (now.length > 1 && isTooLarge(head)) {
      width = Math.ceil(now.length / 2);
      open.unshift(...now);
      continue;
    }
    const header = headerIn(head);
    if (header && header.hash !== to.hash) {
      refuse("ORD204", transport, `block ${to.number} was replaced while reading`, "one block; run again");
    }
    // A machine behind the endpoint that does not have the block yet would leave out its logs without a word.
    if (!header) await sleep(PAUSE);
    now.forEach((range, index) => settle(range, header ? got[index] : undefined));
  }
  // Where the parts of a range hold more than the whole did, the endpoint cuts at that number, and a block of as many was cut too.
  const caps = new Set(
    doubted
      .filter(
        ({ range, count }) =>
          count < found.reduce((sum, part) => sum + (within(part.range, range) ? part.logs.length : 0), 0),
      )
      .map(({ count }) => count),
  );
  gaps.push(
    ...found.filter(({ range, logs }) => range.low === range.high && caps.has(logs.length)).map(({ range }) => range),
  );
  found.sort((one, other) => one.range.filter - other.range.filter || (one.range.low < other.range.low ? -1 : 1));
  const from = filters.reduce((least, { fromBlock }) => (fromBlock < least ? fromBlock : least), to.number);
  const scan = { from, to: to.number, complete: gaps.length === 0, gaps: gapsIn(gaps) };
  return { logs: found.flatMap(({ logs }) => logs), scan };
}

/**
 * Endpoints cut results at round numbers, and some say nothing about it. Asking again in halves costs one POST more; a single
 * block cannot be asked for in parts, so that only the usual caps make it doubtful.
 */
function capped(count: number, single: boolean): boolean {
  return single ? count >= 1_000 && count % 500 === 0 : count > 0 && count % 50 === 0;
}

function within(part: Range, whole: Range): boolean {
  return part.filter === whole.filter && part.low >= whole.low && part.high <= whole.high;
}

function isTooLarge(answer: RpcAnswer | undefined): boolean {
  return answer !== undefined && "unreachable" in answer && answer.unreachable === TOO_LARGE;
}

function refusedAsTooMuch(answer: RpcAnswer | undefined): boolean {
  return isTooLarge(answer) || (answer !== undefined && "error" in answer && TOO_MUCH.test(answer.error.message));
}

/** `undefined` if the answer is none to this range. */
function logsIn(answer: RpcAnswer | undefined, { low, high }: Range): readonly RawLog[] | undefined {
  if (!answer || !("ok" in answer) || !Array.isArray(answer.ok)) return undefined;
  const logs: unknown[] = answer.ok;
  return logs.every(
    (log): log is RawLog => isLog(log) && BigInt(log.blockNumber) >= low && BigInt(log.blockNumber) <= high,
  )
    ? logs
    : undefined;
}

function isLog(found: unknown): found is RawLog {
  if (typeof found !== "object" || !found) return false;
  const { address, topics, data, blockNumber } = found as Record<string, unknown>;
  return typeof address === "string" && Array.isArray(topics) && typeof data === "string" && isQuantity(blockNumber);
}
