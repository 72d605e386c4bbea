/** Values as the contracts hold them, in the form in which they are compared. */

/** A checksummed address. */
export type Address = `0x${string}`;
/** Hex data of any length. */
export type Hex = `0x${string}`;

/**
 * One live or desired value: `bigint` for every number (wei, bps, seconds, wad ...), `boolean` for flags and set
 * membership, `string` for checksummed addresses, 32-byte words in lower case, texts and the word `unset`.
 */
export type Value = bigint | boolean | string;

/** What a stack file asks of one value. `within` bounds are inclusive. */
export type Want = { readonly exact: Value } | { readonly within: { readonly min: bigint; readonly max: bigint } };

export const MAX_UINT256 = 2n ** 256n - 1n;

export const ZERO_ADDRESS: Address = "0x0000000000000000000000000000000000000000";

/** True when a live value is what was asked for. */
export function satisfies(want: Want, value: Value | undefined): boolean {
  if (value === undefined) return false;
  if ("exact" in want) return want.exact === value;
  return typeof value === "bigint" && value >= want.within.min && value <= want.within.max;
}

/** The value to write so that `want` holds: the exact value, or the nearest bound of the band. */
export function aim(want: Want, current: Value | undefined): Value {
  if ("exact" in want) return want.exact;
  const { min, max } = want.within;
  if (typeof current !== "bigint" || current < min) return min;
  return current > max ? max : current;
}
