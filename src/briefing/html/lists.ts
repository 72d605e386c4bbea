import { html, joined, NOTHING, type Html } from "../../review/html/markup.ts";
import { anchor, fold, linked, list, party, table, type Links } from "../../review/html/parts.ts";
import type { Party } from "../../review/words.ts";
import { firstOf, MOST_NAMES, PAGE, type Limit } from "../limits.ts";

export interface Row {
  readonly id?: string;
  readonly cells: readonly Html[];
}

/** A table of which the first rows are seen, others are folded, and the rest is where the command says. */
export function longTable(names: readonly string[], rows: readonly Row[], command: string, limit: Limit = PAGE): Html {
  if (rows.length === 0) return NOTHING;
  const { most } = limit;
  const open = openOf(rows.length, limit);
  const folded = rows.slice(open, most);
  const more = folded.length > 0 ? fold(html`${folded.length} more`, table(names, folded)) : NOTHING;
  return html`${table(names, rows.slice(0, open))}${more}${leftOut(rows.length - most, command)}`;
}

/** A few more are not worth a fold. */
function openOf(number: number, { open }: Limit): number {
  return number <= open * 1.5 ? number : open;
}

/** The same for a list. */
export function longList(items: readonly Html[], command: string, limit: Limit = PAGE): Html {
  const { most } = limit;
  const open = openOf(items.length, limit);
  const folded = items.slice(open, most);
  const more = folded.length > 0 ? fold(html`${folded.length} more`, list(folded)) : NOTHING;
  return html`${list(items.slice(0, open))}${more}${leftOut(items.length - most, command)}`;
}

export function leftOut(number: number, command: string): Html {
  return number > 0 ? html`<p>${number} more are left out: <code>${command}</code></p> ` : NOTHING;
}

/** `a, b and 3 more`, as links. */
export function someParties(all: readonly Party[]): Html {
  const { shown, left } = firstOf(all, MOST_NAMES);
  return html`${joined(shown.map(party), ", ")}${left > 0 ? ` and ${left} more` : ""}`;
}

/** `feePool.paused, burn`: the values of one contract, each as a link to its difference where there is one. */
export function mended(text: string, links: Links): Html {
  const dot = text.indexOf(".");
  const [contract, properties] = [text.slice(0, dot), text.slice(dot + 1)];
  const each = properties.split(", ").map((property) => {
    const key = `${contract}.${property}`;
    // Of a mapping, its first member that differs.
    const listed = links.listed.has(key) ? key : [...links.listed].find((other) => other.startsWith(`${key}[`));
    const name = html`<code>${contract}.${linked(property, links)}</code>`;
    return listed === undefined ? name : html`<a href="#${anchor("change", listed)}"><code>${key}</code></a>`;
  });
  return joined(each, ", ");
}

/** So many letters fit on a narrow screen and are not broken. */
const SHORT = 26;

export function propertyName(name: string): Html {
  return html`<code class="${name.length > SHORT ? "" : "short"}">${name}</code>`;
}
