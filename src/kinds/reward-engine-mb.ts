import type { RewardEngineMBModule } from "../stack/types.ts";
import { count, wad, wadFraction } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { addressSet, between, group, guard, memberSetter, nonZero, number, reference, scalar, setter } from "./make.ts";
import { governableErrors, owner, ownershipWrites } from "./ownable.ts";
import type { Facet, Scalar } from "./property.ts";
import { MAX_UINT256 } from "./value.ts";
import type { Write } from "./write.ts";

/** RewardEngineMB.Role */
const ROLES = { agent: 0n, validator: 1n, operator: 2n, employer: 3n } as const;
type Role = keyof typeof ROLES;
const roles = Object.keys(ROLES) as Role[];

const WAD = 10n ** 18n;
const MAX_KAPPA = MAX_UINT256 / WAD;

function perRole(getter: string, unit: Scalar["unit"], facet: Facet) {
  const of = (role: Role) => scalar(getter, unit, facet, { args: [ROLES[role]] });
  return group({ agent: of("agent"), validator: of("validator"), operator: of("operator"), employer: of("employer") });
}

function perRoleWrites(fn: string, path: string): Write[] {
  return roles.map((role) =>
    setter(fn, [`${path}.${role}`], { args: (next) => [ROLES[role], number(next, `${path}.${role}`)] }),
  );
}

function referenceSetter(key: string, fn: string, error: string): Write {
  return setter(`${fn}(address)`, [key], {
    guards: [nonZero(key, `RewardEngineMB.${fn}: not the zero address (${error})`)],
  });
}

const shares = roles.map((role) => `shares.${role}`);

/** setRoleShare is left out: a single share can only be set to what it is already. */
export const rewardEngineMB = defineKind<RewardEngineMBModule>({
  name: "RewardEngineMB",
  properties: {
    owner,
    shares: perRole("roleShare(uint8)", wadFraction, "FeeSplit"),
    mu: perRole("mu(uint8)", wad, "Parameters"),
    baselineEnergies: perRole("baselineEnergy(uint8)", wad, "Parameters"),
    kappa: scalar("kappa()", wad, "Parameters", { returns: "uint256" }),
    maxProofs: scalar("maxProofs()", count, "Parameters"),
    treasury: reference("treasury()"),
    thermostat: reference("thermostat()"),
    temperature: scalar("temperature()", wad, "Parameters"),
    feePool: reference("feePool()"),
    reputationEngine: reference("reputation()"),
    energyOracle: reference("energyOracle()"),
    settlers: addressSet("settlers(address)", "SettlerUpdated(address,bool)"),
  },
  writes: [
    setter("setRoleShares(uint256,uint256,uint256,uint256)", shares, {
      guards: [
        guard(
          shares,
          "RewardEngineMB.setRoleShares: the four shares add up to exactly 100 % (InvalidRoleShareSum)",
          (after) => shares.reduce((sum, key) => sum + number(after, key), 0n) === WAD,
        ),
      ],
    }),
    ...perRoleWrites("setMu(uint8,int256)", "mu"),
    ...perRoleWrites("setBaselineEnergy(uint8,int256)", "baselineEnergies"),
    setter("setKappa(uint256)", ["kappa"], {
      guards: [
        between(
          "kappa",
          1n,
          MAX_KAPPA,
          'RewardEngineMB.setKappa: more than 0 and at most MAX_KAPPA ("kappa", "kappa overflow")',
        ),
      ],
    }),
    setter("setMaxProofs(uint256)", ["maxProofs"]),
    referenceSetter("treasury", "setTreasury", '"treasury"'),
    setter("setThermostat(address)", ["thermostat"]),
    setter("setTemperature(int256)", ["temperature"], {
      guards: [
        guard(
          ["temperature"],
          'RewardEngineMB.setTemperature: more than 0 ("temp")',
          (after) => number(after, "temperature") > 0n,
        ),
      ],
    }),
    referenceSetter("feePool", "setFeePool", "InvalidFeePool"),
    referenceSetter("reputationEngine", "setReputationEngine", "InvalidReputationEngine"),
    referenceSetter("energyOracle", "setEnergyOracle", "InvalidEnergyOracle"),
    memberSetter("setSettler(address,bool)", "settlers"),
    ...ownershipWrites("setGovernance(address)"),
  ],
  errors: [
    ...governableErrors,
    "InvalidRoleShareSum(uint256)",
    "InvalidFeePool()",
    "InvalidReputationEngine()",
    "InvalidEnergyOracle()",
  ],
});
