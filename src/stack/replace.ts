import { realpathSync, renameSync, statSync, writeFileSync } from "node:fs";
import { OrdinanceError, type Problem } from "../errors.ts";
import { readText } from "./read.ts";

const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/**
 * Writes another text into a stack file: whole or not at all, and only while it holds the text that the new one was made from. A
 * byte order mark and the file's mode stay.
 * @param moved what to say if somebody else has written it meanwhile, with the error's number.
 * @throws OrdinanceError of `moved`, ORD101.
 */
export function replaceStack(
  path: string,
  { before, after }: { readonly before: string; readonly after: string },
  moved: Problem,
): void {
  const target = realpathSync(path);
  const { text, bytes } = readText(target, { code: "ORD101", what: "a stack file", content: "the text as it was" });
  if (text !== before) throw new OrdinanceError([moved]);
  const mark = MARK.equals(bytes.subarray(0, MARK.length)) ? MARK : Buffer.alloc(0);
  const fresh = `${target}.${process.pid}`;
  writeFileSync(fresh, Buffer.concat([mark, Buffer.from(after)]), { mode: statSync(target).mode });
  renameSync(fresh, target);
}
