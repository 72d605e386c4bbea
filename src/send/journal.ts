import {
  closeSync,
  existsSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import type { Address, Hex } from "../kinds/value.ts";
import { unusable } from "./codes.ts";

export { resumeInFlight } from "./resume.ts";

/** A transaction that may be on its way. */
export interface InFlight {
  readonly chainId: string;
  readonly from: Address;
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hex;
  /** Wei. */
  readonly value: string;
  /** Blocks that count as final, the one with the transaction included. */
  readonly confirmations: number;
  /** What the call does, for people. */
  readonly text: string;
  /** Unknown while an external signer has not answered. */
  readonly hash?: Hex;
  /** Absent if an external signer sent it: it cannot be sent again from here. */
  readonly raw?: Hex;
}

export type Closing =
  /** Mined and confirmed, whatever its status. */
  | "mined"
  /** Another transaction took the nonce. */
  | "replaced"
  /** The endpoint or the signer refused it. */
  | "rejected"
  /** An external signer never sent it. */
  | "abandoned";

export type JournalRecord =
  | ({ readonly event: "started" } & InFlight)
  | { readonly event: "named"; readonly nonce: number; readonly hash: Hex }
  | {
      readonly event: "closed";
      readonly nonce: number;
      readonly outcome: Closing;
      readonly hash?: Hex;
      readonly block?: string;
    };

/**
 * What one authority has sent, written before it is sent. It says which transactions have to be looked for after an
 * interruption and never that something is done: that is read from the chain.
 */
export interface Journal {
  /** For people. */
  readonly where: string;
  /** Returns when the record survives a crash. @throws OrdinanceError ORD412 if it cannot be written. */
  append(record: JournalRecord): void;
  /** Started and not closed, by nonce. @throws OrdinanceError ORD404 if the journal is damaged. */
  open(): readonly InFlight[];
}

/** A journal in a file of JSON lines; its folder is made when first needed. One process at a time. */
export function fileJournal(path: string): Journal {
  return {
    where: path,
    append(record) {
      try {
        write(record);
      } catch (error) {
        throw unwritten(path, error);
      }
    },
    open() {
      if (!existsSync(path)) return [];
      const bytes = readFileSync(path);
      const lines = bytes.subarray(0, durable(bytes)).toString("utf8").split("\n").slice(0, -1);
      return inFlight(lines.map((line, index) => parse(line, `${path}:${index + 1}`)));
    },
  };

  function write(record: JournalRecord): void {
    mkdirSync(dirname(path), { recursive: true });
    const fresh = !existsSync(path);
    const file = openSync(path, fresh ? "wx+" : "r+", 0o600);
    try {
      // A line without its end was cut off by a crash before it was durable, so nothing followed from it.
      const size = durable(readFileSync(file));
      if (size < fstatSync(file).size) ftruncateSync(file, size);
      const line = Buffer.from(`${JSON.stringify({ ...record, at: new Date().toISOString() })}\n`);
      for (let done = 0; done < line.length;) done += writeSync(file, line, done, line.length - done, size + done);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (fresh) syncFolder(dirname(path));
  }
}

/** @returns the error itself if it is none of the file system. */
function unwritten(path: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (typeof code !== "string") return error;
  return unusable(path, {
    code: "ORD412",
    found: `a journal that cannot be written (${code})`,
    expected: "a file to note in what is sent before it is sent, so that nothing is sent twice",
    remedy: "nothing more was sent; make its folder writable, or work in a copy of the project, and run again",
  });
}

/** A nonce is started again only after it was closed, so the last record of a nonce tells. */
function inFlight(records: readonly JournalRecord[]): InFlight[] {
  const open = new Map<number, InFlight>();
  for (const record of records) {
    if (record.event === "started") {
      const { event: _event, ...entry } = record;
      open.set(record.nonce, entry);
    } else if (record.event === "named") {
      const entry = open.get(record.nonce);
      if (entry) open.set(record.nonce, { ...entry, hash: record.hash });
    } else {
      open.delete(record.nonce);
    }
  }
  return [...open.values()].sort((a, b) => a.nonce - b.nonce);
}

function durable(bytes: Buffer): number {
  return bytes.lastIndexOf(0x0a) + 1;
}

function parse(line: string, place: string): JournalRecord {
  let record: unknown;
  try {
    record = JSON.parse(line);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw damaged(place, "not JSON");
  }
  const { event, nonce, chainId } = (record ?? {}) as Record<string, unknown>;
  const known =
    event === "started"
      ? typeof chainId === "string" && /^\d+$/.test(chainId)
      : typeof event === "string" && ["named", "closed"].includes(event);
  if (known && Number.isSafeInteger(nonce)) return record as JournalRecord;
  throw damaged(place, "not a record of a journal");
}

function damaged(place: string, found: string) {
  return unusable(place, {
    code: "ORD404",
    found,
    expected: "what was started, named or closed, so that nothing is sent twice",
    remedy: "look on the chain for what the account has in flight, then remove the line",
  });
}

/** Makes the file's name as durable as its contents. Windows has no such thing for folders, and needs none. */
function syncFolder(folder: string): void {
  if (process.platform === "win32") return;
  const handle = openSync(folder, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
