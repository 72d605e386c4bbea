import { getAddress } from "ethers/address";
import { id } from "ethers/hash";
import { rememberedNames } from "../chain/hints.ts";
import { fileLogCache } from "../chain/log-cache.ts";
import type { ReadOptions } from "../chain/read-stack.ts";
import { httpTransport } from "../chain/transport.ts";
import { between } from "../diff/between.ts";
import type { Live } from "../diff/live.ts";
import { OrdinanceError } from "../errors.ts";
import type { Address } from "../kinds/value.ts";
import { forkedChain, SILENT, type ForkedChain } from "../prove/forked-chain.ts";
import { SimulationUnavailable } from "../prove/simulating-transport.ts";
import { wordsOf } from "../report/text.ts";
import type { Desired } from "../stack/desired.ts";
import { wantingNothing } from "./goals.ts";
import type { Ground, Lever, Offered } from "./lever.ts";
import { LEVERS, type EndReport, type LeverName, type LeverReport, type MoveReport, type Rehearsal } from "./model.ts";
import { carryOutMove, look, movedText, type Scene } from "./move.ts";
import { parametersLever } from "./parameters.ts";
import { haltLever, resumeLever } from "./pausing.ts";
import { startRelay } from "./relay.ts";
import { rotateLever } from "./rotating.ts";
import { slashLever } from "./slashing.ts";
import { stakeIn, type Stake } from "./stakes.ts";
import { keepInCopy } from "./warm.ts";

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
  const { chainId, rpc } = declared.network;
  const relay = await startRelay(rpc[0].url);
  try {
    progress(`copying chain ${chainId} at block ${live.block.number}`);
    const fork = await forkedChain(relay.url, chainId, live.block.number).catch((error: unknown) => {
      throw error instanceof SimulationUnavailable ? unread(declared, error.message) : error;
    });
    try {
      const levers: LeverReport[] = [];
      const ground: Ground = { declared, desired: wantingNothing(declared), live, fresh: freshAddress };
      const options = optionsOf(root, declared, live);
      // The copied block itself is history to the copy, whose rules it may not know.
      await fork.request("evm_mine", []);
      await look({ fork, desired: ground.desired, options }).catch((error: unknown) => {
        const why = unreadBecause(error);
        throw why === undefined ? error : unread(declared, why);
      });
      await keepInCopy(fork, await relay.answered());
      for (const lever of LEVERS) {
        if (!only.includes(lever)) {
          levers.push({ lever, outcome: "not asked", notes: [], moves: [], took: 0 });
          continue;
        }
        progress(`${lever} ...`);
        const report = await pulled(fork, lever, await offered(lever, ground), options);
        progress(`${lever}: ${report.outcome} after ${(report.took / 1000).toFixed(1)} s`);
        levers.push(report);
      }
      return {
        version: 1,
        stack: declared.stack,
        chainId: String(chainId),
        block: String(live.block.number),
        levers,
        requests: relay.requests,
        took: Math.round(performance.now() - start),
      };
    } finally {
      await fork.close();
    }
  } finally {
    await relay.close();
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

/** Pulls one lever and leaves the copy as it was. */
async function pulled(fork: ForkedChain, lever: LeverName, of: Offered, options: ReadOptions): Promise<LeverReport> {
  const start = performance.now();
  const mark = await fork.request("evm_snapshot", []);
  let restored = false;
  const restore = async () => {
    if (!restored) await fork.request("evm_revert", [mark]);
    restored = true;
  };
  const moves: MoveReport[] = [];
  const report = (rest: Pick<LeverReport, "outcome" | "why" | "end">): LeverReport => {
    const notes = [...("skipped" in of ? [] : of.notes), ...strangersIn(moves)];
    return { lever, notes, moves, ...rest, took: Math.round(performance.now() - start) };
  };
  try {
    if ("skipped" in of) return report({ outcome: "skipped", why: of.skipped });
    const scene: Scene = { fork, desired: of.desired, options };
    const before = await look(scene);
    let last = before;
    for (const move of of.moves) {
      const { report: made, after, why } = await carryOutMove(scene, move, last);
      moves.push(made);
      last = after;
      if (why !== undefined) return report({ outcome: "failed", why: `${move.what}: ${why}` });
    }
    if (of.undone === "snapshot") {
      await restore();
      last = await look(scene);
    }
    const end = endOf(of, before, last);
    if (end.differences.length === 0) return report({ outcome: "worked", end });
    return report({ outcome: "failed", why: `the end is not the start: ${end.differences.join("; ")}`, end });
  } catch (error) {
    const why = unreadBecause(error);
    if (why === undefined) throw error;
    return report({ outcome: "unread", why });
  } finally {
    await restore();
  }
}

/** A lever may work only because of somebody whom nobody would think of calling. */
function strangersIn(moves: readonly MoveReport[]): readonly string[] {
  const acting = moves.flatMap(({ sent }) => sent.flatMap(({ by, approvers }) => [by, ...approvers]));
  const unnamed = [...new Set(acting)].filter((name) => /^0x[0-9a-f]{40}$/i.test(name));
  return unnamed.length === 0 ? [] : [`it needs somebody whom the file does not name: ${unnamed.join(", ")}`];
}

function endOf({ desired, undone }: Lever, before: Live, after: Live): EndReport {
  const words = wordsOf(desired);
  const { compared, moved } = between(before, after);
  return { by: undone, compared, differences: moved.map((each) => movedText(each, words)) };
}

/** The endpoint's own words may quote its address. */
function unreadBecause(error: unknown): string | undefined {
  if (error instanceof SimulationUnavailable) return error.message;
  if (!(error instanceof OrdinanceError) || !error.code.startsWith("ORD2")) return undefined;
  return error.code === "ORD201" || error.code === "ORD204" ? SILENT : error.message;
}

function optionsOf(root: string, { network: { chainId } }: Desired, { accounts }: Live): ReadOptions {
  const { addresses, operations } = rememberedNames(root, chainId);
  const { load } = fileLogCache(root, chainId);
  return {
    everySet: true,
    hints: { addresses: [...addresses, ...accounts.keys()], operations },
    // What happens in the copy has not happened.
    logCache: { load, save: () => undefined },
  };
}

/** An account that follows from its purpose alone, and that nobody has the key of. */
function freshAddress(purpose: string): Address {
  return getAddress(`0x${id(`ordinance rehearsal: ${purpose}`).slice(-40)}`) as Address;
}

function unread({ file }: Desired, found: string): OrdinanceError {
  const expected = "a copy of the chain in this process, which Hardhat makes";
  return new OrdinanceError([{ code: "ORD201", file, path: "network.rpc", found, expected }]);
}
