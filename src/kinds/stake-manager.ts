import type { StakeManagerModule } from "../stack/types.ts";
import { count, percent } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import {
  addressSet,
  between,
  group,
  memberSetter,
  moduleRef,
  noZeroMember,
  number,
  reference,
  scalar,
  setter,
  sumAtMost,
  versioned,
} from "./make.ts";
import { governableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { slashing, slashingWrites } from "./stake-manager-slashing.ts";
import { stakes, stakeWrites } from "./stake-manager-stakes.ts";
import { allowListedTreasury, treasuryAllowed, treasuryNotOwner, treasuryStaysAllowed } from "./treasury.ts";
import type { Write } from "./write.ts";

const feeSum = (fn: string) =>
  sumAtMost(
    ["fees.fee", "fees.burn", "fees.validatorReward"],
    100n,
    `StakeManager.${fn}: fee + burn + validatorReward <= 100 % (InvalidPercentage)`,
  );

function moduleSetter(key: string, fn: string, error: string): Write {
  return setter(`${fn}(address)`, [key], {
    guards: [
      versioned(key, `StakeManager.${fn}: the target must answer version() with 2 (${error})`, { zero: "refused" }),
    ],
  });
}

/** Token types that boost payouts are left out: the contract lists them as structs, not by address. */
export const stakeManager = defineKind<StakeManagerModule>({
  name: "StakeManager",
  properties: {
    owner,
    ...pausableProperties,
    fees: group({
      fee: scalar("feePct()", percent, "FeeSplit"),
      burn: scalar("burnPct()", percent, "FeeSplit"),
      validatorReward: scalar("validatorRewardPct()", percent, "FeeSplit"),
    }),
    slashing,
    ...allowListedTreasury,
    ...stakes,
    thermostat: reference("thermostat()"),
    hamiltonianFeed: reference("hamiltonianFeed()"),
    jobRegistry: moduleRef("jobRegistry()"),
    disputeModule: moduleRef("disputeModule()"),
    validationModule: moduleRef("validationModule()"),
    feePool: moduleRef("feePool()"),
    validatorLockManagers: addressSet("validatorLockManagers(address)", "ValidatorLockManagerUpdated(address,bool)"),
    maxAGITypes: scalar("maxAGITypes()", count, "Parameters"),
    maxTotalPayout: scalar("maxTotalPayoutPct()", percent, "Parameters"),
  },
  writes: [
    setter("setFeePct(uint256)", ["fees.fee"], { guards: [feeSum("setFeePct")] }),
    setter("setBurnPct(uint256)", ["fees.burn"], { guards: [feeSum("setBurnPct")] }),
    setter("setValidatorRewardPct(uint256)", ["fees.validatorReward"], {
      guards: [feeSum("setValidatorRewardPct")],
      // Not in the setter's name: a new reward share becomes the validators' share of slashes as well.
      affects: ["slashing.validator"],
      effects: (after) => ({ "slashing.validator": number(after, "fees.validatorReward") }),
    }),
    ...slashingWrites,
    setter("setTreasury(address)", ["treasury"], {
      guards: [treasuryAllowed("StakeManager.setTreasury"), treasuryNotOwner("StakeManager.setTreasury")],
    }),
    memberSetter("setTreasuryAllowlist(address,bool)", "treasuryAllowlist"),
    ...stakeWrites,
    setter("setModules(address,address)", ["jobRegistry", "disputeModule"], {
      guards: ["jobRegistry", "disputeModule"].map((key) =>
        versioned(key, `StakeManager.setModules: ${key} must answer version() with 2 (InvalidModule)`, {
          zero: "refused",
        }),
      ),
    }),
    moduleSetter("jobRegistry", "setJobRegistry", "InvalidJobRegistry"),
    moduleSetter("disputeModule", "setDisputeModule", "InvalidDisputeModule"),
    moduleSetter("validationModule", "setValidationModule", "InvalidValidationModule"),
    moduleSetter("feePool", "setFeePool", "InvalidFeePool"),
    setter("setThermostat(address)", ["thermostat"]),
    setter("setHamiltonianFeed(address)", ["hamiltonianFeed"]),
    memberSetter("setValidatorLockManager(address,bool)", "validatorLockManagers", {
      guards: [
        noZeroMember(
          "validatorLockManagers",
          "StakeManager.setValidatorLockManager: not for the zero address (InvalidUser)",
        ),
      ],
    }),
    setter("setMaxAGITypes(uint256)", ["maxAGITypes"], {
      guards: [between("maxAGITypes", 0n, 50n, "StakeManager.setMaxAGITypes: at most 50 (MaxAGITypesExceeded)")],
    }),
    setter("setMaxTotalPayoutPct(uint256)", ["maxTotalPayout"], {
      guards: [
        between("maxTotalPayout", 100n, 200n, "StakeManager.setMaxTotalPayoutPct: 100 % to 200 % (InvalidPercentage)"),
      ],
    }),
    ...pausableWrites,
    ...ownershipWrites("setGovernance(address)"),
  ],
  invariants: [treasuryStaysAllowed("StakeManager")],
  errors: [
    ...governableErrors,
    ...pausableErrors,
    "NotGovernanceOrPauserManager()",
    "Unauthorized()",
    "InvalidPercentage()",
    "InvalidTreasury()",
    "InvalidMinStake()",
    "InvalidParams()",
    "InvalidUnbondingPeriod()",
    "InvalidJobRegistry()",
    "InvalidDisputeModule()",
    "InvalidValidationModule()",
    "InvalidFeePool()",
    "InvalidModule()",
    "InvalidUser()",
    "MaxAGITypesExceeded()",
    "MaxAGITypesBelowCurrent()",
  ],
});
