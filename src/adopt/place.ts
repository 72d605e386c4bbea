import { isAlias, isMap, isScalar, isSeq, visit, type Document, type Node, type YAMLMap, type YAMLSeq } from "yaml";
import { written } from "../stack/sheet.ts";
import { suggestion } from "../stack/nearest.ts";

/** Where a change goes: the keys to it in the parsed file, and what stands there. */
export interface Place {
  readonly keys: readonly string[];
  readonly node: Node;
  /** Inside brackets or braces, where commas and brackets end a text. */
  readonly flow: boolean;
}

/** Why there is no place to change. */
export interface NoPlace {
  readonly found: string;
  readonly expected: string;
  readonly remedy?: string;
}

/**
 * The value at a path such as `modules.stakeManager.fees.fee`, or the same without `modules.`. The long form of a value
 * (`{ value: 5 %, observe: true }`) is that of its `value`.
 */
export function placeOf(document: Document.Parsed, path: string): Place | NoPlace {
  const root = document.contents;
  const parts = path.split(".");
  const keys = isMap(root) && !root.has(parts[0]) ? ["modules", ...parts] : parts;
  let node = root as Node | null;
  let flow = false;
  const shared = sharedAnchors(document);
  const passed: string[] = [];
  for (const key of keys) {
    const at = passed.join(".") || "the file";
    if (isAlias(node) || isShared(node, shared)) return sharedPlace(at);
    if (!isMap(node)) return { found: `no keys below ${at}`, expected: `the key ${key} in a mapping` };
    flow ||= node.flow === true;
    const value = valueAt(node, key);
    if (value === undefined) {
      const known = node.items.flatMap((pair) => (isScalar(pair.key) ? [written(pair.key)] : []));
      return { found: `no ${key} in ${at}`, expected: "a value that the file has already", ...suggestion(key, known) };
    }
    node = value;
    passed.push(key);
  }
  if (isMap(node) && node.has("within")) {
    return { found: `the band ${path}`, expected: "an exact value", remedy: `name its bounds: ${path}.within` };
  }
  if (isMap(node) && node.has("value")) {
    flow ||= node.flow === true;
    passed.push("value");
    node = valueAt(node, "value") ?? null;
  }
  if (isShared(node, shared)) return sharedPlace(path);
  if (!node?.range || (isScalar(node) && node.value === null && node.source === "")) {
    return { found: `nothing at ${path}`, expected: "a value to change" };
  }
  return { keys: passed, node, flow };
}

export function valueAt(map: YAMLMap, key: string): Node | undefined {
  const pair = map.items.find((each) => isScalar(each.key) && written(each.key) === key);
  return (pair?.value as Node | null | undefined) ?? undefined;
}

export function isCollection(node: Node): node is YAMLMap | YAMLSeq {
  return isMap(node) || isSeq(node);
}

function isShared(node: Node | null, shared: ReadonlySet<string>): boolean {
  return (isScalar(node) || isMap(node) || isSeq(node)) && node.anchor !== undefined && shared.has(node.anchor);
}

function sharedPlace(at: string): NoPlace {
  return {
    found: `${at}, which stands for several places of the file`,
    expected: "a value that stands in one place",
    remedy: "write the value out where it is to differ",
  };
}

/** Anchors that are used: changing what they hold would change other values as well. */
function sharedAnchors(document: Document.Parsed): ReadonlySet<string> {
  const found = new Set<string>();
  visit(document, { Alias: (_key, alias) => void found.add(alias.source) });
  return found;
}
