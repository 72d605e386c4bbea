import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { fileJournal, resumeInFlight } from "../send/journal.ts";
import { rpcOver } from "../send/endpoints.ts";
import type { Desired } from "../stack/desired.ts";
import { journalFolder } from "./context.ts";

/**
 * Waits for what an earlier, interrupted run had sent on this chain, whoever sent it, so that the next reading sees it.
 * @returns the block of the last such transaction, if there was one.
 */
export async function recover(root: string, { network }: Desired): Promise<bigint | undefined> {
  const folder = journalFolder(root);
  if (!existsSync(folder)) return undefined;
  let last: bigint | undefined;
  for (const name of readdirSync(folder)
    .filter((each) => each.startsWith(`${network.chainId}-`))
    .sort()) {
    const block = await resumeInFlight({ journal: fileJournal(join(folder, name)), rpc: rpcOver(network) });
    if (block !== undefined && (last === undefined || block > last)) last = block;
  }
  return last;
}
