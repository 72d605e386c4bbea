import { isMap, isScalar, isSeq, parseDocument, type Node, type Pair, type YAMLMap, type YAMLSeq } from "yaml";
import { isQuoted } from "../stack/sheet.ts";
import { quotedText } from "../visible.ts";
import { isCollection } from "./place.ts";

/** Characters to take away, and what comes in their place. Everything else of a file stays as it is. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

interface Span {
  readonly start: number;
  readonly end: number;
}

export function applied(text: string, edits: readonly Edit[]): string {
  // From the end on, so that places stay right; what goes to the same place keeps its order.
  const later = [...edits].reverse().sort((one, other) => other.start - one.start);
  return later.reduce((left, edit) => left.slice(0, edit.start) + edit.text + left.slice(edit.end), text);
}

/**
 * A value as it is to stand in the file. Text that begins with a quote or a bracket is YAML already; other text gets quotes
 * where it needs them, and keeps those of the value before it, which needed none either.
 */
export function asYaml(value: string, before: Node | undefined, flow: boolean): string {
  if (/^["'[{]/.test(value)) return value;
  if (needsQuotes(value, flow)) return quotedText(value);
  const kept = isScalar(before) && isQuoted(before) && !needsQuotes(String(before.value), flow);
  if (!kept) return value;
  return before.type === "QUOTE_SINGLE" ? `'${value.replaceAll("'", "''")}'` : quotedText(value);
}

/** Whether YAML would read the bare text as something else, or a stack file would: `0x...` is a number there. */
function needsQuotes(value: string, flow: boolean): boolean {
  if (/^0x/i.test(value)) return true;
  const document = parseDocument(flow ? `[${value}]` : `key: ${value}`, { version: "1.2", schema: "core" });
  if (document.errors.length > 0 || document.warnings.length > 0) return true;
  const { contents } = document;
  const node: unknown =
    isSeq(contents) && contents.items.length === 1
      ? contents.items[0]
      : isMap(contents)
        ? contents.get("key", true)
        : undefined;
  return !isScalar(node) || node.source !== value || node.type !== "PLAIN";
}

/** One value for another. */
export function replaced(text: string, node: Node, yaml: string): Edit {
  const [start, end] = node.range!;
  if (isScalar(node) && (node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED"))
    return { start, end, text: yaml + eolOf(text) };
  if (!isCollection(node) || !isBlock(node)) return { start, end, text: yaml };
  const spans = spansOf(node);
  const first = spans[0]!.start - (isSeq(node) ? bulletOf(text, spans[0]!.start) : 0);
  const last = spans.at(-1)!.end;
  const colon = text.lastIndexOf(":", first - 1);
  // A comment behind the key stays where it is; the value then stands below it.
  const alone = text.slice(colon + 1, first).trim() === "";
  return alone ? { start: colon + 1, end: last, text: ` ${yaml}` } : { start: first, end: last, text: yaml };
}

/** A further item: `b` of a list, `b: 1` of a mapping. It comes last. */
export function added(text: string, list: YAMLMap | YAMLSeq, item: string): Edit[] {
  const spans = spansOf(list);
  const last = spans.at(-1);
  const [start, end] = list.range!;
  if (!last) return [{ start, end, text: isSeq(list) ? `[${item}]` : `{ ${item} }` }];
  const line = lineOf(text, last.start);
  const indent = /^\s*/.exec(text.slice(line.start))![0];
  const below = (mark: string) => ({ start: line.end, end: line.end, text: `${eolOf(text)}${indent}${mark}` });
  if (isBlock(list)) return [{ ...below(`${isSeq(list) ? "- " : ""}${item}`), ...after(text, last.end) }];
  if (text.slice(line.start, last.start).trim() !== "") return [{ start: last.end, end: last.end, text: `, ${item}` }];
  const comma = /^\s*,/.test(text.slice(last.end)) ? [] : [{ start: last.end, end: last.end, text: "," }];
  return [...comma, below(`${item},`)];
}

/** Takes an item away, with its line and the comment on it where it has one of its own. */
export function removed(text: string, list: YAMLMap | YAMLSeq, index: number): Edit[] {
  const spans = spansOf(list);
  const span = spans[index]!;
  const bullet = isSeq(list) && isBlock(list) ? bulletOf(text, span.start) : 0;
  const line = lineOf(text, span.start);
  const last = lineOf(text, span.end);
  const whole = { start: line.start, end: last.end + eolAt(text, last.end), text: "" };
  if (isBlock(list)) {
    if (spans.length > 1) return [whole];
    const colon = text.lastIndexOf(":", span.start - bullet - 1) + 1;
    return [{ start: colon, end: colon, text: isSeq(list) ? " []" : " {}" }, whole];
  }
  const own =
    text.slice(line.start, span.start).trim() === "" && /^\s*,?\s*(#.*)?$/.test(text.slice(span.end, last.end));
  if (own) return [whole];
  const next = spans[index + 1];
  if (next) return [{ start: span.start, end: next.start, text: "" }];
  const previous = spans[index - 1];
  if (previous) return [{ start: previous.end, end: span.end, text: "" }];
  const [start, end] = list.range!;
  return [{ start, end, text: isSeq(list) ? "[]" : "{}" }];
}

/** Where each item is: from its key to the end of its value in a mapping. */
function spansOf(list: YAMLMap | YAMLSeq): readonly Span[] {
  return list.items.map((item) => {
    if (isSeq(list)) return spanOf(item as Node);
    const { key, value } = item as Pair<Node, Node | null>;
    return { start: spanOf(key).start, end: spanOf(value ?? key).end };
  });
}

function spanOf(node: Node): Span {
  const [start, end] = node.range!;
  return { start, end };
}

/** By indentation, not in brackets. */
function isBlock(list: YAMLMap | YAMLSeq): boolean {
  return list.flow !== true && list.items.length > 0;
}

/** How far before an item of a list its dash is. */
function bulletOf(text: string, start: number): number {
  return start - text.lastIndexOf("-", start - 1);
}

/** The line around a position, without its end. */
function lineOf(text: string, at: number): Span {
  const end = /\r?\n|$/.exec(text.slice(at))!.index + at;
  return { start: text.lastIndexOf("\n", at - 1) + 1, end };
}

function after(text: string, at: number): { readonly start: number; readonly end: number } {
  const { end } = lineOf(text, at);
  return { start: end, end };
}

function eolOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

function eolAt(text: string, at: number): number {
  return /^\r?\n/.exec(text.slice(at))?.[0].length ?? 0;
}
