import { resolve } from "node:path";
import { readEndpoints } from "./chain/read-endpoints.ts";
import type { Examined } from "./examine.ts";
import { plan, type Plan } from "./plan/plan.ts";
import type { Live } from "./diff/live.ts";
import { refusedIn } from "./plan/refuse.ts";
import type { Signs } from "./plan/route.ts";
import { withEndpoints, type Desired } from "./stack/desired.ts";
import { onlyPausing, withoutModules } from "./stack/emergency.ts";
import { loadStack } from "./stack/load.ts";

/**
 * What pauses everything that can be paused and nothing else: whatever else has drifted stays as it is. Needs no logs and no
 * service; a chain whose logs cannot be had is halted all the same. Nor does it wait for a quorum: to pause does no harm, and one
 * endpoint is enough for it. Of each transaction it waits for one block: the next contract must not go on for twelve more.
 * @param signs whose keys are here: the fastest way that they open is taken. What they do not open keeps nothing else from being
 * paused: such a plan has change sets beside its refusals.
 * @param atLeast the block of the last receipt.
 * @param except names of contracts that could not be paused: they keep nothing else from it.
 */
export async function examineHalt(
  root: string,
  file: string,
  signs?: Signs,
  env: NodeJS.ProcessEnv = process.env,
  atLeast?: bigint,
  except?: ReadonlySet<string>,
): Promise<Examined> {
  const pausing = onlyPausing(loadStack(resolve(root, file), env, { halt: true }));
  const network = withEndpoints({ ...pausing.network, quorum: 1, confirmations: 1 }, pausing.network.rpc);
  const { desired, live } = await readEndpoints({ ...pausing, network }, atLeast === undefined ? {} : { atLeast });
  return { desired, live, plan: asFarAsPossible(desired, live, signs, except) };
}

/** The same, on the ways that anybody's keys open. */
export function leftToAnybody({ desired, live }: Examined): Examined {
  return { desired, live, plan: asFarAsPossible(desired, live) };
}

function asFarAsPossible(desired: Desired, live: Live, signs?: Signs, except: ReadonlySet<string> = new Set()): Plan {
  const whole = plan(desired, live, signs);
  const barred = new Set([...except, ...refusedIn(whole)]);
  if (barred.size === 0) return whole;
  const rest = plan(withoutModules(desired, barred), live, signs);
  return {
    ...rest,
    changes: whole.changes,
    unreadable: whole.unreadable,
    refusals: [...whole.refusals, ...rest.refusals],
  };
}
