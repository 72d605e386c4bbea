import { rememberedNames } from "../chain/hints.ts";
import { fileLogCache } from "../chain/log-cache.ts";
import type { ReadOptions } from "../chain/read-stack.ts";
import { httpTransport } from "../chain/transport.ts";
import type { Live } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import type { Hex } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import type { Proof } from "./proof.ts";

const VARIABLE = "ORDINANCE_SIMULATION";

/**
 * Tries a plan out where there is something to try; undefined where there is not. `ORDINANCE_SIMULATION=off` turns it off, and
 * the proof says so.
 */
export async function proofOf(root: string, examined: Examined): Promise<Proof | undefined> {
  const { desired, live, plan } = examined;
  if (plan.changeSets.length === 0 && plan.inFlight.length === 0) return undefined;
  const { prove, simulateOver } = await import("./prove.ts");
  if (process.env[VARIABLE] === "off") return prove(examined, []);
  const [{ url, name }] = desired.network.rpc;
  const transport = httpTransport(url, { name });
  const fork = async (...args: Parameters<ReturnType<typeof simulateOver>>) =>
    (await import("./fork.ts")).simulateInFork(...args);
  const scheduled = plan.scheduled.map(({ id }) => id);
  return prove(examined, [simulateOver(transport), fork], tryingOptions(root, desired, live, scheduled));
}

/**
 * How a chain is read on which something was only tried: whatever was met before is asked about at once, because a second look
 * would be a second trial, and nothing is kept, because what is seen has not happened.
 * @param scheduled operations that the trial schedules.
 */
export function tryingOptions(
  root: string,
  { network: { chainId } }: Pick<Desired, "network">,
  { accounts }: Pick<Live, "accounts">,
  scheduled: readonly Hex[] = [],
): ReadOptions {
  const { addresses, operations } = rememberedNames(root, chainId);
  const { load } = fileLogCache(root, chainId);
  return {
    hints: { addresses: [...addresses, ...accounts.keys()], operations: [...operations, ...scheduled] },
    logCache: { load, save: () => undefined },
  };
}
