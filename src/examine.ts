import { resolve } from "node:path";
import { fileLogCache } from "./chain/log-cache.ts";
import { readStack, type ReadOptions } from "./chain/read-stack.ts";
import { httpTransport } from "./chain/transport.ts";
import type { Live, Proposals } from "./diff/live.ts";
import type { Address } from "./kinds/value.ts";
import { plan, type Plan } from "./plan/plan.ts";
import { rememberedNames, rememberNames } from "./chain/hints.ts";
import type { Desired } from "./stack/desired.ts";
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

/** Load, read, diff, plan. Reads only; no key is touched. `file` is relative to `root`. */
export async function examine(root: string, file: string, options: ExamineOptions = {}): Promise<Examined> {
  const { env, text } = options;
  const desired = loadStack(resolve(root, file), env, text === undefined ? {} : { text });
  const hints = rememberedNames(root, desired.network.chainId);
  const live = await readStack(httpTransport(desired.network.rpc), desired, {
    ...options,
    hints,
    logCache: fileLogCache(root, desired.network.chainId),
  });
  rememberNames(root, desired.network.chainId, hints, live.scan.named);
  const proposals = await proposed(desired, live);
  const seen = proposals.size > 0 ? { ...live, proposals } : live;
  return { desired, live: seen, plan: plan(desired, seen) };
}

/** What waits for signatures, of every Safe that is met; without a service nothing is asked. */
async function proposed(desired: Desired, live: Live): Promise<ReadonlyMap<Address, Proposals>> {
  if (desired.approvals.safeService === undefined) return new Map();
  const contracts = [...live.modules.values(), ...live.authorities.values()];
  const safes = contracts.filter(({ kind }) => kind.topology === "safe");
  const nonces = new Map(safes.map(({ address, values }) => [address, values.get("nonce") as bigint]));
  // The client of the service takes longer to load than most previews.
  const { proposalsOf } = await import("./safe/queue.ts");
  return proposalsOf(desired, nonces);
}
