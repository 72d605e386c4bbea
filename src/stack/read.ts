import { closeSync, fstatSync, openSync, readFileSync } from "node:fs";
import { basename, dirname, isAbsolute, join } from "node:path";
import { OrdinanceError, type ErrorCode, type Problem } from "../errors.ts";

/** Larger files are refused unread: a stack file of a thousand modules has a tenth of this. */
export const MAX_BYTES = 1024 * 1024;

/** `stacks/local.yaml`: the file as messages call it, the same on every machine. */
export function shownPath(path: string): string {
  return isAbsolute(path) ? join(basename(dirname(path)), basename(path)) : path;
}

/** What a file is to whoever reads it, for messages. */
export interface FileWords {
  /** Of an error with the file as a whole. */
  readonly code: ErrorCode;
  /** `a stack file` */
  readonly what: string;
  /** What belongs in an empty one. */
  readonly content: string;
}

/**
 * The text of a stack file.
 * @throws OrdinanceError ORD101 if it is missing, larger than `MAX_BYTES`, empty or not UTF-8.
 */
export function readStackText(path: string): string {
  return readText(path, { code: "ORD101", what: "a stack file", content: "the keys network and modules" }).text;
}

/**
 * The text of a file that people write, and the bytes as they are.
 * @throws OrdinanceError of the number in `words` if it is missing, larger than `MAX_BYTES`, empty or not UTF-8.
 */
export function readText(
  path: string,
  { code, what, content }: FileWords,
): { readonly text: string; readonly bytes: Uint8Array } {
  const file = shownPath(path);
  const refuse = (found: string, expected: string) => new OrdinanceError([{ code, file, found, expected }]);
  const bytes = open(path, what, refuse, (handle) => {
    const stat = fstatSync(handle);
    if (!stat.isFile()) throw refuse("not a file", what);
    if (stat.size > MAX_BYTES) throw refuse(`a file of ${stat.size} bytes`, `at most ${MAX_BYTES} bytes`);
    return readFileSync(handle);
  });
  const problem = (found: string, expected: string): Problem => ({
    code,
    file,
    line: 1,
    column: 1,
    found,
    expected,
  });
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    // The decoder's own message says no more than this.
    throw new OrdinanceError([problem("bytes that are not UTF-8", "a text in UTF-8")]);
  }
  if (text.trim() === "") throw new OrdinanceError([problem("an empty file", content)]);
  return { text, bytes };
}

function open<T>(
  path: string,
  what: string,
  refuse: (found: string, expected: string) => Error,
  read: (handle: number) => T,
): T {
  let handle: number;
  try {
    handle = openSync(path, "r");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw refuse(
      code === "ENOENT" ? "no such file" : `a file that cannot be opened (${code})`,
      `${what} that can be read`,
    );
  }
  try {
    return read(handle);
  } finally {
    closeSync(handle);
  }
}
