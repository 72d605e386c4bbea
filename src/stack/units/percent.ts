import type { Parsed, Unit } from "../unit.ts";
import { DECIMAL, decimal, decimalText, exactly } from "./decimal.ts";
import { quoted } from "./quoted.ts";

const SHARE = new RegExp(String.raw`^(${DECIMAL})\s*(%|bps)?$`);

interface Scale {
  readonly name: string;
  readonly expects: string;
  /** Power of ten of the contract's number that makes up 1 %. */
  readonly places: number;
  readonly step: string;
  /** `0.65` without a sign means 65 %. */
  readonly fractions?: true;
  /** The largest value, in the contract's number. */
  readonly max?: bigint;
}

function share({ name, expects, places, step, fractions, max }: Scale): Unit {
  return {
    name,
    expects,
    parse(text): Parsed {
      const [, digits = "", sign] = SHARE.exec(text) ?? [];
      const value = decimal(digits);
      if (!value || (sign === undefined && !fractions)) {
        const found = value ? `${quoted(text)}, a number without a unit` : quoted(text);
        return { problem: { found, expected: expects } };
      }
      const shift = sign === "%" ? 0 : sign === "bps" ? -2 : 2;
      const parsed = exactly(value, places + shift, "unsigned", { text, expects, step });
      if ("ok" in parsed && max !== undefined && parsed.ok > max) {
        return {
          problem: { found: `${quoted(text)}, which is more than ${decimalText(max, places)} %`, expected: expects },
        };
      }
      return parsed;
    },
    format: (value) => (typeof value === "bigint" ? `${decimalText(value, places)} %` : String(value)),
  };
}

/** Whole percents: the contract holds 5 for 5 %. */
export const percent = share({ name: "percent", expects: "a whole percentage such as 5 %", places: 0, step: "1 %" });

/**
 * Whole percents up to 100. The contract also takes basis points above 100 and stores what it was given; 40 and 4000 are
 * the same, and the whole percent is their normal form.
 */
export const slashPercent = share({
  name: "slashPercent",
  expects: "a whole percentage from 0 % to 100 %",
  places: 0,
  step: "1 %",
  max: 100n,
});

/** Basis points: the contract holds 250 for 2.5 %. */
export const bps = share({ name: "bps", expects: "a percentage such as 2.5 % or 250 bps", places: 2, step: "1 bps" });

/** Fractions of 10^18: the contract holds 650000000000000000 for 65 %. */
export const wadFraction = share({
  name: "wadFraction",
  expects: "a share such as 65 % or 0.65, with at most 18 decimals as a fraction",
  places: 16,
  step: "10^-18",
  fractions: true,
});
