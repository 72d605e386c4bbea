import { describe, expect, it } from "vitest";
import { kinds, type KindName } from "../../src/kinds/index.ts";
import { memberKey, type Key } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { order } from "../../src/plan/order.ts";
import { world, type PlanModule } from "../../src/plan/world.ts";

const [ONE, TWO, THREE] = ["1", "2", "3"].map((digit) => `0x${digit.padStart(40, "0")}`) as [Address, Address, Address];
const HERE: Address = `0x${"9".repeat(40)}`;

function moduleOf(
  kind: KindName,
  values: Record<Key, Value>,
  wants: Record<Key, Value> = {},
  address = HERE,
): PlanModule {
  const exact = Object.entries(wants).map(([key, value]) => [key, { exact: value }] as const);
  return { name: kind, kind: kinds[kind], address, values: new Map(Object.entries(values)), wants: new Map(exact) };
}

/** The planned calls, or the rules that stand in the way. */
function planned(module: PlanModule, around: readonly PlanModule[] = [], versions: readonly Address[] = []): string[] {
  const ordered = order(world([module, ...around], { versions: new Map(versions.map((each) => [each, 2n])) }), module);
  if ("refused" in ordered) return ordered.refused.map(({ rule }) => `refused: ${rule}`);
  return ordered.taken.map(({ step, args }) => `${step.write.fn.split("(")[0]}(${args.flat(2).join(",")})`);
}

const refusal = (text: string) => [expect.stringContaining(text)];

const governed = { owner: ONE, paused: false, pauser: ZERO_ADDRESS, pauserManager: ZERO_ADDRESS };
const stakes = {
  ...governed,
  "fees.fee": 5n,
  "fees.burn": 1n,
  "fees.validatorReward": 8n,
  "slashing.employer": 50n,
  "slashing.treasury": 50n,
  "slashing.validator": 0n,
  "slashing.operator": 0n,
  "slashing.burn": 0n,
  treasury: TWO,
  [memberKey("treasuryAllowlist", TWO)]: true,
};

describe("StakeManager", () => {
  it("sets a clobbered slash reward again", () => {
    const module = moduleOf("StakeManager", stakes, { "fees.validatorReward": 10n, "slashing.validator": 0n });
    expect(planned(module)).toEqual(["setValidatorRewardPct(10)", "setValidatorSlashRewardPct(0)"]);
  });

  it("lowers fees before it raises others", () => {
    const full = { ...stakes, "fees.fee": 40n, "fees.burn": 60n, "fees.validatorReward": 0n };
    expect(planned(moduleOf("StakeManager", full, { "fees.fee": 60n, "fees.burn": 40n }))).toEqual([
      "setBurnPct(40)",
      "setFeePct(60)",
    ]);
  });

  it("allow-lists a treasury, sets it, and only then drops the old one", () => {
    const wants = {
      treasury: THREE,
      [memberKey("treasuryAllowlist", THREE)]: true,
      [memberKey("treasuryAllowlist", TWO)]: false,
    };
    expect(planned(moduleOf("StakeManager", stakes, wants))).toEqual([
      `setTreasuryAllowlist(${THREE},true)`,
      `setTreasury(${THREE})`,
      `setTreasuryAllowlist(${TWO},false)`,
    ]);
  });

  it("keeps the live treasury allow-listed, and refuses the owner as treasury", () => {
    const drop = moduleOf("StakeManager", stakes, { [memberKey("treasuryAllowlist", TWO)]: false });
    expect(planned(drop)).toEqual(refusal("the live treasury stays allow-listed"));
    const own = moduleOf("StakeManager", { ...stakes, [memberKey("treasuryAllowlist", ONE)]: true }, { treasury: ONE });
    expect(planned(own)).toEqual(refusal("must not be the owner (InvalidTreasury)"));
  });

  it("knows one share under both of its numbers", () => {
    const leaf = kinds.StakeManager.properties.members["slashing"];
    const employer = leaf?.type === "group" ? leaf.members["employer"] : undefined;
    const normalise = employer?.type === "scalar" ? employer.normalise : undefined;
    expect([0n, 40n, 100n, 4000n, 10_000n].map((raw) => normalise?.(raw))).toEqual([0n, 40n, 100n, 40n, 100n]);
  });
});

describe("DisputeModule", () => {
  const values = { ...governed, disputeFee: 1n, disputeWindow: 1n, [memberKey("moderators", TWO)]: 3n };

  it("changes nothing but moderators while paused", () => {
    const wants = {
      paused: true,
      disputeFee: 2n,
      [memberKey("moderators", TWO)]: 0n,
      [memberKey("moderators", THREE)]: 5n,
    };
    expect(planned(moduleOf("DisputeModule", { ...values, paused: true }, wants))).toEqual(refusal("EnforcedPause"));
    // Pausing waits for what it would bar.
    expect(planned(moduleOf("DisputeModule", values, wants))).toEqual([
      `setModerator(${THREE},5)`,
      "setDisputeFee(2)",
      "pause()",
      `removeModerator(${TWO})`,
    ]);
  });

  it("does not write a weight that is there already", () => {
    expect(planned(moduleOf("DisputeModule", values, { [memberKey("moderators", TWO)]: 3n }))).toEqual([]);
  });
});

describe("TaxPolicy and OwnerConfigurator", () => {
  const values = { owner: ONE, pendingOwner: ZERO_ADDRESS, policyURI: "a", acknowledgement: "b" };

  it("writes both texts as one version and a single one alone", () => {
    expect(planned(moduleOf("TaxPolicy", values, { policyURI: "c", acknowledgement: "d" }))).toEqual([
      "setPolicy(c,d)",
    ]);
    expect(planned(moduleOf("TaxPolicy", values, { policyURI: "c", acknowledgement: "b" }))).toEqual([
      "setPolicyURI(c)",
    ]);
  });

  it("offers the ownership and accepts it, and does not offer it twice", () => {
    expect(planned(moduleOf("OwnerConfigurator", values, { owner: TWO }))).toEqual([
      `transferOwnership(${TWO})`,
      "acceptOwnership()",
    ]);
    expect(planned(moduleOf("OwnerConfigurator", { ...values, pendingOwner: TWO }, { owner: TWO }))).toEqual([
      "acceptOwnership()",
    ]);
    expect(planned(moduleOf("OwnerConfigurator", values, { owner: TWO, pendingOwner: ZERO_ADDRESS }))).toHaveLength(2);
  });

  it("withdraws an offer", () => {
    const offered = { ...values, pendingOwner: TWO };
    expect(planned(moduleOf("OwnerConfigurator", offered, { pendingOwner: ZERO_ADDRESS }))).toEqual([
      `transferOwnership(${ZERO_ADDRESS})`,
    ]);
  });
});

describe("FeePool and PlatformRegistry", () => {
  it("set many values in one call, the others idle in it", () => {
    const pool = { ...governed, burn: 1n, treasury: ZERO_ADDRESS, rewardRole: 2n, stakeManager: THREE };
    const wants = { burn: 5n, treasury: TWO, [memberKey("treasuryAllowlist", TWO)]: true };
    const [call, ...rest] = planned(moduleOf("FeePool", pool, wants));
    expect(rest).toEqual([]);
    const idle = ["false", ZERO_ADDRESS];
    expect(call).toBe(
      `applyConfiguration(${[
        ...[...idle, "false", "0", "true", "5", "true", TWO, ...idle, ...idle, ...idle, ...idle],
        ...[TWO, "true"],
      ].join(",")})`,
    );
    const registry = { ...governed, minPlatformStake: 1n, stakeManager: TWO, reputationEngine: TWO };
    const both = { minPlatformStake: 2n, [memberKey("blacklist", THREE)]: true };
    expect(planned(moduleOf("PlatformRegistry", registry, both))).toEqual([
      `applyConfiguration(${[...idle, ...idle, "true", "2", ...idle, ...idle, THREE, "true"].join(",")})`,
    ]);
    expect(planned(moduleOf("PlatformRegistry", registry, { minPlatformStake: 2n }))).toEqual([
      "setMinPlatformStake(2)",
    ]);
  });

  it("refuse a treasury that nothing allows, also in one call with others", () => {
    const pool = { ...governed, burn: 1n, treasury: ZERO_ADDRESS, rewardRole: 2n };
    const rules = planned(moduleOf("FeePool", pool, { burn: 5n, treasury: TWO }));
    expect(rules).toEqual(refusal("the treasury must be allow-listed first"));
  });
});

describe("ValidationModule", () => {
  const values = {
    ...{ "validators.min": 3n, "validators.max": 5n, "validators.perJob": 3n, "validators.maxPerJob": 100n },
    ...{ "approvals.threshold": 66n, "approvals.required": 2n, "approvals.auto": true, "pool.sampleSize": 100n },
  };

  it("knows what the bounds move along", () => {
    const wants = { "validators.min": 5n, "validators.max": 7n, "validators.perJob": 5n, "approvals.required": 4n };
    expect(planned(moduleOf("ValidationModule", values, wants))).toEqual(["setValidatorBounds(5,7)"]);
  });

  it("does not leave a committee below its minimum", () => {
    expect(planned(moduleOf("ValidationModule", values, { "validators.min": 4n }))).toEqual([
      "setValidatorBounds(4,5)",
    ]);
    const behind = planned(moduleOf("ValidationModule", values, { "validators.min": 4n, "validators.perJob": 3n }));
    expect(behind.join()).toMatch(/^refused/);
  });

  it("fixes or follows the required approvals with one call", () => {
    const fixed = moduleOf("ValidationModule", values, { "approvals.required": 3n, "approvals.auto": false });
    expect(planned(fixed)).toEqual(["setRequiredValidatorApprovals(3)"]);
    const start = { ...values, "approvals.required": 3n, "approvals.auto": false };
    const follow = moduleOf("ValidationModule", start, { "approvals.required": 2n, "approvals.auto": true });
    expect(planned(follow)).toEqual(["setAutoApprovalTarget(true)"]);
  });
});

describe("JobRegistry", () => {
  it("only refers to contracts of version 2, and knows that a stake manager acknowledges", () => {
    const values = { ...governed, stakeManager: ONE };
    const wants = { stakeManager: TWO, [memberKey("acknowledgers", TWO)]: true };
    expect(planned(moduleOf("JobRegistry", values, wants), [], [TWO])).toEqual([`setStakeManager(${TWO})`]);
    expect(planned(moduleOf("JobRegistry", values, { stakeManager: TWO })).join()).toMatch(/version\(\) with 2/);
  });
});

describe("SystemPause", () => {
  const names = [
    ...["jobRegistry", "stakeManager", "validationModule", "disputeModule"],
    ...["platformRegistry", "feePool", "reputationEngine", "arbitratorCommittee"],
  ];
  const at = (index: number): Address => `0x${(16 + index).toString(16).padStart(40, "0")}`;
  const modules = Object.fromEntries(names.map((name, index) => [`modules.${name}`, at(index)]));
  const held = { owner: HERE, pauser: HERE, pauserManager: HERE };
  const eight = (values: Record<Key, Value> = held) =>
    names.map((_, index) => moduleOf("FeePool", values, {}, at(index)));
  const next = (values: Record<Key, Value>) => moduleOf("FeePool", values, {}, TWO);
  const start = { owner: ONE, activePauser: HERE, ...modules };

  it("takes a new module that it owns and whose rights it would not overwrite", () => {
    const wants = { "modules.feePool": TWO };
    const module = () => moduleOf("SystemPause", start, wants);
    const call = `setModules(${names.map((name, index) => (name === "feePool" ? TWO : at(index))).join(",")})`;
    expect(planned(module(), [...eight(), next(held)])).toEqual([call]);
    expect(planned(module(), eight())).toEqual(refusal("ModuleNotOwned"));
    expect(planned(module(), [...eight(), next({ ...held, owner: ONE })])).toEqual(refusal("ModuleNotOwned"));
    expect(planned(module(), [...eight(), next({ ...held, pauser: THREE })])).toEqual(refusal("would overwrite"));
  });

  it("takes a global pauser that the modules have already", () => {
    const module = () => moduleOf("SystemPause", start, { activePauser: THREE });
    expect(planned(module(), eight({ ...held, pauser: THREE }))).toEqual([`setGlobalPauser(${THREE})`]);
    expect(planned(module(), eight())).toEqual(refusal("would overwrite"));
  });
});

describe("Timelock", () => {
  it("grants before it revokes, and lets the admins go last", () => {
    const path = (role: string, member: Address) => memberKey(`roles.${role}`, member);
    const live = { minDelay: 60n, [path("PROPOSER_ROLE", ONE)]: true, [path("DEFAULT_ADMIN_ROLE", ONE)]: true };
    const wants = {
      minDelay: 120n,
      [path("DEFAULT_ADMIN_ROLE", ONE)]: false,
      [path("PROPOSER_ROLE", ONE)]: false,
      [path("PROPOSER_ROLE", TWO)]: true,
    };
    const module = moduleOf("Timelock", live, wants);
    const calls = planned(module);
    expect(calls.map((call) => call.replace(/0x[0-9a-f]{60,}/, "role"))).toEqual([
      `grantRole(role,${TWO})`,
      "updateDelay(120)",
      `revokeRole(role,${ONE})`,
      `revokeRole(role,${ONE})`,
    ]);
    expect(calls.at(-1)).toContain(`0x${"0".repeat(64)}`);
  });
});

describe("RewardEngineMB", () => {
  it("sets the shares together, and only to a whole", () => {
    const share = (percent: bigint) => percent * 10n ** 16n;
    const roles = ["agent", "validator", "operator", "employer"];
    const shares = (...parts: bigint[]) =>
      Object.fromEntries(roles.map((role, i) => [`shares.${role}`, share(parts[i]!)]));
    const live = shares(65n, 15n, 15n, 5n);
    expect(planned(moduleOf("RewardEngineMB", live, shares(60n, 20n, 15n, 5n)))).toEqual([
      `setRoleShares(${[60n, 20n, 15n, 5n].map(share).join(",")})`,
    ]);
    const broken = planned(moduleOf("RewardEngineMB", live, { "shares.agent": share(60n) }));
    expect(broken).toEqual(refusal("exactly 100 % (InvalidRoleShareSum)"));
  });
});
