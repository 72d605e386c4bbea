import { setTimeout } from "node:timers/promises";
import type { Provider, TransactionReceipt } from "ethers";

/** Milliseconds between two questions: a development chain mines at once. */
const INTERVAL = 5;

/**
 * The receipt of a transaction once a development chain has mined it; a busy one answers before it has. Such a chain makes
 * a block for each transaction and no other, so that the waiting of `ethers`, which asks again at the next block, never ends
 * when this block came between two of its questions. Throws when the transaction was reverted, or is not mined in time.
 * @param timeout milliseconds.
 */
export async function mined(
  provider: Pick<Provider, "getTransactionReceipt">,
  hash: string,
  timeout = 60_000,
): Promise<TransactionReceipt> {
  const end = Date.now() + timeout;
  for (;;) {
    const receipt = await provider.getTransactionReceipt(hash);
    if (receipt?.status === 1) return receipt;
    if (receipt) throw new Error(`transaction ${hash} was reverted`);
    if (Date.now() > end) throw new Error(`transaction ${hash} was not mined within ${timeout / 1000} s`);
    await setTimeout(INTERVAL);
  }
}
