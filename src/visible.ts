/**
 * Characters that cannot be seen, or that reorder what is around them, as escapes: a text from a chain may hold anything, and
 * what people read must be what is there. The result is one line.
 */
export function visible(text: string): string {
  return text.replace(UNSEEN, (found) => {
    const known = SHORT[found];
    return known ?? `\\u{${found.codePointAt(0)!.toString(16)}}`;
  });
}

/** The same as escapes of JSON: the text stays valid JSON and means the same. */
export function visibleJson(json: string): string {
  return json.replace(UNSEEN_IN_JSON, (found) =>
    [...Array(found.length).keys()]
      .map((index) => `\\u${found.charCodeAt(index).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** A document of its own: indented, and ended by a line break. */
export function jsonText(document: object): string {
  return `${visibleJson(JSON.stringify(document, null, 2))}\n`;
}

/** A text in quotes, as JSON and YAML read it: on one line, with everything in it that can be seen. */
export function quotedText(text: string): string {
  return visibleJson(JSON.stringify(text));
}

/** Controls, formats (bidirectional ones among them), separators of lines, unused halves, and what is not drawn. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;
/** Controls are escaped in JSON already, apart from those that lay it out. */
const UNSEEN_IN_JSON = /[\x7f-\x9f\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\n": "\\n", "\r": "\\r", "\t": "\\t" };
