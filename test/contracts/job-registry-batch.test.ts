import { ZeroAddress, ZeroHash, id, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { answering, answeringText, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const person = plainAddress(1);
const node = id("node");
let chain: InProcessChain;
let governance: string;
let registry: Contract;
/** Answers 2: a module of the right version. */
let version2: string;
/** Answers 1: an audit module, and an exempt tax policy of version 1. */
let version1: string;
let text: string;

const reverts = (call: Promise<unknown>) => revertOf(registry, call);
const events = (call: Promise<unknown>) => eventsOf(registry, call);

/** The batch with the given fields written and every other flag off. */
function batch(fields: Record<string, unknown>): Record<string, unknown> {
  const config: Record<string, unknown> = {};
  const fragment = registry.interface.getFunction("applyConfiguration")!;
  for (const component of fragment.inputs[0]!.components ?? []) {
    const blank = { bool: false, address: ZeroAddress, bytes32: ZeroHash } as Record<string, unknown>;
    config[component.name] =
      component.baseType === "tuple" ? Array<string>(6).fill(ZeroAddress) : (blank[component.baseType] ?? 0);
  }
  return { ...config, ...fields };
}
const apply = (fields: Record<string, unknown>, acknowledgers: unknown[] = [], modules: string[] = []) =>
  registry.applyConfiguration!(batch(fields), acknowledgers, modules);

beforeAll(async () => {
  chain = await inProcessChain();
  governance = chain.accounts[0]!.address;
  [version2, version1] = [await answering(chain, 2), await answering(chain, 1)];
  text = await answeringText(chain);
});
beforeEach(async () => {
  registry = await chain.deploy("JobRegistry", [...Array<string>(7).fill(ZeroAddress), 0, 0, [], governance]);
});
afterAll(() => chain.close());

const applied = (flags: bigint | number, acknowledgers = 0, modules = 0) =>
  `ConfigurationApplied(${[governance, flags, acknowledgers, modules].join(",")})`;

it("does nothing with every flag off but say so", async () => {
  expect(await events(apply({}))).toEqual([applied(0)]);
});

it("swaps percentages that single setters could not", async () => {
  await registry.setFeePct!(40);
  await registry.setValidatorRewardPct!(60);
  const swap = { setFeePct: true, feePct: 60, setValidatorRewardPct: true, validatorRewardPct: 40 };
  const flags = (1 << 15) | (1 << 16);
  expect(await events(apply(swap))).toEqual(["FeePctUpdated(60)", "ValidatorRewardPctUpdated(40)", applied(flags)]);
  expect(await events(apply(swap))).toEqual([applied(0)]);
  expect(await reverts(apply({ setFeePct: true, feePct: 61 }))).toBe("InvalidPercentage");
});

it("is all or nothing", async () => {
  const change = { setMaxJobReward: true, maxJobReward: 9, setFeePct: true, feePct: 93 };
  expect(await reverts(apply(change))).toBe("InvalidPercentage");
  expect(await registry.maxJobReward!()).toBe(0n);
  expect(await reverts(apply({}, [[ZeroAddress, true]]))).toBe("ZeroAcknowledgerAddress");
  expect(await reverts(apply({}, [], [person]))).toBe("InvalidAckModule");
});

it("has one bit for each of its 27 values", async () => {
  const bundle = Array<string>(6).fill(version2);
  const fields: [number, Record<string, unknown>][] = [
    [1 << 0, { setPauser: true, pauser: person }],
    [1 << 1, { setPauserManager: true, pauserManager: person }],
    [0b10111110100, { setModuleBundle: true, modules: bundle }],
    [(1 << 3) | (1 << 2) | (1 << 26), { setIdentityRegistry: true, identityRegistry: version2 }],
    [(1 << 4) | (1 << 2), { setDisputeModule: true, disputeModule: version2 }],
    [(1 << 5) | (1 << 2), { setValidationModule: true, validationModule: version2 }],
    [(1 << 6) | (1 << 2), { setStakeManager: true, stakeManager: version2 }],
    [(1 << 7) | (1 << 2), { setReputationModule: true, reputationModule: version2 }],
    [(1 << 8) | (1 << 2), { setCertificateNFT: true, certificateNFT: version2 }],
    [(1 << 9) | (1 << 2), { setAuditModule: true, auditModule: version1 }],
    [(1 << 10) | (1 << 2), { setFeePool: true, feePool: version2 }],
    [1 << 11, { setTaxPolicy: true, taxPolicy: version1 }],
    [1 << 12, { setTreasury: true, treasury: person }],
    [1 << 13, { setJobStake: true, jobStake: 11 }],
    [1 << 14, { setMinAgentStake: true, minAgentStake: 12 }],
    [1 << 15, { setFeePct: true, feePct: 13 }],
    [1 << 16, { setValidatorRewardPct: true, validatorRewardPct: 14 }],
    [1 << 17, { setMaxJobReward: true, maxJobReward: 15 }],
    [1 << 18, { setJobDurationLimit: true, jobDurationLimit: 16 }],
    [1 << 19, { setMaxActiveJobsPerAgent: true, maxActiveJobsPerAgent: 17 }],
    [1 << 20, { setExpirationGracePeriod: true, expirationGracePeriod: 18 }],
    [(1 << 21) | (1 << 26), { setAgentRootNode: true, agentRootNode: node }],
    [(1 << 22) | (1 << 26), { setAgentMerkleRoot: true, agentMerkleRoot: node }],
    [1 << 23, { setValidatorRootNode: true, validatorRootNode: node }],
    [1 << 24, { setValidatorMerkleRoot: true, validatorMerkleRoot: node }],
    [1 << 25, { setAgentAuthCacheDuration: true, agentAuthCacheDuration: 19 }],
    [1 << 26, { bumpAgentAuthCacheVersion: true }],
  ];
  for (const [flags, change] of fields) {
    expect([Object.keys(change), (await events(apply(change))).at(-1)]).toEqual([Object.keys(change), applied(flags)]);
  }
  for (const [getter, value] of Object.entries({
    pauser: person,
    pauserManager: person,
    auditModule: version1,
    taxPolicy: version1,
    treasury: person,
    jobStake: 11n,
    minAgentStake: 12n,
    feePct: 13n,
    validatorRewardPct: 14n,
    maxJobReward: 15n,
    maxJobDuration: 16n,
    maxActiveJobsPerAgent: 17n,
    expirationGracePeriod: 18n,
    agentAuthCacheDuration: 19n,
    agentAuthCacheVersion: 4n,
  })) {
    expect([getter, await registry.getFunction(getter)()]).toEqual([getter, value]);
  }
});

it("counts acknowledgers and acknowledging modules", async () => {
  expect(await events(apply({}, [[person, true]], [text]))).toEqual([
    `AcknowledgerUpdated(${person},true)`,
    `AcknowledgerUpdated(${text},true)`,
    applied(1 << 2, 1, 1),
  ]);
});

it("checks the treasury against today's governance", async () => {
  expect(await reverts(apply({ setTreasury: true, treasury: governance }))).toBe("InvalidTreasury");
  expect(await reverts(apply({ setMinAgentStake: true, minAgentStake: 2n ** 96n }))).toBe("StakeOverflow");
});

it("is for governance", async () => {
  const asStranger = registry.connect(chain.accounts[1]!) as Contract;
  expect(await reverts(asStranger.applyConfiguration!(batch({}), [], []))).toBe("NotGovernance");
});
