import { broadcast } from "./broadcast.ts";
import { endpointFailure, unusable } from "./codes.ts";
import type { InFlight, Journal } from "./journal.ts";
import { quantity, toHex, type JsonRpc } from "./rpc.ts";
import { receiptOf, untilConfirmed, type Patience } from "./wait.ts";

export interface ResumeOptions extends Omit<Patience, "confirmations"> {
  readonly journal: Journal;
  readonly rpc: JsonRpc;
  readonly onProgress?: (line: string) => void;
}

/**
 * Brings what an interrupted run had started to an end: waits for what is mined or waiting, sends again, byte for byte,
 * what the endpoint does not know, and creates no transaction. To be called before the chain is read and anything is sent.
 * @returns the block up to which the chain has to be read so that every outcome shows; undefined if nothing was mined.
 * @throws OrdinanceError ORD405 if one is not mined in time, ORD202 for another chain, ORD201 for an endpoint that does not answer.
 */
export async function resumeInFlight(options: ResumeOptions): Promise<bigint | undefined> {
  const open = options.journal.open();
  const [first] = open;
  if (!first) return undefined;
  let last: bigint | undefined;
  try {
    await requireChain(open, options);
    for (const entry of open) {
      options.onProgress?.(`nonce ${entry.nonce}: an earlier run started ${entry.text}`);
      const block = await (entry.hash === undefined
        ? settleUnnamed(entry, options)
        : settle(entry, entry.hash, options));
      if (block !== undefined && (last === undefined || block > last)) last = block;
    }
  } catch (error) {
    throw endpointFailure(`chain ${first.chainId}`, error);
  }
  return last;
}

async function settle(
  entry: InFlight,
  hash: NonNullable<InFlight["hash"]>,
  options: ResumeOptions,
): Promise<bigint | undefined> {
  const { journal, rpc, onProgress } = options;
  const { nonce, raw } = entry;
  if (raw !== undefined && !(await receiptOf(hash, rpc))) {
    const again = await broadcast(raw, hash, rpc);
    if (again.state === "rejected" && !again.nonceUsed) {
      onProgress?.(`nonce ${nonce}: ${hash} was refused: ${again.reason}`);
      journal.append({ event: "closed", nonce, outcome: "rejected", hash });
      return undefined;
    }
  }
  const waited = await untilConfirmed({ ...entry, hash }, rpc, { ...options, confirmations: entry.confirmations });
  if (waited.state === "confirmed") {
    const { blockNumber, succeeded } = waited.receipt;
    onProgress?.(`nonce ${nonce}: ${hash} ${succeeded ? "mined" : "reverted"} in block ${blockNumber}`);
    journal.append({ event: "closed", nonce, outcome: "mined", hash, block: blockNumber.toString() });
    return blockNumber;
  }
  if (waited.state === "replaced") {
    onProgress?.(`nonce ${nonce}: another transaction took the place of ${hash}`);
    journal.append({ event: "closed", nonce, outcome: "replaced", hash });
    return head(rpc);
  }
  throw notInTime(entry, waited.reason, journal);
}

/** An external signer was asked and its answer never arrived: only the nonce tells. */
async function settleUnnamed(entry: InFlight, options: ResumeOptions): Promise<bigint | undefined> {
  const { journal, rpc, onProgress, timeoutMs = 300_000, signal } = options;
  const { from, nonce } = entry;
  const count = async (tag: string) =>
    quantity(await rpc.request("eth_getTransactionCount", [from, tag]), "eth_getTransactionCount");
  const deadline = Date.now() + timeoutMs;
  for (let poll = 50; ; poll = Math.min(poll * 1.5, 1_000)) {
    if ((await count("latest")) > BigInt(nonce)) {
      onProgress?.(`nonce ${nonce}: used`);
      journal.append({ event: "closed", nonce, outcome: "mined" });
      return head(rpc);
    }
    if ((await count("pending")) <= BigInt(nonce)) {
      onProgress?.(`nonce ${nonce}: never sent`);
      journal.append({ event: "closed", nonce, outcome: "abandoned" });
      return undefined;
    }
    if (signal?.aborted || Date.now() > deadline)
      throw notInTime(entry, `nonce ${nonce} of ${from} is not mined`, journal);
    await new Promise((done) => setTimeout(done, poll));
  }
}

async function requireChain(open: readonly InFlight[], { rpc, journal }: ResumeOptions): Promise<void> {
  const served = await rpc.request("eth_chainId");
  const other = open.find(({ chainId }) => toHex(BigInt(chainId)) !== served);
  if (!other) return;
  throw unusable(`chain ${other.chainId}`, {
    code: "ORD202",
    found: `the endpoint serves chain ${String(served)}`,
    expected: `chain ${other.chainId}, on which ${journal.where} has an unfinished transaction`,
  });
}

async function head(rpc: JsonRpc): Promise<bigint> {
  return quantity(await rpc.request("eth_blockNumber"), "eth_blockNumber");
}

function notInTime(entry: InFlight, reason: string, journal: Journal) {
  return unusable(`chain ${entry.chainId}`, {
    code: "ORD405",
    found: `the transaction of an earlier run (${entry.text}) is unfinished: ${reason}`,
    expected: "it to be mined before anything else is sent",
    remedy: `run again later, or replace nonce ${entry.nonce} with the account's wallet; it is noted in ${journal.where}`,
  });
}
