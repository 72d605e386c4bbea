import { setTimeout as sleep } from "node:timers/promises";
import type { Address, Hex } from "../kinds/value.ts";
import { quantity, RpcError, toHex, type JsonRpc } from "./rpc.ts";

export interface CallRequest {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  /** Wei. */
  readonly value: bigint;
}

export type Estimate =
  | { readonly state: "ok"; readonly gas: bigint }
  | { readonly state: "reverts"; readonly data: Hex | undefined; readonly message: string }
  /** Refused for another reason: no funds, for example. */
  | { readonly state: "refused"; readonly message: string };

/** What replicas say of a block that they have not seen yet. */
const LAGGING =
  /header not found|unknown block|block not found|block number (is )?(out of range|too high)|missing trie node|no state|not (yet )?available|invalid block number|beyond (the )?(current )?head/i;
const LAG_MS = 15_000;

/** Gas that the call needs in the state of block `at`, which a lagging replica is given time to reach. */
export async function estimateGas(call: CallRequest, at: bigint | "latest", rpc: JsonRpc): Promise<Estimate> {
  try {
    return { state: "ok", gas: quantity(await atBlock(rpc, "eth_estimateGas", rpcCall(call), at), "eth_estimateGas") };
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const { data, message } = error;
    return isRevert(error) ? { state: "reverts", data, message } : { state: "refused", message };
  }
}

/**
 * Replays a mined call to learn why it reverted: in the state before its block, then in the state after.
 * @returns undefined if it reverts in neither, or without data: it depended on its place within the block.
 */
export async function replay(call: CallRequest, gas: bigint, block: bigint, rpc: JsonRpc): Promise<Hex | undefined> {
  for (const at of block > 0n ? [block - 1n, block] : [block]) {
    try {
      await atBlock(rpc, "eth_call", { ...rpcCall(call), gas: toHex(gas) }, at);
    } catch (error) {
      if (!(error instanceof RpcError && isRevert(error))) throw error;
      if (error.data !== undefined) return error.data;
    }
  }
  return undefined;
}

async function atBlock(rpc: JsonRpc, method: string, call: object, at: bigint | "latest"): Promise<unknown> {
  const deadline = Date.now() + LAG_MS;
  for (;;) {
    try {
      return await rpc.request(method, [call, at === "latest" ? at : toHex(at)]);
    } catch (error) {
      if (!(error instanceof RpcError) || !LAGGING.test(error.message) || Date.now() > deadline) throw error;
      await sleep(250);
    }
  }
}

function isRevert(error: RpcError): boolean {
  return (
    error.data !== undefined ||
    error.code === 3 ||
    /revert|invalid opcode|out of gas|exceeds allowance/i.test(error.message)
  );
}

function rpcCall({ from, to, data, value }: CallRequest) {
  return { from, to, data, value: toHex(value) };
}
