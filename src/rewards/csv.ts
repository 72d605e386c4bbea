import { CsvError, parse } from "csv-parse/sync";
import { OrdinanceError, type Problem } from "../errors.ts";
import { quoted } from "../stack/units/quoted.ts";
import type { RawEntry } from "./scoreboard.ts";

/** What the parser tells of each record, its `info` option set. */
interface Row {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/**
 * The entries of a table with a heading that has `agent` in it (RFC 4180: commas, double quotes where needed).
 * @throws OrdinanceError ORD121 with every row that does not fit the heading.
 */
export function csvEntries(text: string, file: string): readonly RawEntry[] {
  const problem = (line: number, found: string, expected: string): Problem => {
    return { code: "ORD121", file, line, found, expected };
  };
  let rows: readonly Row[];
  try {
    rows = parse(text, {
      bom: true,
      info: true,
      trim: true,
      skip_empty_lines: true,
      relax_column_count: true,
    }) as unknown as readonly Row[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new OrdinanceError([problem(Number(error["lines"] ?? 1), words(error), "a table with commas (RFC 4180)")]);
  }
  const [head, ...body] = rows;
  const names = head?.record ?? [];
  const agents = names.indexOf("agent");
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const wrong = [
    ...(agents < 0 ? [problem(1, "a heading without agent", "a heading such as agent,score,slashes")] : []),
    ...twice.map((name) => problem(1, `the column ${quoted(name)} twice`, "each column once")),
    ...body
      .filter(({ record }) => record.length !== names.length)
      .map(({ record, info }) => problem(info.lines, `${record.length} columns`, `${names.length} as in the heading`)),
  ];
  if (wrong.length > 0) throw new OrdinanceError(wrong);
  return body.map(({ record, info }) => {
    const cells = record.map((each, index) => {
      return { name: names[index]!, text: each, place: { line: info.lines } };
    });
    return { agent: cells[agents]!, cells: cells.filter((_, index) => index !== agents) };
  });
}

/** `CSV_QUOTE_NOT_CLOSED` is "quote not closed". */
const words = ({ code }: CsvError) => code.replace(/^CSV_/, "").replaceAll("_", " ").toLowerCase();
