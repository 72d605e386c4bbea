import { JsonRpcSigner, ZeroAddress, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { TOKEN, placeToken } from "../support/modules.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const DAY = 86_400;
const AGENT = 0;
const wei = parseEther;
const [treasury, victim, beneficiary] = [plainAddress(1), plainAddress(2), plainAddress(3)];
let chain: InProcessChain;
let me: string;
let user: string;
let token: Contract;
let manager: Contract;
let staker: Contract;
let self: string;
let snapshot: unknown;

beforeAll(async () => {
  chain = await inProcessChain();
  [me, user] = [chain.accounts[0]!.address, chain.accounts[1]!.address];
  token = await placeToken(chain);
  const neighbour = await answering(chain, 2);
  manager = await chain.deploy("StakeManager", [0, 0, 0, ZeroAddress, neighbour, neighbour, me]);
  self = await manager.getAddress();
  staker = manager.connect(chain.accounts[1]!) as Contract;
  for (const account of [me, user]) await token.mint!(account, wei("1000"));
  await token.approve!(self, wei("1000"));
  await (token.connect(chain.accounts[1]!) as Contract).approve!(self, wei("1000"));
  await staker.depositStake!(AGENT, wei("100"));
  snapshot = await chain.request("evm_snapshot");
});
beforeEach(async () => {
  await chain.request("evm_revert", [snapshot]);
  snapshot = await chain.request("evm_snapshot");
});
afterAll(() => chain.close());

const call = (fn: string, ...args: unknown[]) => manager.getFunction(fn)(...args);
const events = (sent: Promise<unknown>) => eventsOf(manager, sent);
const reverts = (sent: Promise<unknown>) => revertOf(manager, sent);
const slash = (pctBps: number, who = user, to = beneficiary) => call("governanceSlash", who, AGENT, pctBps, to);
const balance = (account: string) => token.balanceOf!(account);
const staked = () => manager.stakeOf!(user, AGENT);
async function pass(seconds: number): Promise<void> {
  await chain.request("evm_increaseTime", [seconds]);
  await chain.request("evm_mine");
}

describe("the token", () => {
  it("is the same everywhere, and works without its constructor", async () => {
    expect(await manager.token!()).toBe(TOKEN);
    expect(await Promise.all([token.name!(), token.symbol!(), token.decimals!()])).toEqual([
      "AGI ALPHA (local)",
      "AGIALPHA",
      18n,
    ]);
    const supply = await token.totalSupply!();
    await token.burn!(wei("1"));
    expect(await token.totalSupply!()).toBe(supply - wei("1"));
  });
});

describe("stakes", () => {
  it("are held between the minimum and the maximum", async () => {
    expect(await balance(self)).toBe(wei("100"));
    expect(await Promise.all([staked(), manager.stakes!(user, AGENT), manager.totalStake!(AGENT)])).toEqual(
      Array(3).fill(wei("100")),
    );
    expect(await reverts(staker.depositStake!(AGENT, 0))).toBe("InvalidAmount");
    expect(await reverts(staker.depositStake!(1, wei("0.9")))).toBe("BelowMinimumStake");
    await call("setRoleMinimum", 1, wei("0.5"));
    expect(await events(staker.depositStake!(1, wei("0.9")))).toEqual([`StakeDeposited(${user},1,${wei("0.9")})`]);
    await call("setMaxStakePerAddress", wei("100"));
    expect(await reverts(staker.depositStake!(AGENT, 1))).toBe("MaxStakeExceeded");
    await call("pause");
    expect(await reverts(staker.depositStake!(1, 1))).toBe("EnforcedPause");
  });

  it("come back after the unbonding period", async () => {
    expect(await reverts(staker.finalizeWithdraw!(AGENT))).toBe("NoUnbond");
    expect(await reverts(staker.requestWithdraw!(AGENT, 0))).toBe("InvalidAmount");
    expect(await reverts(staker.requestWithdraw!(AGENT, wei("101")))).toBe("InsufficientStake");
    expect(await reverts(staker.requestWithdraw!(AGENT, wei("99.5")))).toBe("BelowMinimumStake");
    await staker.requestWithdraw!(AGENT, wei("40"));
    expect((await manager.unbonds!(user)).amt).toBe(wei("40"));
    expect(await reverts(staker.requestWithdraw!(AGENT, 1))).toBe("UnbondPending");
    expect(await reverts(staker.finalizeWithdraw!(AGENT))).toBe("UnbondLocked");
    await pass(7 * DAY);
    expect(await events(staker.finalizeWithdraw!(AGENT))).toEqual([`StakeWithdrawn(${user},0,${wei("40")})`]);
    expect([await staked(), await balance(user)]).toEqual([wei("60"), wei("940")]);
  });

  it("stay within reach of a slash until they are paid", async () => {
    await staker.requestWithdraw!(AGENT, wei("100"));
    await slash(2500);
    await pass(7 * DAY);
    expect(await events(staker.finalizeWithdraw!(AGENT))).toEqual([`StakeWithdrawn(${user},0,${wei("75")})`]);
    expect(await balance(self)).toBe(0n);
  });

  it("come back at once when governance says so", async () => {
    const withdraw = (amount: bigint) => call("acknowledgeAndWithdrawFor", user, AGENT, amount);
    expect(await reverts(withdraw(wei("101")))).toBe("InsufficientStake");
    expect(await events(withdraw(wei("100")))).toEqual([`StakeWithdrawn(${user},0,${wei("100")})`]);
    expect(await reverts(staker.acknowledgeAndWithdrawFor!(user, AGENT, 1))).toBe("NotGovernance");
    await call("pause");
    expect(await reverts(withdraw(1n))).toBe("EnforcedPause");
  });
});

describe("a slash by governance", () => {
  it("burns everything when there is no treasury", async () => {
    const supply = await token.totalSupply!();
    const seen = await events(slash(1000));
    expect(seen.map((event) => event.replace(/SlashingStats\(\d+/, "SlashingStats(now"))).toEqual([
      `TokensBurned(0x${"0".repeat(64)},${wei("10")})`,
      `Slash(${user},${wei("10")},${ZeroAddress})`,
      `StakeSlashed(${user},0,${beneficiary},${ZeroAddress},0,0,0,0,${wei("10")})`,
      `SlashingStats(now,0,${wei("10")},0,${wei("1")})`,
      `GovernanceSlash(${user},0,${beneficiary},${wei("10")},1000,${me})`,
    ]);
    expect(await token.totalSupply!()).toBe(supply - wei("10"));
    expect([await staked(), await manager.totalStakes!(AGENT)]).toEqual([wei("90"), wei("90")]);
  });

  it("shares out by what was written, in percents or basis points, and burns the rest", async () => {
    await call("setTreasuryAllowlist", treasury, true);
    await call("setTreasury", treasury);
    await call("setSlashPercents", 4000, 20, 10, 1000, 20);
    const seen = await events(slash(10_000));
    expect(seen).toContain(
      `StakeSlashed(${user},0,${beneficiary},${treasury},${wei("40")},${wei("20")},${wei("10")},0,${wei("30")})`,
    );
    expect(seen).toContain(`OperatorSlashShareAllocated(${user},0,${wei("10")})`);
    expect(await Promise.all([balance(beneficiary), balance(treasury), balance(self)])).toEqual(
      [40, 20, 10].map((amount) => wei(String(amount))),
    );
    expect(await manager.operatorRewardPool!()).toBe(wei("10"));
    expect(await staked()).toBe(0n);
  });

  it("is not a state: it can be repeated and says how much it took", async () => {
    expect(await manager.governanceSlash!.staticCall(user, AGENT, 5000, beneficiary)).toBe(wei("50"));
    await slash(5000);
    await slash(5000);
    expect(await staked()).toBe(wei("25"));
  });

  it("refuses what it cannot do", async () => {
    expect(await reverts(slash(1, ZeroAddress))).toBe("InvalidUser");
    expect(await reverts(slash(1, user, ZeroAddress))).toBe("InvalidRecipient");
    for (const pctBps of [0, 10_001]) expect(await reverts(slash(pctBps))).toBe("InvalidPercentage");
    expect(await reverts(slash(1, victim))).toBe("InsufficientStake");
    await call("setMinStake", 1);
    await staker.depositStake!(1, 99);
    expect(await reverts(call("governanceSlash", user, 1, 100, beneficiary))).toBe("InvalidAmount");
    expect(await reverts(staker.governanceSlash!(user, AGENT, 1, beneficiary))).toBe("NotGovernance");
    await call("pause");
    expect(await reverts(slash(1))).toBe("EnforcedPause");
  });

  it("stops when the treasury has left the allow-list", async () => {
    await call("setTreasuryAllowlist", treasury, true);
    await call("setTreasury", treasury);
    await call("setTreasuryAllowlist", treasury, false);
    expect(await reverts(slash(1000))).toBe("InvalidTreasury");
    expect(await manager.treasury!()).toBe(treasury);
  });

  it("needs a token that can be burned", async () => {
    await placeToken(chain, "UnburnableToken");
    expect(await reverts(slash(1000))).toBe("TokenNotBurnable");
    expect(await staked()).toBe(wei("100"));
  });
});

describe("the pool for operators", () => {
  it("is filled and emptied by governance while not paused", async () => {
    expect(await events(call("fundOperatorRewardPool", 30))).toEqual(["RewardPoolUpdated(30)"]);
    expect(await reverts(call("withdrawOperatorRewardPool", treasury, 31))).toBe("InsufficientRewardPool");
    expect(await reverts(call("withdrawOperatorRewardPool", ZeroAddress, 1))).toBe("InvalidRecipient");
    expect(await events(call("withdrawOperatorRewardPool", treasury, 10))).toEqual(["RewardPoolUpdated(20)"]);
    expect(await balance(treasury)).toBe(10n);
    expect(await reverts(staker.fundOperatorRewardPool!(1))).toBe("NotGovernance");
    expect(await reverts(staker.withdrawOperatorRewardPool!(user, 1))).toBe("NotGovernance");
    await call("pause");
    expect(await reverts(call("fundOperatorRewardPool", 1))).toBe("EnforcedPause");
    expect(await reverts(call("withdrawOperatorRewardPool", treasury, 1))).toBe("EnforcedPause");
  });
});

describe("auto-tuning", () => {
  const configure = (...values: (number | bigint)[]) => call("configureAutoStake", ...values);

  it("takes eleven values at once; a zero window or floor keeps the old one", async () => {
    expect(await reverts(configure(1, 101, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toBe("InvalidPercentage");
    expect(await reverts(configure(1, 0, 101, 0, 0, 0, 0, 0, 0, 0, 0))).toBe("InvalidPercentage");
    expect(await events(configure(1, 2, 3, 4, 5, 6, -7, -8, 9, 10, 11))).toEqual([
      "AutoStakeConfigUpdated(1,2,3,4,5,6,-7,-8,9,10,11)",
    ]);
    expect(await events(configure(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))).toEqual([
      "AutoStakeConfigUpdated(0,0,0,4,5,0,0,0,0,0,0)",
    ]);
    expect(await Promise.all([manager.stakeTuneWindow!(), manager.minStakeFloor!()])).toEqual([4n, 5n]);
  });

  it("moves the minimum without governance, once in a window and within its bounds", async () => {
    const temperature = await answering(chain, 7);
    await call("setThermostat", temperature);
    await configure(5, 50, 50, DAY, wei("0.6"), wei("1.4"), 6, 0, 1, 5, 0);
    await pass(DAY);
    expect(await events(staker.checkpointStake!())).toEqual([]);
    expect(await events(call("autoTuneStakes", true))).toEqual(["AutoStakeTuningEnabled(true)"]);
    await staker.checkpointStake!();
    expect(await manager.minStake!()).toBe(wei("1"));
    await pass(DAY);
    await staker.checkpointStake!();
    expect(await manager.minStake!()).toBe(wei("1.4"));
    await configure(5, 50, 50, DAY, wei("0.6"), wei("1.4"), 7, 0, 1, 5, 0);
    for (const expected of ["0.7", "0.6"]) {
      await staker.checkpointStake!();
      await pass(DAY);
      expect((await events(staker.checkpointStake!()))[0]).toBe(`MinStakeUpdated(${wei(expected)})`);
    }
    expect(await reverts(call("recordDispute"))).toBe("OnlyDisputeModule");
    await call("pause");
    expect(await reverts(staker.checkpointStake!())).toBe("EnforcedPause");
  });

  it("counts disputes that the dispute module records", async () => {
    const module = await manager.disputeModule!();
    await chain.request("hardhat_impersonateAccount", [module]);
    await chain.request("hardhat_setBalance", [module, "0xde0b6b3a7640000"]);
    const signer = new JsonRpcSigner(chain.provider, module);
    await configure(2, 50, 0, DAY, 0, 0, 0, 0, 1, 0, 0);
    await call("autoTuneStakes", true);
    await (manager.connect(signer) as Contract).recordDispute!();
    await pass(DAY);
    expect(await manager.disputeCount!()).toBe(1n);
    expect((await events((manager.connect(signer) as Contract).recordDispute!()))[0]).toBe(
      `MinStakeUpdated(${wei("1.5")})`,
    );
    expect(await manager.disputeCount!()).toBe(0n);
  });
});
