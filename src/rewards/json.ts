import { parseTree, printParseErrorCode, type Node, type ParseError } from "jsonc-parser";
import { LineCounter } from "yaml";
import { OrdinanceError, type Problem } from "../errors.ts";
import type { Position } from "../stack/position.ts";
import { quoted } from "../stack/units/quoted.ts";
import type { Cell, RawEntry } from "./scoreboard.ts";

/**
 * The entries of `{"0x...": {"wins": 3, "slashes": 0}, ...}`. The parser keeps what JSON.parse would lose: keys that are
 * written twice, where everything stands, and the digits of numbers.
 * @throws OrdinanceError ORD121 with everything that is not JSON or of another shape.
 */
export function jsonEntries(text: string, file: string): readonly RawEntry[] {
  const at = positions(text);
  const problem = (offset: number, found: string, expected: string): Problem => {
    return { code: "ORD121", file, ...at(offset), found, expected };
  };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true });
  if (errors.length > 0 || !root) {
    const found = onePerLine(errors.map(({ offset, error }) => problem(offset, words(error), "JSON")));
    throw new OrdinanceError(found.length > 0 ? found : [problem(0, "no value", "JSON")]);
  }
  if (root.type !== "object") {
    throw new OrdinanceError([problem(root.offset, `a JSON ${root.type}`, "an object with an entry for each agent")]);
  }
  const cell = ([key, value]: readonly [Node, Node]): Cell => {
    const scalar = value.type !== "object" && value.type !== "array";
    const written = value.type === "string" ? (value.value as string) : source(text, value);
    return { name: key.value as string, ...(scalar && { text: written }), place: at(value.offset) };
  };
  const problems: Problem[] = [];
  const entries = members(root).flatMap(([key, value]): RawEntry[] => {
    const name = key.value as string;
    if (value.type === "object") {
      return [{ agent: { name, text: name, place: at(key.offset) }, cells: members(value).map(cell) }];
    }
    problems.push(problem(value.offset, `${quoted(name)} with a JSON ${value.type}`, "an object with the score"));
    return [];
  });
  if (problems.length > 0) throw new OrdinanceError(problems);
  return entries;
}

/** `CommaExpected` is "comma expected". */
function words(error: ParseError["error"]): string {
  return printParseErrorCode(error)
    .replace(/(?!^)[A-Z]/g, " $&")
    .toLowerCase();
}

/** One mistake often makes the rest of its line wrong as well. */
function onePerLine(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.toReversed().map((each) => [each.line, each])).values()].toReversed();
}

/** Without errors every property has a key and a value. */
function members(object: Node): (readonly [key: Node, value: Node])[] {
  return (object.children ?? []).map(({ children }) => [children![0]!, children![1]!]);
}

const source = (text: string, { offset, length }: Node) => text.slice(offset, offset + length);

function positions(text: string): (offset: number) => Position {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n", end + 1)) lines.addNewLine(end + 1);
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col };
  };
}
