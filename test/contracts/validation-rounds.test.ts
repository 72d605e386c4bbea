import { Interface, JsonRpcSigner, ZeroAddress, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { answering, plainAddress, recording } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

let chain: InProcessChain;
let module: Contract;

const pool = (size: number): string[] => Array.from({ length: size }, (_, i) => plainAddress(i));
const reverts = (call: Promise<unknown>) => revertOf(module, call);
const events = (call: Promise<unknown>) => eventsOf(module, call);

beforeAll(async () => {
  chain = await inProcessChain();
});
beforeEach(async () => {
  module = await chain.deploy("ValidationModule", [ZeroAddress, ZeroAddress, 0, 0, 0, 0, []]);
});
afterAll(() => chain.close());

it("keeps committee, sample and pool limit in this order", async () => {
  expect(await reverts(module.setValidatorPoolSampleSize!(0))).toBe("InvalidSampleSize");
  expect(await reverts(module.setValidatorPoolSampleSize!(2))).toBe("SampleSizeTooSmall");
  expect(await reverts(module.setValidatorPoolSampleSize!(1001))).toBe("PoolLimitExceeded");
  expect(await reverts(module.setMaxValidatorPoolSize!(0))).toBe("InvalidSampleSize");
  expect(await reverts(module.setMaxValidatorPoolSize!(2))).toBe("InvalidValidatorBounds");
  expect(await reverts(module.setMaxValidatorPoolSize!(50))).toBe("InvalidSampleSize");
  expect(await events(module.setValidatorPoolSampleSize!(50))).toEqual(["ValidatorPoolSampleSizeUpdated(50)"]);
  expect(await events(module.setMaxValidatorPoolSize!(50))).toEqual(["MaxValidatorPoolSizeUpdated(50)"]);
});

it("replaces the pool as a whole, without a getter for its length", async () => {
  await module.setValidatorPoolSampleSize!(3);
  await module.setMaxValidatorPoolSize!(4);
  expect(await reverts(module.setValidatorPool!(pool(5)))).toBe("PoolLimitExceeded");
  expect(await reverts(module.setValidatorPool!([plainAddress(1), ZeroAddress]))).toBe("ZeroValidatorAddress");
  expect(await events(module.setValidatorPool!(pool(2)))).toEqual([
    "ValidatorAuthCacheVersionBumped(1)",
    `ValidatorsUpdated(${pool(2).join(",")})`,
  ]);
  expect(await module.validatorPool!(1)).toBe(plainAddress(1));
  expect(await reverts(module.validatorPool!(2))).toBe("");
  await module.setValidatorPool!(pool(4));
  await module.setMaxValidatorPoolSize!(3);
  expect(await module.validatorPool!(3)).toBe(plainAddress(3));
});

it("switches strategy and cache", async () => {
  expect(await events(module.setSelectionStrategy!(1))).toEqual(["SelectionStrategyUpdated(1)"]);
  expect(await reverts(module.setSelectionStrategy!(2))).toBe("");
  expect(await events(module.setValidatorAuthCacheDuration!(60))).toEqual(["ValidatorAuthCacheDurationUpdated(60)"]);
  expect(await events(module.bumpValidatorAuthCacheVersion!())).toEqual(["ValidatorAuthCacheVersionBumped(1)"]);
  expect(await events(module.resetSelection!(4))).toEqual(["SelectionReset(4)"]);
});

const job = 7;
const escalation = new Interface(["function escalateToDispute(uint256 jobId, string reason)"]);

/** A round of `job`, started by `registry` (the first account unless told). */
async function openRound(registry?: string): Promise<void> {
  const starter = registry ?? chain.accounts[0]!.address;
  module = await chain.deploy("ValidationModule", [starter, ZeroAddress, 0, 0, 0, 0, pool(6)]);
  await chain.request("hardhat_impersonateAccount", [starter]);
  await chain.request("hardhat_setBalance", [starter, "0xde0b6b3a7640000"]);
  await (module.connect(new JsonRpcSigner(chain.provider, starter)) as Contract).start!(job, 1);
  await chain.request("hardhat_mine", ["0x1"]);
  await module.selectValidators!(job, 2);
}

it("opens a round for the job registry only, with a committee of the pool", async () => {
  expect(await reverts(module.start!(job, 1))).toBe("OnlyJobRegistry");
  expect(await reverts(module.selectValidators!(job, 1))).toBe("NoActiveRound");
  await openRound();
  const drawn: string[] = await module.validators!(job);
  expect(new Set(drawn).size).toBe(3);
  expect(pool(6)).toEqual(expect.arrayContaining([...drawn]));
  expect(await reverts(module.start!(job, 1))).toBe("ValidatorsAlreadySelected");
  const deadline = (await chain.provider.getBlock("latest"))!.timestamp + 3600;
  expect(Number(await module.revealDeadline!(job))).toBe(deadline);
});

it("needs an action, an extension and a round", async () => {
  expect(await reverts(module.triggerFailover!(job, 0, 1, ""))).toBe("InvalidFailoverAction");
  expect(await reverts(module.triggerFailover!(job, 1, 1, ""))).toBe("NoActiveRound");
  await openRound();
  expect(await reverts(module.triggerFailover!(job, 1, 0, ""))).toBe("RevealExtensionRequired");
  await module.pause!();
  expect(await reverts(module.triggerFailover!(job, 1, 1, ""))).toBe("EnforcedPause");
});

it("extends the reveal, again and again", async () => {
  await openRound();
  const deadline = Number(await module.revealDeadline!(job));
  expect(await events(module.triggerFailover!(job, 1, 60, "slow"))).toEqual([
    `ValidationFailover(${job},1,${deadline + 60},slow)`,
  ]);
  expect(await events(module.triggerFailover!(job, 1, 40, ""))).toEqual([
    `ValidationFailover(${job},1,${deadline + 100},validation-failover)`,
  ]);
  expect(Number(await module.revealDeadline!(job))).toBe(deadline + 100);
  const state = await module.failoverStates!(job);
  expect([state.lastAction, state.extensions, state.lastExtendedTo, state.escalated]).toEqual([
    1n,
    2n,
    BigInt(deadline + 100),
    false,
  ]);
});

it("escalates once, through the job registry, and closes the round", async () => {
  const registry = await recording(chain);
  await openRound(registry);
  const receipt = await (await module.triggerFailover!(job, 2, 0, "stuck")).wait();
  const call = receipt.logs.find((log: { address: string }) => log.address === registry);
  expect(escalation.parseTransaction({ data: call.data })?.args.toArray()).toEqual([BigInt(job), "stuck"]);
  expect(await module.validators!(job)).toEqual([]);
  expect(await reverts(module.triggerFailover!(job, 2, 0, ""))).toBe("FailoverEscalated");
  expect(await reverts(module.triggerFailover!(job, 1, 9, ""))).toBe("NoActiveRound");
});

it("cannot escalate through a job registry that another governs", async () => {
  const governance = chain.accounts[1]!.address;
  const zeros = Array<string>(7).fill(ZeroAddress);
  const registry = await chain.deploy("JobRegistry", [...zeros, 0, 0, [], governance]);
  await openRound(await registry.getAddress());
  expect(await revertOf(registry, module.triggerFailover!(job, 2, 0, ""))).toBe("NotGovernance");
});

it("is forwarded by the system pause that owns the module", async () => {
  await openRound();
  const neighbour = await answering(chain, 2);
  const modules = Array<string>(8)
    .fill(neighbour)
    .with(2, await module.getAddress());
  const systemPause = await chain.deploy("SystemPause", [...modules, chain.accounts[0]!.address]);
  const owner = chain.accounts[0]!.address;
  const forward = () => systemPause.triggerValidationFailover!(job, 1, 60, "slow");
  expect(await reverts(forward())).toBe(`OwnableUnauthorizedAccount(${await systemPause.getAddress()})`);
  await module.transferOwnership!(await systemPause.getAddress());
  expect(await reverts(module.triggerFailover!(job, 1, 60, "slow"))).toBe(`OwnableUnauthorizedAccount(${owner})`);
  const deadline = Number(await module.revealDeadline!(job)) + 60;
  expect(await events(forward())).toEqual([`ValidationFailover(${job},1,${deadline},slow)`]);
});
