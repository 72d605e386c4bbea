import type { JobRegistryModule } from "../stack/types.ts";
import { count, duration, percent, token } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import {
  addressSet,
  between,
  group,
  guard,
  memberSetter,
  moduleRef,
  noZeroMember,
  nonZero,
  reference,
  scalar,
  setter,
  sumAtMost,
  values,
  versioned,
} from "./make.ts";
import { governableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { memberKey } from "./property.ts";
import { ZERO_ADDRESS, type Address } from "./value.ts";
import type { View, Write } from "./write.ts";

const MAX_UINT96 = 2n ** 96n - 1n;

const feeSum = (fn: string) =>
  sumAtMost(
    ["fees.fee", "fees.validatorReward"],
    100n,
    `JobRegistry.${fn}: fee + validatorReward <= 100 % (InvalidPercentage)`,
  );

const fitsUint96 = (key: string, fn: string) =>
  between(key, 0n, MAX_UINT96, `JobRegistry.${fn}: ${key} must fit in 96 bits (StakeOverflow)`);

/** In the order of setModules, with the error of each. */
const BUNDLE = {
  validationModule: "InvalidValidationModule",
  stakeManager: "InvalidStakeManager",
  reputationEngine: "InvalidReputationModule",
  disputeModule: "InvalidDisputeModule",
  certificateNFT: "InvalidCertificateNFT",
  feePool: "InvalidFeePool",
} as const;
const bundle = Object.keys(BUNDLE) as (keyof typeof BUNDLE)[];

const isVersion2 = (key: string, fn: string, error: string) =>
  versioned(key, `JobRegistry.${fn}: ${key} must answer version() with 2 (${error})`, { zero: "refused" });

/** A new stake manager may acknowledge the tax policy for its users; the old one keeps that right. */
const acknowledges = {
  affects: ["acknowledgers[*]"],
  effects: (after: View) => ({ [memberKey("acknowledgers", after.get("stakeManager") as Address)]: true }),
};

function moduleSetter(key: keyof typeof BUNDLE): Write {
  const fn = `set${key[0]!.toUpperCase()}${key.slice(1)}`;
  return setter(`${fn}(address)`, [key], {
    guards: [isVersion2(key, fn, BUNDLE[key])],
    ...(key === "stakeManager" ? acknowledges : {}),
  });
}

/**
 * Roots of the identity registry are left out: their setters here only forward to it. So is the version of the cache of
 * authorisations, a counter.
 */
export const jobRegistry = defineKind<JobRegistryModule>({
  name: "JobRegistry",
  properties: {
    owner,
    ...pausableProperties,
    fees: group({
      fee: scalar("feePct()", percent, "FeeSplit"),
      validatorReward: scalar("validatorRewardPct()", percent, "FeeSplit"),
    }),
    jobStake: scalar("jobStake()", token, "Parameters", { returns: "uint96" }),
    minAgentStake: scalar("minAgentStake()", token, "Parameters", { returns: "uint96" }),
    maxJobReward: scalar("maxJobReward()", token, "Parameters"),
    maxJobDuration: scalar("maxJobDuration()", duration, "Parameters"),
    maxActiveJobsPerAgent: scalar("maxActiveJobsPerAgent()", count, "Parameters"),
    expirationGracePeriod: scalar("expirationGracePeriod()", duration, "Parameters"),
    treasury: reference("treasury()"),
    taxPolicy: reference("taxPolicy()"),
    validationModule: moduleRef("validationModule()"),
    stakeManager: moduleRef("stakeManager()"),
    reputationEngine: moduleRef("reputationEngine()"),
    disputeModule: moduleRef("disputeModule()"),
    certificateNFT: moduleRef("certificateNFT()"),
    feePool: moduleRef("feePool()"),
    identityRegistry: moduleRef("identityRegistry()"),
    auditModule: moduleRef("auditModule()"),
    acknowledgers: addressSet("acknowledgers(address)", "AcknowledgerUpdated(address,bool)"),
    agentAuthCacheDuration: scalar("agentAuthCacheDuration()", duration, "Parameters"),
  },
  writes: [
    setter("setFeePct(uint256)", ["fees.fee"], { guards: [feeSum("setFeePct")] }),
    setter("setValidatorRewardPct(uint256)", ["fees.validatorReward"], { guards: [feeSum("setValidatorRewardPct")] }),
    setter("setJobParameters(uint256,uint256)", ["maxJobReward", "jobStake"], {
      guards: [fitsUint96("jobStake", "setJobParameters")],
    }),
    setter("setJobStake(uint96)", ["jobStake"], { guards: [fitsUint96("jobStake", "setJobStake")] }),
    setter("setMaxJobReward(uint256)", ["maxJobReward"]),
    setter("setMinAgentStake(uint256)", ["minAgentStake"], {
      guards: [fitsUint96("minAgentStake", "setMinAgentStake")],
    }),
    setter("setJobDurationLimit(uint256)", ["maxJobDuration"]),
    setter("setMaxActiveJobsPerAgent(uint256)", ["maxActiveJobsPerAgent"]),
    setter("setExpirationGracePeriod(uint256)", ["expirationGracePeriod"]),
    setter("setTreasury(address)", ["treasury"], {
      guards: [
        guard(
          ["treasury", "owner"],
          "JobRegistry.setTreasury: the treasury must not be the owner (InvalidTreasury)",
          (after, before) => after.get("treasury") === ZERO_ADDRESS || after.get("treasury") !== before.get("owner"),
        ),
      ],
    }),
    setter("setTaxPolicy(address)", ["taxPolicy"], {
      guards: [nonZero("taxPolicy", "JobRegistry.setTaxPolicy: the tax policy cannot be cleared (InvalidTaxPolicy)")],
    }),
    setter("setModules(address,address,address,address,address,address,address[])", bundle, {
      guards: bundle.map((key) => isVersion2(key, "setModules", BUNDLE[key])),
      ...acknowledges,
      args: (next) => [...values(next, bundle), []],
    }),
    ...bundle.map(moduleSetter),
    setter("setIdentityRegistry(address)", ["identityRegistry"], {
      guards: [isVersion2("identityRegistry", "setIdentityRegistry", "InvalidIdentityRegistry")],
    }),
    setter("setAuditModule(address)", ["auditModule"], {
      guards: [
        guard(
          ["auditModule"],
          "JobRegistry.setAuditModule: no module, or one whose version() is not 0 (InvalidAuditModule)",
          (after) => {
            const target = after.get("auditModule") as Address;
            return target === ZERO_ADDRESS || (after.version(target) ?? 0n) !== 0n;
          },
        ),
      ],
    }),
    memberSetter("setAcknowledger(address,bool)", "acknowledgers", {
      guards: [
        noZeroMember(
          "acknowledgers",
          "JobRegistry.setAcknowledger: not for the zero address (ZeroAcknowledgerAddress)",
        ),
      ],
    }),
    setter("setAgentAuthCacheDuration(uint256)", ["agentAuthCacheDuration"]),
    ...pausableWrites,
    ...ownershipWrites("setGovernance(address)"),
  ],
  errors: [
    ...governableErrors,
    ...pausableErrors,
    "NotGovernanceOrPauserManager()",
    "NotGovernanceOrPauser()",
    ...Object.values(BUNDLE).map((name) => `${name}()`),
    "InvalidIdentityRegistry()",
    "InvalidAuditModule()",
    "InvalidAckModule()",
    "InvalidPercentage()",
    "InvalidTaxPolicy()",
    "InvalidTreasury()",
    "PolicyNotTaxExempt()",
    "StakeOverflow()",
    "ZeroAcknowledgerAddress()",
  ],
});
