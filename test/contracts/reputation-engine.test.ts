import { ZeroAddress, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const user = plainAddress(1);
let chain: InProcessChain;
let engine: Contract;
let asReporter: Contract;
let reporter: string;
let version2: string;
let version1: string;

beforeAll(async () => {
  chain = await inProcessChain();
  version2 = await answering(chain, 2);
  version1 = await answering(chain, 1);
  engine = await chain.deploy("ReputationEngine", [version2]);
  reporter = chain.accounts[1]!.address;
  asReporter = engine.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

it("starts with the default weights", async () => {
  expect(await engine.version!()).toBe(2n);
  expect(await engine.stakeManager!()).toBe(version2);
  expect(await engine.stakeWeight!()).toBe(parseEther("1"));
  expect(await engine.reputationWeight!()).toBe(parseEther("1"));
  expect(await engine.validationRewardPercentage!()).toBe(8n);
  expect(await engine.premiumThreshold!()).toBe(0n);
});

it("wants a stake manager of version 2, at deployment as well", async () => {
  expect(await revertOf(engine, chain.deploy("ReputationEngine", [ZeroAddress]))).toBe("invalid stake manager");
  expect(await revertOf(engine, chain.deploy("ReputationEngine", [version1]))).toBe("incompatible version");
  expect(await revertOf(engine, engine.setStakeManager!(ZeroAddress))).toBe("invalid stake manager");
  expect(await revertOf(engine, engine.setStakeManager!(version1))).toBe("incompatible version");
  expect(await eventsOf(engine, engine.setStakeManager!(version2))).toEqual([
    `StakeManagerUpdated(${version2})`,
    `ModulesUpdated(${version2})`,
  ]);
});

it("bounds the validators' share to 100 per cent and nothing else", async () => {
  expect(await revertOf(engine, engine.setValidationRewardPercentage!(101))).toBe("invalid percentage");
  expect(await eventsOf(engine, engine.setValidationRewardPercentage!(100))).toEqual([
    "ValidationRewardPercentageUpdated(100)",
  ]);
  expect(await engine.calculateValidatorReputationPoints!(40)).toBe(40n);
  expect(await eventsOf(engine, engine.setScoringWeights!(0, 3))).toEqual(["ScoringWeightsUpdated(0,3)"]);
});

it("has two names for the threshold, for callers and for the blacklist", async () => {
  expect(await eventsOf(engine, engine.setPremiumThreshold!(5))).toEqual(["PremiumThresholdUpdated(5)"]);
  expect(await eventsOf(engine, engine.setThreshold!(10))).toEqual(["PremiumThresholdUpdated(10)"]);
  expect(await engine.premiumThreshold!()).toBe(10n);
  expect(await eventsOf(engine, engine.setCaller!(user, true))).toEqual([`CallerUpdated(${user},true)`]);
  expect(await eventsOf(engine, engine.setAuthorizedCaller!(user, false))).toEqual([`CallerUpdated(${user},false)`]);
  expect(await engine.callers!(user)).toBe(false);
  expect(await eventsOf(engine, engine.setBlacklist!(user, true))).toEqual([`BlacklistUpdated(${user},true)`]);
  expect(await engine.isBlacklisted!(user)).toBe(true);
  expect(await eventsOf(engine, engine.blacklist!(user, false))).toEqual([`BlacklistUpdated(${user},false)`]);
  expect(await engine.isBlacklisted!(user)).toBe(false);
});

it("blacklists by score: reports move the governed set without the owner", async () => {
  await engine.setThreshold!(10);
  expect(await revertOf(engine, asReporter.subtract!(user, 1))).toBe("not authorized");
  await engine.setCaller!(reporter, true);
  expect(await eventsOf(engine, asReporter.subtract!(user, 1))).toEqual([
    `ReputationUpdated(${user},0,0)`,
    `BlacklistUpdated(${user},true)`,
  ]);
  expect(await eventsOf(engine, asReporter.add!(user, 9))).toEqual([`ReputationUpdated(${user},9,9)`]);
  expect(await engine.isBlacklisted!(user)).toBe(true);
  expect(await eventsOf(engine, asReporter.add!(user, 1))).toEqual([
    `ReputationUpdated(${user},1,10)`,
    `BlacklistUpdated(${user},false)`,
  ]);
  await asReporter.add!(user, 100_000);
  expect(await engine.reputation!(user)).toBe(88_888n);
  expect(await eventsOf(engine, asReporter.add!(user, 1))).toEqual([`ReputationUpdated(${user},0,88888)`]);
  expect(await engine.isBlacklisted!(user)).toBe(false);
});

it("is for its owner, and takes no report while paused", async () => {
  expect(await revertOf(engine, asReporter.setThreshold!(1))).toBe(`OwnableUnauthorizedAccount(${reporter})`);
  expect(await revertOf(engine, asReporter.blacklist!(user, true))).toBe(`OwnableUnauthorizedAccount(${reporter})`);
  expect(await revertOf(engine, asReporter.pause!())).toBe("owner or pauser only");
  expect(await revertOf(engine, asReporter.setPauser!(reporter))).toBe("NotOwnerOrPauserManager");
  await engine.pause!();
  expect(await revertOf(engine, asReporter.add!(user, 1))).toBe("EnforcedPause");
  await engine.setThreshold!(11);
  expect(await engine.premiumThreshold!()).toBe(11n);
});
