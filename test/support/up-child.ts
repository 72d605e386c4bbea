import { flushCompileCache } from "node:module";
import { json } from "node:stream/consumers";
import { enact, recover } from "../../src/enact/enact.ts";
import { examine } from "../../src/examine.ts";
import { requirePlannable } from "../../src/plan/refuse.ts";

/**
 * What `operate.ts` does, in a process of its own that can be killed: UP_ROOT is the folder of the project and UP_STACK the stack
 * file in it; endpoint, service and keys come as they come to the engine. The environment is read as JSON once everything is
 * loaded, so that a process can be made ready before it is needed.
 */
// A process that is killed keeps no compiled code for the next one.
flushCompileCache();
Object.assign(process.env, await json(process.stdin));
const { UP_ROOT: root, UP_STACK: file } = process.env as { UP_ROOT: string; UP_STACK: string };
const first = await examine(root, file);
requirePlannable(first);
let atLeast: bigint | undefined;
for (const { authority } of first.plan.changeSets) {
  atLeast = (await recover(root, first.desired)) ?? atLeast;
  const now = await examine(root, file, atLeast === undefined ? {} : { atLeast });
  const set = now.plan.changeSets.find((each) => each.authority === authority);
  if (!set) continue;
  const { lastBlock, failure } = await enact(root, now, set);
  if (failure) throw new Error(failure.reason);
  atLeast = lastBlock ?? atLeast;
}
