import { isOfEndpoint } from "../chain/attempt.ts";
import { readStack } from "../chain/read-stack.ts";
import { foresee } from "./foresee.ts";
import { forkedChain, SILENT } from "./forked-chain.ts";
import type { Simulator } from "./prove.ts";
import { startRelay } from "./relay.ts";
import { SimulationUnavailable, type Tried } from "./simulating-transport.ts";
import { keepInCopy } from "./warm.ts";

/** For endpoints without `eth_simulateV1`: the plan in a copy of the chain. */
export const simulateInFork: Simulator = async (stages, { desired, live }, options) => {
  const relay = await startRelay(desired.network.rpc[0].url);
  try {
    await foresee(relay, live.block, desired, options, stages);
    const fork = await forkedChain(relay.url, desired.network.chainId, live.block);
    try {
      await keepInCopy(fork, await relay.answered());
      const tried: (readonly Tried[])[] = [];
      for (const stage of stages) tried.push(await fork.carryOut(stage));
      const after = await readStack(fork.transport, desired, options);
      return { method: "fork", tried, after };
    } finally {
      await fork.close();
    }
  } catch (error) {
    // Of the endpoint, which has served all of this before, and not of the plan. The message may quote the endpoint's address.
    throw isOfEndpoint(error) ? new SimulationUnavailable(SILENT) : error;
  } finally {
    await relay.close();
  }
};
