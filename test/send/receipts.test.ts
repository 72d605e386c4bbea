import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { writeReceipts, type ReceiptRecord } from "../../src/send/receipts.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "receipts-"))));
afterEach(() => rmSync(folder, { recursive: true }));

const record: ReceiptRecord = {
  stack: "local",
  chainId: 31337n,
  authority: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266",
  block: 12n,
  calls: [
    {
      text: "stakeManager.setFeePct(5)",
      to: "0x0000000000000000000000000000000000001001",
      data: "0x1234",
      hash: `0xabcdef01${"00".repeat(28)}`,
      nonce: 3,
      gasUsed: 21_000n,
      gasPrice: 2n ** 70n,
      blockNumber: 13n,
      blockHash: `0x${"11".repeat(32)}`,
      status: 1,
      before: { "stakeManager.fees.fee": "7 % [7]", "stakeManager.fees.burn": 2n },
      after: { "stakeManager.fees.fee": "5 % [5]", "stakeManager.fees.burn": 1n },
    },
  ],
};

it("names the file by block, authority and first hash", () => {
  const path = writeReceipts(join(folder, "deep", "er"), record);
  expect(path).toBe(join(folder, "deep", "er", "12-0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266-abcdef01.json"));
});

it("writes amounts as decimal strings and keys in one order", () => {
  const first = readFileSync(writeReceipts(folder, record), "utf8");
  const turned = {
    ...record,
    calls: record.calls.map((call) => Object.fromEntries(Object.entries(call).reverse())),
  } as unknown as ReceiptRecord;
  expect(readFileSync(writeReceipts(folder, turned), "utf8")).toBe(first);
  const read = JSON.parse(first) as { chainId: string; calls: Record<string, unknown>[] };
  expect(read.chainId).toBe("31337");
  expect(read.calls[0]).toMatchObject({
    effectiveGasPrice: "1180591620717411303424",
    gasUsed: "21000",
    blockNumber: "13",
    nonce: 3,
    status: 1,
  });
  expect(Object.keys(read.calls[0]!["before"] as object)).toEqual(["stakeManager.fees.burn", "stakeManager.fees.fee"]);
  expect(Object.keys(read)).toEqual(["stack", "chainId", "authority", "block", "calls"]);
});

it("notes what failed, under the hash of the failed call if nothing else was sent", () => {
  const hash = `0x99${"00".repeat(31)}` as const;
  const path = writeReceipts(folder, {
    ...record,
    calls: [],
    failed: { index: 0, text: "t", code: "ORD406", reason: "InvalidPercentage()", hash },
  });
  expect(path).toMatch(/-99000000\.json$/);
  expect(JSON.parse(readFileSync(path, "utf8"))).toMatchObject({
    failed: { index: 0, code: "ORD406", reason: "InvalidPercentage()", hash },
  });
  expect(
    writeReceipts(folder, { ...record, calls: [], failed: { index: 0, text: "t", code: "ORD406", reason: "r" } }),
  ).toMatch(/-unsent\.json$/);
});

it("leaves nothing but the finished file", () => {
  writeReceipts(folder, record);
  expect(readdirSync(folder)).toEqual(["12-0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266-abcdef01.json"]);
});
