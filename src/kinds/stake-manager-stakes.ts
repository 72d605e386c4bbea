import { count, duration, flag, integer, percent, token, wad } from "../stack/units.ts";
import { between, group, guard, nonZero, number, scalar, setter } from "./make.ts";
import type { Scalar } from "./property.ts";
import type { Write } from "./write.ts";

/** StakeManager.Role */
export const ROLES = { agent: 0n, validator: 1n, platform: 2n } as const;
type Role = keyof typeof ROLES;
const roles = Object.keys(ROLES) as Role[];

function roleMinimum(role: Role): Scalar {
  return scalar("roleMinimumStake(uint8)", token, "Parameters", { args: [ROLES[role]] });
}

const parameter = (getter: string, unit: Scalar["unit"]) => scalar(getter, unit, "Parameters");

/** How much may be staked and for how long. `minStake` moves by itself while tuning is on. */
export const stakes = {
  minStake: parameter("minStake()", token),
  maxStakePerAddress: parameter("maxStakePerAddress()", token),
  roleMinimums: group({
    agent: roleMinimum("agent"),
    validator: roleMinimum("validator"),
    platform: roleMinimum("platform"),
  }),
  unbondingPeriod: parameter("unbondingPeriod()", duration),
  autoStake: group({
    enabled: parameter("autoStakeTuning()", flag),
    disputeThreshold: parameter("stakeDisputeThreshold()", count),
    increase: parameter("stakeIncreasePct()", percent),
    decrease: parameter("stakeDecreasePct()", percent),
    window: parameter("stakeTuneWindow()", duration),
    floor: parameter("minStakeFloor()", token),
    ceiling: parameter("maxMinStake()", token),
    temperatureThreshold: parameter("stakeTempThreshold()", wad),
    hamiltonianThreshold: parameter("stakeHamiltonianThreshold()", integer),
    disputeWeight: parameter("disputeWeight()", count),
    temperatureWeight: parameter("temperatureWeight()", count),
    hamiltonianWeight: parameter("hamiltonianWeight()", count),
  }),
};

const minStakeSet = (fn: string) =>
  nonZero("minStake", `StakeManager.${fn}: the minimum stake must not be zero (InvalidMinStake)`);

/** In the order of the arguments of configureAutoStake. */
const tuning = [
  "disputeThreshold",
  "increase",
  "decrease",
  "window",
  "floor",
  "ceiling",
  "temperatureThreshold",
  "hamiltonianThreshold",
  "disputeWeight",
  "temperatureWeight",
  "hamiltonianWeight",
].map((key) => `autoStake.${key}`);

export const stakeWrites: readonly Write[] = [
  setter("setStakeRecommendations(uint256,uint256)", ["minStake", "maxStakePerAddress"], {
    guards: [
      minStakeSet("setStakeRecommendations"),
      guard(
        ["minStake", "maxStakePerAddress"],
        "StakeManager.setStakeRecommendations: no maximum, or one that is not below the minimum (InvalidParams)",
        (after) => {
          const max = number(after, "maxStakePerAddress");
          return max === 0n || max >= number(after, "minStake");
        },
      ),
    ],
  }),
  setter("setMinStake(uint256)", ["minStake"], { guards: [minStakeSet("setMinStake")] }),
  setter("setMaxStakePerAddress(uint256)", ["maxStakePerAddress"]),
  setter(
    "setRoleMinimums(uint256,uint256,uint256)",
    roles.map((role) => `roleMinimums.${role}`),
  ),
  ...roles.map((role) =>
    setter("setRoleMinimum(uint8,uint256)", [`roleMinimums.${role}`], {
      args: (next) => [ROLES[role], number(next, `roleMinimums.${role}`)],
    }),
  ),
  setter("setUnbondingPeriod(uint256)", ["unbondingPeriod"], {
    guards: [
      nonZero(
        "unbondingPeriod",
        "StakeManager.setUnbondingPeriod: the period must not be zero (InvalidUnbondingPeriod)",
      ),
    ],
  }),
  setter("autoTuneStakes(bool)", ["autoStake.enabled"]),
  setter(
    "configureAutoStake(uint256,uint256,uint256,uint256,uint256,uint256,int256,int256,uint256,uint256,uint256)",
    tuning,
    {
      guards: [
        ...["autoStake.increase", "autoStake.decrease"].map((key) =>
          between(key, 0n, 100n, `StakeManager.configureAutoStake: ${key} <= 100 % (InvalidPercentage)`),
        ),
        ...["autoStake.window", "autoStake.floor"].map((key) =>
          nonZero(key, `StakeManager.configureAutoStake: a ${key} of zero keeps what is there and cannot be set`),
        ),
      ],
    },
  ),
];
