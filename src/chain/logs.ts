import type { Address, Hex } from "../kinds/value.ts";
import { postAll } from "./post.ts";
import { quantity } from "./refuse.ts";
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

export function logRequest(filter: LogFilter, from: bigint, to: string): RpcRequest {
  return {
    method: "eth_getLogs",
    params: [{ address: filter.addresses, topics: filter.topics, fromBlock: quantity(from), toBlock: to }],
  };
}

/**
 * Completes the answers of a first try: ranges that the endpoint refused, or whose number of results looks like a silent
 * cap, are scanned again in halves. What is left over is a gap, and a scan with gaps is not complete.
 * @param to the certified block.
 */
export async function scanLogs(
  transport: ReadTransport,
  filters: readonly LogFilter[],
  to: bigint,
  answers: readonly RpcAnswer[],
): Promise<ScanResult> {
  const logs: RawLog[] = [];
  const gaps: string[] = [];
  for (const [index, filter] of filters.entries()) {
    const first = logsIn(answers[index]);
    if (first && !capped(first.length)) logs.push(...first);
    else await halves(transport, filter, filter.fromBlock, to, logs, gaps);
  }
  const from = filters.reduce((least, { fromBlock }) => (fromBlock < least ? fromBlock : least), to);
  return { logs, scan: { from, to, complete: gaps.length === 0, gaps } };
}

/** Endpoints cut results at round numbers, and some say nothing about it. */
function capped(count: number): boolean {
  return count >= 1_000 && count % 500 === 0;
}

async function halves(
  transport: ReadTransport,
  filter: LogFilter,
  from: bigint,
  to: bigint,
  logs: RawLog[],
  gaps: string[],
): Promise<void> {
  if (from > to) return;
  const middle = from + (to - from) / 2n;
  const ranges =
    from === to
      ? [[from, to] as const]
      : ([
          [from, middle],
          [middle + 1n, to],
        ] as const);
  const answers = await postAll(
    transport,
    ranges.map(([low, high]) => logRequest(filter, low, quantity(high))),
  );
  for (const [index, [low, high]] of ranges.entries()) {
    const found = logsIn(answers[index]);
    const suspicious = found !== undefined && capped(found.length);
    if (found && !suspicious) logs.push(...found);
    else if (low < high && !gone(answers[index])) await halves(transport, filter, low, high, logs, gaps);
    else {
      // One block that was cut short cannot be asked for in parts; what did come is still a candidate.
      logs.push(...(found ?? []));
      gaps.push(low === high ? `block ${low}` : `blocks ${low} to ${high}`);
    }
  }
}

/** Nobody answered: smaller ranges would not be answered either. */
function gone(answer: RpcAnswer | undefined): boolean {
  return answer === undefined || "unreachable" in answer;
}

function logsIn(answer: RpcAnswer | undefined): readonly RawLog[] | undefined {
  return answer && "ok" in answer && Array.isArray(answer.ok) ? (answer.ok as RawLog[]) : undefined;
}
