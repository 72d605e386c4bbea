import type { PlatformRegistryModule } from "../stack/types.ts";
import { token } from "../stack/units.ts";
import { flagged, memberPairs } from "./batch.ts";
import { defineKind } from "./kind.ts";
import { addressSet, memberSetter, reference, scalar, setter } from "./make.ts";
import { ownableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { ZERO_ADDRESS } from "./value.ts";

export const platformRegistry = defineKind<PlatformRegistryModule>({
  name: "PlatformRegistry",
  properties: {
    owner,
    ...pausableProperties,
    minPlatformStake: scalar("minPlatformStake()", token, "Parameters"),
    stakeManager: reference("stakeManager()"),
    reputationEngine: reference("reputationEngine()"),
    registrars: addressSet("registrars(address)", "RegistrarUpdated(address,bool)"),
    blacklist: addressSet("blacklist(address)", "Blacklisted(address,bool)"),
  },
  writes: [
    setter(
      "applyConfiguration((bool,address,bool,address,bool,uint256,bool,address,bool,address),(address,bool)[],(address,bool)[])",
      [
        "stakeManager",
        "reputationEngine",
        "minPlatformStake",
        "pauser",
        "pauserManager",
        "registrars[*]",
        "blacklist[*]",
      ],
      {
        batch: (keys, next) => [
          flagged(keys, next, [
            ["stakeManager", ZERO_ADDRESS],
            ["reputationEngine", ZERO_ADDRESS],
            ["minPlatformStake", 0n],
            ["pauser", ZERO_ADDRESS],
            ["pauserManager", ZERO_ADDRESS],
          ]),
          memberPairs(keys, next, "registrars"),
          memberPairs(keys, next, "blacklist"),
        ],
      },
    ),
    setter("setMinPlatformStake(uint256)", ["minPlatformStake"]),
    setter("setStakeManager(address)", ["stakeManager"]),
    setter("setReputationEngine(address)", ["reputationEngine"]),
    memberSetter("setRegistrar(address,bool)", "registrars"),
    memberSetter("setBlacklist(address,bool)", "blacklist"),
    ...pausableWrites,
    ...ownershipWrites("transferOwnership(address)"),
  ],
  errors: [...ownableErrors, ...pausableErrors, "NotOwnerOrPauserManager()"],
});
