import type { UnitProblem } from "../unit.ts";
import { quoted } from "./quoted.ts";

/** An exact decimal: `digits / 10^scale`. */
export interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const MAX_UINT = 2n ** 256n - 1n;
const MAX_INT = 2n ** 255n - 1n;
const MIN_INT = -(2n ** 255n);

/** Digits with an optional fraction; no exponent, no leading zeros, no leading or trailing point. */
export const DECIMAL = String.raw`-?(?:0|[1-9]\d*(?:_\d+)*)(?:\.\d+)?`;
const WHOLE_TEXT = new RegExp(`^${DECIMAL}$`);
/** More than any value of 256 bits with 18 decimals needs; longer digits would only cost time. */
const MAX_LENGTH = 200;

/** `undefined` unless the whole text is a decimal. Underscores may group the digits before the point. */
export function decimal(text: string): Decimal | undefined {
  if (text.length > MAX_LENGTH || !WHOLE_TEXT.test(text)) return undefined;
  const [whole = "", fraction = ""] = text.replaceAll("_", "").split(".");
  return { digits: BigInt(whole + fraction), scale: fraction.length };
}

/**
 * The whole number `value * factor * 10^places`, or what stands in the way. `named` is the text for the message,
 * `step` the smallest amount that the contract can hold.
 */
export function exactly(
  value: Decimal,
  places: number,
  range: "unsigned" | "signed",
  words: { readonly text: string; readonly expects: string; readonly step: string; readonly factor?: bigint },
): { readonly ok: bigint } | { readonly problem: UnitProblem } {
  const no = (why: string) => ({ problem: { found: `${quoted(words.text)}, ${why}`, expected: words.expects } });
  const numerator = value.digits * (words.factor ?? 1n) * 10n ** BigInt(Math.max(places, 0));
  const denominator = 10n ** BigInt(value.scale + Math.max(-places, 0));
  if (range === "unsigned" && (value.digits < 0n || words.text.startsWith("-"))) return no("which is negative");
  if (numerator % denominator !== 0n) return no(`which is not a multiple of ${words.step}`);
  const whole = numerator / denominator;
  const [min, max] = range === "signed" ? [MIN_INT, MAX_INT] : [0n, MAX_UINT];
  return whole < min || whole > max ? no("which does not fit in 256 bits") : { ok: whole };
}

/** `units / 10^places` with as few digits as are exact: 1800000000000000000 with 18 places is `1.8`. */
export function decimalText(units: bigint, places: number): string {
  const sign = units < 0n ? "-" : "";
  const digits = (units < 0n ? -units : units).toString().padStart(places + 1, "0");
  const whole = digits.slice(0, digits.length - places);
  const fraction = digits.slice(digits.length - places).replace(/0+$/, "");
  return `${sign}${whole}${fraction ? `.${fraction}` : ""}`;
}
