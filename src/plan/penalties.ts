import type { Enactment, Live } from "../diff/live.ts";
import { amountOf, stakeKey, type Penalty } from "../kinds/penalty.ts";
import type { Key } from "../kinds/property.ts";
import type { Desired } from "../stack/desired.ts";
import type { Call } from "./call.ts";

/** A penalty of the file: where it was enacted, or what it would take. */
export interface PenaltyState {
  readonly module: string;
  readonly key: Key;
  readonly penalty: Penalty;
  readonly enacted?: Enactment;
  /** Wei: the stake before the call that the plan makes for it, and what the call takes. Absent without such a call. */
  readonly planned?: { readonly stake: bigint; readonly amount: bigint };
}

/** @param calls everything that the plan brings about, whoever has to do something for it. */
export function penaltyStates(desired: Desired, live: Live, calls: readonly Call[]): readonly PenaltyState[] {
  return desired.modules.flatMap(({ name: module, wants }) =>
    wants.flatMap(({ path: key, leaf }): PenaltyState[] => {
      if (leaf.type !== "scalar" || !("enacted" in leaf.read)) return [];
      const penalty = leaf.read.enacted;
      const enacted = live.modules.get(module)?.enactments?.get(key);
      const call = calls.find(({ effects }) => effects.some((each) => each.module === module && each.key === key));
      const stake = call?.effects.find((each) => each.module === module && each.key === stakeKey(penalty))?.before;
      const planned = typeof stake === "bigint" && { stake, amount: amountOf(stake, penalty.share) };
      return [{ module, key, penalty, ...(enacted && { enacted }), ...(planned && { planned }) }];
    }),
  );
}
