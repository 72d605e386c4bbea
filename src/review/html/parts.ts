import type { ReviewCall, ReviewEffect } from "../calls.ts";
import type { Review } from "../model.ts";
import { bothText, type Party, type Shown } from "../words.ts";
import { html, joined, NOTHING, type Html } from "./markup.ts";

/** What a page explains, so that it can be linked. */
export interface Links {
  /** Addresses. */
  readonly known: ReadonlySet<string>;
  /** `module.key` of each listed change. */
  readonly listed: ReadonlySet<string>;
}

export interface Page extends Links {
  readonly review: Review;
}

export function pageOf(review: Review): Page {
  return {
    review,
    known: new Set(review.addresses.map(({ address }) => address)),
    listed: new Set(review.risks.map(({ module, key }) => `${module}.${key}`)),
  };
}

/** A name or an address, as a link to the list of addresses. */
export function party({ address, name }: Party): Html {
  return html`<a href="#address-${address}" title="${address}">${name ?? html`<code>${address}</code>`}</a>`;
}

export function parties(all: readonly Party[]): Html {
  return joined(all.map(party), ", ");
}

/** A text whose addresses are links. */
export function linked(text: string, { known }: Links): Html {
  const parts = text.split(/(0x[0-9a-fA-F]{40}(?![0-9a-zA-Z]))/);
  return joined(
    parts.map((part) => (known.has(part) ? party({ address: part as Party["address"] }) : html`${part}`)),
    "",
  );
}

/** An id that is an anchor and can stand in a link. */
export function anchor(kind: string, name: string): string {
  return `${kind}-${name.replace(/[^A-Za-z0-9._-]/g, "-")}`;
}

/** `fees.fee`, as a link to the change where there is one. */
export function valueName(module: string, key: string, label: string, { listed }: Links): Html {
  const shown = html`<code>${module}.${label}</code>`;
  return listed.has(`${module}.${key}`) ? html`<a href="#${anchor("change", `${module}.${key}`)}">${shown}</a>` : shown;
}

export function value(shown: Shown, page: Links): Html {
  return html`<code>${linked(bothText(shown), page)}</code>`;
}

export function effect({ module, key, label, before, after, managed }: ReviewEffect, page: Page): Html {
  const note = managed ? NOTHING : html` <span class="note">(side effect)</span>`;
  return html`${valueName(module, key, label, page)} ${value(before, page)} &rarr; ${value(after, page)}${note}`;
}

export function call(each: ReviewCall, page: Page): Html {
  const name = `${each.module}.${each.fn.slice(0, each.fn.indexOf("("))}`;
  const route = each.via.length > 0 ? html` through ${parties(each.via)}` : NOTHING;
  const effects = list(each.effects.map((one) => effect(one, page)));
  return html`<code>${name}(${linked(each.args.join(", "), page)})</code>${route} at ${party(each.target)} ${effects}
    ${data(each.calldata)}`;
}

export function data(calldata: string): Html {
  return fold(html`Calldata, ${(calldata.length - 2) / 2} bytes`, html`<code>${calldata}</code>`);
}

/**
 * What is only shown when asked for, and on paper always: what stands within closed `details` cannot be opened by a style in
 * every browser, so that it stands behind them.
 */
export function fold(summary: Html, content: Html | readonly Html[]): Html {
  return html`<details>
      <summary>${summary}</summary>
    </details>
    <div class="folded">${content}</div>`;
}

/** A table whose cells know their column, for screens that show them one below the other. */
export function table(names: readonly string[], rows: readonly { id?: string; cells: readonly Html[] }[]): Html {
  const heads = names.map((name) => html`<th scope="col">${name}</th>`);
  const body = rows.map(({ id, cells }) => {
    const row = cells.map((cell, index) => {
      const label = names[index]!;
      return hasLongWord(cell)
        ? html`<td class="long" data-label="${label}">${cell}</td>`
        : html`<td data-label="${label}">${cell}</td>`;
    });
    return id === undefined
      ? html`<tr>
          ${row}
        </tr> `
      : html`<tr id="${id}">
          ${row}
        </tr> `;
  });
  return html`<table>
    <thead>
      <tr>
        ${heads}
      </tr>
    </thead>
    <tbody>
      ${body}
    </tbody>
  </table>`;
}

/** Whether a cell holds a word that would make its column too wide for a screen of middle width; code is broken anyway. */
function hasLongWord({ markup }: Html): boolean {
  return /\w{20}/.test(markup.replace(/<code.*?<\/code>|<[^>]*>/gs, " "));
}

/** A part of the page with a title; without a content it is left out. */
export interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: readonly Html[];
}

export function section(id: string, title: string, content: readonly Html[]): Section {
  return { id, title, content };
}

export function isEmpty({ content }: Section): boolean {
  return content.every(({ markup }) => markup === "");
}

/** Nothing for an empty list. */
export function list(items: readonly Html[]): Html {
  return items.length === 0
    ? NOTHING
    : html`<ul>
        ${items.map((item) => html`<li>${item}</li>`)}
      </ul>`;
}

/** The addresses that links lead to. */
export function addressTable(all: readonly Party[], kindOf: (address: Party["address"]) => string): Html {
  const rows = all.map(({ address, name }) => ({
    id: `address-${address}`,
    cells: [
      html`<strong>${name ?? "without a name"}</strong>`,
      html`<code>${address}</code>`,
      html`${kindOf(address)}`,
    ],
  }));
  return table(["Name", "Address", "Kind"], rows);
}
