import { resolve } from "node:path";
import { readStack } from "./chain/read-stack.ts";
import { httpTransport } from "./chain/transport.ts";
import type { Examined } from "./examine.ts";
import { plan, type Signs } from "./plan/plan.ts";
import type { Desired } from "./stack/desired.ts";
import { loadStack } from "./stack/load.ts";

/**
 * What pauses everything that can be paused and nothing else: whatever else has drifted stays as it is. Needs no logs and no
 * service; a chain whose logs cannot be had is halted all the same.
 * @param signs whose keys are here: the fastest way that they open is taken.
 */
export async function examineHalt(
  root: string,
  file: string,
  signs?: Signs,
  env: NodeJS.ProcessEnv = process.env,
): Promise<Examined> {
  const desired = onlyPausing(loadStack(resolve(root, file), env, { halt: true }));
  const live = await readStack(httpTransport(desired.network.rpc), desired);
  return { desired, live, plan: plan(desired, live, signs) };
}

function onlyPausing(desired: Desired): Desired {
  const { rpc, ...network } = desired.network;
  return {
    ...desired,
    network: Object.defineProperty({ ...network, scan: "best-effort" as const }, "rpc", {
      value: rpc,
      enumerable: false,
    }) as Desired["network"],
    approvals: {},
    modules: desired.modules.map((module) => ({
      ...module,
      wants: module.wants.filter(({ path, observe }) => path === "paused" && !observe),
    })),
  };
}
