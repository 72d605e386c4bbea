import type { Live } from "./diff/live.ts";
import { plan, type Plan } from "./plan/plan.ts";
import { readStackFile, type ReadFileOptions } from "./read.ts";
import type { Desired } from "./stack/desired.ts";

/** A stack file, what the chain holds, and what would close the gap. */
export interface Examined {
  readonly desired: Desired;
  readonly live: Live;
  readonly plan: Plan;
}

/**
 * Load, read, diff, plan. Reads only; no key is touched. `file` is relative to `root`. With `ORDINANCE_SCOPE=halt` the plan pauses
 * and does nothing else.
 */
export async function examine(root: string, file: string, options: ReadFileOptions = {}): Promise<Examined> {
  const { desired, live } = await readStackFile(root, file, options);
  return { desired, live, plan: plan(desired, live) };
}
