import type { FeePoolModule } from "../stack/types.ts";
import { address, choice, percent } from "../stack/units.ts";
import { flagged, memberPairs } from "./batch.ts";
import { defineKind } from "./kind.ts";
import {
  addressSet,
  between,
  memberSetter,
  moduleRef,
  nonZero,
  reference,
  scalar,
  setter,
  versioned,
  whenChanged,
} from "./make.ts";
import { ownableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { allowListedTreasury, treasuryAllowed, treasuryNotOwner, treasuryStaysAllowed } from "./treasury.ts";
import { ZERO_ADDRESS } from "./value.ts";
import type { Guard } from "./write.ts";

/** FeePool.Role */
const role = choice("role", { agent: 0n, validator: 1n, platform: 2n });

const RULES: Readonly<Record<string, readonly Guard[]>> = {
  burn: [between("burn", 0n, 100n, "FeePool.setBurnPct: at most 100 % (InvalidPercentage)")],
  treasury: [treasuryAllowed("FeePool.setTreasury"), treasuryNotOwner("FeePool.setTreasury")],
  stakeManager: [
    versioned(
      "stakeManager",
      "FeePool.setStakeManager: the target must answer version() with 2 (ZeroAddress, InvalidStakeManagerVersion)",
      {
        zero: "refused",
      },
    ),
  ],
  governance: [
    nonZero("governance", "FeePool.setGovernance: the withdrawal authority cannot be cleared (ZeroAddress)"),
  ],
  taxPolicy: [nonZero("taxPolicy", "FeePool.setTaxPolicy: the tax policy cannot be cleared (InvalidTaxPolicy)")],
};

const rulesOf = (key: string) => RULES[key] ?? [];

export const feePool = defineKind<FeePoolModule>({
  name: "FeePool",
  properties: {
    owner,
    ...pausableProperties,
    burn: scalar("burnPct()", percent, "FeeSplit"),
    ...allowListedTreasury,
    rewarders: addressSet("rewarders(address)", "RewarderUpdated(address,bool)"),
    stakeManager: moduleRef("stakeManager()"),
    rewardRole: scalar("rewardRole()", role, "Parameters", { returns: "uint8" }),
    // Withdraws from the pool, but does not own it.
    governance: scalar("governance()", address, "Ownership"),
    taxPolicy: reference("taxPolicy()"),
  },
  writes: [
    // The lists come before the treasury within the call, so only what results must be allowed.
    setter(
      "applyConfiguration((bool,address,bool,uint8,bool,uint256,bool,address,bool,address,bool,address,bool,address,bool,address),(address,bool)[],(address,bool)[])",
      [
        "stakeManager",
        "rewardRole",
        "burn",
        "treasury",
        "governance",
        "taxPolicy",
        "pauser",
        "pauserManager",
        "treasuryAllowlist[*]",
        "rewarders[*]",
      ],
      {
        guards: Object.entries(RULES).flatMap(([key, rules]) => rules.map((rule) => whenChanged(key, rule))),
        batch: (keys, next) => [
          flagged(keys, next, [
            ["stakeManager", ZERO_ADDRESS],
            ["rewardRole", 0n],
            ["burn", 0n],
            ["treasury", ZERO_ADDRESS],
            ["governance", ZERO_ADDRESS],
            ["taxPolicy", ZERO_ADDRESS],
            ["pauser", ZERO_ADDRESS],
            ["pauserManager", ZERO_ADDRESS],
          ]),
          memberPairs(keys, next, "treasuryAllowlist"),
          memberPairs(keys, next, "rewarders"),
        ],
      },
    ),
    setter("setBurnPct(uint256)", ["burn"], { guards: rulesOf("burn") }),
    setter("setTreasury(address)", ["treasury"], { guards: rulesOf("treasury") }),
    memberSetter("setTreasuryAllowlist(address,bool)", "treasuryAllowlist"),
    memberSetter("setRewarder(address,bool)", "rewarders"),
    setter("setStakeManager(address)", ["stakeManager"], { guards: rulesOf("stakeManager") }),
    setter("setRewardRole(uint8)", ["rewardRole"]),
    setter("setGovernance(address)", ["governance"], { guards: rulesOf("governance") }),
    setter("setTaxPolicy(address)", ["taxPolicy"], { guards: rulesOf("taxPolicy") }),
    ...pausableWrites,
    ...ownershipWrites("transferOwnership(address)"),
  ],
  invariants: [treasuryStaysAllowed("FeePool")],
  errors: [
    ...ownableErrors,
    ...pausableErrors,
    "NotOwnerOrPauserManager()",
    "NotOwnerOrPauser()",
    "InvalidPercentage()",
    "InvalidTreasury()",
    "InvalidStakeManagerVersion()",
    "InvalidTaxPolicy()",
    "PolicyNotTaxExempt()",
    "ZeroAddress()",
  ],
});
