import type { TransactionReceipt } from "ethers";
import { describe, expect, it } from "vitest";
import { mined } from "../../src/local/mined.ts";

const hash = `0x${"1".repeat(64)}`;
const receipt = (status: number) => ({ hash, status }) as TransactionReceipt;

/** Has no receipt the first times, and makes no further block after the one that mines. */
const answering = (...receipts: (TransactionReceipt | null)[]) => ({
  getTransactionReceipt: () => Promise.resolve(receipts.length > 1 ? receipts.shift()! : receipts[0]!),
});

describe("what a development chain is sent", () => {
  it("is waited for without a further block", async () => {
    expect(await mined(answering(null, null, receipt(1)), hash)).toEqual(receipt(1));
  });

  it("fails where it was reverted", async () => {
    await expect(mined(answering(null, receipt(0)), hash)).rejects.toThrow(`transaction ${hash} was reverted`);
  });

  it("is not waited for without end", async () => {
    await expect(mined(answering(null), hash, 50)).rejects.toThrow("not mined within 0.05 s");
  });
});
