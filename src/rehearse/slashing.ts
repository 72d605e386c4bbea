import { leafOf, penaltyKey, WHOLE, withPenalties, type Penalty } from "../kinds/penalty.ts";
import type { DesiredWant } from "../stack/desired.ts";
import { bps } from "../stack/units.ts";
import { naming } from "./goals.ts";
import type { Ground, Move, Offered } from "./lever.ts";
import type { Stake } from "./stakes.ts";

const INCIDENT = "REHEARSAL";
/** 1 % in basis points. */
const LITTLE = 100n;

/**
 * A little of one stake is taken: 1 %, or the least that is anything. No call gives it back, so that the snapshot of the start has
 * to.
 */
export function slashLever(ground: Ground, stake: Stake | { readonly none: string }): Offered {
  const { declared, desired, live } = ground;
  if ("none" in stake) return { skipped: stake.none };
  const manager = declared.modules.find(({ kind }) => kind.name === "StakeManager");
  if (!manager) return { skipped: "the file has no StakeManager" };
  const least = (WHOLE + stake.amount - 1n) / stake.amount;
  const beneficiary = ground.fresh("beneficiary");
  const penalty: Penalty = {
    incident: INCIDENT,
    user: stake.user,
    role: stake.role,
    share: least > LITTLE ? least : LITTLE,
    beneficiary,
    reason: "a rehearsal",
  };
  const kind = withPenalties(manager.kind, [penalty]);
  const { name } = manager;
  const key = penaltyKey(penalty);
  // Only observed it is read, and wanted when its move comes.
  const read: DesiredWant = { path: key, leaf: leafOf(penalty), want: { exact: true }, observe: true, at: manager.at };
  const modules = desired.modules.map((module) => (module.name === name ? { ...module, kind, wants: [read] } : module));
  const paused = live.modules.get(name)?.values.get("paused") === true;
  const running: Move = {
    what: `unpause ${name}, which cannot slash while it is paused`,
    preparing: true,
    goals: [{ module: name, key: "paused", value: false }],
  };
  const what = `slash ${bps.format(penalty.share)} of the stake of ${desired.nameOf(stake.user) ?? stake.user} as ${stake.role}`;
  return {
    desired: naming({ ...desired, modules }, beneficiary, "fresh beneficiary"),
    moves: [...(paused ? [running] : []), { what, goals: [{ module: name, key, value: true }] }],
    undone: "snapshot",
    notes: [],
  };
}
