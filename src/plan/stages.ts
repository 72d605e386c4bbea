import { isSubmittable, isWay } from "../authority/open.ts";
import type { Wish } from "../authority/way.ts";
import type { Guard } from "../kinds/write.ts";
import { takeEffect } from "./aggregate.ts";
import type { Call } from "./call.ts";
import type { Refusal } from "./order.ts";
import { apply } from "./step.ts";
import { copy, type World } from "./world.ts";

/** A call that cannot be made before something else has taken effect. */
export interface Waiting {
  readonly call: Call;
  readonly until: string;
}

/** What becomes of calls: each is in one of these. */
export interface Staged {
  readonly now: readonly Call[];
  readonly waiting: readonly Waiting[];
  /** What would wait for ever, because a pause takes effect first. */
  readonly refused: readonly Refusal[];
}

/**
 * What can be submitted now. Calls take effect authority by authority, and those through a timelock later than all others, whatever
 * their order was; a call that would not work in that order, or that would bar another one, has to wait. Pausing never waits;
 * what it bars for good is refused.
 *
 * @param inOrder whether they are in an order in which they are legal by construction.
 */
export function stage(start: World, calls: readonly Call[], inOrder = true): Staged {
  const waiting = new Map<Call, string>();
  const alike = inOrder && calls.every(({ way }) => way.delay === 0n && way.authority === calls[0]!.way.authority);
  // In their own order they are legal by construction.
  if (alike) return { now: calls, waiting: [], refused: [] };
  for (;;) {
    const now = calls.filter((call) => !waiting.has(call));
    const bad = firstBarred(start, now);
    if (!bad) break;
    const bars = barring(now, bad);
    const waits = bars && bars.phase !== "pause" ? bars : bad;
    const blocker = waits === bad ? (bars ?? lastBefore(calls, bad)) : bad;
    waiting.set(waits, blocker ? `${blocker.module}.${blocker.fn}` : "an earlier call");
  }
  const now = calls.filter((call) => !waiting.has(call));
  const end = copy(start);
  for (const call of inEffectOrder(now)) make(end, call);
  for (const call of calls) {
    const rule = waiting.has(call) ? make(end, call)?.rule : undefined;
    if (rule === undefined) continue;
    // Others may have been held back for it.
    const left = calls.filter((each) => each !== call);
    const rest = stage(start, left, inOrder);
    const refusal = {
      module: call.module,
      keys: call.step?.keys ?? [],
      rule: `${waiting.get(call)!} comes first: ${rule}`,
    };
    return { ...rest, refused: [refusal, ...rest.refused] };
  }
  return {
    now,
    waiting: calls.flatMap((call) => (waiting.has(call) ? [{ call, until: waiting.get(call)! }] : [])),
    refused: [],
  };
}

/** The first call that cannot be submitted with the others, or does not work when it takes effect. */
function firstBarred(start: World, calls: readonly Call[]): Call | undefined {
  const world = copy(start);
  let submitting: World | undefined;
  return inEffectOrder(calls).find((call) => {
    if (call.way.delay > 0n) {
      submitting ??= copy(world);
      if (!isSubmittable(submitting, wishOf(submitting, call), call.way)) return true;
    }
    return !attempt(world, call);
  });
}

/** Calls in the order in which they take effect when all of them are submitted at once. */
function inEffectOrder(calls: readonly Call[]): readonly Call[] {
  const direct = calls.filter(({ way }) => way.delay === 0n);
  const authorities = [...new Set(direct.map(({ way }) => way.authority))];
  return [
    ...authorities.flatMap((authority) => direct.filter(({ way }) => way.authority === authority)),
    ...calls.filter(({ way }) => way.delay > 0n),
  ];
}

/** A call that was to come after `bad` but takes effect before it. */
function barring(calls: readonly Call[], bad: Call): Call | undefined {
  const before = new Set(inEffectOrder(calls).slice(0, inEffectOrder(calls).indexOf(bad)));
  return calls.slice(calls.indexOf(bad) + 1).findLast((call) => before.has(call));
}

/** What the call was to come after, in its own module if there is such a call. */
function lastBefore(calls: readonly Call[], call: Call): Call | undefined {
  const before = calls.slice(0, calls.indexOf(call));
  return before.findLast(({ module }) => module === call.module) ?? before.at(-1);
}

/** Makes a call in `world`; false if a rule forbids it there or it would go another way. */
export function attempt(world: World, call: Call): boolean {
  return isOpen(world, call) && make(world, call) === undefined;
}

/** Makes a call in `world`, on whatever way; the rule that forbids it there, if one does. */
function make(world: World, call: Call): Guard | undefined {
  const module = world.modules.get(call.module)!;
  if (!call.step) {
    takeEffect(world, call);
    return undefined;
  }
  const result = apply(world, module, call.step);
  if (!result.legal) return result.guard;
  module.values = result.values;
  return undefined;
}

/** Whether the way on which a call was planned is still open. */
export function isOpen(world: World, call: Call): boolean {
  return isWay(world, wishOf(world, call), call.way);
}

function wishOf(world: World, { module, write }: Call): Wish {
  return { module: world.modules.get(module)!, write };
}
