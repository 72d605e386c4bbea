import type { ReputationEngineModule } from "../stack/types.ts";
import { count, percent, wad } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { addressSet, between, group, memberSetter, moduleRef, scalar, setter, versioned } from "./make.ts";
import { ownableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { MAX_UINT256 } from "./value.ts";

const weight = (getter: string) => scalar(getter, wad, "Parameters", { returns: "uint256" });

/** Reports move the blacklist, so that a stack file usually observes it. */
export const reputationEngine = defineKind<ReputationEngineModule>({
  name: "ReputationEngine",
  properties: {
    owner,
    ...pausableProperties,
    scoringWeights: group({ stake: weight("stakeWeight()"), reputation: weight("reputationWeight()") }),
    validationReward: scalar("validationRewardPercentage()", percent, "Parameters"),
    premiumThreshold: scalar("premiumThreshold()", count, "Parameters"),
    stakeManager: moduleRef("stakeManager()"),
    callers: addressSet("callers(address)", "CallerUpdated(address,bool)"),
    blacklist: addressSet("isBlacklisted(address)", "BlacklistUpdated(address,bool)"),
  },
  writes: [
    setter("setScoringWeights(uint256,uint256)", ["scoringWeights.stake", "scoringWeights.reputation"], {
      guards: ["scoringWeights.stake", "scoringWeights.reputation"].map((key) =>
        between(key, 0n, MAX_UINT256, `ReputationEngine.setScoringWeights: ${key} must not be negative (uint256)`),
      ),
    }),
    setter("setValidationRewardPercentage(uint256)", ["validationReward"], {
      guards: [
        between(
          "validationReward",
          0n,
          100n,
          'ReputationEngine.setValidationRewardPercentage: at most 100 % ("invalid percentage")',
        ),
      ],
    }),
    setter("setPremiumThreshold(uint256)", ["premiumThreshold"]),
    setter("setStakeManager(address)", ["stakeManager"], {
      guards: [
        versioned(
          "stakeManager",
          'ReputationEngine.setStakeManager: the target must answer version() with 2 ("invalid stake manager", "incompatible version")',
          { zero: "refused" },
        ),
      ],
    }),
    memberSetter("setCaller(address,bool)", "callers"),
    memberSetter("setBlacklist(address,bool)", "blacklist"),
    ...pausableWrites,
    ...ownershipWrites("transferOwnership(address)"),
  ],
  errors: [...ownableErrors, ...pausableErrors, "NotOwnerOrPauserManager()"],
});
