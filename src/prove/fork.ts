import type { RawLog } from "../chain/logs.ts";
import { readStack } from "../chain/read-stack.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "../chain/transport.ts";
import { OrdinanceError } from "../errors.ts";
import type { Hex } from "../kinds/value.ts";
import type { Simulator } from "./prove.ts";
import { SimulationUnavailable, type Tried } from "./simulating-transport.ts";
import { TRANSACTION_GAS, type Stage, type Step } from "./steps.ts";

type Request = (method: string, params: readonly unknown[]) => Promise<unknown>;

/** More than any sender needs: the fork's money is nobody's. */
const FUNDS: Hex = "0xde0b6b3a764000000000";
const SILENT = "the endpoint stopped answering the fork";
const GAS: Hex = `0x${TRANSACTION_GAS.toString(16)}`;

/** For endpoints without `eth_simulateV1`: a copy of the chain in this process, which sends nothing back. */
export const simulateInFork: Simulator = async (stages, { desired, live }, options) => {
  const fork = await forkOf(desired.network.rpc[0].url, desired.network.chainId, live.block.number);
  try {
    const tried: Tried[][] = [];
    for (const stage of stages) tried.push(await carryOut(fork.request, stage));
    const after = await readStack(reading(fork.request), desired, options);
    return { method: "fork", tried, after };
  } catch (error) {
    // Of the endpoint, and not of the plan. The message may quote the endpoint's address.
    const isSilence = error instanceof OrdinanceError && (error.code === "ORD201" || error.code === "ORD204");
    throw isSilence ? new SimulationUnavailable(SILENT) : error;
  } finally {
    await fork.close();
  }
};

async function forkOf(
  url: string,
  chainId: bigint,
  block: bigint,
): Promise<{ request: Request; close(): Promise<void> }> {
  try {
    // Loading it takes seconds and it is only there in a project that develops contracts.
    const { network } = (await import("hardhat")).default;
    const override = { chainId: Number(chainId), forking: { url, blockNumber: block } };
    const connection = await network.create({ network: "inprocess", override });
    const request: Request = (method, params) => connection.provider.request({ method, params: [...params] });
    // Nothing is forked before something is asked.
    await request("eth_blockNumber", []);
    return { request, close: () => connection.close() };
  } catch (error) {
    // The message of the fork may quote the endpoint's address.
    throw new SimulationUnavailable(`a fork cannot be made (${error instanceof Error ? error.name : "unknown cause"})`);
  }
}

async function carryOut(request: Request, { time, steps, storage }: Stage): Promise<Tried[]> {
  for (const { address, slot, value } of storage) await request("hardhat_setStorageAt", [address, slot, value]);
  const latest = (await request("eth_getBlockByNumber", ["latest", false])) as { timestamp: Hex };
  if (time > BigInt(latest.timestamp)) await request("evm_setNextBlockTimestamp", [`0x${time.toString(16)}`]);
  const tried: Tried[] = [];
  for (const step of steps) tried.push(await send(request, step));
  return tried;
}

async function send(request: Request, { from, to, data }: Step): Promise<Tried> {
  await request("hardhat_impersonateAccount", [from]);
  await request("hardhat_setBalance", [from, FUNDS]);
  const transaction = { from, to, data, gas: GAS };
  let hash: unknown;
  try {
    hash = await request("eth_sendTransaction", [transaction]);
  } catch (error) {
    const data = revertDataIn(error);
    if (data === undefined) throw new SimulationUnavailable(SILENT);
    return { ok: false, data, logs: [], exhausted: await isExhausted(request, error) };
  }
  const receipt = (await request("eth_getTransactionReceipt", [hash])) as { status: Hex; logs: RawLog[] };
  return { ok: receipt.status === "0x1", data: "0x", logs: receipt.logs, exhausted: false };
}

async function isExhausted(request: Request, error: unknown): Promise<boolean> {
  const { data } = error as { data?: { transactionHash?: unknown } | null };
  if (data?.transactionHash === undefined) return false;
  const receipt = (await request("eth_getTransactionReceipt", [data.transactionHash])) as { gasUsed: Hex } | null;
  return receipt?.gasUsed === GAS;
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
