import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Desired } from "../../stack/desired.ts";
import type { Address, Hex } from "../../kinds/value.ts";

/** A batch that was sent from this folder, by its receipts. */
export interface Batch {
  /** Name of its file. */
  readonly file: string;
  readonly authority: Address;
  /** The block that its plan was made in. */
  readonly block: bigint;
  readonly calls: readonly SentCall[];
  /** What stopped it. */
  readonly failed?: string;
}

export interface SentCall {
  readonly text: string;
  readonly hash: Hex;
  readonly block: bigint;
  readonly blockHash: string;
  readonly succeeded: boolean;
  /** Gas, and wei for each. */
  readonly gasUsed: bigint;
  readonly gasPrice: bigint;
}

/** A plan that a preview has kept. */
export interface RecordedPlan {
  readonly hash: string;
  /** The last block that it was made in, and its time. */
  readonly block: bigint;
  readonly time: string;
  readonly changes: readonly string[];
  readonly calls: readonly string[];
}

/** What earlier runs have left here about one stack. */
export interface Records {
  readonly batches: readonly Batch[];
  readonly plans: readonly RecordedPlan[];
  /** `clean`, `differs`, ... of `ordinance ready --json`, if it was asked. */
  readonly wall?: string;
  /** What is there and cannot be read, in words. */
  readonly gaps: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads what is there; what is no record is named, and nothing is thrown for it. */
export function recordsOf(root: string, { stack, network }: Pick<Desired, "stack" | "network">): Records {
  const own = ({ chainId, stack: of }: Fields) => chainId === String(network.chainId) && of === stack;
  const receipts = readAll(join(root, "reports", stack, "receipts"), "receipts", own, batchIn);
  const plans = readAll(join(root, ".cache", "plans"), "plans", own, planIn);
  const wall = existsSync(join(root, "reports", "status-wall.json"))
    ? readOne(join(root, "reports", "status-wall.json"), "reports/status-wall.json", ({ verdict }) =>
        typeof verdict === "string" ? verdict : undefined,
      )
    : {};
  const inOrder = (a: { block: bigint }, b: { block: bigint }) => Number(a.block - b.block);
  return {
    batches: receipts.found.toSorted(inOrder),
    plans: plans.found.toSorted(inOrder),
    ...(wall.found !== undefined && { wall: wall.found }),
    gaps: [...receipts.gaps, ...plans.gaps, ...(wall.gap === undefined ? [] : [wall.gap])],
  };
}

function readAll<T>(
  folder: string,
  label: string,
  own: (fields: Fields) => boolean,
  read: (fields: Fields, name: string) => T | undefined,
): { readonly found: readonly T[]; readonly gaps: readonly string[] } {
  if (!existsSync(folder)) return { found: [], gaps: [] };
  const names = readdirSync(folder).filter((name) => name.endsWith(".json") && !name.startsWith("."));
  const results = names.sort().map((name) =>
    // A record of another stack or chain is none of this one's.
    readOne(join(folder, name), `${label}/${name}`, (fields) =>
      "stack" in fields && !own(fields) ? "other" : read(fields, name),
    ),
  );
  return {
    found: results.flatMap(({ found }) => (found === undefined || found === "other" ? [] : [found])),
    gaps: results.flatMap(({ gap }) => (gap === undefined ? [] : [gap])),
  };
}

function readOne<T>(
  path: string,
  label: string,
  read: (fields: Fields) => T | undefined,
): { readonly found?: T; readonly gap?: string } {
  let fields: unknown;
  try {
    fields = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    if (error instanceof SyntaxError) return { gap: `${label} is no JSON` };
    throw error;
  }
  const found = read(fieldsOf(fields));
  return found === undefined ? { gap: `${label} does not say what it should` } : { found };
}

function batchIn(fields: Fields, file: string): Batch | undefined {
  const { authority, block, calls, failed } = fields;
  if (typeof authority !== "string" || !isNumber(block) || !Array.isArray(calls)) return undefined;
  const sent = (calls as readonly unknown[]).map(callIn);
  if (sent.some((each) => each === undefined)) return undefined;
  const { text, reason } = fieldsOf(failed);
  return {
    file,
    authority: authority as Address,
    block: BigInt(block),
    calls: sent.map((each) => each!),
    ...(failed !== undefined && failed !== null && { failed: `${String(text)}: ${String(reason)}` }),
  };
}

function callIn(value: unknown): SentCall | undefined {
  const { text, hash, blockNumber, blockHash, status, gasUsed, effectiveGasPrice } = fieldsOf(value);
  if (typeof text !== "string" || typeof hash !== "string" || typeof blockHash !== "string") return undefined;
  if (!isNumber(blockNumber) || !isNumber(gasUsed) || !isNumber(effectiveGasPrice)) return undefined;
  return {
    ...{ text, hash: hash as Hex, block: BigInt(blockNumber), blockHash, succeeded: status === 1 },
    ...{ gasUsed: BigInt(gasUsed), gasPrice: BigInt(effectiveGasPrice) },
  };
}

function planIn({ block, time, changes, calls }: Fields, file: string): RecordedPlan | undefined {
  if (!isNumber(block) || typeof time !== "string" || !isTexts(changes) || !isTexts(calls)) return undefined;
  return { hash: file.replace(/\.json$/, ""), block: BigInt(block), time, changes, calls };
}

function isNumber(value: unknown): value is string {
  return typeof value === "string" && /^\d+$/.test(value);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function fieldsOf(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
