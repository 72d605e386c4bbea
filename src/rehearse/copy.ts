import type { ReadOptions } from "../chain/read-stack.ts";
import type { Live } from "../diff/live.ts";
import { OrdinanceError } from "../errors.ts";
import { foresee } from "../prove/foresee.ts";
import { forkedChain, SILENT, type ForkedChain } from "../prove/forked-chain.ts";
import { SimulationUnavailable } from "../prove/simulating-transport.ts";
import type { Desired } from "../stack/desired.ts";
import { look } from "./move.ts";
import { startRelay, type Relay } from "../prove/relay.ts";
import { keepInCopy } from "../prove/warm.ts";

/** A copy of the network at the block that was read, and what it has asked of the endpoint. */
export interface Copy {
  readonly fork: ForkedChain;
  /** So far. */
  readonly requests: number;
  close(): Promise<void>;
}

/** @throws OrdinanceError ORD201 where it cannot be made. */
export async function copyOf(desired: Desired, live: Live, options: ReadOptions): Promise<Copy> {
  const relay = await startRelay(desired.network.rpc[0].url);
  try {
    const fork = await begun(desired, live, options, relay);
    return {
      fork,
      get requests() {
        return relay.requests;
      },
      async close() {
        await fork.close();
        await relay.close();
      },
    };
  } catch (error) {
    await relay.close();
    const why = unreadBecause(error);
    if (why === undefined) throw error;
    const expected = "a copy of the chain, which Hardhat makes";
    throw new OrdinanceError([{ code: "ORD201", file: desired.file, path: "network.rpc", found: why, expected }]);
  }
}

/** The copy, when it has been read once. */
async function begun(desired: Desired, live: Live, options: ReadOptions, relay: Relay): Promise<ForkedChain> {
  await foresee(relay, live.block, desired, options, []);
  const fork = await forkedChain(relay.url, desired.network.chainId, live.block);
  try {
    // The copied block itself is history to the copy, whose rules it may not know.
    await fork.request("evm_mine", []);
    await look({ fork, desired, options });
    await keepInCopy(fork, await relay.answered());
    return fork;
  } catch (error) {
    await fork.close();
    throw error;
  }
}

/** Why something could not be read; `undefined` for any other error. The endpoint's own words may quote its address. */
export function unreadBecause(error: unknown): string | undefined {
  if (error instanceof SimulationUnavailable) return error.message;
  if (!(error instanceof OrdinanceError) || !error.code.startsWith("ORD2")) return undefined;
  return error.code === "ORD201" || error.code === "ORD204" ? SILENT : error.message;
}
