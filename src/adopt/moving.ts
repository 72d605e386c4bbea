import type { Key } from "../kinds/property.ts";
import type { Value } from "../kinds/value.ts";
import type { Found } from "./walk.ts";

/** How a value is written that changes without anybody who governs: as a band, only observed, or not at all. */
export type Moving =
  | { readonly band: string; readonly why: string }
  | { readonly within: { readonly min: bigint; readonly max: bigint }; readonly why: string }
  | { readonly observe: true; readonly why: string }
  | { readonly leave: string };

type Rule = (value: (key: Key) => Value | undefined) => Moving | undefined;

/** By kind and key; the contracts say so. */
const RULES: Readonly<Record<string, Readonly<Record<Key, Rule>>>> = {
  Thermostat: {
    temperature(value) {
      const [temperature, min, max] = [value("temperature"), value("band.min"), value("band.max")];
      if (isBetween(temperature, min, max))
        return { band: "band", why: "tick() moves it: only leaving the band is drift" };
      return { leave: "tick() moves it, and it lies outside of its band now" };
    },
  },
  StakeManager: {
    minStake(value) {
      if (value("autoStake.enabled") !== true) return undefined;
      const [stake, min, max] = [value("minStake"), value("autoStake.floor"), value("autoStake.ceiling")];
      if (isBetween(stake, min, max))
        return {
          within: { min: min as bigint, max: max as bigint },
          why: "auto-tuning moves it from floor to ceiling",
        };
      const why = max === 0n ? "without a ceiling" : "and it lies outside of floor and ceiling now";
      return { leave: `auto-tuning moves it, ${why}` };
    },
  },
  ReputationEngine: {
    blacklist: () => ({ observe: true, why: "reports move it: differences are shown, never changed" }),
  },
  ValidationModule: {
    validatorSubdomains: () => ({
      observe: true,
      why: "validators set their own: differences are shown, never changed",
    }),
  },
};

/** `undefined` for a value that only those who govern change. */
export function movingOf({ kind, values }: Found, path: Key): Moving | undefined {
  return RULES[kind.name]?.[path]?.((key) => values.get(key));
}

function isBetween(value: Value | undefined, min: Value | undefined, max: Value | undefined): boolean {
  if (typeof value !== "bigint" || typeof min !== "bigint" || typeof max !== "bigint") return false;
  return min < max && min <= value && value <= max;
}
