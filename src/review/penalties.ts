import type { PenaltyState } from "../plan/penalties.ts";
import type { Hex } from "../kinds/value.ts";
import { bps, token } from "../stack/units.ts";
import { visible } from "../visible.ts";
import { rawOf, type Party, type ReviewWords, type Shown } from "./words.ts";

/** A penalty of the file, and what has become of it. */
export interface ReviewPenalty {
  readonly module: string;
  readonly incident: string;
  readonly user: Party;
  readonly role: string;
  readonly share: Shown;
  readonly beneficiary: Party;
  readonly reason: string;
  /** Of the stake, before what the plan does; absent without a call for it. */
  readonly stake?: Shown;
  /** What was taken, or what the plan takes. */
  readonly amount?: Shown;
  readonly enacted?: {
    readonly block: string;
    readonly transaction: Hex;
    /** Whether its call says which incident it is for. */
    readonly named: boolean;
  };
}

export function penaltyOf({ module, penalty, enacted, planned }: PenaltyState, words: ReviewWords): ReviewPenalty {
  const tokens = (amount: bigint): Shown => ({ human: token.format(amount), raw: rawOf(amount) });
  const amount = enacted?.amount ?? planned?.amount;
  return {
    module,
    incident: penalty.incident,
    user: words.party(penalty.user),
    role: penalty.role,
    share: { human: bps.format(penalty.share), raw: rawOf(penalty.share) },
    beneficiary: words.party(penalty.beneficiary),
    reason: visible(penalty.reason),
    ...(planned && { stake: tokens(planned.stake) }),
    ...(amount !== undefined && { amount: tokens(amount) }),
    ...(enacted && {
      enacted: { block: String(enacted.block), transaction: enacted.transaction, named: enacted.named },
    }),
  };
}

/** `enacted in block 63, transaction 0x...` */
export function penaltyProgress({ enacted, amount, stake }: ReviewPenalty): string {
  if (enacted) {
    const unnamed = enacted.named ? "" : ", which names no incident";
    return `enacted in block ${enacted.block}, transaction ${enacted.transaction}${unnamed}`;
  }
  return amount && stake ? `to be taken from ${stake.human}` : "open";
}
