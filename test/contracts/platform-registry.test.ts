import { MaxUint256, ZeroAddress, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const [manager, engine, platform] = [plainAddress(1), plainAddress(2), plainAddress(3)];

let chain: InProcessChain;
let registry: Contract;
let asStranger: Contract;
let owner: string;
let stranger: string;

const reverts = (call: Promise<unknown>) => revertOf(registry, call);
const events = (call: Promise<unknown>) => eventsOf(registry, call);

/** A configuration that changes nothing but what `changes` says. */
const config = (changes: Record<string, unknown> = {}) => ({
  setStakeManager: false,
  stakeManager: ZeroAddress,
  setReputationEngine: false,
  reputationEngine: ZeroAddress,
  setMinPlatformStake: false,
  minPlatformStake: 0,
  setPauser: false,
  pauser: ZeroAddress,
  setPauserManager: false,
  pauserManager: ZeroAddress,
  ...changes,
});

beforeAll(async () => {
  chain = await inProcessChain();
  owner = chain.accounts[0]!.address;
  stranger = chain.accounts[1]!.address;
});
beforeEach(async () => {
  registry = await chain.deploy("PlatformRegistry", [ZeroAddress, ZeroAddress, 0]);
  asStranger = registry.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

it("takes zeros: no references, and one token as the least stake", async () => {
  expect(await registry.stakeManager!()).toBe(ZeroAddress);
  expect(await registry.reputationEngine!()).toBe(ZeroAddress);
  expect(await registry.minPlatformStake!()).toBe(parseEther("1"));
  expect(await registry.owner!()).toBe(owner);
  const set = await chain.deploy("PlatformRegistry", [manager, engine, 5]);
  const logs = await chain.provider.getLogs({ address: await set.getAddress(), fromBlock: 0 });
  expect(logs.map((log) => registry.interface.parseLog(log)!.name)).toEqual([
    "OwnershipTransferred",
    "StakeManagerUpdated",
    "ReputationEngineUpdated",
    "ModulesUpdated",
    "MinPlatformStakeUpdated",
  ]);
  expect(await set.stakeManager!()).toBe(manager);
  expect(await set.minPlatformStake!()).toBe(5n);
});

it("has no bounds: any address, any stake, zero as well", async () => {
  expect(await events(registry.setStakeManager!(manager))).toEqual([
    `StakeManagerUpdated(${manager})`,
    `ModulesUpdated(${manager},${ZeroAddress})`,
  ]);
  expect(await events(registry.setReputationEngine!(engine))).toEqual([
    `ReputationEngineUpdated(${engine})`,
    `ModulesUpdated(${manager},${engine})`,
  ]);
  await registry.setStakeManager!(ZeroAddress);
  expect(await registry.stakeManager!()).toBe(ZeroAddress);
  expect(await events(registry.setMinPlatformStake!(0))).toEqual(["MinPlatformStakeUpdated(0)"]);
  await registry.setMinPlatformStake!(MaxUint256);
  expect(await registry.minPlatformStake!()).toBe(MaxUint256);
});

it("keeps registrars and a blacklist, and logs repeated writes again", async () => {
  for (const _ of [1, 2]) {
    expect(await events(registry.setRegistrar!(platform, true))).toEqual([`RegistrarUpdated(${platform},true)`]);
    expect(await events(registry.setBlacklist!(platform, true))).toEqual([`Blacklisted(${platform},true)`]);
  }
  expect(await registry.registrars!(platform)).toBe(true);
  expect(await registry.blacklist!(platform)).toBe(true);
  await registry.setRegistrar!(platform, false);
  await registry.setBlacklist!(platform, false);
  expect(await registry.registrars!(platform)).toBe(false);
  expect(await registry.blacklist!(platform)).toBe(false);
});

it("is for its owner", async () => {
  const refusal = `OwnableUnauthorizedAccount(${stranger})`;
  expect(await reverts(asStranger.setStakeManager!(manager))).toBe(refusal);
  expect(await reverts(asStranger.setReputationEngine!(engine))).toBe(refusal);
  expect(await reverts(asStranger.setMinPlatformStake!(1))).toBe(refusal);
  expect(await reverts(asStranger.setRegistrar!(platform, true))).toBe(refusal);
  expect(await reverts(asStranger.setBlacklist!(platform, true))).toBe(refusal);
  expect(await reverts(asStranger.applyConfiguration!(config(), [], []))).toBe(refusal);
  expect(await reverts(asStranger.setPauserManager!(stranger))).toBe(refusal);
  expect(await reverts(asStranger.setPauser!(stranger))).toBe("NotOwnerOrPauserManager");
});

it("is paused by owner or pauser, once, and is still configured then", async () => {
  expect(await reverts(asStranger.pause!())).toBe("owner or pauser only");
  await registry.setPauserManager!(stranger);
  expect(await events(asStranger.setPauser!(stranger))).toEqual([`PauserUpdated(${stranger})`]);
  expect(await events(asStranger.pause!())).toEqual([`Paused(${stranger})`]);
  expect(await reverts(registry.pause!())).toBe("EnforcedPause");
  await registry.setMinPlatformStake!(1);
  await registry.unpause!();
  expect(await reverts(registry.unpause!())).toBe("ExpectedPause");
});

it("applies many settings at once and logs both references together", async () => {
  const changes = {
    setStakeManager: true,
    stakeManager: manager,
    setReputationEngine: true,
    reputationEngine: engine,
    setMinPlatformStake: true,
    minPlatformStake: 9,
    setPauser: true,
    pauser: stranger,
    setPauserManager: true,
    pauserManager: owner,
  };
  const call = registry.applyConfiguration!(
    config(changes),
    [[platform, true]],
    [
      [stranger, true],
      [platform, false],
    ],
  );
  expect(await events(call)).toEqual([
    `StakeManagerUpdated(${manager})`,
    `ReputationEngineUpdated(${engine})`,
    "MinPlatformStakeUpdated(9)",
    `PauserUpdated(${stranger})`,
    `PauserManagerUpdated(${owner})`,
    `RegistrarUpdated(${platform},true)`,
    `Blacklisted(${stranger},true)`,
    `Blacklisted(${platform},false)`,
    `ModulesUpdated(${manager},${engine})`,
    `ConfigurationApplied(${owner},true,true,true,true,true,1,2)`,
  ]);
  expect(await events(registry.applyConfiguration!(config(), [], []))).toEqual([
    `ConfigurationApplied(${owner},false,false,false,false,false,0,0)`,
  ]);
});
