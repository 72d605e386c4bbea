import type { Change } from "../diff/diff.ts";
import type { Facet, Key } from "../kinds/property.ts";
import type { ReviewWords, Shown } from "./words.ts";

/** One value that is not what the stack file asks for. */
export interface ReviewChange {
  readonly module: string;
  /** `treasuryAllowlist[0x...]` */
  readonly key: Key;
  /** `treasuryAllowlist[guardian]` */
  readonly label: string;
  readonly before: Shown;
  readonly after: Shown;
  /** Where any value between two is as good. */
  readonly within?: { readonly min: Shown; readonly max: Shown };
  readonly facet: Facet;
  /** `percent`, `duration`, ... */
  readonly unit: string;
  /** Reported, never changed. */
  readonly observed: boolean;
}

export function changeOf(change: Change, words: ReviewWords): ReviewChange {
  const { module, key, facet, unit, observe, want } = change;
  const shown = (value: Change["after"]) => words.value(module, key, value);
  return {
    module,
    key,
    label: words.label(key),
    before: shown(change.before),
    after: shown(change.after),
    ...("within" in want ? { within: { min: shown(want.within.min), max: shown(want.within.max) } } : {}),
    facet,
    unit: unit.name,
    observed: observe,
  };
}
