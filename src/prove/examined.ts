import { rememberedNames } from "../chain/hints.ts";
import { fileLogCache } from "../chain/log-cache.ts";
import { httpTransport } from "../chain/transport.ts";
import type { Examined } from "../examine.ts";
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
  const known = rememberedNames(root, desired.network.chainId);
  // Whatever was met before is asked about at once: a second look would be a second simulation.
  const hints = {
    addresses: [...known.addresses, ...live.accounts.keys()],
    operations: [...known.operations, ...plan.scheduled.map(({ id }) => id)],
  };
  const fork = async (...args: Parameters<ReturnType<typeof simulateOver>>) =>
    (await import("./fork.ts")).simulateInFork(...args);
  const logCache = fileLogCache(root, desired.network.chainId);
  // A simulation only reads the cache: what it sees has not happened.
  return prove(examined, [simulateOver(transport), fork], {
    hints,
    logCache: { load: logCache.load, save: () => undefined },
  });
}
