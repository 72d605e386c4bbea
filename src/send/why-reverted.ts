import type { Address, Hex } from "../kinds/value.ts";
import { replay, type CallRequest } from "./estimate.ts";
import { RpcError, UnreachableError, type JsonRpc } from "./rpc.ts";
import type { Receipt } from "./wait.ts";

/** Revert data of a call to `to` in words; it may have to ask the chain. */
export type Explain = (data: Hex, to: Address) => string | undefined | Promise<string | undefined>;

/** Why a mined call reverted, by replaying it; one line. */
export async function whyReverted(
  request: CallRequest,
  gas: bigint,
  receipt: Receipt,
  { rpc, explain }: { readonly rpc: JsonRpc; readonly explain: Explain },
): Promise<string> {
  const where = `reverted in block ${receipt.blockNumber}`;
  try {
    const data = await replay(request, gas, receipt.blockNumber, rpc);
    if (data !== undefined) return `${where}: ${(await explain(data, request.to)) ?? data}`;
    // What calls other contracts keeps a 64th of its gas when they run out of theirs.
    if (receipt.gasUsed * 64n >= gas * 63n) return `${where}: out of gas (${receipt.gasUsed} of ${gas} used)`;
    return `${where}, for a reason that a replay does not show`;
  } catch (error) {
    if (!(error instanceof UnreachableError || error instanceof RpcError)) throw error;
    return `${where}, for a reason that the endpoint did not tell: ${error.message}`;
  }
}
