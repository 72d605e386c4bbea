import { createHash } from "node:crypto";
import { extname } from "node:path";
import { OrdinanceError } from "../errors.ts";
import { readText, shownPath } from "../stack/read.ts";
import { csvEntries } from "./csv.ts";
import { standingsOf } from "./entries.ts";
import { jsonEntries } from "./json.ts";
import type { Scoreboard } from "./scoreboard.ts";

const PARSERS = new Map([
  [".json", jsonEntries],
  [".csv", csvEntries],
]);

/**
 * Reads a scoreboard, JSON or CSV by its extension.
 * @throws OrdinanceError ORD121 with every problem, each with its line and the agent.
 */
export function readScoreboard(path: string): Scoreboard {
  const file = shownPath(path);
  const parse = PARSERS.get(extname(path).toLowerCase());
  if (!parse) {
    const found = extname(path) ? `a file that ends in ${extname(path)}` : "a file without an extension";
    throw new OrdinanceError([{ code: "ORD121", file, found, expected: "a scoreboard in .json or .csv" }]);
  }
  const { text, bytes } = readText(path, { code: "ORD121", what: "a scoreboard", content: "an entry for each agent" });
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { file, sha256, standings: standingsOf(parse(text, file), file) };
}
