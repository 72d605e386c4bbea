import { visible } from "../../visible.ts";

/** Any text as code: nothing in it is markup, a mention or a link. */
export function code(text: string): string {
  const shown = visible(text);
  if (shown === "") return "` `";
  const fence = "`".repeat(longestRun(shown) + 1);
  // Without the blanks, a backtick at an end would belong to the fence.
  const pad = /^`|`$|^ .* $/.test(shown) ? " " : "";
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** The same within a table, where a bar would end the cell even in code. */
export function codeCell(text: string): string {
  return code(text).replaceAll("|", "\\|");
}

/** Words of this project's own, in which a name or a rule may hold markup. */
export function prose(text: string): string {
  return visible(text).replace(/[\\`*_{}[\]<>#|~@&$!]/g, (found) => ESCAPES[found] ?? `\\${found}`);
}

/** A backslash does not keep a site from seeing a mention or an entity. */
const ESCAPES: Readonly<Record<string, string>> = { "<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;\u2060" };

/** Lines as they are, in a fence that none of them can close. */
export function fenced(language: string, lines: readonly string[]): string {
  const fence = "`".repeat(Math.max(3, longestRun(lines.join("\n")) + 1));
  return [`${fence}${language}`, ...lines, fence].join("\n");
}

function longestRun(text: string): number {
  return Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
}
