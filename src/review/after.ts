import { takeEffect } from "../plan/aggregate.ts";
import { callsIn } from "../plan/approval.ts";
import type { Plan } from "../plan/plan.ts";
import { copy, type World } from "../plan/world.ts";

/** The state when all that is submitted, proposed, queued and waiting has taken effect; `start` is left as it was. */
export function afterPlan(start: World, plan: Plan): World {
  const world = copy(start);
  const later = new Set([...plan.scheduled, ...plan.inFlight].flatMap(({ calls }) => calls));
  // What takes effect at once comes before what waits in a timelock, whatever the order of approval.
  const direct = plan.changeSets.flatMap(callsIn).filter((call) => !later.has(call));
  const delayed = [...plan.inFlight, ...plan.scheduled].flatMap(({ calls }) => calls);
  const waiting = plan.waiting.map(({ call }) => call);
  for (const call of [...direct, ...delayed, ...waiting]) takeEffect(world, call);
  return world;
}
