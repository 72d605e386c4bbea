import type { Taken } from "./order.ts";
import type { Sequence } from "./plan.ts";
import { phaseOrder } from "./step.ts";

/**
 * Joins the orders of single modules into one: all pausing first, then grants, values and revocations, unpausing, and
 * ownership last; the contracts through which others are governed come after everything that goes through them. Within
 * a module the order stays as it is.
 */
export function interleave(sequences: readonly Sequence[]): readonly Taken[] {
  const steps = sequences.flatMap(({ rank, taken }, sequence) => {
    const phases = taken.map(({ step }) => phaseOrder(step.phase));
    // What has to come before a module's pause is part of pausing it; what has to come after its unpausing waits for it.
    const pauses = phases.lastIndexOf(phaseOrder("pause"));
    // An act that pausing would bar comes before all pausing, so that one call can still pause everything.
    const acts = phases.slice(0, Math.max(pauses, 0)).lastIndexOf(phaseOrder("act"));
    let floor = 0;
    return taken.map((each, index) => {
      floor =
        index <= acts
          ? phaseOrder("pause") - 1
          : index <= pauses
            ? phaseOrder("pause")
            : Math.max(floor, phases[index]!);
      return { each, rank, floor, sequence, index };
    });
  });
  steps.sort((a, b) => a.rank - b.rank || a.floor - b.floor || a.sequence - b.sequence || a.index - b.index);
  return steps.map(({ each }) => each);
}
