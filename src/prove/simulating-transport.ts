import type { RawLog } from "../chain/logs.ts";
import { postAll } from "../chain/post.ts";
import { SLOT_READER_CODE } from "../chain/reader-code.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "../chain/transport.ts";
import type { ReadBlock } from "../diff/live.ts";
import type { Hex } from "../kinds/value.ts";
import { TRANSACTION_GAS, type Stage } from "./steps.ts";

/** What became of one simulated transaction. */
export interface Tried {
  readonly ok: boolean;
  /** Revert data, or `0x`. */
  readonly data: Hex;
  readonly logs: readonly RawLog[];
  /** It failed and used all the gas that a transaction can get (`TRANSACTION_GAS`). */
  readonly exhausted: boolean;
}

/** Why nothing could be simulated: the endpoint does not know the method, or does not answer. */
export class SimulationUnavailable extends Error {
  override readonly name = "SimulationUnavailable";
}

type Fields = Readonly<Record<string, unknown>>;
type Overrides = Readonly<Record<string, { readonly code: Hex }>>;

/**
 * Reads the chain as it would be after some transactions: each POST simulates them anew (`eth_simulateV1`, on the block that was
 * read) and asks its questions behind them, so that a whole reading takes the one POST that it takes on the chain itself.
 */
export class SimulatingTransport implements ReadTransport {
  readonly #inner: ReadTransport;
  readonly #base: ReadBlock;
  readonly #stages: readonly Stage[];
  #tried: readonly (readonly Tried[])[] = [];

  constructor(inner: ReadTransport, base: ReadBlock, stages: readonly Stage[]) {
    this.#inner = inner;
    this.#base = base;
    this.#stages = stages;
  }

  get place(): string {
    return this.#inner.place;
  }

  get posts(): number {
    return this.#inner.posts;
  }

  /** Of each stage, as far as something was asked. */
  get tried(): readonly (readonly Tried[])[] {
    return this.#tried;
  }

  async post(batch: readonly RpcRequest[]): Promise<readonly RpcAnswer[]> {
    const calls = batch.filter(({ method }) => method === "eth_call");
    // The code of a slot reader takes the place of a contract, which others still have to be asked of before.
    const isSlot = (each: RpcRequest) => Object.values(overridesOf(each)).some(({ code }) => code === SLOT_READER_CODE);
    const [plain, slots] = [calls.filter((each) => !isSlot(each)), calls.filter(isSlot)];
    const simulate = {
      method: "eth_simulateV1" as const,
      params: [this.#payload(plain, slots), hex(this.#base.number)],
    };
    const passed = batch.filter(
      (each) => each.method === "eth_chainId" || this.#asksLogs(each) || this.#isOlder(each) || isMined(each),
    );
    const [simulated, ...answers] = await postAll(this.#inner, [
      simulate,
      ...passed.map((each) => this.#upToBase(each)),
    ]);
    const blocks = blocksIn(simulated);
    this.#tried = blocks.slice(0, this.#stages.length);
    const logs = this.#tried.flat().flatMap((each, index) => each.logs.map((log) => ({ ...log, ...placeOf(index) })));
    const outcomes = new Map<RpcRequest, Tried>();
    plain.forEach((each, index) => outcomes.set(each, blocks[this.#stages.length]![index]!));
    slots.forEach((each, index) =>
      outcomes.set(each, blocks[this.#stages.length + (plain.length > 0 ? 1 : 0)]![index]!),
    );
    return batch.map((request): RpcAnswer => {
      switch (request.method) {
        case "eth_chainId":
          return answers[passed.indexOf(request)]!;
        case "eth_blockNumber":
          return { ok: hex(this.#number) };
        case "eth_getBlockByNumber":
          return this.#isOlder(request) ? answers[passed.indexOf(request)]! : { ok: this.#header() };
        case "eth_call": {
          const outcome = outcomes.get(request)!;
          if (!outcome.ok) return { error: { code: 3, message: "execution reverted", data: outcome.data } };
          return { ok: this.#certified(outcome.data, isSlot(request)) };
        }
        case "eth_getLogs":
          return withLogs(answers[passed.indexOf(request)] ?? { ok: [] }, request, logs, this.#number);
        case "eth_getTransactionByBlockHashAndIndex":
          return isMined(request) ? answers[passed.indexOf(request)]! : { ok: this.#transaction(request) };
        default:
          return { error: { code: -32601, message: `${request.method} is not simulated` } };
      }
    });
  }

  /** Whether the chain itself may have some: a range that begins behind it holds those of the simulation alone. */
  #asksLogs({ method, params }: RpcRequest): boolean {
    if (method !== "eth_getLogs") return false;
    const [{ fromBlock }] = params as [{ fromBlock?: unknown }];
    return typeof fromBlock !== "string" || !fromBlock.startsWith("0x") || BigInt(fromBlock) <= this.#base.number;
  }

  /** A block of the chain itself; the simulated one comes behind it. */
  #isOlder({ method, params }: RpcRequest): boolean {
    const [of] = params;
    if (method !== "eth_getBlockByNumber" || typeof of !== "string") return false;
    return of === "finalized" || (of.startsWith("0x") && BigInt(of) <= this.#base.number);
  }

  /** One of the simulated transactions; `null`, as a node says it, if there is no such one. */
  #transaction({ params: [, index] }: RpcRequest): Fields | null {
    const step = this.#stages.flatMap(({ steps }) => steps)[Number(index)];
    return step ? { hash: placeOf(Number(index)).transactionHash, to: step.to, input: step.data } : null;
  }

  get #number(): bigint {
    return this.#base.number + 1n;
  }

  get #time(): bigint {
    return (this.#stages.at(-1)?.time ?? this.#base.timestamp) + 1n;
  }

  #payload(plain: readonly RpcRequest[], slots: readonly RpcRequest[]): object {
    const reading = (asked: readonly RpcRequest[]) => ({
      blockOverrides: { time: hex(this.#time) },
      stateOverrides: Object.assign({}, ...asked.map(overridesOf)) as Overrides,
      calls: asked.map(({ params }) => params[0]),
    });
    const stages = this.#stages.map(({ time, steps, storage }) => ({
      // Each gets as much as it could get in a block of its own.
      blockOverrides: { time: hex(time), gasLimit: hex(TRANSACTION_GAS * BigInt(steps.length + 1)) },
      stateOverrides: storageOverrides(storage),
      calls: steps.map(({ from, to, data }) => ({ from, to, data, gas: hex(TRANSACTION_GAS) })),
    }));
    const last = [plain, slots].filter((asked) => asked.length > 0).map(reading);
    return {
      blockStateCalls: [...stages, ...last.map((each, index) => later(each, this.#time, index))],
      validation: false,
    };
  }

  #upToBase(request: RpcRequest): RpcRequest {
    if (request.method !== "eth_getLogs") return request;
    const [filter] = request.params as [Fields];
    return { ...request, params: [{ ...filter, toBlock: hex(this.#base.number) }] };
  }

  #header(): Fields {
    return { number: hex(this.#number), hash: SIMULATED, parentHash: SIMULATED, timestamp: hex(this.#time) };
  }

  /**
   * Readers certify the block that they ran in. Endpoints number simulated blocks in different ways, so all of a simulation counts
   * as one block of its own.
   */
  #certified(data: Hex, slot: boolean): Hex {
    const words = data.slice(2).match(/.{64}/g) ?? [];
    const number = this.#number.toString(16).padStart(64, "0");
    const [at, parent] = slot ? [0, 1] : [1, 3];
    if (words.length <= parent) return data;
    words[at] = number;
    words[parent] = SIMULATED.slice(2);
    return `0x${words.join("")}${data.slice(2 + 64 * words.length)}`;
  }
}

const SIMULATED: Hex = `0x${"51".repeat(32)}`;

/** Where the logs of a simulated transaction say that it is: all of them count as one block. */
function placeOf(index: number): Pick<Required<RawLog>, "blockHash" | "transactionHash" | "transactionIndex"> {
  const transactionHash: Hex = `0x${SIMULATED.slice(2, 34)}${index.toString(16).padStart(32, "0")}`;
  return { blockHash: SIMULATED, transactionHash, transactionIndex: hex(BigInt(index)) };
}

/** A transaction of the chain itself. */
function isMined({ method, params: [blockHash] }: RpcRequest): boolean {
  return method === "eth_getTransactionByBlockHashAndIndex" && blockHash !== SIMULATED;
}

/** Blocks have to be later than those before them. */
function later<T extends { blockOverrides: { time: Hex } }>(block: T, time: bigint, index: number): T {
  return { ...block, blockOverrides: { ...block.blockOverrides, time: hex(time + BigInt(index)) } };
}

function overridesOf({ params }: RpcRequest): Overrides {
  return (params[2] ?? {}) as Overrides;
}

function storageOverrides(storage: Stage["storage"]): Readonly<Record<string, { stateDiff: Record<string, string> }>> {
  const found: Record<string, { stateDiff: Record<string, string> }> = {};
  for (const { address, slot, value } of storage) (found[address] ??= { stateDiff: {} }).stateDiff[slot] = value;
  return found;
}

function blocksIn(answer: RpcAnswer | undefined): readonly (readonly Tried[])[] {
  if (answer && "error" in answer) throw new SimulationUnavailable(answer.error.message);
  if (!answer || !("ok" in answer) || !Array.isArray(answer.ok)) {
    throw new SimulationUnavailable(answer && "unreachable" in answer ? answer.unreachable : "it gave no blocks");
  }
  return (answer.ok as Fields[]).map((block) => ((block["calls"] ?? []) as Fields[]).map(triedIn));
}

function triedIn(call: Fields): Tried {
  const failure = call["error"] as Fields | undefined;
  const data = [call["returnData"], failure?.["data"]].find((each) => typeof each === "string" && each !== "0x");
  const ok = call["status"] === "0x1";
  return {
    ok,
    data: (data ?? "0x") as Hex,
    logs: (call["logs"] ?? []) as RawLog[],
    exhausted: !ok && call["gasUsed"] === hex(TRANSACTION_GAS),
  };
}

/** Logs of the chain and, behind them, those that the transactions would write. */
function withLogs(answer: RpcAnswer, { params }: RpcRequest, logs: readonly RawLog[], number: bigint): RpcAnswer {
  if (!("ok" in answer) || !Array.isArray(answer.ok)) return answer;
  const [{ address, topics = [] }] = params as [{ address: string | string[]; topics?: (null | string | string[])[] }];
  const addresses = [address].flat().map((each) => each.toLowerCase());
  const matching = logs.filter(
    (log) =>
      addresses.includes(log.address.toLowerCase()) &&
      topics.every((wanted, index) => wanted === null || [wanted].flat().includes(log.topics[index] ?? "")),
  );
  return { ok: [...(answer.ok as unknown[]), ...matching.map((log) => ({ ...log, blockNumber: hex(number) }))] };
}

function hex(number: bigint): Hex {
  return `0x${number.toString(16)}`;
}
