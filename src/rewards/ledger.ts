import type { Address } from "../kinds/value.ts";
import { largestRemainder } from "./allocate.ts";
import type { Standing } from "./scoreboard.ts";

/** What becomes of an agent that was slashed: no reward, one point of the score less for each slash, or nothing. */
export const SLASHED = ["exclude", "deduct", "keep"] as const;
export type Slashed = (typeof SLASHED)[number];

export interface RewardOptions {
  /** In wei; above zero. */
  readonly total: bigint;
  /** How many agents are rewarded at most; at least 1. */
  readonly top: number;
  readonly slashed: Slashed;
}

/** A standing and the score that is left of it, in units of 10^-18. */
interface Counted extends Standing {
  readonly counts: bigint;
}

export interface Reward extends Counted {
  /** In wei. */
  readonly amount: bigint;
}

export interface Unrewarded extends Standing {
  readonly reason: "slashed" | "no score" | "below the cut";
}

export interface Ledger extends RewardOptions {
  /** By rank. Their amounts sum up to the total; none only if nobody has a score that counts. */
  readonly rewards: readonly Reward[];
  /** By rank. */
  readonly unrewarded: readonly Unrewarded[];
  /** Set if agents with one and the same score are on both sides of the cut, where only the address decided. */
  readonly tie?: { readonly score: bigint; readonly in: readonly Address[]; readonly out: readonly Address[] };
}

/** One point of a score, in units of 10^-18. */
const POINT = 10n ** 18n;

/**
 * Who gets how much: the `top` agents by score, each in proportion to it. Equal scores rank by address, the lowest first, so
 * that nothing depends on the order of `standings`.
 * @param standings each agent once.
 */
export function ledgerOf(standings: readonly Standing[], options: RewardOptions): Ledger {
  const ranked = standings
    .map((each): Counted => ({ ...each, counts: countsOf(each, options.slashed) }))
    .sort((a, b) => descending(a.counts, b.counts) || byAddress(a, b));
  const scoring = ranked.filter(({ counts }) => counts > 0n);
  const winners = scoring.slice(0, options.top);
  const losers = scoring.slice(options.top);
  const amounts =
    winners.length === 0
      ? []
      : largestRemainder(
          options.total,
          winners.map(({ counts }) => counts),
        );
  const cut = losers[0]?.counts;
  const atCut = (each: readonly Counted[]) => each.filter(({ counts }) => counts === cut).map(({ agent }) => agent);
  return {
    ...options,
    rewards: winners.map((each, index) => ({ ...each, amount: amounts[index]! })),
    unrewarded: [
      ...losers.map((each) => unrewarded(each, "below the cut")),
      ...ranked
        .filter(({ counts }) => counts === 0n)
        .map((each) => unrewarded(each, each.score > 0n ? "slashed" : "no score")),
    ],
    ...(cut !== undefined &&
      winners.at(-1)?.counts === cut && { tie: { score: cut, in: atCut(winners), out: atCut(losers) } }),
  };
}

function countsOf({ score, slashes }: Standing, slashed: Slashed): bigint {
  if (slashes === 0n || slashed === "keep") return score;
  const less = score - slashes * POINT;
  return slashed === "exclude" || less < 0n ? 0n : less;
}

const unrewarded = ({ agent, score, slashes }: Standing, reason: Unrewarded["reason"]): Unrewarded => {
  return { agent, score, slashes, reason };
};

const descending = (a: bigint, b: bigint) => (a === b ? 0 : a > b ? -1 : 1);

/** As numbers: letter case is only the checksum. */
const byAddress = (a: Standing, b: Standing) => descending(BigInt(b.agent), BigInt(a.agent));
