import { isDeepStrictEqual } from "node:util";
import { isMap, isScalar, isSeq, parseDocument, type Document, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { OrdinanceError, type ErrorCode, type Problem } from "../errors.ts";
import { parseYaml } from "../stack/parse.ts";
import { written } from "../stack/sheet.ts";
import { quoted } from "../stack/units/quoted.ts";
import { added, applied, asYaml, removed, replaced, type Edit } from "./edits.ts";
import { isCollection, placeOf, valueAt, type Place } from "./place.ts";

/** One value of a stack file, or one member of a list or mapping in it. */
export interface StackChange {
  /** `stakeManager.fees.fee`, `network.startBlock`, `addresses.guardian`, `feePool.rewarders[rewardEngine]`. */
  readonly path: string;
  /**
   * As a person would write it: `6 %`, `timelock`, `[alice, bob]`. Quotes are put where they are needed. Of a member of a list:
   * `true` puts it in; of a mapping: its value. `null` takes a member out.
   */
  readonly value: string | null;
}

type Refusal = Pick<Problem, "found" | "expected" | "remedy">;

/**
 * The text with these values changed and every other byte as it was: comments, order, quotes, line ends.
 * @throws OrdinanceError ORD102 for a text that is no YAML; ORD111 for a path that the file does not have; ORD103 for a value that
 *   cannot stand there. Nothing is changed then.
 */
export function updateStack(text: string, changes: readonly StackChange[], file = "the stack file"): string {
  if (changes.length === 0) return text;
  let now: Sheet = { text, says: plain(text) };
  for (const change of changes) now = changed(now, change, file);
  return now.text;
}

/** A text and what it says, all of it as texts. */
interface Sheet {
  readonly text: string;
  readonly says: unknown;
}

/** Whether a path is one that `updateStack` can change in this text. */
export function isWritten(text: string, path: string, file = "the stack file"): boolean {
  return !("found" in placeOf(parseYaml(text, file).document, splitMember(path)[0]));
}

function changed(before: Sheet, change: StackChange, file: string): Sheet {
  const { text } = before;
  const { document } = parseYaml(text, file);
  const refuse = (code: ErrorCode, problem: Refusal) =>
    new OrdinanceError([{ code, file, path: change.path, ...problem }]);
  const [path, member] = splitMember(change.path);
  const place = placeOf(document, path);
  if ("found" in place) throw refuse("ORD111", place);
  const { value } = change;
  const made =
    member === undefined ? valueEdits(text, place, value) : memberEdits(text, document, place, { name: member, value });
  if ("found" in made) throw refuse("ORD103", made);
  if (made.edits.length === 0) return before;
  const after = applied(text, made.edits);
  const says = plain(after);
  // What came out is read again: a value must not have become part of something else.
  if (says === undefined || !isDeepStrictEqual(says, made.expect(before.says))) {
    const found = quoted(value ?? "a member that cannot be taken out");
    throw refuse("ORD103", { found, expected: "one value that can stand there" });
  }
  return { text: after, says };
}

interface Made {
  readonly edits: readonly Edit[];
  /** What the whole file must say afterwards. */
  readonly expect: (before: unknown) => unknown;
}

function valueEdits(text: string, { node, flow, keys }: Place, value: string | null): Made | Refusal {
  if (value === null) return { found: "a value to take out", expected: "a value; only members can be taken out" };
  const yaml = asYaml(value, node, flow);
  if (isScalar(node) && text.slice(node.range![0], node.range![1]) === yaml)
    return { edits: [], expect: (same) => same };
  return { edits: [replaced(text, node, yaml)], expect: (before) => withAt(before, keys, () => plain(yaml)) };
}

function memberEdits(
  text: string,
  document: Document.Parsed,
  { node, keys, flow }: Place,
  { name: member, value }: { readonly name: string; readonly value: string | null },
): Made | Refusal {
  if (!isCollection(node)) return { found: "no list", expected: "a list or mapping of addresses" };
  const inside = flow || node.flow === true;
  const key = asYaml(member, undefined, inside);
  const index = indexOf(document, node, member);
  if (value === null) {
    if (index < 0) return { edits: [], expect: (same) => same };
    const without = (now: unknown) =>
      Array.isArray(now)
        ? now.filter((_each, at) => at !== index)
        : Object.fromEntries(Object.entries(now as object).filter((_each, at) => at !== index));
    return { edits: removed(text, node, index), expect: (before) => withAt(before, keys, without) };
  }
  if (isSeq(node)) {
    if (value !== "true") return { found: quoted(value), expected: "true: a list says that its members are in it" };
    if (index >= 0) return { edits: [], expect: (same) => same };
    const more = (now: unknown) => [...(now as unknown[]), plain(key)];
    return { edits: added(text, node, key), expect: (before) => withAt(before, keys, more) };
  }
  const old = index < 0 ? undefined : (node.items[index]!.value as Node);
  const yaml = asYaml(value, old, inside);
  const name = index < 0 ? (plain(key) as string) : written(node.items[index]!.key as never);
  const put = (now: unknown) => ({ ...(now as object), [name]: plain(yaml) });
  const edits = old ? [replaced(text, old, yaml)] : added(text, node, `${key}: ${yaml}`);
  return { edits, expect: (before) => withAt(before, keys, put) };
}

/** The place of an address in a list or mapping, under whichever name it stands there. */
function indexOf(document: Document.Parsed, list: YAMLMap | YAMLSeq, member: string): number {
  const wanted = addressOf(document, member);
  return list.items.findIndex((item) => {
    const at = isSeq(list) ? item : (item as { readonly key: unknown }).key;
    return isScalar(at) && addressOf(document, written(at)) === wanted;
  });
}

/** Follows names to the address that they stand for; a name that stands for none is itself. */
function addressOf(document: Document.Parsed, name: string, left = 32): string {
  if (/^0x/i.test(name) || left === 0) return name.toLowerCase();
  const root = document.contents;
  const section = (key: string, of: unknown = root) => (isMap(of) ? valueAt(of, key) : undefined);
  const found = section(name, section("addresses")) ?? section("address", section(name, section("modules")));
  return isScalar(found) ? addressOf(document, written(found), left - 1) : name;
}

/** `feePool.rewarders[rewardEngine]` without and with its member. */
function splitMember(path: string): readonly [path: string, member?: string] {
  const [, list, member] = /^([^[]+)\[([^\]]+)\]$/.exec(path) ?? [];
  return list === undefined || member === undefined ? [path] : [list, member];
}

/** Everything as texts, so that no number is taken for another one; `undefined` for what is no YAML. */
function plain(text: string): unknown {
  const document = parseDocument(text, { version: "1.2", schema: "failsafe", uniqueKeys: false });
  return document.errors.length > 0 ? undefined : (document.toJS() as unknown);
}

function withAt(of: unknown, keys: readonly string[], change: (value: unknown) => unknown): unknown {
  const [key, ...rest] = keys;
  if (key === undefined) return change(of);
  const map = of as Readonly<Record<string, unknown>>;
  return { ...map, [key]: withAt(map[key], rest, change) };
}
