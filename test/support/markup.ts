/** Elements without an end. */
const VOID = new Set(["meta", "br", "hr", "img", "input", "link"]);
/** Of SVG, written as one tag. */
const SELF_CLOSED = /\/\s*$/;

export interface Element {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  /** Names of the elements around it, the outermost first. */
  readonly inside: readonly string[];
}

/** Every element of a page in order. @throws Error for a tag that does not fit the open ones, or an attribute without quotes. */
export function elementsOf(page: string): readonly Element[] {
  const found: Element[] = [];
  const open: string[] = [];
  // What is in a style sheet is no markup.
  const markup = page.replace(/<style>[^<]*<\/style>/g, "<style></style>").replace(/^<!doctype html>/, "");
  for (const [, text] of markup.matchAll(/<([^>]*)>/g)) {
    const [, slash, name, rest] = /^(\/?)([a-z][a-z0-9]*)([^]*)$/.exec(text!) ?? [];
    if (name === undefined || rest === undefined) throw new Error(`<${text!}> is no tag`);
    if (slash) {
      const last = open.pop();
      if (last !== name) throw new Error(`</${name}> closes ${last ?? "nothing"}`);
      continue;
    }
    const inner = rest.replace(SELF_CLOSED, "");
    const attributes = new Map(
      [...inner.matchAll(/\s([A-Za-z][\w:-]*)="([^"<>]*)"/g)].map(([, key, of]) => [key!, of!]),
    );
    const left = inner.replace(/\s[A-Za-z][\w:-]*="[^"<>]*"/g, "").trim();
    if (left !== "") throw new Error(`${left} is no attribute of ${name}`);
    found.push({ name, attributes, inside: [...open] });
    if (!VOID.has(name) && !SELF_CLOSED.test(rest)) open.push(name);
  }
  if (open.length > 0) throw new Error(`${open.join(", ")} is not closed`);
  return found;
}
