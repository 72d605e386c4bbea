import type { ThermostatModule } from "../stack/types.ts";
import { integer, wad, wadOrUnset } from "../stack/units.ts";
import { encodeValues } from "../chain/encode.ts";
import { keccak256 } from "../keccak.ts";
import { defineKind } from "./kind.ts";
import { guard, number, scalar, setter } from "./make.ts";
import { governableErrors, owner, ownershipWrites } from "./ownable.ts";
import type { Scalar } from "./property.ts";
import type { Guard, Write } from "./write.ts";

/** Thermostat.Role */
const ROLES = { agent: 0n, validator: 1n, operator: 2n, employer: 3n } as const;
/** Storage slot of the private mapping `roleTemps`; its getter falls back to the system temperature. */
const ROLE_TEMPS_SLOT = 12n;

type Role = keyof typeof ROLES;
const roles = Object.keys(ROLES) as Role[];

function roleTemperature(role: Role): Scalar {
  const slot = BigInt(keccak256(encodeValues(["uint8", "uint256"], [ROLES[role], ROLE_TEMPS_SLOT])));
  return { type: "scalar", unit: wadOrUnset, facet: "ThermostatBand", read: { slot, absent: "unset" } };
}

const inBand = (key: string, rule: string): Guard =>
  guard([key, "band.min", "band.max"], rule, (after) => {
    const value = number(after, key);
    return value >= number(after, "band.min") && value <= number(after, "band.max");
  });

function roleWrites(role: Role): Write[] {
  const key = `roleTemperatures.${role}`;
  return [
    setter("setRoleTemperature(uint8,int256)", [key], {
      args: (next) => [ROLES[role], number(next, key)],
      guards: [
        guard([key], `setRoleTemperature: ${role} is to be unset`, (after) => typeof after.get(key) === "bigint"),
        inBand(key, `Thermostat.setRoleTemperature: ${role} must lie in the band ("bounds")`),
      ],
    }),
    setter("unsetRoleTemperature(uint8)", [key], { only: { [key]: "unset" }, args: () => [ROLES[role]] }),
  ];
}

/** Moved by `tick()`, so that a stack file usually asks only that it stays within the band. */
export const thermostat = defineKind<ThermostatModule>({
  name: "Thermostat",
  properties: {
    owner,
    temperature: scalar("systemTemperature()", wad, "ThermostatBand"),
    band: {
      type: "group",
      members: {
        min: scalar("minTemp()", wad, "ThermostatBand"),
        max: scalar("maxTemp()", wad, "ThermostatBand"),
      },
    },
    integralBounds: {
      type: "group",
      members: {
        min: scalar("integralMin()", wad, "ThermostatBand"),
        max: scalar("integralMax()", wad, "ThermostatBand"),
      },
    },
    pid: {
      type: "group",
      members: {
        kp: scalar("kp()", integer, "Parameters"),
        ki: scalar("ki()", integer, "Parameters"),
        kd: scalar("kd()", integer, "Parameters"),
      },
    },
    kpiWeights: {
      type: "group",
      members: {
        emission: scalar("wEmission()", integer, "Parameters"),
        backlog: scalar("wBacklog()", integer, "Parameters"),
        sla: scalar("wSla()", integer, "Parameters"),
      },
    },
    roleTemperatures: {
      type: "group",
      members: {
        agent: roleTemperature("agent"),
        validator: roleTemperature("validator"),
        operator: roleTemperature("operator"),
        employer: roleTemperature("employer"),
      },
    },
  },
  writes: [
    setter("setTemperatureBounds(int256,int256)", ["band.min", "band.max"], {
      guards: [
        guard(["band.min", "band.max"], 'Thermostat.setTemperatureBounds: 0 < min < max ("bounds")', (after) => {
          const min = number(after, "band.min");
          return min > 0n && number(after, "band.max") > min;
        }),
      ],
      affects: ["temperature"],
      effects: (after) => {
        const [value, min, max] = ["temperature", "band.min", "band.max"].map((key) => number(after, key)) as [
          bigint,
          bigint,
          bigint,
        ];
        return { temperature: value < min ? min : value > max ? max : value };
      },
    }),
    setter("setSystemTemperature(int256)", ["temperature"], {
      guards: [inBand("temperature", 'Thermostat.setSystemTemperature: min <= temperature <= max ("temp")')],
    }),
    setter("setIntegralBounds(int256,int256)", ["integralBounds.min", "integralBounds.max"], {
      guards: [
        guard(
          ["integralBounds.min", "integralBounds.max"],
          'Thermostat.setIntegralBounds: min < max ("bounds")',
          (after) => number(after, "integralBounds.max") > number(after, "integralBounds.min"),
        ),
      ],
    }),
    setter("setPID(int256,int256,int256)", ["pid.kp", "pid.ki", "pid.kd"]),
    setter("setKPIWeights(int256,int256,int256)", ["kpiWeights.emission", "kpiWeights.backlog", "kpiWeights.sla"]),
    ...roles.flatMap(roleWrites),
    ...ownershipWrites("setGovernance(address)"),
  ],
  invariants: [],
  errors: governableErrors,
});
