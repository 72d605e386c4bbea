import { getAddress } from "../../checksum.ts";
import { isOfEndpoint, problemsOf } from "../../chain/attempt.ts";
import { headerIn, headerRequest, type Header } from "../../chain/header.ts";
import { logRequest, scanLogs, type LogFilter, type RawLog } from "../../chain/logs.ts";
import { postAll } from "../../chain/post.ts";
import { quantity, reached, refuse } from "../../chain/refuse.ts";
import {
  httpTransport,
  transactionRequest,
  type Position,
  type ReadTransport,
  type RpcAnswer,
  type RpcRequest,
} from "../../chain/transport.ts";
import type { Live } from "../../diff/live.ts";
import type { Address, Hex } from "../../kinds/value.ts";
import type { Desired } from "../../stack/desired.ts";
import { withoutUrls } from "../../stack/units/quoted.ts";

/** A transaction as it was sent. `to` is absent where it created a contract. */
export interface Sent {
  readonly from: Address;
  readonly to?: Address;
  readonly input: Hex;
}

/** What happened to the contracts of a stack, as its endpoints tell it. */
export interface Past {
  /** First and last block that was looked at. */
  readonly from: bigint;
  readonly to: bigint;
  /** In the order in which they happened. */
  readonly logs: readonly RawLog[];
  /** Of the blocks of these logs, and of those that were asked for. */
  readonly headers: ReadonlyMap<bigint, Header>;
  readonly transactions: ReadonlyMap<Hex, Sent>;
  /** What could not be read, in words. */
  readonly gaps: readonly string[];
}

/** Headers or transactions in one POST. */
const WIDTH = 200;

/**
 * Every event of the contracts of a stack and of those that govern them, up to the block that was read, as the first endpoint tells
 * it that has all of them, and as many others as the quorum asks for. Where none has all, what is missing is named; where too few say
 * the same, that.
 * @param blocks whose times are needed as well.
 */
export async function readPast(
  { desired, live }: { readonly desired: Desired; readonly live: Live },
  from: bigint,
  blocks: readonly bigint[],
): Promise<Past> {
  const addresses = [...new Set([...desired.modules.map(({ address }) => address), ...live.authorities.keys()])].sort();
  const filter = { addresses, topics: [], fromBlock: from };
  const { rpc, quorum } = desired.network;
  const failures: string[] = [];
  const whole = new Map<string, { readonly past: Past; readonly by: number }>();
  let torn: Past | undefined;
  for (const { url, name = "the endpoint" } of rpc) {
    try {
      // An archive is passed on: it does not even name the endpoint's host.
      const past = await pastAt(httpTransport(url, { name }), live, filter, blocks);
      if (past.gaps.length > 0) {
        torn ??= past;
        continue;
      }
      const told = toldIn(past);
      const by = (whole.get(told)?.by ?? 0) + 1;
      if (by >= quorum) return past;
      whole.set(told, { past, by });
    } catch (error) {
      if (!isOfEndpoint(error)) throw error;
      failures.push(...problemsOf(error).map(({ file, found }) => withoutUrls(`${file}: ${found}`)));
    }
  }
  const [most] = [...whole.values()].sort((a, b) => b.by - a.by);
  if (most) {
    const others = whole.size > 1 ? "others tell it otherwise" : "no other has all of it";
    const gap = `events are as ${most.by} of ${rpc.length} endpoints tell them, where the file wants ${quorum} that agree: ${others}`;
    return { ...most.past, gaps: [gap] };
  }
  const none = { from, to: live.block.number, logs: [], headers: new Map(), transactions: new Map() };
  return torn ?? { ...none, gaps: [`no event of blocks ${from} to ${none.to}: ${failures.join("; ")}`] };
}

async function pastAt(
  transport: ReadTransport,
  { block }: Live,
  filter: LogFilter,
  blocks: readonly bigint[],
): Promise<Past> {
  const request = logRequest(filter, filter.fromBlock, quantity(block.number));
  const [head, first] = await postAll(transport, [headerRequest(block.number), request]);
  reached(transport, head, `block ${block.number}`);
  const to = headerIn(head);
  if (to?.parentHash !== block.parentHash || (block.hash !== undefined && to.hash !== block.hash))
    return refuse("ORD204", transport, `another block ${block.number} than the one that was read`, "the same block");
  const { logs, scan } = await scanLogs(transport, [filter], to, [first!]);
  const numbers = new Set([...logs.map(({ blockNumber }) => BigInt(blockNumber)), ...blocks]);
  const wanted = [...numbers].filter((number) => number <= to.number);
  const positions = new Map(logs.flatMap((log): [Hex, Position][] => positionOf(log)));
  const answers = await inParts(transport, [
    ...wanted.map((number) => headerRequest(number)),
    ...[...positions.values()].map(transactionRequest),
  ]);
  const headers = new Map(
    wanted.flatMap((number, index): [bigint, Header][] => {
      const header = headerIn(answers[index]);
      return header?.number === number ? [[number, header]] : [];
    }),
  );
  const hashes = [...positions.keys()];
  const transactions = new Map(
    hashes.flatMap((hash, index): [Hex, Sent][] => {
      const sent = sentIn(answers[wanted.length + index], hash);
      return sent ? [[hash, sent]] : [];
    }),
  );
  const replaced = new Set(
    logs
      .filter(({ blockNumber, blockHash }) => isOther(headers.get(BigInt(blockNumber)), blockHash))
      .map(({ blockNumber }) => BigInt(blockNumber)),
  );
  const untimed = wanted.filter((number) => !headers.has(number));
  const unsent = hashes.filter((hash) => !transactions.has(hash));
  const gaps = [
    ...scan.gaps.map((range) => `no events of ${range}`),
    ...[...replaced].map((number) => `block ${number} was replaced while it was read`),
    ...untimed.map((number) => `no time of block ${number}`),
    ...unsent.map((hash) => `no transaction ${hash}: who sent it is not known`),
    ...(logs.length > 0 && positions.size === 0 ? ["no transaction of any event: the logs do not name them"] : []),
  ].map((gap) => `${gap} (${transport.place})`);
  return { from: filter.fromBlock, to: to.number, logs, headers, transactions, gaps };
}

/** What endpoints must agree on: each adds fields of its own to a log. */
function toldIn({ logs, headers, transactions }: Past): string {
  return JSON.stringify([
    logs.map(({ address, topics, data, blockHash, transactionHash }) => [
      ...[address.toLowerCase(), topics, data],
      ...[blockHash, transactionHash],
    ]),
    [...headers].map(([number, { hash, timestamp }]) => [String(number), hash, String(timestamp)]),
    [...transactions],
  ]);
}

async function inParts(transport: ReadTransport, requests: readonly RpcRequest[]): Promise<readonly RpcAnswer[]> {
  const answers: RpcAnswer[] = [];
  for (let at = 0; at < requests.length; at += WIDTH)
    answers.push(...(await postAll(transport, requests.slice(at, at + WIDTH))));
  return answers;
}

function positionOf({ transactionHash, blockHash, transactionIndex }: RawLog): [Hex, Position][] {
  if (transactionHash === undefined || blockHash === undefined || transactionIndex === undefined) return [];
  return [[transactionHash, { blockHash, index: transactionIndex }]];
}

function isOther(header: Header | undefined, hash: Hex | undefined): boolean {
  return header !== undefined && hash !== undefined && header.hash !== hash;
}

function sentIn(answer: RpcAnswer | undefined, wanted: Hex): Sent | undefined {
  if (!answer || !("ok" in answer) || typeof answer.ok !== "object" || !answer.ok) return undefined;
  const { hash, from, to, input } = answer.ok as Readonly<Record<string, unknown>>;
  if (hash !== wanted || typeof from !== "string" || typeof input !== "string") return undefined;
  return {
    from: getAddress(from),
    ...(typeof to === "string" && { to: getAddress(to) }),
    input: input as Hex,
  };
}
