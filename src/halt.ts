import { resolve } from "node:path";
import { readEndpoints } from "./chain/read-endpoints.ts";
import type { Examined } from "./examine.ts";
import { plan } from "./plan/plan.ts";
import type { Signs } from "./plan/route.ts";
import { withEndpoints } from "./stack/desired.ts";
import { onlyPausing } from "./stack/emergency.ts";
import { loadStack } from "./stack/load.ts";

/**
 * What pauses everything that can be paused and nothing else: whatever else has drifted stays as it is. Needs no logs and no
 * service; a chain whose logs cannot be had is halted all the same. Nor does it wait for a quorum: to pause does no harm, and one
 * endpoint is enough for it.
 * @param signs whose keys are here: the fastest way that they open is taken.
 * @param atLeast the block of the last receipt.
 */
export async function examineHalt(
  root: string,
  file: string,
  signs?: Signs,
  env: NodeJS.ProcessEnv = process.env,
  atLeast?: bigint,
): Promise<Examined> {
  const pausing = onlyPausing(loadStack(resolve(root, file), env, { halt: true }));
  const network = withEndpoints({ ...pausing.network, quorum: 1 }, pausing.network.rpc);
  const { desired, live } = await readEndpoints({ ...pausing, network }, atLeast === undefined ? {} : { atLeast });
  return { desired, live, plan: plan(desired, live, signs) };
}
