import { resolve } from "node:path";
import { rememberedNames, rememberNames } from "./chain/hints.ts";
import { fileLogCache } from "./chain/log-cache.ts";
import { readEndpoints, type Reading } from "./chain/read-endpoints.ts";
import type { ReadOptions } from "./chain/read-stack.ts";
import type { Proposals } from "./diff/live.ts";
import type { Address } from "./kinds/value.ts";
import type { Desired } from "./stack/desired.ts";
import { isHalting, observingTheRest, onlyPausing } from "./stack/emergency.ts";
import { loadStack } from "./stack/load.ts";

export interface ReadFileOptions extends ReadOptions {
  /** Where `network.rpc` takes its variables from. */
  readonly env?: NodeJS.ProcessEnv;
  /** What the stack file is about to hold, in the place of what it does. */
  readonly text?: string;
}

/** Load and read; no key is touched. `file` is relative to `root`. With `ORDINANCE_SCOPE=halt` all but pauses is only observed. */
export function readStackFile(root: string, file: string, options: ReadFileOptions = {}): Promise<Reading> {
  const { env, text } = options;
  const halt = isHalting(env ?? process.env);
  const loaded = loadStack(resolve(root, file), env, { halt, ...(text !== undefined && { text }) });
  return readWhole(root, halt ? observingTheRest(loaded) : loaded, options);
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

/** What is paused, for those who only want to know: with the quorum of the file, and without asking who could change it. */
export function readPauses(
  root: string,
  file: string,
  options: Pick<ReadFileOptions, "env" | "signal"> = {},
): Promise<Reading> {
  const { env, signal } = options;
  const desired = onlyPausing(loadStack(resolve(root, file), env, { halt: true }));
  return readEndpoints(desired, { valuesOnly: true, ...(signal && { signal }) });
}
