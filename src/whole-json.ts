import { readFileSync } from "node:fs";

/** What a file of this project's own cache holds. Nothing where it is not whole: a crash can leave it without its end, or empty. */
export function wholeJson(file: string): unknown {
  const text = readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
