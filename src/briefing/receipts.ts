import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { OrdinanceError } from "../errors.ts";

/** One batch that was sent, as its receipts tell. */
export interface Receipt {
  /** Name of the file. */
  readonly file: string;
  readonly authority: string;
  /** The block that its plan was made in. */
  readonly block: string;
  readonly calls: readonly ReceiptLine[];
  /** What stopped it. */
  readonly failed?: string;
}

export interface ReceiptLine {
  readonly text: string;
  readonly hash: string;
}

/**
 * The last `most` batches that were sent on this chain, latest first; none where nothing was sent from here.
 * @throws OrdinanceError ORD130 if a file is no record of receipts.
 */
export function lastReceipts(folder: string, chainId: bigint, most: number): readonly Receipt[] {
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^\d+-0x[^.]*\.json$/.test(name));
  return names
    .map((name) => recordIn(join(folder, name), name))
    .filter(({ chainId: of }) => of === String(chainId))
    .map(({ receipt }) => receipt)
    .sort((a, b) => Number(BigInt(b.block) - BigInt(a.block)) || (a.file < b.file ? -1 : 1))
    .slice(0, most);
}

function recordIn(path: string, file: string): { readonly chainId: string; readonly receipt: Receipt } {
  const refuse = (found: string) =>
    new OrdinanceError([{ code: "ORD130", file: path, found, expected: "receipts as pulumi up writes them" }]);
  let record: unknown;
  try {
    record = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) throw refuse("a text that is no JSON");
    throw error;
  }
  const { chainId, authority, block, calls, failed } = fieldsOf(record);
  if (typeof chainId !== "string" || typeof authority !== "string") throw refuse("no chainId or no authority");
  if (typeof block !== "string" || !/^\d+$/.test(block) || !Array.isArray(calls)) throw refuse("no block or no calls");
  const lines = (calls as readonly unknown[]).map((call): ReceiptLine => {
    const { text, hash } = fieldsOf(call);
    if (typeof text !== "string" || typeof hash !== "string") throw refuse("a call without text or hash");
    return { text, hash };
  });
  if (failed === undefined) return { chainId, receipt: { file, authority, block, calls: lines } };
  const { text, reason } = fieldsOf(failed);
  if (typeof text !== "string" || typeof reason !== "string") throw refuse("a failure without text or reason");
  return { chainId, receipt: { file, authority, block, calls: lines, failed: `${text}: ${reason}` } };
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
