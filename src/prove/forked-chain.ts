import { quantity } from "../chain/refuse.ts";
import type { RawLog } from "../chain/logs.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "../chain/transport.ts";
import type { ReadBlock } from "../diff/live.ts";
import type { Hex } from "../kinds/value.ts";
import { SimulationUnavailable, type Tried } from "./simulating-transport.ts";
import { TRANSACTION_GAS, type Stage, type Step } from "./steps.ts";

type Request = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** What became of one transaction in a copy of the chain. */
export interface Mined extends Tried {
  /** Gas that it used. */
  readonly gas: bigint;
}

/** A copy of a chain in this process. It asks the endpoint for what it does not know, and sends nothing back. */
export interface ForkedChain {
  /** For all but transactions and calls. @throws SimulationUnavailable where the copy cannot find out what it needs for it. */
  readonly request: Request;
  /** Reads the copy as it is now. */
  readonly transport: ReadTransport;
  /** Puts the words of storage, lets the time come, and sends the steps. @throws SimulationUnavailable. */
  carryOut(stage: Stage): Promise<readonly Mined[]>;
  close(): Promise<void>;
}

/** More than any sender needs: the copy's money is nobody's. */
const FUNDS: Hex = "0xde0b6b3a764000000000";
const GAS = quantity(TRANSACTION_GAS);
/** The endpoint is gone, and no plan is to blame for it. */
export const SILENT = "the endpoint stopped answering the fork";

/** @throws SimulationUnavailable without the endpoint's address, which the fork's own messages may quote. */
export async function forkedChain(url: string, chainId: bigint, block: ReadBlock): Promise<ForkedChain> {
  const fork = await forkAt(url, chainId, block.number);
  try {
    const params = [quantity(block.number), false];
    const { hash } = (await fork.request("eth_getBlockByNumber", params)) as { readonly hash: Hex };
    if (block.hash === undefined || block.hash === hash) return fork;
    throw new SimulationUnavailable(`block ${block.number} was replaced meanwhile`);
  } catch (error) {
    await fork.close();
    throw error;
  }
}

async function forkAt(url: string, chainId: bigint, block: bigint): Promise<ForkedChain> {
  try {
    // Loading it takes seconds and it is only there in a project that develops contracts.
    const { network } = (await import("hardhat")).default;
    // Nobody but those of the network is there.
    const override = { chainId: Number(chainId), accounts: [], forking: { url, blockNumber: block } };
    const connection = await network.create({ network: "inprocess", override });
    const ask: Request = (method, params) => connection.provider.request({ method, params: [...params] });
    const request: Request = async (method, params) => {
      try {
        return await ask(method, params);
      } catch {
        // Its message may quote the endpoint's address.
        throw new SimulationUnavailable(SILENT);
      }
    };
    // Nothing is forked before something is asked.
    await ask("eth_blockNumber", []);
    return {
      request,
      transport: reading(ask),
      carryOut: (stage) => carryOut({ ask, request }, stage),
      close: () => connection.close(),
    };
  } catch (error) {
    throw new SimulationUnavailable(`a fork cannot be made (${error instanceof Error ? error.name : "unknown cause"})`);
  }
}

interface Asking {
  /** Throws whatever the copy answers. */
  readonly ask: Request;
  readonly request: Request;
}

async function carryOut(asking: Asking, { time, steps, storage }: Stage): Promise<readonly Mined[]> {
  const { request } = asking;
  for (const { address, slot, value } of storage) await request("hardhat_setStorageAt", [address, slot, value]);
  const latest = (await request("eth_getBlockByNumber", ["latest", false])) as { timestamp: Hex };
  if (time > BigInt(latest.timestamp)) await request("evm_setNextBlockTimestamp", [quantity(time)]);
  const mined: Mined[] = [];
  for (const step of steps) mined.push(await send(asking, step));
  return mined;
}

interface Receipt {
  readonly status: Hex;
  readonly logs: readonly RawLog[];
  readonly gasUsed: Hex;
}

async function send({ ask, request }: Asking, { from, to, data }: Step): Promise<Mined> {
  await request("hardhat_impersonateAccount", [from]);
  await request("hardhat_setBalance", [from, FUNDS]);
  let hash: unknown;
  try {
    hash = await ask("eth_sendTransaction", [{ from, to, data, gas: GAS }]);
  } catch (error) {
    const data = revertDataIn(error);
    if (data === undefined) throw new SimulationUnavailable(SILENT);
    const gas = await gasOfFailed(request, error);
    return { ok: false, data, logs: [], exhausted: gas === TRANSACTION_GAS, gas };
  }
  const { status, logs, gasUsed } = (await request("eth_getTransactionReceipt", [hash])) as Receipt;
  return { ok: status === "0x1", data: "0x", logs, exhausted: false, gas: BigInt(gasUsed) };
}

async function gasOfFailed(request: Request, error: unknown): Promise<bigint> {
  const { data } = error as { data?: { transactionHash?: unknown } | null };
  if (data?.transactionHash === undefined) return 0n;
  const receipt = (await request("eth_getTransactionReceipt", [data.transactionHash])) as Receipt | null;
  return BigInt(receipt?.gasUsed ?? 0);
}

/** `undefined` if it was not the transaction that failed, but what the fork wanted to know for it. */
function revertDataIn(error: unknown): Hex | undefined {
  const { code, data } = error as { code?: unknown; data?: unknown };
  const ended = data as { transactionHash?: unknown; data?: unknown } | null | undefined;
  if (code !== 3 && ended?.transactionHash === undefined) return undefined;
  const found = typeof data === "string" ? data : ended?.data;
  return typeof found === "string" && found.startsWith("0x") ? (found as Hex) : "0x";
}

function reading(request: Request): ReadTransport {
  let posts = 0;
  const one = async ({ method, params }: RpcRequest): Promise<RpcAnswer> => {
    try {
      return { ok: await request(method, params) };
    } catch (error) {
      const { code, message, data } = error as { code?: number; message: string; data?: unknown };
      return { error: { code: code ?? 0, message, data } };
    }
  };
  return {
    place: "a fork in this process",
    get posts() {
      return posts;
    },
    async post(batch) {
      posts++;
      const answers: RpcAnswer[] = [];
      for (const each of batch) answers.push(await one(each));
      return answers;
    },
  };
}
