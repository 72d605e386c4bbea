import { ZeroAddress, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const none = Array<string>(3).fill(ZeroAddress);
const someone = plainAddress(1);
let chain: InProcessChain;
let me: string;
let manager: Contract;
let version1: string;
let version2: string;

beforeAll(async () => {
  chain = await inProcessChain();
  me = chain.accounts[0]!.address;
  version1 = await answering(chain, 1);
  version2 = await answering(chain, 2);
});
beforeEach(async () => {
  manager = await chain.deploy("StakeManager", [0, 0, 0, ...none, me]);
});
afterAll(() => chain.close());

const read = (...names: string[]) => Promise.all(names.map((name) => manager.getFunction(name)()));
const call = (fn: string, ...args: unknown[]) => manager.getFunction(fn)(...args);
const events = (fn: string, ...args: unknown[]) => eventsOf(manager, call(fn, ...args));
const reverts = (fn: string, ...args: unknown[]) => revertOf(manager, call(fn, ...args));
const rewardShares = () => read("feePct", "burnPct", "validatorRewardPct");
const slashShares = () =>
  read("employerSlashPct", "treasurySlashPct", "validatorSlashRewardPct", "operatorSlashPct", "burnSlashPct");

describe("deployment", () => {
  it("takes zeros for the defaults", async () => {
    expect(await read("version", "minStake", "minStakeFloor", "unbondingPeriod")).toEqual([
      2n,
      parseEther("1"),
      parseEther("1"),
      604_800n,
    ]);
    expect(await rewardShares()).toEqual([0n, 0n, 0n]);
    expect(await slashShares()).toEqual([0n, 100n, 0n, 0n, 0n]);
    expect(await read("maxTotalPayoutPct", "maxAGITypes", "MAX_PAYOUT_PCT", "MAX_AGI_TYPES_CAP")).toEqual([
      200n,
      50n,
      200n,
      50n,
    ]);
    expect(await read("stakeTuneWindow", "stakeDisputeThreshold", "stakeIncreasePct", "stakeDecreasePct")).toEqual([
      604_800n,
      10n,
      20n,
      10n,
    ]);
    expect(await read("disputeWeight", "autoStakeTuning", "treasury", "paused")).toEqual([
      1n,
      false,
      ZeroAddress,
      false,
    ]);
  });

  it("wants slash shares that make up the whole, and a treasury that is not the owner", async () => {
    const deploy = (...args: unknown[]) => chain.deploy("StakeManager", args);
    expect(await revertOf(manager, deploy(0, 60, 30, ...none, me))).toBe("InvalidPercentage");
    expect(await revertOf(manager, deploy(0, 0, 0, me, ZeroAddress, ZeroAddress, me))).toBe("InvalidTreasury");
    expect(await revertOf(manager, deploy(0, 0, 0, ZeroAddress, version1, ZeroAddress, me))).toBe("InvalidJobRegistry");
    expect(await revertOf(manager, deploy(0, 0, 0, ...none, ZeroAddress))).toBe("ZeroAddress");
    manager = await deploy(5, 60, 40, someone, version2, version2, me);
    expect(await slashShares()).toEqual([60n, 40n, 0n, 0n, 0n]);
    expect(await read("minStake", "treasury", "jobRegistry", "disputeModule")).toEqual([
      5n,
      someone,
      version2,
      version2,
    ]);
    expect(await manager.treasuryAllowlist!(someone)).toBe(true);
  });
});

describe("reward shares", () => {
  it("never exceed the whole, even between two writes", async () => {
    await call("setFeePct", 40);
    await call("setBurnPct", 60);
    expect(await reverts("setFeePct", 41)).toBe("InvalidPercentage");
    expect(await reverts("setValidatorRewardPct", 1)).toBe("InvalidPercentage");
    expect(await reverts("setFeePct", 2n ** 256n - 1n)).toBe("InvalidPercentage");
    await call("setBurnPct", 40);
    await call("setFeePct", 60);
    expect(await rewardShares()).toEqual([60n, 40n, 0n]);
  });

  it("log only what changes", async () => {
    expect(await events("setFeePct", 4)).toEqual([
      "FeePctUpdated(4)",
      `ParametersUpdated(${parseEther("1")},0,100,0,0,0,4,0,0)`,
    ]);
    expect(await events("setFeePct", 4)).toEqual([]);
    expect((await events("setBurnPct", 1))[0]).toBe("BurnPctUpdated(1)");
    expect(await events("setBurnPct", 1)).toEqual([]);
  });

  it("take the validators' slash share along, but only when they change", async () => {
    await call("setValidatorSlashRewardPct", 30);
    expect(await events("setValidatorRewardPct", 12)).toEqual(
      expect.arrayContaining(["ValidatorRewardPctUpdated(12)", "ValidatorSlashRewardPctUpdated(12)"]),
    );
    expect(await read("validatorRewardPct", "validatorSlashRewardPct")).toEqual([12n, 12n]);
    await call("setValidatorSlashRewardPct", 30);
    expect(await events("setValidatorRewardPct", 12)).toEqual([]);
    expect(await read("validatorSlashRewardPct")).toEqual([30n]);
  });
});

describe("slash shares", () => {
  it("keep what was written, percents and basis points alike", async () => {
    await call("setSlashPercents", 4000, 20, 1000, 10, 2000);
    expect(await slashShares()).toEqual([4000n, 20n, 1000n, 10n, 2000n]);
    for (const wrong of [101, 4050, 10_100])
      expect(await reverts("setSlashingPercentages", wrong, 0)).toBe("InvalidPercentage");
    expect(await reverts("setValidatorSlashRewardPct", 150)).toBe("InvalidPercentage");
    expect(await reverts("setOperatorSlashPct", 10_001)).toBe("InvalidPercentage");
    await call("setSlashPercents", 0, 0, 0, 0, 0);
    await call("setSlashingPercentages", 10_000, 0);
    expect(await reverts("setOperatorSlashPct", 1)).toBe("InvalidPercentage");
    await call("setSlashingPercentages", 100, 0);
    expect(await reverts("setOperatorSlashPct", 1)).toBe("InvalidPercentage");
  });

  it("count the validators' in the long forms only", async () => {
    await call("setSlashingPercentages", 50, 50);
    await call("setValidatorSlashRewardPct", 10);
    expect(await slashShares()).toEqual([50n, 50n, 10n, 0n, 0n]);
    expect(await reverts("setSlashingDistribution", 50, 50, 10)).toBe("InvalidPercentage");
    expect(await reverts("setSlashDistribution", 50, 50, 0, 10)).toBe("InvalidPercentage");
    expect(await reverts("setSlashPercents", 50, 50, 10, 0, 0)).toBe("InvalidPercentage");
    await call("setSlashingParameters", 60, 40);
    expect(await slashShares()).toEqual([60n, 40n, 10n, 0n, 0n]);
  });

  it("leave the operators' and the burned share out of the three-part form's own sum", async () => {
    await call("setSlashPercents", 0, 0, 0, 20, 20);
    await call("setSlashingDistribution", 30, 30, 40);
    expect(await slashShares()).toEqual([30n, 30n, 40n, 20n, 20n]);
    expect(await reverts("setSlashingDistribution", 30, 31, 0)).toBe("InvalidPercentage");
    expect(await reverts("setSlashDistribution", 30, 30, 20, 1)).toBe("InvalidPercentage");
    expect(await reverts("setSlashingPercentages", 31, 30)).toBe("InvalidPercentage");
    expect(await reverts("setOperatorSlashPct", 21)).toBe("InvalidPercentage");
    await call("setSlashDistribution", 20, 20, 20, 20);
    expect(await slashShares()).toEqual([20n, 20n, 20n, 20n, 20n]);
  });

  it("log all of them on every write", async () => {
    const all = [
      "SlashingPercentagesUpdated(0,100)",
      "OperatorSlashPctUpdated(0)",
      "ValidatorSlashRewardPctUpdated(0)",
      "SlashDistributionUpdated(0,100,0,0)",
      "SlashPercentsUpdated(0,100,0,0,0)",
      `ParametersUpdated(${parseEther("1")},0,100,0,0,0,0,0,0)`,
    ];
    expect(await events("setSlashingPercentages", 0, 100)).toEqual(all);
    expect(await events("setOperatorSlashPct", 0)).toEqual(all);
  });
});

describe("treasury", () => {
  it("must be allow-listed before, may be nobody and never the owner", async () => {
    expect(await reverts("setTreasury", someone)).toBe("InvalidTreasury");
    expect(await events("setTreasuryAllowlist", someone, true)).toEqual([`TreasuryAllowlistUpdated(${someone},true)`]);
    expect(await events("setTreasury", someone)).toEqual([`TreasuryUpdated(${someone})`]);
    await call("setTreasuryAllowlist", me, true);
    expect(await reverts("setTreasury", me)).toBe("InvalidTreasury");
    expect(await events("setTreasury", ZeroAddress)).toEqual([`TreasuryUpdated(${ZeroAddress})`]);
  });

  it("does not stop an ownership from moving onto it, but cannot be set again then", async () => {
    const heir = chain.accounts[1]!.address;
    await call("setTreasuryAllowlist", heir, true);
    await call("setTreasury", heir);
    await call("transferOwnership", heir);
    expect(await read("treasury", "owner")).toEqual([heir, heir]);
    expect(await revertOf(manager, (manager.connect(chain.accounts[1]!) as Contract).setTreasury!(heir))).toBe(
      "InvalidTreasury",
    );
  });
});

describe("minimums", () => {
  it("refuses what makes no sense", async () => {
    expect(await reverts("setMinStake", 0)).toBe("InvalidMinStake");
    expect(await reverts("setUnbondingPeriod", 0)).toBe("InvalidUnbondingPeriod");
    expect(await reverts("setStakeRecommendations", 5, 4)).toBe("InvalidParams");
    expect(await reverts("setStakeRecommendations", 0, 0)).toBe("InvalidMinStake");
    expect(await reverts("setRoleMinimum", 3, 1)).toBe("");
  });

  it("sets one, some or all", async () => {
    expect((await events("setMinStake", 7))[0]).toBe("MinStakeUpdated(7)");
    expect(await events("setMaxStakePerAddress", 9)).toEqual(["MaxStakePerAddressUpdated(9)"]);
    await call("setStakeRecommendations", 4, 0);
    expect(await read("minStake", "maxStakePerAddress")).toEqual([4n, 0n]);
    await call("setStakeRecommendations", 4, 4);
    expect(await events("setRoleMinimum", 2, 6)).toEqual(["RoleMinimumUpdated(2,6)"]);
    expect(await events("setRoleMinimums", 1, 2, 0)).toEqual([
      "RoleMinimumUpdated(0,1)",
      "RoleMinimumUpdated(1,2)",
      "RoleMinimumUpdated(2,0)",
    ]);
    expect(await Promise.all([0, 1, 2].map((role) => manager.roleMinimumStake!(role)))).toEqual([1n, 2n, 0n]);
    expect(await events("setUnbondingPeriod", 60)).toEqual(["UnbondingPeriodUpdated(60)"]);
  });
});

describe("references", () => {
  it.each([
    ["setJobRegistry", "InvalidJobRegistry", "JobRegistryUpdated"],
    ["setDisputeModule", "InvalidDisputeModule", "DisputeModuleUpdated"],
    ["setValidationModule", "InvalidValidationModule", "ValidationModuleUpdated"],
    ["setFeePool", "InvalidFeePool", "FeePoolUpdated"],
  ])("%s wants a module of version 2", async (fn, error, event) => {
    expect(await reverts(fn, ZeroAddress)).toBe(error);
    expect(await reverts(fn, version1)).toBe(error);
    expect(await reverts(fn, someone)).toBe("");
    expect((await events(fn, version2))[0]).toBe(`${event}(${version2})`);
  });

  it("sets two modules at once", async () => {
    expect(await reverts("setModules", version2, version1)).toBe("InvalidModule");
    expect(await reverts("setModules", ZeroAddress, version2)).toBe("InvalidModule");
    expect(await events("setModules", version2, version2)).toContain(`ModulesUpdated(${version2},${version2})`);
  });

  it("does not look at feeds, and takes nobody for none", async () => {
    expect(await events("setThermostat", someone)).toEqual([`ThermostatUpdated(${someone})`]);
    expect(await events("setThermostat", ZeroAddress)).toEqual([`ThermostatUpdated(${ZeroAddress})`]);
    expect(await events("setHamiltonianFeed", someone)).toEqual([`HamiltonianFeedUpdated(${someone})`]);
  });

  it("keeps a set of lock managers", async () => {
    expect(await reverts("setValidatorLockManager", ZeroAddress, true)).toBe("InvalidUser");
    expect(await events("setValidatorLockManager", someone, true)).toEqual([
      `ValidatorLockManagerUpdated(${someone},true)`,
    ]);
    expect(await manager.validatorLockManagers!(someone)).toBe(true);
  });
});

describe("token types", () => {
  it("adds, changes and removes", async () => {
    for (const pct of [0, 201]) expect(await reverts("addAGIType", someone, pct)).toBe("InvalidPercentage");
    expect(await events("addAGIType", someone, 150)).toEqual([`AGITypeUpdated(${someone},150)`]);
    await call("addAGIType", me, 120);
    await call("addAGIType", someone, 200);
    expect((await manager.getAGITypes!()).map((type: unknown[]) => [...type])).toEqual([
      [someone, 200n],
      [me, 120n],
    ]);
    expect(await events("removeAGIType", someone)).toEqual([`AGITypeRemoved(${someone})`]);
    expect(await reverts("removeAGIType", someone)).toBe("AGITypeNotFound");
    expect(await manager.getAGITypes!()).toHaveLength(1);
  });

  it("limits their number and what they pay", async () => {
    expect(await reverts("setMaxAGITypes", 51)).toBe("MaxAGITypesExceeded");
    expect(await events("setMaxAGITypes", 1)).toEqual(["MaxAGITypesUpdated(50,1)"]);
    await call("addAGIType", someone, 150);
    expect(await reverts("addAGIType", me, 150)).toBe("MaxAGITypesReached");
    expect(await reverts("setMaxAGITypes", 0)).toBe("MaxAGITypesBelowCurrent");
    for (const pct of [99, 201]) expect(await reverts("setMaxTotalPayoutPct", pct)).toBe("InvalidPercentage");
    expect(await events("setMaxTotalPayoutPct", 100)).toEqual(["MaxTotalPayoutPctUpdated(200,100)"]);
  });
});
