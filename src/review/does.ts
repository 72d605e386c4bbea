import type { Address } from "../kinds/value.ts";
import type { Deed } from "../plan/deeds.ts";
import { deedTexts } from "../report/deeds.ts";
import { visible } from "../visible.ts";
import { bothText, type ReviewWords } from "./words.ts";

/**
 * What calls that wait would do, one line each.
 * @param by the Safe or the timelock that makes them.
 */
export function doesText(deeds: readonly Deed[] | undefined, by: Address, words: ReviewWords): readonly string[] {
  const naming = {
    address: words.name,
    value: (...of: Parameters<ReviewWords["value"]>) => bothText(words.value(...of)),
    shows: (...of: Parameters<ReviewWords["shows"]>) => words.shows(...of),
  };
  return deedTexts(deeds, by, naming).map(visible);
}
