/**
 * Shares `total` in proportion to `weights`, exactly (the method of the largest remainder): each share is rounded down, and
 * the units left over go one each to the largest remainders, equal ones in the order of `weights`.
 * @param total in the smallest unit; not negative.
 * @param weights not negative, at least one above zero.
 * @returns a share for each weight. Their sum is `total`, and each differs from the exact share by less than one unit.
 */
export function largestRemainder(total: bigint, weights: readonly bigint[]): readonly bigint[] {
  const whole = weights.reduce((sum, weight) => sum + weight, 0n);
  if (total < 0n || whole === 0n || weights.some((weight) => weight < 0n)) {
    throw new RangeError("shares need a total that is not negative and weights above zero");
  }
  const shares = weights.map((weight) => (total * weight) / whole);
  const left = Number(total - shares.reduce((sum, share) => sum + share, 0n));
  const remainders = weights.map((weight, index) => ({ index, rest: (total * weight) % whole }));
  remainders.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index } of remainders.slice(0, left)) shares[index]! += 1n;
  return shares;
}
