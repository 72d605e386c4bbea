import {
  LineCounter,
  parseAllDocuments,
  visit,
  type Document,
  type ErrorCode as YamlErrorCode,
  type Node,
  type YAMLError,
} from "yaml";
import { OrdinanceError, type Problem } from "../errors.ts";
import type { Position } from "./position.ts";

export interface Yaml {
  readonly document: Document.Parsed;
  readonly root: Node;
  at(offset: number): Position;
}

/** What the parser's messages leave out, or say with a piece of the file, which may hold a secret. */
const SYNTAX: Partial<Record<YamlErrorCode, readonly [found: string, expected: string]>> = {
  BAD_ALIAS: ["an alias that cannot be one", "* and the name of an anchor"],
  BAD_DIRECTIVE: ["an unknown directive", "no directives"],
  BAD_INDENT: ["an indentation that fits no level", "entries of one mapping or list below each other, brackets closed"],
  BAD_SCALAR_START: ["a value that begins with a character YAML reserves", "quotes around the value"],
  BLOCK_AS_IMPLICIT_KEY: ["a mapping on the line of its key", "one key and one value on a line"],
  BLOCK_IN_FLOW: ["a mapping or list by indentation inside brackets", "brackets inside brackets"],
  MISSING_CHAR: ["something left open or run together", "a closing quote or bracket, a comma, or a space"],
  MULTILINE_IMPLICIT_KEY: ["a key over several lines", "a colon behind the key, on its line"],
  RESOURCE_EXHAUSTION: ["too many levels", "a handful of levels"],
  TAG_RESOLVE_FAILED: ["an unknown tag", "values without tags"],
  UNEXPECTED_TOKEN: ["a character that belongs to nothing", "a key, a value, or a # before a comment"],
  TAB_AS_INDENT: ["a tab in the indentation", "spaces"],
};

/**
 * Parses YAML 1.2 (core schema) and refuses what makes a file mean something else than it looks like.
 * @throws OrdinanceError ORD102 with every syntax error, one per line.
 */
export function parseYaml(text: string, file: string): Yaml {
  const lines = new LineCounter();
  const at = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
  const problem = ({ line, column }: Position, found: string, expected: string): Problem => {
    return { code: "ORD102", file, line, column, found, expected };
  };

  const tabs = tabsInIndentation(text);
  if (tabs.length > 0) throw new OrdinanceError(tabs.map((tab) => problem(tab, "a tab in the indentation", "spaces")));

  const options = {
    version: "1.2",
    schema: "core",
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
  } as const;
  const parsed = parseAllDocuments(text, options);
  const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : [];

  const problems: Problem[] = [];
  for (const each of documents) {
    for (const { code, pos } of onePerLine([...each.errors, ...each.warnings], at)) {
      const [found, expected] = SYNTAX[code] ?? [`something that YAML does not allow here (${code})`, "YAML 1.2"];
      problems.push(
        problem(at((code === "MISSING_CHAR" ? openQuote(each, pos[0]) : undefined) ?? pos[0]), found, expected),
      );
    }
  }
  const [document, second] = documents;
  if (second) problems.push(problem(at(second.range[0]), "a second document", "one document in a file"));
  if (document?.directives.yaml.explicit && document.directives.yaml.version !== "1.2") {
    problems.push(problem({ line: 1, column: 1 }, `YAML ${document.directives.yaml.version}`, "YAML 1.2"));
  }
  for (const [offset, tag] of document ? explicitTags(document) : []) {
    problems.push(problem(at(offset), `the tag ${tag}`, "values without tags"));
  }
  if (problems.length > 0) throw new OrdinanceError(problems);
  const root = document?.contents;
  if (!document || !root) {
    throw new OrdinanceError([
      { code: "ORD101", file, line: 1, column: 1, found: "no value", expected: "the keys network and modules" },
    ]);
  }
  return { document, root: root, at };
}

function tabsInIndentation(text: string): Position[] {
  return text.split("\n").flatMap((line, index) => {
    const tab = /^ *\t/.test(line) && line.trim() !== "" ? line.indexOf("\t") : -1;
    return tab < 0 ? [] : [{ line: index + 1, column: tab + 1 }];
  });
}

function explicitTags(document: Document.Parsed): (readonly [offset: number, tag: string])[] {
  const found: (readonly [number, string])[] = [];
  visit(document, {
    Node(_key, node) {
      const { tag, range } = node as { tag?: string; range?: readonly [number, number, number] | null };
      if (tag !== undefined && range) found.push([range[0], tag.replace("tag:yaml.org,2002:", "!!")]);
    },
  });
  return found;
}

/** Where the quoted text begins whose closing quote is missed at `offset`: the parser only notices at the end. */
function openQuote(document: Document.Parsed, offset: number): number | undefined {
  let start: number | undefined;
  visit(document, {
    Scalar(_key, { type, range }) {
      if (range && range[0] < offset && range[1] >= offset && (type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE"))
        start = range[0];
    },
  });
  return start;
}

/** One mistake often makes the rest of its line wrong as well. */
function onePerLine(errors: readonly YAMLError[], at: Yaml["at"]): YAMLError[] {
  const lines = new Map<number, YAMLError>();
  for (const error of errors) {
    const { line } = at(error.pos[0]);
    if (!lines.has(line)) lines.set(line, error);
  }
  return [...lines.values()].sort((a, b) => a.pos[0] - b.pos[0]);
}
