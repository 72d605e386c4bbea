import type { Entry } from "./entry.ts";

/** Entries of one event of one contract that a page shows one by one: the first and the last of them. */
const MOST = 60;
/** `StakeDeposited(...)`: what has words of its own (pauses, owners, roles, slashes, operations, Safes) is never folded. */
const EVENT = /^(\w+)\(/;

/**
 * A busy contract's everyday events, such as stakes, would bury an incident: of each kind of them those in the middle are counted in
 * one entry. The JSON has all.
 */
export function folded(entries: readonly Entry[]): readonly Entry[] {
  const alike = new Map<string, number>();
  const kindOf = ({ contract, what }: Entry) => {
    const event = EVENT.exec(what)?.[1];
    return event === undefined ? undefined : `${contract?.address} ${event}`;
  };
  for (const kind of entries.map(kindOf)) if (kind !== undefined) alike.set(kind, (alike.get(kind) ?? 0) + 1);
  const seen = new Map<string, number>();
  return entries.flatMap((entry): readonly Entry[] => {
    const kind = kindOf(entry);
    if (kind === undefined) return [entry];
    const [all, at] = [alike.get(kind)!, seen.get(kind) ?? 0];
    seen.set(kind, at + 1);
    if (all <= MOST || at < MOST / 2 || at >= all - MOST / 2) return [entry];
    if (at > MOST / 2) return [];
    const { transaction: _transaction, by: _by, ...rest } = entry;
    return [{ ...rest, what: `${all - MOST} more ${EVENT.exec(entry.what)![1]} from here on: see retrospective.json` }];
  });
}
