import type { Value } from "../kinds/value.ts";
import type { Unit } from "./unit.ts";

export { gasPrice, token } from "./units/amount.ts";
export { duration } from "./units/duration.ts";
export { count, integer, unsignedWad, wad, wadOrUnset } from "./units/number.ts";
export { bps, percent, slashPercent, wadFraction } from "./units/percent.ts";
export { address, choice, flag, namelessAddress, text, word } from "./units/plain.ts";

/** The human form and, where it says more, the number the contract holds: `5 % [5]`, `7 days [604800]`, `true`. */
export function both(unit: Unit, value: Value): string {
  const human = unit.format(value);
  return typeof value !== "bigint" || human === String(value) ? human : `${human} [${value}]`;
}
