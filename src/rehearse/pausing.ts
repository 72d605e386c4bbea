import { pausableIn } from "../stack/emergency.ts";
import { backFrom, type Goal } from "./goals.ts";
import type { Ground, Move, Offered } from "./lever.ts";

const NOTHING = "there is nothing that can be paused";
const HALT = "pause everything that can be paused";
const RESUME = "unpause everything";

/** Everything is paused, and then runs again as far as it did. */
export function haltLever({ declared, desired, live }: Ground): Offered {
  const goals = flags(pausableIn(declared), true);
  if (goals.length === 0) return { skipped: NOTHING };
  const back = backFrom(desired, live, goals);
  if (back.every(({ value }) => value === true)) return { skipped: "everything is paused already" };
  const moves: readonly Move[] = [
    { what: HALT, goals },
    { what: "unpause what ran before", goals: back },
  ];
  return { desired, moves, undone: "calls", notes: [] };
}

/** Everything runs again after a halt; what was paused before the rehearsal is paused in the end. */
export function resumeLever({ declared, desired, live }: Ground): Offered {
  const names = pausableIn(declared);
  if (names.length === 0) return { skipped: NOTHING };
  const halted = flags(names, true);
  const before = backFrom(desired, live, halted);
  const again = before.filter(({ value }) => value === true);
  const moves: readonly Move[] = [
    { what: HALT, preparing: true, goals: halted },
    { what: RESUME, goals: flags(names, false) },
    ...(again.length > 0 ? [{ what: "pause what was paused before", goals: before }] : []),
  ];
  return { desired, moves, undone: "calls", notes: [] };
}

function flags(modules: readonly string[], value: boolean): readonly Goal[] {
  return modules.map((module) => ({ module, key: "paused", value }));
}
