import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { largestRemainder } from "../../src/rewards/allocate.ts";

describe("the largest remainder", () => {
  it("rounds down, and gives what is left to the largest remainders", () => {
    expect(largestRemainder(10n, [1n, 1n, 1n])).toEqual([4n, 3n, 3n]);
    expect(largestRemainder(10n, [5n, 4n, 2n])).toEqual([4n, 4n, 2n]);
    expect(largestRemainder(1n, [1n, 2n])).toEqual([0n, 1n]);
    expect(largestRemainder(0n, [1n])).toEqual([0n]);
  });

  it("gives everybody less than one unit more or less than the exact share, and nobody less for more", () => {
    const weights = fc.array(fc.bigInt(0n, 10n ** 20n), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.bigInt(0n, 10n ** 24n), weights, (total, of) => {
        const whole = of.reduce((sum, weight) => sum + weight, 0n);
        fc.pre(whole > 0n);
        const shares = largestRemainder(total, of);
        const fair = shares.every((share, index) => {
          const off = share * whole - total * of[index]!;
          return off < whole && off > -whole;
        });
        const monotone = shares.every((share, i) => of.every((weight, j) => weight >= of[i]! || shares[j]! <= share));
        return fair && monotone;
      }),
    );
  });

  it.each([
    [-1n, [1n]],
    [1n, []],
    [1n, [0n, 0n]],
    [1n, [2n, -1n]],
  ])("refuses %s among %s", (total, weights) => {
    expect(() => largestRemainder(total, weights)).toThrow(RangeError);
  });
});
