import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileJournal, resumeInFlight } from "../send/journal.ts";
import { rpcOver } from "../send/endpoints.ts";
import type { Address } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import { journalFolder, journalName } from "./context.ts";

/**
 * Waits for what an earlier, interrupted run had sent on this chain, so that the next reading sees it.
 * @param accounts whose transactions are waited for; everybody's unless told.
 * @returns the block of the last such transaction, if there was one.
 */
export async function recover(
  root: string,
  { network }: Desired,
  accounts?: readonly Address[],
): Promise<bigint | undefined> {
  const folder = journalFolder(root);
  if (!existsSync(folder)) return undefined;
  let last: bigint | undefined;
  const own = accounts?.map((account) => journalName(network.chainId, account));
  for (const name of readdirSync(folder)
    .filter((each) => each.startsWith(`${network.chainId}-`) && (own?.includes(each) ?? true))
    .sort()) {
    const block = await resumeInFlight({ journal: fileJournal(join(folder, name)), rpc: rpcOver(network) });
    if (block !== undefined && (last === undefined || block > last)) last = block;
  }
  return last;
}
