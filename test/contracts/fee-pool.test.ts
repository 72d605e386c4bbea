import { Contract, ZeroAddress, parseEther } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readArtifact } from "../../src/local/artifacts.ts";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const TOKEN = "0xA61a3B3a130a9c20768EEBF97E21515A6046a1fA";
const treasury = plainAddress(1);
const other = plainAddress(2);

let chain: InProcessChain;
let pool: Contract;
let asStranger: Contract;
let owner: string;
let stranger: string;
/** Contracts that answer every call with a number: a version, or whether a policy is exempt. */
let two: string;
let one: string;
let zero: string;

const reverts = (call: Promise<unknown>) => revertOf(pool, call);
const events = (call: Promise<unknown>) => eventsOf(pool, call);

/** A configuration that changes nothing but what `changes` says. */
const config = (changes: Record<string, unknown> = {}) => ({
  setStakeManager: false,
  stakeManager: ZeroAddress,
  setRewardRole: false,
  rewardRole: 0,
  setBurnPct: false,
  burnPct: 0,
  setTreasury: false,
  treasury: ZeroAddress,
  setGovernance: false,
  governance: ZeroAddress,
  setTaxPolicy: false,
  taxPolicy: ZeroAddress,
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
  [two, one, zero] = [await answering(chain, 2), await answering(chain, 1), await answering(chain, 0)];
});
beforeEach(async () => {
  pool = await chain.deploy("FeePool", [two, 0, treasury, one]);
  asStranger = pool.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

describe("deployment", () => {
  it("takes zero for one per cent, allows its treasury and leaves governance empty", async () => {
    expect(await pool.version!()).toBe(2n);
    expect(await pool.token!()).toBe(TOKEN);
    expect(await pool.burnPct!()).toBe(1n);
    expect(await pool.rewardRole!()).toBe(2n);
    expect(await pool.treasury!()).toBe(treasury);
    expect(await pool.treasuryAllowlist!(treasury)).toBe(true);
    expect(await pool.owner!()).toBe(owner);
    expect(await pool.governance!()).toBe(ZeroAddress);
    expect(await pool.taxPolicy!()).toBe(one);
  });

  it("checks the percentage, the treasury and the policy, but not the stake manager", async () => {
    expect(await reverts(chain.deploy("FeePool", [two, 101, treasury, one]))).toBe("InvalidPercentage");
    expect(await reverts(chain.deploy("FeePool", [two, 0, owner, one]))).toBe("InvalidTreasury");
    expect(await reverts(chain.deploy("FeePool", [two, 0, treasury, zero]))).toBe("PolicyNotTaxExempt");
    const bare = await chain.deploy("FeePool", [one, 100, ZeroAddress, ZeroAddress]);
    expect(await bare.stakeManager!()).toBe(one);
    expect(await bare.burnPct!()).toBe(100n);
    expect(await bare.treasury!()).toBe(ZeroAddress);
  });
});

describe("setters", () => {
  it("bounds the burned share to 100 per cent", async () => {
    expect(await reverts(pool.setBurnPct!(101))).toBe("InvalidPercentage");
    expect(await events(pool.setBurnPct!(100))).toEqual(["BurnPctUpdated(100)"]);
    expect(await events(pool.setBurnPct!(0))).toEqual(["BurnPctUpdated(0)"]);
    expect(await pool.burnPct!()).toBe(0n);
  });

  it("wants a treasury that is allowed first and is not the owner", async () => {
    expect(await reverts(pool.setTreasury!(other))).toBe("InvalidTreasury");
    expect(await events(pool.setTreasuryAllowlist!(other, true))).toEqual([`TreasuryAllowlistUpdated(${other},true)`]);
    expect(await events(pool.setTreasury!(other))).toEqual([`TreasuryUpdated(${other})`]);
    await pool.setTreasuryAllowlist!(owner, true);
    expect(await reverts(pool.setTreasury!(owner))).toBe("InvalidTreasury");
    expect(await events(pool.setTreasury!(ZeroAddress))).toEqual([`TreasuryUpdated(${ZeroAddress})`]);
  });

  it("keeps a treasury that is allowed no longer, or that became the owner", async () => {
    await pool.setTreasuryAllowlist!(treasury, false);
    expect(await pool.treasury!()).toBe(treasury);
    expect(await reverts(pool.setTreasury!(treasury))).toBe("InvalidTreasury");
    await pool.setTreasuryAllowlist!(stranger, true);
    await pool.setTreasury!(stranger);
    await pool.transferOwnership!(stranger);
    expect(await pool.treasury!()).toBe(await pool.owner!());
    expect(await reverts(asStranger.setTreasury!(stranger))).toBe("InvalidTreasury");
  });

  it("wants a stake manager of version 2", async () => {
    expect(await reverts(pool.setStakeManager!(ZeroAddress))).toBe("ZeroAddress");
    expect(await reverts(pool.setStakeManager!(one))).toBe("InvalidStakeManagerVersion");
    expect(await reverts(pool.setStakeManager!(other))).toBe("");
    expect(await events(pool.setStakeManager!(two))).toEqual([`StakeManagerUpdated(${two})`, `ModulesUpdated(${two})`]);
  });

  it("wants a role of the three and a policy that is exempt", async () => {
    expect(await events(pool.setRewardRole!(1))).toEqual(["RewardRoleUpdated(1)"]);
    expect(await pool.rewardRole!()).toBe(1n);
    expect(await reverts(pool.setRewardRole!(3))).toBe("");
    expect(await reverts(pool.setTaxPolicy!(ZeroAddress))).toBe("InvalidTaxPolicy");
    expect(await reverts(pool.setTaxPolicy!(zero))).toBe("PolicyNotTaxExempt");
    expect(await events(pool.setTaxPolicy!(one))).toEqual([`TaxPolicyUpdated(${one})`]);
  });

  it("keeps rewarders, and is for its owner", async () => {
    expect(await events(pool.setRewarder!(other, true))).toEqual([`RewarderUpdated(${other},true)`]);
    expect(await pool.rewarders!(other)).toBe(true);
    expect(await reverts(asStranger.setBurnPct!(1))).toBe(`OwnableUnauthorizedAccount(${stranger})`);
    expect(await reverts(asStranger.setRewarder!(other, false))).toBe(`OwnableUnauthorizedAccount(${stranger})`);
    expect(await reverts(asStranger.applyConfiguration!(config(), [], []))).toBe(
      `OwnableUnauthorizedAccount(${stranger})`,
    );
    expect(await reverts(pool.transferOwnership!(ZeroAddress))).toBe(`OwnableInvalidOwner(${ZeroAddress})`);
  });
});

describe("governance, which is not the owner", () => {
  it("is set by the owner, moves no ownership and cannot be cleared", async () => {
    expect(await reverts(pool.setGovernance!(ZeroAddress))).toBe("ZeroAddress");
    expect(await events(pool.setGovernance!(stranger))).toEqual([`GovernanceUpdated(${stranger})`]);
    expect(await pool.owner!()).toBe(owner);
    expect(await reverts(asStranger.setBurnPct!(1))).toBe(`OwnableUnauthorizedAccount(${stranger})`);
    expect(await reverts(asStranger.setGovernance!(owner))).toBe(`OwnableUnauthorizedAccount(${stranger})`);
  });

  it("alone withdraws, to the treasury or to nobody, also while paused", async () => {
    expect(await reverts(pool.governanceWithdraw!(treasury, 1))).toBe("NotGovernance");
    await pool.setGovernance!(stranger);
    expect(await reverts(pool.governanceWithdraw!(treasury, 1))).toBe("NotGovernance");
    expect(await reverts(asStranger.governanceWithdraw!(other, 1))).toBe("InvalidRecipient");
    expect(await reverts(asStranger.governanceWithdraw!(owner, 1))).toBe("InvalidRecipient");

    const { abi, deployedBytecode } = await readArtifact("GovernanceToken");
    await chain.request("hardhat_setCode", [TOKEN, deployedBytecode]);
    const token = new Contract(TOKEN, abi, chain.accounts[0]);
    await token.mint!(await pool.getAddress(), parseEther("10"));
    await pool.pause!();
    expect(await events(asStranger.governanceWithdraw!(treasury, parseEther("4")))).toEqual([
      `GovernanceWithdrawal(${treasury},${parseEther("4")})`,
    ]);
    expect(await token.balanceOf!(treasury)).toBe(parseEther("4"));
    const supply = (await token.totalSupply!()) as bigint;
    await asStranger.governanceWithdraw!(ZeroAddress, parseEther("6"));
    expect(await token.totalSupply!()).toBe(supply - parseEther("6"));
    expect(await reverts(asStranger.governanceWithdraw!(ZeroAddress, 1))).toBe("TokenNotBurnable");
  });
});

describe("pausing", () => {
  it("is for owner and pauser, with an error of its own, and is not idempotent", async () => {
    expect(await reverts(asStranger.pause!())).toBe("NotOwnerOrPauser");
    expect(await events(pool.setPauser!(stranger))).toEqual([`PauserUpdated(${stranger})`]);
    expect(await events(asStranger.pause!())).toEqual([`Paused(${stranger})`]);
    expect(await reverts(pool.pause!())).toBe("EnforcedPause");
    await pool.setBurnPct!(3);
    expect(await events(pool.unpause!())).toEqual([`Unpaused(${owner})`]);
    expect(await reverts(asStranger.unpause!())).toBe("ExpectedPause");
  });

  it("takes its pauser from the owner or the manager of pausers", async () => {
    expect(await reverts(asStranger.setPauser!(stranger))).toBe("NotOwnerOrPauserManager");
    expect(await reverts(asStranger.setPauserManager!(stranger))).toBe(`OwnableUnauthorizedAccount(${stranger})`);
    await pool.setPauserManager!(stranger);
    await asStranger.setPauser!(other);
    expect(await pool.pauser!()).toBe(other);
    await asStranger.setPauser!(ZeroAddress);
    expect(await pool.pauser!()).toBe(ZeroAddress);
  });
});

describe("applyConfiguration", () => {
  it("allows and sets a treasury in one call, lists first", async () => {
    const changes = { setTreasury: true, treasury: other, setBurnPct: true, burnPct: 7 };
    const call = pool.applyConfiguration!(config(changes), [[other, true]], [[stranger, true]]);
    expect(await events(call)).toEqual([
      `TreasuryAllowlistUpdated(${other},true)`,
      `RewarderUpdated(${stranger},true)`,
      "BurnPctUpdated(7)",
      `TreasuryUpdated(${other})`,
      `ConfigurationApplied(${owner},false,false,true,true,false,false,false,false,1,1)`,
    ]);
  });

  it("sets all eight", async () => {
    const call = pool.applyConfiguration!(
      config({
        setStakeManager: true,
        stakeManager: two,
        setRewardRole: true,
        rewardRole: 1,
        setBurnPct: true,
        burnPct: 2,
        setTreasury: true,
        setGovernance: true,
        governance: other,
        setTaxPolicy: true,
        taxPolicy: one,
        setPauser: true,
        pauser: stranger,
        setPauserManager: true,
        pauserManager: other,
      }),
      [],
      [],
    );
    expect((await events(call)).at(-1)).toBe(`ConfigurationApplied(${owner},${Array(8).fill("true").join(",")},0,0)`);
    expect(await pool.governance!()).toBe(other);
    expect(await pool.treasury!()).toBe(ZeroAddress);
    expect(await pool.pauser!()).toBe(stranger);
    expect(await pool.pauserManager!()).toBe(other);
  });

  it("is all or nothing, and checks as the setters do", async () => {
    const apply = (changes: Record<string, unknown>) => pool.applyConfiguration!(config(changes), [[other, true]], []);
    expect(await reverts(apply({ setBurnPct: true, burnPct: 101 }))).toBe("InvalidPercentage");
    expect(await pool.treasuryAllowlist!(other)).toBe(false);
    expect(await reverts(apply({ setTreasury: true, treasury: stranger }))).toBe("InvalidTreasury");
    expect(await reverts(apply({ setGovernance: true }))).toBe("ZeroAddress");
    expect(await reverts(apply({ setStakeManager: true, stakeManager: one }))).toBe("InvalidStakeManagerVersion");
    expect(await reverts(apply({ setTaxPolicy: true }))).toBe("InvalidTaxPolicy");
  });
});
