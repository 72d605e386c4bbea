import type { Value } from "../kinds/value.ts";

/** Why a text of a stack file is not a value of its unit. */
export interface UnitProblem {
  readonly found: string;
  readonly expected: string;
}

export type Parsed = { readonly ok: Value } | { readonly problem: UnitProblem };

/**
 * How people write a value and how the contract holds it. Conversion is exact in both directions:
 * `parse(format(v)) === v` for every value the unit can hold, and what does not convert exactly is a problem, never a
 * rounding.
 */
export interface Unit {
  readonly name: string;
  /** What is expected, for error messages: `a percentage such as 5 %`. */
  readonly expects: string;
  /** `text` is the scalar as written in the file, without quotes. */
  parse(text: string): Parsed;
  /** Human form without the raw value: `5 %`. */
  format(value: Value): string;
}
