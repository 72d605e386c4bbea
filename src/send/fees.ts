import { unusable } from "./codes.ts";
import { inOrder } from "./in-order.ts";
import { quantity, RpcError, UnreachableError, type JsonRpc } from "./rpc.ts";

/** Wei per gas. */
export interface Fees {
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Fees for the next block, and the head that they were derived from. */
export interface FeeQuote extends Fees {
  readonly head: bigint;
  /** Gas that a block can hold. */
  readonly blockGas: bigint;
}

/**
 * Twice the base fee plus the tip that the endpoint suggests, so that six full blocks in a row cannot make the transaction too cheap.
 * @param ceiling wei per gas that are never exceeded.
 * @throws OrdinanceError ORD403 if the next block already costs more; UnreachableError, RpcError of the endpoint.
 */
export async function quoteFees(rpc: JsonRpc, place: string, ceiling?: bigint): Promise<FeeQuote> {
  const [latest, tip] = await inOrder([rpc.request("eth_getBlockByNumber", ["latest", false]), suggestedTip(rpc)]);
  const block = latest as Record<string, unknown> | null;
  const what = "eth_getBlockByNumber";
  const [head, base, blockGas] = ["number", "baseFeePerGas", "gasLimit"].map((field) =>
    quantity(block?.[field], `${what}: ${field}`),
  ) as [bigint, bigint, bigint];
  if (ceiling !== undefined && base + tip > ceiling) {
    throw unusable(place, {
      code: "ORD403",
      found: `a base fee of ${base} wei and a tip of ${tip} wei per gas`,
      expected: `at most ${ceiling} wei together, as maxFeePerGas allows`,
      remedy: "run again when fees are lower, or raise maxFeePerGas",
    });
  }
  const wanted = 2n * base + tip;
  return {
    head,
    blockGas,
    maxPriorityFeePerGas: tip,
    maxFeePerGas: ceiling !== undefined && wanted > ceiling ? ceiling : wanted,
  };
}

async function suggestedTip(rpc: JsonRpc): Promise<bigint> {
  try {
    return quantity(await rpc.request("eth_maxPriorityFeePerGas"), "eth_maxPriorityFeePerGas");
  } catch (error) {
    // Not every node has the method; what recent blocks paid says the same.
    if (!(error instanceof RpcError)) throw error;
  }
  const history = (await rpc.request("eth_feeHistory", ["0x5", "latest", [50]])) as { reward?: unknown } | null;
  const rewards = Array.isArray(history?.reward)
    ? history.reward.flat().map((each) => quantity(each, "eth_feeHistory"))
    : [];
  const median = rewards.sort((a, b) => (a < b ? -1 : 1))[rewards.length >> 1];
  if (median === undefined) throw new UnreachableError("eth_feeHistory: the endpoint names no tips");
  return median;
}
