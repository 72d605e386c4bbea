import { penaltyKey, WHOLE, withPenalties, type Penalty } from "../kinds/penalty.ts";
import { leavesOf } from "../plan/world.ts";
import type { DesiredWant } from "../stack/desired.ts";
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
  const penalty: Penalty = {
    incident: INCIDENT,
    user: stake.user,
    role: stake.role,
    share: least > LITTLE ? least : LITTLE,
    beneficiary: ground.fresh("beneficiary"),
    reason: "a rehearsal",
  };
  const kind = withPenalties(manager.kind, [penalty]);
  const { name } = manager;
  const key = penaltyKey(penalty);
  const leaf = leavesOf(kind).get(key)!;
  // Only observed it is read, and wanted when its move comes.
  const read: DesiredWant = { path: key, leaf: leaf as never, want: { exact: true }, observe: true, at: manager.at };
  const with_ = desired.modules.map((module) => (module.name === name ? { ...module, kind, wants: [read] } : module));
  const paused = live.modules.get(name)?.values.get("paused") === true;
  const running: Move = {
    what: `unpause ${name}, which cannot slash while it is paused`,
    preparing: true,
    goals: [{ module: name, key: "paused", value: false }],
  };
  const what = `slash ${String(Number(penalty.share) / 100)} % of the stake of ${desired.nameOf(stake.user) ?? stake.user} as ${stake.role}`;
  return {
    desired: { ...desired, modules: with_ },
    moves: [...(paused ? [running] : []), { what, goals: [{ module: name, key, value: true }] }],
    undone: "snapshot",
    notes: [],
  };
}
