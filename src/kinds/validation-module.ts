import type { ValidationModuleModule } from "../stack/types.ts";
import { bps, choice, count, duration, percent, text } from "../stack/units.ts";
import { memberPairs } from "./batch.ts";
import { defineKind } from "./kind.ts";
import {
  between,
  group,
  guard,
  memberSetter,
  moduleRef,
  nonZero,
  number,
  reference,
  scalar,
  setter,
  versioned,
} from "./make.ts";
import { ownableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { memberKey, type Members } from "./property.ts";
import { committee, committeeInvariants, committeeWrites } from "./validation-committee.ts";
import type { Write } from "./write.ts";

const strategy = choice("selection strategy", { rotating: 0n, reservoir: 1n });

/** Each validator may set its own as well. */
const validatorSubdomains: Members = {
  type: "members",
  unit: text,
  absent: "",
  getter: "validatorSubdomains(address)",
  returns: "string",
  events: [{ signature: "ValidatorSubdomainUpdated(address,string)", topic: 1 }],
  facet: "AddressSet",
};

function moduleSetter(key: string, fn: string, error: string): Write {
  return setter(`${fn}(address)`, [key], {
    guards: [
      versioned(key, `ValidationModule.${fn}: the target must answer version() with 2 (${error})`, { zero: "refused" }),
    ],
  });
}

const poolWrites: readonly Write[] = [
  setter("setValidatorPoolSampleSize(uint256)", ["pool.sampleSize"], {
    guards: [
      guard(
        ["pool.sampleSize", "pool.maxSize", "validators.perJob"],
        "ValidationModule.setValidatorPoolSampleSize: 1, validators.perJob <= sampleSize <= pool.maxSize (InvalidSampleSize, SampleSizeTooSmall, PoolLimitExceeded)",
        (after) => {
          const size = number(after, "pool.sampleSize");
          return size >= 1n && size >= number(after, "validators.perJob") && size <= number(after, "pool.maxSize");
        },
      ),
    ],
  }),
  setter("setMaxValidatorPoolSize(uint256)", ["pool.maxSize"], {
    guards: [
      guard(
        ["pool.sampleSize", "pool.maxSize", "validators.perJob"],
        "ValidationModule.setMaxValidatorPoolSize: 1, validators.perJob, pool.sampleSize <= maxSize (InvalidSampleSize, InvalidValidatorBounds)",
        (after) => {
          const size = number(after, "pool.maxSize");
          return size >= 1n && size >= number(after, "validators.perJob") && size >= number(after, "pool.sampleSize");
        },
      ),
    ],
  }),
];

/** Only the pool's own setters check this; a larger committee could not be drawn from the sample. */
const sampleHoldsCommittee = guard(
  ["pool.sampleSize", "validators.perJob"],
  "ValidationModule: validators.perJob <= pool.sampleSize, or no committee can be drawn",
  (after) => number(after, "validators.perJob") <= number(after, "pool.sampleSize"),
);

const subdomainWrites: readonly Write[] = [
  setter("setValidatorSubdomains(address[],string[])", ["validatorSubdomains[*]"], {
    batch: (keys, next) => {
      const pairs = memberPairs(keys, next, "validatorSubdomains");
      return [pairs.map(([member]) => member), pairs.map(([, subdomain]) => subdomain)];
    },
  }),
  memberSetter("setValidatorSubdomains(address[],string[])", "validatorSubdomains", {
    args: (next, member) => [[member!], [next.get(memberKey("validatorSubdomains", member!))!]],
  }),
];

/** The pool of validators is left out: the contract does not say how long it is. */
export const validationModule = defineKind<ValidationModuleModule>({
  name: "ValidationModule",
  properties: {
    owner,
    ...pausableProperties,
    ...committee,
    validatorSlashing: scalar("validatorSlashingPercentage()", percent, "Parameters"),
    revealQuorum: group({
      share: scalar("revealQuorumPct()", percent, "Parameters"),
      minValidators: scalar("minRevealValidators()", count, "Parameters"),
    }),
    nonReveal: group({
      penalty: scalar("nonRevealPenaltyBps()", bps, "Parameters"),
      banBlocks: scalar("nonRevealBanBlocks()", count, "Parameters"),
    }),
    earlyFinalizeDelay: scalar("earlyFinalizeDelay()", duration, "Parameters"),
    forceFinalizeGrace: scalar("forceFinalizeGrace()", duration, "Parameters"),
    pool: group({
      sampleSize: scalar("validatorPoolSampleSize()", count, "Parameters"),
      maxSize: scalar("maxValidatorPoolSize()", count, "Parameters"),
    }),
    selectionStrategy: scalar("selectionStrategy()", strategy, "Parameters", { returns: "uint8" }),
    validatorAuthCacheDuration: scalar("validatorAuthCacheDuration()", duration, "Parameters"),
    jobRegistry: moduleRef("jobRegistry()"),
    stakeManager: moduleRef("stakeManager()"),
    identityRegistry: moduleRef("identityRegistry()"),
    reputationEngine: reference("reputationEngine()"),
    randaoCoordinator: reference("randaoCoordinator()"),
    validatorSubdomains,
  },
  writes: [
    ...committeeWrites,
    setter("setValidatorSlashingPct(uint256)", ["validatorSlashing"], {
      guards: [
        between(
          "validatorSlashing",
          0n,
          100n,
          "ValidationModule.setValidatorSlashingPct: at most 100 % (InvalidPercentage)",
        ),
      ],
    }),
    setter("setRevealQuorum(uint256,uint256)", ["revealQuorum.share", "revealQuorum.minValidators"], {
      guards: [
        between("revealQuorum.share", 0n, 100n, "ValidationModule.setRevealQuorum: at most 100 % (InvalidPercentage)"),
        nonZero(
          "revealQuorum.minValidators",
          "ValidationModule.setRevealQuorum: at least one validator (InvalidValidatorBounds)",
        ),
      ],
    }),
    setter("setNonRevealPenalty(uint256,uint256)", ["nonReveal.penalty", "nonReveal.banBlocks"], {
      guards: [
        between("nonReveal.penalty", 0n, 1000n, "ValidationModule.setNonRevealPenalty: at most 10 % (InvalidPenalty)"),
      ],
    }),
    setter("setEarlyFinalizeDelay(uint256)", ["earlyFinalizeDelay"]),
    setter("setForceFinalizeGrace(uint256)", ["forceFinalizeGrace"], {
      guards: [
        nonZero("forceFinalizeGrace", "ValidationModule.setForceFinalizeGrace: not zero (InvalidForceFinalizeGrace)"),
      ],
    }),
    ...poolWrites,
    setter("setSelectionStrategy(uint8)", ["selectionStrategy"]),
    setter("setValidatorAuthCacheDuration(uint256)", ["validatorAuthCacheDuration"]),
    moduleSetter("jobRegistry", "setJobRegistry", "InvalidJobRegistry"),
    moduleSetter("stakeManager", "setStakeManager", "InvalidStakeManager"),
    moduleSetter("identityRegistry", "setIdentityRegistry", "ZeroIdentityRegistry, InvalidIdentityRegistry"),
    setter("setReputationEngine(address)", ["reputationEngine"]),
    setter("setRandaoCoordinator(address)", ["randaoCoordinator"]),
    ...subdomainWrites,
    ...pausableWrites,
    ...ownershipWrites("transferOwnership(address)"),
  ],
  invariants: [...committeeInvariants, sampleHoldsCommittee],
  errors: [
    ...ownableErrors,
    ...pausableErrors,
    "NotOwnerOrPauserManager()",
    "InvalidApprovals()",
    "InvalidArrayLength()",
    "InvalidCommitWindow()",
    "InvalidForceFinalizeGrace()",
    "InvalidIdentityRegistry()",
    "InvalidJobRegistry()",
    "InvalidPenalty()",
    "InvalidPercentage()",
    "InvalidRevealWindow()",
    "InvalidSampleSize()",
    "InvalidStakeManager()",
    "InvalidValidatorBounds()",
    "InvalidWindows()",
    "PoolLimitExceeded()",
    "SampleSizeTooSmall()",
    "ZeroIdentityRegistry()",
  ],
});
