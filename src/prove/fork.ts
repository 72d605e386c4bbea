import { readStack } from "../chain/read-stack.ts";
import { OrdinanceError } from "../errors.ts";
import { forkedChain, SILENT } from "./forked-chain.ts";
import type { Simulator } from "./prove.ts";
import { SimulationUnavailable, type Tried } from "./simulating-transport.ts";

/** For endpoints without `eth_simulateV1`: the plan in a copy of the chain. */
export const simulateInFork: Simulator = async (stages, { desired, live }, options) => {
  const fork = await forkedChain(desired.network.rpc[0].url, desired.network.chainId, live.block.number);
  try {
    const tried: (readonly Tried[])[] = [];
    for (const stage of stages) tried.push(await fork.carryOut(stage));
    const after = await readStack(fork.transport, desired, options);
    return { method: "fork", tried, after };
  } catch (error) {
    // Of the endpoint, and not of the plan. The message may quote the endpoint's address.
    const isSilence = error instanceof OrdinanceError && (error.code === "ORD201" || error.code === "ORD204");
    throw isSilence ? new SimulationUnavailable(SILENT) : error;
  } finally {
    await fork.close();
  }
};
