/** Blocks of one filter that are still to be scanned, or were not. Both ends belong to it. */
export interface Range {
  readonly filter: number;
  readonly low: bigint;
  readonly high: bigint;
  /** So often it was asked for in vain, as a whole. */
  readonly tries: number;
}

export function halvesOf({ filter, low, high }: Range): readonly Range[] {
  const middle = low + (high - low) / 2n;
  return [
    { filter, low, high: middle, tries: 0 },
    { filter, low: middle + 1n, high, tries: 0 },
  ];
}

/** What could not be scanned, in words, neighbours joined. */
export function gapsIn(ranges: readonly Range[]): readonly string[] {
  const joined: { low: bigint; high: bigint }[] = [];
  for (const { low, high } of [...ranges].sort((one, other) =>
    one.low < other.low ? -1 : one.low > other.low ? 1 : 0,
  )) {
    const last = joined.at(-1);
    if (last && low <= last.high + 1n) last.high = high > last.high ? high : last.high;
    else joined.push({ low, high });
  }
  return joined.map(({ low, high }) => (low === high ? `block ${low}` : `blocks ${low} to ${high}`));
}
