import type { Address } from "../kinds/value.ts";
import type { Stage } from "./steps.ts";
import type { Probe, Touched } from "./touched.ts";

/**
 * Calls whose access lists name what the steps of a plan need: the steps, and what comes behind the signatures and the waiting that
 * let a step fail today.
 * @param touched gets what the stages name themselves.
 */
export function stepProbes(stages: readonly Stage[], touched: Touched): readonly Probe[] {
  const probes = new Map<string, Probe>();
  const add = (from: Address, { to, data }: Pick<Required<Probe>, "to" | "data">) => {
    touched.account(from);
    touched.account(to);
    probes.set(`${from} ${to} ${data}`, { from, to, data });
  };
  for (const { steps, storage } of stages) {
    for (const { address, slot } of storage) touched.word(address, slot);
    for (const { from, inner, calls, ...step } of steps) {
      add(from, step);
      for (const envelope of inner?.envelopes ?? []) add(inner!.from, envelope);
      for (const call of calls) add(call.way.hops[0]?.address ?? call.way.authority, call);
    }
  }
  return [...probes.values()];
}
