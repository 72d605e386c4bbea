import type { PenaltyState } from "../plan/penalties.ts";
import { bps, token } from "../stack/units.ts";
import type { Words } from "./text.ts";

/** `penalty INC-7: 12.5 % of the stake of mallory as validator, for carol ("..."): enacted in block 63, transaction 0x...` */
export function penaltyText({ penalty, enacted, planned }: PenaltyState, words: Words): string {
  const { incident, share, user, role, beneficiary, reason } = penalty;
  const what = `${bps.format(share)} of the stake of ${words.address(user)} as ${role}, for ${words.address(beneficiary)}`;
  const state = enacted
    ? `enacted in block ${enacted.block}, transaction ${enacted.transaction}, which took ${token.format(enacted.amount)}${enacted.named ? "" : " and names no incident"}`
    : planned
      ? `takes ${token.format(planned.amount)} of ${token.format(planned.stake)}`
      : "open";
  return `penalty ${incident}: ${what} (${JSON.stringify(reason)}): ${state}`;
}
