import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lastReceipts } from "../../src/briefing/receipts.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { writeReceipts } from "../../src/send/receipts.ts";

const authority = localAccount(0).address;

describe("the last receipts", () => {
  let folder: string;
  beforeEach(() => {
    const cache = resolve(import.meta.dirname, "../../.cache");
    mkdirSync(cache, { recursive: true });
    folder = mkdtempSync(join(cache, "receipts-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const failed = { index: 0, text: "feePool.pause()", code: "ORD401", reason: "reverted" };
  const wrote = (block: bigint, chainId = 31337n) =>
    writeReceipts(folder, { stack: "local", chainId, authority, block, calls: [], failed });

  it("are the latest of the same chain, in the order of their blocks", () => {
    for (const block of [9n, 100n, 20n]) wrote(block);
    wrote(500n, 1n);
    const found = lastReceipts(folder, 31337n, 2);
    expect(found.map(({ block }) => block)).toEqual(["100", "20"]);
    expect(found[0]).toMatchObject({ authority, calls: [], failed: "feePool.pause(): reverted" });
  });

  it("are none where nothing was sent", () => {
    expect(lastReceipts(join(folder, "none"), 31337n, 5)).toEqual([]);
  });

  it.each([
    ["{", "a text that is no JSON"],
    ["null", "no chainId or no authority"],
    [`{ "chainId": "31337", "authority": "0x", "block": "x", "calls": [] }`, "no block or no calls"],
    [`{ "chainId": "31337", "authority": "0x", "block": "1", "calls": [{}] }`, "a call without text or hash"],
  ])("are refused where a file holds %s", (text, found) => {
    writeFileSync(join(folder, `1-${authority}-unsent.json`), text);
    expect(() => lastReceipts(folder, 31337n, 5)).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ code: "ORD130", found })] }),
    );
  });
});
