import { getAddress } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address } from "../../src/kinds/value.ts";
import { ledgerOf, SLASHED, type RewardOptions } from "../../src/rewards/ledger.ts";
import type { Standing } from "../../src/rewards/scoreboard.ts";

const ONE = 10n ** 18n;
const lower = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as Address;
const agent = (n: number) => getAddress(lower(n)) as Address;
const stands = (n: number, score: number, slashes = 0): Standing => {
  return { agent: agent(n), score: BigInt(score) * ONE, slashes: BigInt(slashes) };
};
const options = (more: Partial<RewardOptions> = {}): RewardOptions => {
  return { total: 100n * ONE, top: 2, slashed: "exclude", ...more };
};
const amounts = (standings: readonly Standing[], more: Partial<RewardOptions> = {}) =>
  ledgerOf(standings, options(more)).rewards.map((each) => [each.agent, each.amount]);

describe("a ledger", () => {
  it("rewards the first by score, in proportion", () => {
    expect(amounts([stands(1, 1), stands(2, 3), stands(3, 2)], { top: 2 })).toEqual([
      [agent(2), 60n * ONE],
      [agent(3), 40n * ONE],
    ]);
  });

  it("says who gets nothing, and why", () => {
    const { unrewarded } = ledgerOf([stands(1, 5, 1), stands(2, 3), stands(3, 0), stands(4, 1)], options({ top: 1 }));
    expect(unrewarded.map((each) => [each.agent, each.reason])).toEqual([
      [agent(4), "below the cut"],
      [agent(1), "slashed"],
      [agent(3), "no score"],
    ]);
  });

  it("treats who was slashed as the options say", () => {
    const standings = [stands(1, 4, 1), stands(2, 1), stands(3, 2, 9)];
    expect(amounts(standings, { slashed: "exclude" })).toEqual([[agent(2), 100n * ONE]]);
    expect(amounts(standings, { slashed: "deduct" })).toEqual([
      [agent(1), 75n * ONE],
      [agent(2), 25n * ONE],
    ]);
    expect(amounts(standings, { slashed: "keep" })).toEqual([
      [agent(1), (200n * ONE) / 3n + 1n],
      [agent(3), (100n * ONE) / 3n],
    ]);
  });

  it("ranks equal scores by address, and says where that decided", () => {
    const { rewards, tie } = ledgerOf([stands(9, 2), stands(0xab, 2), stands(3, 2), stands(4, 5)], options({ top: 3 }));
    expect(rewards.map((each) => each.agent)).toEqual([agent(4), agent(3), agent(9)]);
    expect(tie).toEqual({ score: 2n * ONE, in: [agent(3), agent(9)], out: [agent(0xab)] });
    expect(ledgerOf([stands(9, 2), stands(3, 2), stands(4, 1)], options({ top: 2 })).tie).toBeUndefined();
    expect(ledgerOf([stands(9, 2), stands(3, 2)], options({ top: 8 })).tie).toBeUndefined();
  });

  it("rewards nobody where nobody has a score that counts", () => {
    expect(amounts([stands(1, 0), stands(2, 4, 1)])).toEqual([]);
    expect(amounts([])).toEqual([]);
  });

  it("sums up to the total exactly, and does not depend on the order of the scoreboard, over 10,000 scoreboards", () => {
    const score = fc.oneof(
      fc.bigInt(0n, 5n).map((n) => n * ONE),
      fc.bigInt(0n, 10n ** 24n),
      fc.constant(0n),
    );
    const standing = fc.record({ number: fc.nat(1 << 30), score, slashes: fc.bigInt(0n, 2n) });
    const board = fc.uniqueArray(standing, { maxLength: 12, selector: ({ number }) => number });
    const wanted = fc.record({
      total: fc.oneof(fc.bigInt(1n, 20n), fc.bigInt(1n, 10n ** 27n)),
      top: fc.integer({ min: 1, max: 15 }),
      slashed: fc.constantFrom(...SLASHED),
    });
    const text = (value: unknown) =>
      JSON.stringify(value, (_, each: unknown) => (typeof each === "bigint" ? `${each}` : each));
    const shuffled = board.chain((of) => fc.tuple(fc.constant(of), fc.shuffledSubarray(of, { minLength: of.length })));
    fc.assert(
      fc.property(shuffled, wanted, ([of, other], want) => {
        const standings = (each: typeof of) =>
          each.map(({ number, ...rest }) => ({ agent: lower(number + 1), ...rest }));
        const ledger = ledgerOf(standings(of), want);
        const sum = ledger.rewards.reduce((all, { amount }) => all + amount, 0n);
        const everybody = ledger.rewards.length + ledger.unrewarded.length === of.length;
        return (
          (ledger.rewards.length === 0
            ? ledger.unrewarded.every(({ reason }) => reason !== "below the cut")
            : sum === want.total) &&
          ledger.rewards.length <= want.top &&
          everybody &&
          text(ledger) === text(ledgerOf(standings(other), want))
        );
      }),
      { numRuns: 10_000 },
    );
  });
});
