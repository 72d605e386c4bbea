import { isAlias, isMap, isScalar, isSeq, Scalar, type Node } from "yaml";
import type { Problem } from "../errors.ts";
import type { Yaml } from "./parse.ts";
import type { Position } from "./position.ts";
import { quoted, withoutUrls } from "./units/quoted.ts";

/** One key of a mapping with its value. */
export interface Entry {
  readonly key: string;
  /** The key as a node, where a key may be more than a word. */
  readonly keyNode: Node;
  readonly at: Position;
  readonly value: Node;
}

/** A stack file while it is being understood: its nodes, their places, and what was found wrong so far. */
export class Sheet {
  readonly file: string;
  readonly root: Node;
  readonly problems: Problem[] = [];
  readonly #yaml: Yaml;
  readonly #reported = new Set<string>();

  constructor(file: string, yaml: Yaml) {
    this.file = file;
    this.root = yaml.root;
    this.#yaml = yaml;
  }

  at(node: Node): Position {
    return this.#yaml.at(node.range?.[0] ?? 0);
  }

  report(at: Node | Position, problem: Omit<Problem, "file" | "line" | "column">): void {
    const { line, column } = "line" in at ? at : this.at(at);
    // What an anchor holds may be used many times; its mistake is one mistake.
    const identity = `${line}:${column} ${problem.code} ${problem.found}`;
    if (this.#reported.has(identity)) return;
    this.#reported.add(identity);
    const path = problem.path === undefined ? {} : { path: withoutUrls(problem.path) };
    this.problems.push({ file: this.file, line, column, ...problem, ...path });
  }

  /** What an alias stands for; other nodes are themselves. `undefined` (and reported) if it stands for nothing. */
  resolve(node: Node, path: string): Node | undefined {
    if (!isAlias(node)) return node;
    const target = node.resolve(this.#yaml.document);
    if (target && !contains(target, node)) return target;
    if (target) {
      const found = `the alias ${quoted(`*${node.source}`)} inside what it stands for`;
      this.report(node, { code: "ORD107", path, found, expected: "the value written out" });
      return undefined;
    }
    const expected = "an anchor of this name before it";
    this.report(node, {
      code: "ORD107",
      path,
      found: `the alias ${quoted(`*${node.source}`)} without an anchor`,
      expected,
    });
    return undefined;
  }

  /** The entries of a mapping; `undefined` (and reported) if it is something else. */
  entries(node: Node, path: string, expected: string): Entry[] | undefined {
    const map = this.resolve(node, path);
    if (map === undefined) return undefined;
    if (!isMap(map)) {
      this.report(node, { code: "ORD103", path, found: describe(map), expected });
      return undefined;
    }
    const entries = new Map<string, Entry>();
    for (const pair of map.items) {
      const keyNode = pair.key as Node;
      const key = isScalar(keyNode) ? written(keyNode) : undefined;
      if (key === undefined || key === "") {
        this.report(keyNode, { code: "ORD103", path, found: `${describe(keyNode)} as a key`, expected: "a word" });
      } else if (key === "<<") {
        this.report(keyNode, {
          code: "ORD102",
          path,
          found: "a merge key",
          expected: "every key written out where it holds",
        });
      } else if (entries.has(key)) {
        const { line } = entries.get(key)!.at;
        this.report(keyNode, {
          code: "ORD106",
          path,
          found: `a second ${quoted(key)}`,
          expected: `only the one in line ${line}`,
        });
      } else {
        entries.set(key, {
          key,
          keyNode,
          at: this.at(keyNode),
          value: (pair.value as Node | null) ?? nothingAt(keyNode),
        });
      }
    }
    return [...entries.values()];
  }

  /** The items of a list; `undefined` (and reported) if it is something else. */
  items(node: Node, path: string, expected: string): Node[] | undefined {
    const list = this.resolve(node, path);
    if (list === undefined) return undefined;
    if (isSeq(list)) return list.items as Node[];
    this.report(node, { code: "ORD103", path, found: describe(list), expected });
    return undefined;
  }

  isList(node: Node, path: string): boolean {
    return isSeq(this.resolve(node, path));
  }

  /** A single value; `undefined` (and reported) if it is something else, or nothing. */
  scalar(node: Node, path: string, expected: string): Scalar | undefined {
    const scalar = this.resolve(node, path);
    if (scalar === undefined) return undefined;
    if (isScalar(scalar) && scalar.value !== null) return scalar;
    this.report(node, { code: "ORD103", path, found: describe(scalar), expected });
    return undefined;
  }
}

function contains(outer: Node, inner: Node): boolean {
  const [start, end] = outer.range ?? [0, 0];
  const at = inner.range?.[0] ?? 0;
  return at >= start && at < end;
}

/**
 * A node as plain mappings, lists and values: aliases as what they stand for, and numbers as the text that is written, because
 * those of JavaScript are not exact beyond 2^53.
 * @param known what came of nodes before: an anchor's content is walked once, however many aliases there are.
 */
export function plainOf(sheet: Sheet, node: Node | null, path: string, known: Map<Node, unknown>): unknown {
  const target = node && sheet.resolve(node, path);
  if (!target) return undefined;
  if (known.has(target)) return known.get(target);
  const plain = isMap(target)
    ? Object.fromEntries(
        target.items.flatMap(({ key, value }) =>
          isScalar(key) ? [[written(key), plainOf(sheet, value as Node | null, join(path, written(key)), known)]] : [],
        ),
      )
    : isSeq(target)
      ? target.items.map((item) => plainOf(sheet, item as Node, path, known))
      : isScalar(target) && (typeof target.value !== "number" ? target.value : written(target));
  known.set(target, plain);
  return plain;
}

/** A key inside braces may have no value node at all. */
function nothingAt(key: Node): Node {
  const nothing = new Scalar(null);
  nothing.range = key.range ?? null;
  return nothing;
}

/** The text of a scalar as it stands in the file, without quotes: `0.65` and `1e3` are not turned into numbers. */
export function written(scalar: Scalar): string {
  return scalar.source ?? (typeof scalar.value === "string" ? scalar.value : "");
}

export function isQuoted(scalar: Scalar): boolean {
  return scalar.type === "QUOTE_DOUBLE" || scalar.type === "QUOTE_SINGLE";
}

export function describe(node: Node): string {
  if (isMap(node)) return "a mapping";
  if (isSeq(node)) return "a list";
  if (isScalar(node)) return node.value === null ? "nothing" : quoted(written(node));
  return "an alias";
}

export function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
