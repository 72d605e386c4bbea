import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Address, Hex } from "../kinds/value.ts";
import type { SentCall } from "./batch.ts";

/** One mined call. Gas price in wei per gas; `before` and `after` are the values it changed, as people read them. */
export interface ReceiptCall extends Omit<SentCall, "index" | "status"> {
  readonly to: Address;
  readonly data: Hex;
  readonly status: number;
  readonly before?: unknown;
  readonly after?: unknown;
}

export interface ReceiptRecord {
  readonly stack: string;
  readonly chainId: bigint;
  readonly authority: Address;
  /** The block that the plan was made in. */
  readonly block: bigint;
  readonly calls: readonly ReceiptCall[];
  readonly failed?: {
    readonly index: number;
    readonly text: string;
    readonly code: string;
    readonly reason: string;
    readonly hash?: Hex;
  };
  readonly before?: unknown;
  readonly after?: unknown;
}

/**
 * Writes `<block>-<authority>-<first 8 digits of the first hash>.json` to `folder`: whole or not at all, amounts as decimal
 * strings, keys always in the same order.
 * @returns the path of the file.
 */
export function writeReceipts(folder: string, record: ReceiptRecord): string {
  const hash = record.calls[0]?.hash ?? record.failed?.hash;
  const name = `${record.block}-${record.authority}-${hash?.slice(2, 10) ?? "unsent"}.json`;
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  const temporary = join(folder, `.${name}.${process.pid}.tmp`);
  const file = openSync(temporary, "w", 0o644);
  try {
    writeFileSync(file, text(ordered(record)));
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
  return path;
}

function ordered({ stack, chainId, authority, block, calls, failed, before, after }: ReceiptRecord) {
  return {
    stack,
    chainId,
    authority,
    block,
    calls: calls.map((call) => ({
      text: call.text,
      to: call.to,
      data: call.data,
      hash: call.hash,
      nonce: call.nonce,
      gasUsed: call.gasUsed,
      effectiveGasPrice: call.gasPrice,
      blockNumber: call.blockNumber,
      blockHash: call.blockHash,
      status: call.status,
      before: sorted(call.before),
      after: sorted(call.after),
    })),
    failed: failed && {
      index: failed.index,
      text: failed.text,
      code: failed.code,
      reason: failed.reason,
      hash: failed.hash,
    },
    before: sorted(before),
    after: sorted(after),
  };
}

/** Values whose keys come from elsewhere, in the order of their names. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([key, each]): [string, unknown] => [key, sorted(each)]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function text(value: unknown): string {
  return `${JSON.stringify(value, (_key, each: unknown) => (typeof each === "bigint" ? each.toString() : each), 2)}\n`;
}
