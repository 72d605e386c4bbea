import type { Node } from "yaml";
import { suggestion } from "./nearest.ts";
import { join, type Entry, type Sheet } from "./sheet.ts";
import { quoted } from "./units/quoted.ts";

/**
 * The entries of a mapping with a fixed set of keys; unknown and missing ones are reported. `undefined` (and reported) if
 * it is no mapping.
 */
export function keysOf(
  sheet: Sheet,
  node: Node,
  path: string,
  keys: { readonly required: readonly string[]; readonly optional: readonly string[] },
): ReadonlyMap<string, Entry> | undefined {
  const known = [...keys.required, ...keys.optional];
  const entries = sheet.entries(node, path, `a mapping with ${list(known)}`);
  if (!entries) return undefined;
  const found = new Map<string, Entry>();
  for (const entry of entries) {
    if (known.includes(entry.key)) found.set(entry.key, entry);
    else reportUnknown(sheet, entry, path, known);
  }
  for (const key of keys.required) {
    if (found.has(key)) continue;
    sheet.report(node, { code: "ORD105", path: path || "the file", found: `no ${key}`, expected: `the key ${key}` });
  }
  return found;
}

export function reportUnknown(sheet: Sheet, { key, keyNode }: Entry, path: string, known: readonly string[]): void {
  sheet.report(keyNode, {
    code: "ORD104",
    path: join(path, key),
    found: `the unknown key ${quoted(key)}`,
    expected: `one of ${list(known)}`,
    ...suggestion(key, known),
  });
}

function list(words: readonly string[]): string {
  return words.join(", ");
}
