import { ZeroAddress, type Contract } from "ethers";
import type { InProcessChain } from "./inprocess.ts";

/** Where the token of the protocol lives on every chain. */
export const TOKEN = "0xA61a3B3a130a9c20768EEBF97E21515A6046a1fA";

/** In the order in which SystemPause calls them. */
export const MODULES = [
  "JobRegistry",
  "StakeManager",
  "ValidationModule",
  "DisputeModule",
  "PlatformRegistry",
  "FeePool",
  "ReputationEngine",
  "ArbitratorCommittee",
] as const;

export interface Modules {
  readonly pause: Contract;
  /** By name, each with the first account as its caller. */
  readonly of: Readonly<Record<(typeof MODULES)[number], Contract>>;
  readonly all: readonly Contract[];
  readonly addresses: readonly string[];
}

/** Puts the token's code at its address and returns it; its balances start empty. */
export async function placeToken(chain: InProcessChain, name = "GovernanceToken"): Promise<Contract> {
  const deployed = await chain.deploy(name);
  await chain.request("hardhat_setCode", [TOKEN, await chain.provider.getCode(deployed)]);
  return deployed.attach(TOKEN) as Contract;
}

/** The eight modules and a SystemPause over them, all owned by the first account. */
export async function deployModules(chain: InProcessChain): Promise<Modules> {
  const me = chain.accounts[0]!.address;
  const stakeManager = await chain.deploy("StakeManager", [0, 0, 0, ZeroAddress, ZeroAddress, ZeroAddress, me]);
  const none = Array<string>(7).fill(ZeroAddress);
  const of = {
    JobRegistry: await chain.deploy("JobRegistry", [...none, 0, 0, [], me]),
    StakeManager: stakeManager,
    ValidationModule: await chain.deploy("ValidationModule", [ZeroAddress, ZeroAddress, 0, 0, 0, 0, []]),
    DisputeModule: await chain.deploy("DisputeModule", [ZeroAddress, 0, 0, ZeroAddress, me]),
    PlatformRegistry: await chain.deploy("PlatformRegistry", [ZeroAddress, ZeroAddress, 0]),
    FeePool: await chain.deploy("FeePool", [ZeroAddress, 0, ZeroAddress, ZeroAddress]),
    ReputationEngine: await chain.deploy("ReputationEngine", [await stakeManager.getAddress()]),
    ArbitratorCommittee: await chain.deploy("ArbitratorCommittee", [ZeroAddress, ZeroAddress]),
  };
  const all = MODULES.map((name) => of[name]);
  const addresses = await Promise.all(all.map((module) => module.getAddress()));
  return { pause: await chain.deploy("SystemPause", [...addresses, me]), of, all, addresses };
}

/** Makes `owner` the owner of every module, in one step. */
export async function handOver(modules: Modules, owner: string): Promise<void> {
  for (const module of modules.all) await (await module.transferOwnership!(owner)).wait();
}
