import { visible } from "../../visible.ts";

/** Markup that is safe to put into a page. */
export interface Html {
  readonly markup: string;
}

type Part = Html | readonly Html[] | string | number;

/** A template whose texts are escaped; only other templates are taken for markup. */
export function html(literals: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const markup = literals.map((literal, index) => literal + (index < parts.length ? markupOf(parts[index]!) : ""));
  return { markup: markup.join("") };
}

export const NOTHING: Html = { markup: "" };

/** Markup of this program's own that no text gets into: a style sheet. */
export function trusted(markup: string): Html {
  return { markup };
}

export function joined(parts: readonly Html[], between: string): Html {
  return { markup: parts.map(({ markup }) => markup).join(markupOf(between)) };
}

function markupOf(part: Part): string {
  if (typeof part === "string" || typeof part === "number") return escaped(String(part));
  return "markup" in part ? part.markup : part.map(({ markup }) => markup).join("");
}

function escaped(text: string): string {
  return visible(text).replace(/[&<>"'`]/g, (found) => `&#${found.charCodeAt(0)};`);
}
