import type { Call } from "../../src/plan/call.ts";
import { lockOuts, type LockOut } from "../../src/plan/lockout.ts";
import { copy, world, type PlanModule } from "../../src/plan/world.ts";
import type { DesiredModule } from "../../src/stack/desired.ts";
import { alice, bob, carol } from "./graph-cast.ts";
import { callIn, desiredOf, type Move } from "./graph-plan.ts";

/** They are declared; the stranger is not. */
export const PEOPLE = [alice, bob, carol];

/** Each group takes effect at once. */
export function after(
  modules: readonly PlanModule[],
  file: readonly DesiredModule[],
  ...groups: readonly Move[][]
): LockOut {
  const start = world(modules);
  const moving = copy(start);
  const calls = groups.map((group) => group.map((move): Call => callIn(moving, move)));
  return lockOuts(desiredOf(file, PEOPLE), start, calls);
}

/** `m.owner: call transferOwnership` */
export function said(refusals: LockOut["refusals"]): readonly string[] {
  return refusals.map(
    ({ module, keys, rule }) =>
      `${module}.${keys.join()}: ${/can act (?:could|can) (.*?)(?: \(|: write|$)/.exec(rule)?.[1]}`,
  );
}

/** One state was looked at, and everything was all right. */
export const nothing: LockOut = { refusals: [], prefixes: 1, unreachable: [] };
