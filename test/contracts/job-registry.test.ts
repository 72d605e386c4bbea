import { MaxUint256, ZeroAddress, id, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answering, answeringText, ownedByAnother, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const person = plainAddress(1);
const node = id("node");
let chain: InProcessChain;
let governance: string;
let registry: Contract;
/** Answers 2: a module of the right version. */
let version2: string;
/** Answers 1: the wrong version, and an exempt tax policy of version 1. */
let version1: string;
/** Answers 0: no version, and a policy that is not exempt. */
let version0: string;
let text: string;
let foreignIdentity: string;

const reverts = (call: Promise<unknown>) => revertOf(registry, call);
const events = (call: Promise<unknown>) => eventsOf(registry, call);
const wired = (name: string, address: string) => [`${name}Updated(${address})`, `ModuleUpdated(${name},${address})`];
const parameters = (...values: (bigint | number)[]) => `JobParametersUpdated(${[0, ...values].join(",")})`;

async function deploy(changes: Record<string, unknown> = {}): Promise<Contract> {
  const given: Record<string, unknown> = { fee: 0, stake: 0, acks: [], governance, ...changes };
  const modules = ["validation", "stakeManager", "reputation", "dispute", "certificate", "feePool", "taxPolicy"];
  return chain.deploy("JobRegistry", [
    ...modules.map((name) => given[name] ?? ZeroAddress),
    given.fee,
    given.stake,
    given.acks,
    given.governance,
  ]);
}

beforeAll(async () => {
  chain = await inProcessChain();
  governance = chain.accounts[0]!.address;
  [version2, version1, version0] = [await answering(chain, 2), await answering(chain, 1), await answering(chain, 0)];
  text = await answeringText(chain);
  foreignIdentity = await ownedByAnother(chain);
});
beforeEach(async () => {
  registry = await deploy();
});
afterAll(() => chain.close());

describe("deployment", () => {
  it("takes zeros for the defaults", async () => {
    expect(await registry.version!()).toBe(2n);
    expect(await registry.feePct!()).toBe(5n);
    expect(await registry.validatorRewardPct!()).toBe(8n);
    expect(await registry.jobStake!()).toBe(parseEther("1"));
    for (const getter of ["minAgentStake", "maxJobReward", "maxJobDuration", "maxActiveJobsPerAgent"]) {
      expect(await registry.getFunction(getter)()).toBe(0n);
    }
    expect(await registry.expirationGracePeriod!()).toBe(0n);
    expect(await registry.treasury!()).toBe(ZeroAddress);
    expect(await registry.governance!()).toBe(governance);
    expect(await registry.owner!()).toBe(governance);
  });

  it("needs governance, a percentage, versions and an exempt policy", async () => {
    expect(await reverts(deploy({ governance: ZeroAddress }))).toBe("ZeroAddress");
    expect(await reverts(deploy({ fee: 101 }))).toBe("InvalidPercentage");
    expect(await reverts(deploy({ validation: version1 }))).toBe("InvalidValidationModule");
    expect(await reverts(deploy({ stakeManager: version1 }))).toBe("InvalidStakeManager");
    expect(await reverts(deploy({ reputation: version1 }))).toBe("InvalidReputationModule");
    expect(await reverts(deploy({ dispute: version1 }))).toBe("InvalidDisputeModule");
    expect(await reverts(deploy({ certificate: version1 }))).toBe("InvalidCertificateNFT");
    expect(await reverts(deploy({ taxPolicy: version0 }))).toBe("PolicyNotTaxExempt");
  });

  it("checks neither the sum of percentages, nor the fee pool, nor acknowledgers", async () => {
    registry = await deploy({ fee: 95, feePool: version1, stakeManager: version2, acks: [person, ZeroAddress] });
    expect(await registry.feePct!()).toBe(95n);
    expect(await registry.feePool!()).toBe(version1);
    expect(await registry.acknowledgers!(person)).toBe(true);
    expect(await registry.acknowledgers!(ZeroAddress)).toBe(true);
    expect(await registry.acknowledgers!(version2)).toBe(false);
    // The unreachable sum refuses every setter that would keep it.
    expect(await reverts(registry.setFeePct!(95))).toBe("InvalidPercentage");
  });
});

describe("percentages", () => {
  it("sum to a hundred at every step", async () => {
    await registry.setFeePct!(40);
    await registry.setValidatorRewardPct!(60);
    expect(await reverts(registry.setFeePct!(60))).toBe("InvalidPercentage");
    expect(await reverts(registry.setFeePct!(MaxUint256))).toBe("InvalidPercentage");
    expect(await reverts(registry.setValidatorRewardPct!(101))).toBe("InvalidPercentage");
    await registry.setValidatorRewardPct!(40);
    await registry.setFeePct!(60);
    expect(await registry.feePct!()).toBe(60n);
  });

  it("are silent where nothing moves", async () => {
    expect(await events(registry.setFeePct!(6))).toEqual(["FeePctUpdated(6)"]);
    expect(await events(registry.setFeePct!(6))).toEqual([]);
    expect(await events(registry.setValidatorRewardPct!(9))).toEqual(["ValidatorRewardPctUpdated(9)"]);
    expect(await events(registry.setValidatorRewardPct!(9))).toEqual([]);
  });
});

it("writes stakes and limits, all with one event", async () => {
  expect(await events(registry.setJobStake!(1))).toEqual([parameters(1, 0, 0, 0)]);
  expect(await reverts(registry.setMinAgentStake!(2n ** 96n))).toBe("StakeOverflow");
  expect(await events(registry.setMinAgentStake!(2n ** 96n - 1n))).toEqual([parameters(1, 0, 0, 2n ** 96n - 1n)]);
  await registry.setMinAgentStake!(2);
  expect(await events(registry.setMaxJobReward!(3))).toEqual([parameters(1, 3, 0, 2)]);
  expect(await events(registry.setJobDurationLimit!(4))).toEqual([parameters(1, 3, 4, 2)]);
  expect(await registry.maxJobDuration!()).toBe(4n);
  expect(registry.interface.getFunction("setMaxJobDuration")).toBe(null);
  expect(await reverts(registry.setJobParameters!(5, 2n ** 96n))).toBe("StakeOverflow");
  expect((await events(registry.setJobParameters!(5, 6))).at(-1)).toBe(parameters(6, 5, 4, 2));
  expect(await events(registry.setMaxActiveJobsPerAgent!(7))).toEqual(["MaxActiveJobsPerAgentUpdated(7)"]);
  expect(await events(registry.setExpirationGracePeriod!(8))).toEqual(["ExpirationGracePeriodUpdated(8)"]);
});

it("refuses its governance as treasury, but not a governance that follows the treasury", async () => {
  expect(await reverts(registry.setTreasury!(governance))).toBe("InvalidTreasury");
  expect(await events(registry.setTreasury!(ZeroAddress))).toEqual([`TreasuryUpdated(${ZeroAddress})`]);
  const heir = chain.accounts[1]!;
  await registry.setTreasury!(heir.address);
  await registry.setGovernance!(heir.address);
  const asHeir = registry.connect(heir) as Contract;
  expect(await registry.treasury!()).toBe(await registry.governance!());
  expect(await reverts(asHeir.setTreasury!(heir.address))).toBe("InvalidTreasury");
});

it("wants a tax policy that is exempt", async () => {
  expect(await reverts(registry.setTaxPolicy!(ZeroAddress))).toBe("InvalidTaxPolicy");
  expect(await reverts(registry.setTaxPolicy!(version0))).toBe("PolicyNotTaxExempt");
  expect(await events(registry.setTaxPolicy!(version1))).toEqual([
    `TaxPolicyUpdated(${version1},1)`,
    `ModuleUpdated(TaxPolicy,${version1})`,
  ]);
});

describe("modules", () => {
  it.each([
    ["setValidationModule", "ValidationModule", "InvalidValidationModule"],
    ["setReputationEngine", "ReputationEngine", "InvalidReputationModule"],
    ["setDisputeModule", "DisputeModule", "InvalidDisputeModule"],
    ["setCertificateNFT", "CertificateNFT", "InvalidCertificateNFT"],
    ["setFeePool", "FeePool", "InvalidFeePool"],
  ])("%s wants version 2", async (setter, name, error) => {
    const set = registry.getFunction(setter);
    expect(await reverts(set(ZeroAddress))).toBe(error);
    expect(await reverts(set(version1))).toBe(error);
    expect(await reverts(set(person))).toBe("");
    expect(await events(set(version2))).toEqual(wired(name, version2));
  });

  it("makes each stake manager an acknowledger, and keeps the last one", async () => {
    expect(await reverts(registry.setStakeManager!(ZeroAddress))).toBe("InvalidStakeManager");
    expect(await reverts(registry.setStakeManager!(version1))).toBe("InvalidStakeManager");
    expect(await events(registry.setStakeManager!(version2))).toEqual([
      `AcknowledgerUpdated(${version2},true)`,
      ...wired("StakeManager", version2),
    ]);
    const next = await answering(chain, 2);
    await registry.setStakeManager!(next);
    expect(await registry.acknowledgers!(next)).toBe(true);
    expect(await registry.acknowledgers!(version2)).toBe(true);
  });

  it("drops agents' cached authorisations with a new identity registry", async () => {
    expect(await reverts(registry.setIdentityRegistry!(ZeroAddress))).toBe("InvalidIdentityRegistry");
    expect(await reverts(registry.setIdentityRegistry!(version1))).toBe("InvalidIdentityRegistry");
    expect(await events(registry.setIdentityRegistry!(version2))).toEqual([
      "AgentAuthCacheVersionBumped(1)",
      ...wired("IdentityRegistry", version2),
    ]);
    // A validation module of another owner does not bump its cache, and does not stop the change.
    const validation = await chain.deploy("ValidationModule", [ZeroAddress, ZeroAddress, 0, 0, 0, 0, []]);
    await registry.setValidationModule!(await validation.getAddress());
    await registry.setIdentityRegistry!(foreignIdentity);
    expect(await registry.identityRegistry!()).toBe(foreignIdentity);
    expect(await validation.validatorAuthCacheVersion!()).toBe(0n);
    await validation.transferOwnership!(await registry.getAddress());
    await registry.setIdentityRegistry!(version2);
    expect(await validation.validatorAuthCacheVersion!()).toBe(1n);
    expect(await registry.agentAuthCacheVersion!()).toBe(3n);
  });

  it("takes an audit module of any version, or none", async () => {
    expect(await reverts(registry.setAuditModule!(version0))).toBe("InvalidAuditModule");
    expect(await events(registry.setAuditModule!(version1))).toEqual(wired("AuditModule", version1));
    expect(await events(registry.setAuditModule!(ZeroAddress))).toEqual(wired("AuditModule", ZeroAddress));
  });

  it("sets six at once, and asks acknowledgers whether they acknowledge", async () => {
    const six = Array<string>(6).fill(version2);
    expect(await reverts(registry.setModules!(...six.with(5, version1), []))).toBe("InvalidFeePool");
    expect(await reverts(registry.setModules!(...six.with(0, ZeroAddress), []))).toBe("InvalidValidationModule");
    expect(await reverts(registry.setModules!(...six, [version2]))).toBe("InvalidAckModule");
    expect(await reverts(registry.setModules!(...six, [person]))).toBe("InvalidAckModule");
    const seen = await events(registry.setModules!(...six, [text]));
    expect(seen).toHaveLength(14);
    expect(seen.at(-1)).toBe(`AcknowledgerUpdated(${text},true)`);
    expect(await registry.feePool!()).toBe(version2);
  });
});

it("names acknowledgers, and may forget the zero address only", async () => {
  expect(await reverts(registry.setAcknowledger!(ZeroAddress, true))).toBe("ZeroAcknowledgerAddress");
  expect(await events(registry.setAcknowledger!(ZeroAddress, false))).toEqual([
    `AcknowledgerUpdated(${ZeroAddress},false)`,
  ]);
  await registry.setAcknowledger!(person, true);
  expect(await registry.acknowledgers!(person)).toBe(true);
});

it("caches agents for a time, under a version", async () => {
  await registry.setAgentAuthCacheDuration!(60);
  expect(await events(registry.bumpAgentAuthCacheVersion!())).toEqual(["AgentAuthCacheVersionBumped(1)"]);
  expect(await events(registry.updateAgentAuthCache!(person, true))).toEqual([`AgentAuthCacheUpdated(${person},true)`]);
  const now = (await chain.provider.getBlock("latest"))!.timestamp;
  expect(await registry.agentAuthExpiry!(person)).toBe(BigInt(now + 60));
  expect(await registry.agentAuthVersion!(person)).toBe(1n);
  await registry.updateAgentAuthCache!(person, false);
  expect(await registry.agentAuthCache!(person)).toBe(false);
  expect(await registry.agentAuthExpiry!(person)).toBe(0n);
});

describe("roots of the identity registry", () => {
  const setters = ["setAgentRootNode", "setAgentMerkleRoot", "setValidatorRootNode", "setValidatorMerkleRoot"];

  it.each(setters)("%s needs a registry that the job registry owns", async (setter) => {
    const set = registry.getFunction(setter);
    expect(await reverts(set(node))).toBe("IdentityRegistryNotSet");
    await registry.setIdentityRegistry!(foreignIdentity);
    await registry.setValidationModule!(version2);
    const module = await chain.deploy("ValidationModule", [ZeroAddress, ZeroAddress, 0, 0, 0, 0, []]);
    expect(await revertOf(module, set(node))).toBe(`OwnableUnauthorizedAccount(${await registry.getAddress()})`);
  });

  it("passes agents' roots on and drops their cache", async () => {
    await registry.setIdentityRegistry!(version2);
    expect(await events(registry.setAgentRootNode!(node))).toEqual([
      "AgentAuthCacheVersionBumped(2)",
      `AgentRootNodeUpdated(${node})`,
    ]);
    expect(await events(registry.setAgentMerkleRoot!(node))).toEqual([
      "AgentAuthCacheVersionBumped(3)",
      `AgentMerkleRootUpdated(${node})`,
    ]);
  });

  it("needs the validation module's ownership too for the validators' roots", async () => {
    await registry.setIdentityRegistry!(version2);
    expect(await reverts(registry.setValidatorRootNode!(node))).toBe("InvalidValidationModule");
    expect(await reverts(registry.setValidatorMerkleRoot!(node))).toBe("InvalidValidationModule");
    const validation = await chain.deploy("ValidationModule", [ZeroAddress, ZeroAddress, 0, 0, 0, 0, []]);
    await registry.setValidationModule!(await validation.getAddress());
    const refusal = `OwnableUnauthorizedAccount(${await registry.getAddress()})`;
    expect(await revertOf(validation, registry.setValidatorRootNode!(node))).toBe(refusal);
    await validation.transferOwnership!(await registry.getAddress());
    expect(await events(registry.setValidatorRootNode!(node))).toEqual([`ValidatorRootNodeUpdated(${node})`]);
    expect(await events(registry.setValidatorMerkleRoot!(node))).toEqual([`ValidatorMerkleRootUpdated(${node})`]);
    expect(await validation.validatorAuthCacheVersion!()).toBe(2n);
  });
});

it("is for its governance, while paused as well", async () => {
  const stranger = chain.accounts[1]!.address;
  const asStranger = registry.connect(chain.accounts[1]!) as Contract;
  expect(await reverts(asStranger.setFeePct!(1))).toBe("NotGovernance");
  expect(await reverts(asStranger.transferOwnership!(stranger))).toBe("NotGovernance");
  expect(await reverts(asStranger.escalateToDispute!(1, ""))).toBe("NotGovernance");
  expect(await reverts(asStranger.pause!())).toBe("NotGovernanceOrPauser");
  expect(await reverts(asStranger.setPauser!(stranger))).toBe("NotGovernanceOrPauserManager");
  expect(await events(registry.escalateToDispute!(1, ""))).toEqual([
    `JobEscalatedByGovernance(1,${governance},governance-escalation)`,
  ]);
  await registry.setPauser!(stranger);
  await asStranger.pause!();
  expect(await reverts(registry.pause!())).toBe("EnforcedPause");
  await registry.setFeePct!(1);
  expect(await registry.feePct!()).toBe(1n);
  expect(await reverts(registry.escalateToDispute!(1, ""))).toBe("EnforcedPause");
});
