/** How much of a list people are shown; machines get everything. */
export interface Limit {
  /** Entries that are shown at once. */
  readonly open: number;
  /** Entries that are shown at all. */
  readonly most: number;
}

/** Lists that a page shows. */
export const PAGE: Limit = { open: 25, most: 500 };
/** Contracts of which a page shows every value or right, and names that it lists in one line. */
export const MOST_CONTRACTS = 100;
export const MOST_NAMES = 12;
/** Lines of one list in Markdown, and values of all contracts. */
export const MOST_LINES = 50;
export const MOST_VALUES = 300;

/** The first of a list, and how many come behind them. */
export function firstOf<T>(all: readonly T[], most: number): { readonly shown: readonly T[]; readonly left: number } {
  return { shown: all.slice(0, most), left: Math.max(0, all.length - most) };
}

/** `a, b and 3 more` */
export function fewOf(all: readonly string[], most: number): string {
  const { shown, left } = firstOf(all, most);
  return left === 0 ? shown.join(", ") : `${shown.join(", ")} and ${left} more`;
}
