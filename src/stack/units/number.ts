import type { Parsed, Unit } from "../unit.ts";
import { decimal, decimalText, exactly } from "./decimal.ts";
import { quoted } from "./quoted.ts";

function number(name: string, expects: string, places: number, range: "signed" | "unsigned", step: string): Unit {
  return {
    name,
    expects,
    parse(text): Parsed {
      const value = decimal(text);
      return value
        ? exactly(value, places, range, { text, expects, step })
        : { problem: { found: quoted(text), expected: expects } };
    },
    format: (value) => (typeof value === "bigint" ? decimalText(value, places) : String(value)),
  };
}

/** Whole numbers from zero. */
export const count = number("count", "a whole number such as 3 or 1_000_000", 0, "unsigned", "1");

/** Whole numbers, negative ones too. */
export const integer = number("integer", "a whole number such as 3 or -3", 0, "signed", "1");

/** Decimals in units of 10^-18, negative ones too: the contract holds 1800000000000000000 for 1.8. */
export const wad = number("wad", "a number such as 1.8, with at most 18 decimals", 18, "signed", "10^-18");

/** Decimals from zero in units of 10^-18, where what they count needs no name. */
export const unsignedWad = number(
  "unsignedWad",
  "a number from zero such as 1500 or 12.5, with at most 18 decimals",
  18,
  "unsigned",
  "10^-18",
);

/** A decimal in units of 10^-18, or the word `unset` where the contract then falls back to another value. */
export const wadOrUnset: Unit = {
  name: "wadOrUnset",
  expects: `unset, or ${wad.expects}`,
  parse(text): Parsed {
    if (text === "unset") return { ok: "unset" };
    const parsed = wad.parse(text);
    return "ok" in parsed ? parsed : { problem: { ...parsed.problem, expected: wadOrUnset.expects } };
  },
  format: (value) => wad.format(value),
};
