import type { Entry } from "./entry.ts";

/** Entries of one contract that begin alike and are shown one by one: the first and the last of them. */
const MOST = 60;

/**
 * A busy contract's everyday events, such as stakes, would bury an incident: of each kind of them those in the middle are counted in
 * one entry. What govern and guards do never happens so often.
 */
export function folded(entries: readonly Entry[]): readonly Entry[] {
  const alike = new Map<string, number>();
  const kindOf = ({ contract, what }: Entry) => `${contract?.address} ${/^\w+/.exec(what)?.[0]}`;
  for (const entry of entries) alike.set(kindOf(entry), (alike.get(kindOf(entry)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return entries.flatMap((entry): readonly Entry[] => {
    const kind = kindOf(entry);
    const [all, at] = [alike.get(kind)!, seen.get(kind) ?? 0];
    seen.set(kind, at + 1);
    if (all <= MOST || at < MOST / 2 || at >= all - MOST / 2) return [entry];
    if (at > MOST / 2) return [];
    const { transaction: _transaction, by: _by, ...rest } = entry;
    return [{ ...rest, what: `${all - MOST} more of the kind "${/^\w+/.exec(entry.what)?.[0]}" from here on` }];
  });
}
