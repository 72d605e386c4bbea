import { html, joined, NOTHING, type Html } from "../../review/html/markup.ts";
import { fold, linked, list, party, table, valueName, type Links } from "../../review/html/parts.ts";
import type { Party } from "../../review/words.ts";
import { firstOf, MOST_NAMES, PAGE, type Limit } from "../limits.ts";

export interface Row {
  readonly id?: string;
  readonly cells: readonly Html[];
}

/** A table of which the first rows are seen, others are folded, and the rest is where the command says. */
export function longTable(names: readonly string[], rows: readonly Row[], command: string, limit: Limit = PAGE): Html {
  if (rows.length === 0) return NOTHING;
  const { open, most } = limit;
  const folded = rows.slice(open, most);
  const more = folded.length > 0 ? fold(html`${folded.length} more`, table(names, folded)) : NOTHING;
  return html`${table(names, rows.slice(0, open))}${more}${leftOut(rows.length - most, command)}`;
}

/** The same for a list. */
export function longList(items: readonly Html[], command: string, { open, most }: Limit = PAGE): Html {
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
  const each = properties
    .split(", ")
    .map((property) =>
      links.listed.has(`${contract}.${property}`)
        ? valueName(contract, property, property, links)
        : html`<code>${contract}.${linked(property, links)}</code>`,
    );
  return joined(each, ", ");
}
