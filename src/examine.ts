import { resolve } from "node:path";
import { fileLogCache } from "./chain/log-cache.ts";
import { readEndpoints, type Reading } from "./chain/read-endpoints.ts";
import type { ReadOptions } from "./chain/read-stack.ts";
import type { Live, Proposals } from "./diff/live.ts";
import type { Address } from "./kinds/value.ts";
import { plan, type Plan } from "./plan/plan.ts";
import { rememberedNames, rememberNames } from "./chain/hints.ts";
import type { Desired } from "./stack/desired.ts";
import { isHalting, observingTheRest } from "./stack/emergency.ts";
import { loadStack } from "./stack/load.ts";

/** A stack file, what the chain holds, and what would close the gap. */
export interface Examined {
  readonly desired: Desired;
  readonly live: Live;
  readonly plan: Plan;
}

export interface ExamineOptions extends ReadOptions {
  /** Where `network.rpc` takes its variables from. */
  readonly env?: NodeJS.ProcessEnv;
  /** What the stack file is about to hold, in the place of what it does. */
  readonly text?: string;
}

/**
 * Load, read, diff, plan. Reads only; no key is touched. `file` is relative to `root`. With `ORDINANCE_SCOPE=halt` the plan pauses
 * and does nothing else.
 */
export async function examine(root: string, file: string, options: ExamineOptions = {}): Promise<Examined> {
  const { env, text } = options;
  const halt = isHalting(env ?? process.env);
  const loaded = loadStack(resolve(root, file), env, { halt, ...(text !== undefined && { text }) });
  const declared = halt ? observingTheRest(loaded) : loaded;
  const { desired, live } = await readWhole(root, declared, options);
  return { desired, live, plan: plan(desired, live) };
}

/** What the chain holds of everything that a file declares, logs and queues of Safes included. */
export async function readWhole(root: string, declared: Desired, options: ReadOptions = {}): Promise<Reading> {
  const hints = rememberedNames(root, declared.network.chainId);
  const logCache = fileLogCache(root, declared.network.chainId);
  const reading = await readEndpoints(declared, {
    ...options,
    hints,
    logCache,
    ...(declared.approvals.safeService === undefined ? {} : { proposalsOf: (nonces) => proposed(declared, nonces) }),
  });
  rememberNames(root, reading.desired.network.chainId, reading.live.scan.named);
  return reading;
}

/** What waits for signatures, of every Safe that is met. */
async function proposed(
  desired: Desired,
  nonces: ReadonlyMap<Address, bigint>,
): Promise<ReadonlyMap<Address, Proposals>> {
  // The client of the service takes longer to load than most previews.
  const { proposalsOf } = await import("./safe/queue.ts");
  return proposalsOf(desired, nonces);
}
