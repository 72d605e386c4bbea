import { wayOf } from "../authority/way.ts";
import { takeEffect } from "./aggregate.ts";
import type { Call } from "./call.ts";
import { apply } from "./step.ts";
import { copy, type World } from "./world.ts";

/** A call that cannot be made before something else has taken effect. */
export interface Waiting {
  readonly call: Call;
  readonly until: string;
}

/**
 * What can be submitted now. Calls through a timelock take effect later than calls that are made at once, whatever their order
 * was; a call that needs one of those first, or that would bar one of those, has to wait for it. Pausing never waits.
 */
export function stage(
  start: World,
  calls: readonly Call[],
): { readonly now: readonly Call[]; readonly waiting: readonly Waiting[] } {
  if (calls.every(({ way }) => way.delay === 0n)) return { now: calls, waiting: [] };
  const now: Call[] = [];
  const waiting: Waiting[] = [];
  const delayed: Call[] = [];
  let world = copy(start);
  for (const call of calls) {
    if (call.way.delay > 0n) {
      delayed.push(call);
      now.push(call);
      continue;
    }
    const own = delayed.filter(({ module }) => module === call.module);
    const next = copy(world);
    const legal = attempt(next, call);
    const later = copy(next);
    if (legal && (call.phase === "pause" || own.every((each) => attempt(later, each)))) {
      world = next;
      now.push(call);
      continue;
    }
    const blocker = own[0] ?? delayed[0];
    waiting.push({ call, until: blocker ? `${blocker.module}.${blocker.fn}` : "an earlier call" });
  }
  return { now, waiting };
}

/** Makes a call in `world`; false if a rule forbids it there or it would go another way. */
export function attempt(world: World, call: Call): boolean {
  const module = world.modules.get(call.module)!;
  const found = wayOf(world, { module, write: call.write, data: call.data });
  if (!("way" in found) || found.way.authority !== call.way.authority) return false;
  if (call.step) {
    const result = apply(world, module, call.step);
    if (!result.legal) return false;
    module.values = result.values;
  } else takeEffect(world, call);
  return true;
}
