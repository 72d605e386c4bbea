import { getAddress } from "../checksum.ts";
import { id } from "../keccak.ts";
import { httpTransport } from "../chain/transport.ts";
import type { Live } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import { tryingOptions } from "../prove/examined.ts";
import { copyOf } from "./copy.ts";
import { wantingNothing } from "./goals.ts";
import type { Ground, Offered } from "./lever.ts";
import { LEVERS, type LeverName, type LeverReport, type Rehearsal } from "./model.ts";
import { parametersLever } from "./parameters.ts";
import { haltLever, resumeLever } from "./pausing.ts";
import { pulled } from "./pull.ts";
import { rotateLever } from "./rotating.ts";
import { slashLever } from "./slashing.ts";
import { stakeIn, type Stake } from "./stakes.ts";
import { secondsText } from "./words.ts";

export interface RehearseOptions {
  readonly only: readonly LeverName[];
  /** Told what is done as it is done. */
  readonly progress?: (text: string) => void;
}

/**
 * Pulls emergency levers for real, on a copy of the network in this process; the network itself is only read.
 * @param reading of everything, every mapping included: the block that is copied.
 * @throws OrdinanceError ORD201 where the copy cannot be made.
 */
export async function rehearse(
  root: string,
  { desired: declared, live }: { readonly desired: Desired; readonly live: Live },
  { only, progress = () => undefined }: RehearseOptions,
): Promise<Rehearsal> {
  const start = performance.now();
  const { chainId } = declared.network;
  const desired = wantingNothing(declared);
  const options = { ...tryingOptions(root, declared, live), everySet: true };
  progress(`copying chain ${chainId} at block ${live.block.number}`);
  const copy = await copyOf(desired, live, options);
  try {
    const levers: LeverReport[] = [];
    const ground: Ground = { declared, desired, live, fresh: freshAddress };
    for (const lever of LEVERS) {
      if (!only.includes(lever)) {
        levers.push({ lever, outcome: "not asked", notes: [], moves: [], took: 0 });
        continue;
      }
      progress(`${lever} ...`);
      const report = await pulled(copy.fork, lever, await offered(lever, ground), options);
      progress(`${lever}: ${report.outcome} after ${secondsText(report.took)}`);
      levers.push(report);
    }
    return {
      version: 1,
      stack: declared.stack,
      chainId: String(chainId),
      block: String(live.block.number),
      levers,
      requests: copy.requests,
      took: Math.round(performance.now() - start),
    };
  } finally {
    await copy.close();
  }
}

async function offered(lever: LeverName, ground: Ground): Promise<Offered> {
  switch (lever) {
    case "halt":
      return haltLever(ground);
    case "rotate":
      return rotateLever(ground);
    case "parameters":
      return parametersLever(ground);
    case "slash":
      return slashLever(ground, await someStake(ground));
    case "resume":
      return resumeLever(ground);
  }
}

async function someStake({ declared, live }: Ground): Promise<Stake | { readonly none: string }> {
  const manager = declared.modules.find(({ kind }) => kind.name === "StakeManager");
  if (!manager) return { none: "the file has no StakeManager" };
  const [{ url, name }] = declared.network.rpc;
  const { number, hash } = live.block;
  if (hash === undefined) throw new TypeError("the block that was read has no hash");
  const range = { fromBlock: declared.network.startBlock, to: { number, hash } };
  return stakeIn(httpTransport(url, { name }), manager.address, range);
}

/** An account that follows from its purpose alone, and that nobody has the key of. */
function freshAddress(purpose: string): Address {
  return getAddress(`0x${id(`ordinance rehearsal: ${purpose}`).slice(-40)}`);
}
