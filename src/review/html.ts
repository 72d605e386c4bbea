import type { Review } from "./model.ts";
import { decide } from "./html/decide.ts";
import { enact } from "./html/enact.ts";
import { html, NOTHING, trusted, type Html } from "./html/markup.ts";
import {
  isEmpty,
  list,
  pageOf,
  party,
  section,
  table,
  value,
  valueName,
  type Page,
  type Section,
} from "./html/parts.ts";
import { STYLE } from "./html/style.ts";

/** A review as one page that needs nothing else: no script, no image, no font. */
export function htmlOf(review: Review): string {
  const page = pageOf(review);
  const { number, hash, time } = review.read.block;
  const sections = [...decide(page), ...enact(page), proof(page), read(page), addresses(page)].filter(
    (each) => !isEmpty(each),
  );
  const links = sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`);
  const block = hash === undefined ? NOTHING : html` (<code>${hash}</code>)`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <title>${review.stack}: ${review.headline}</title>
        <style>
          ${trusted(STYLE)}
        </style>
      </head>
      <body class="${review.outcome.replaceAll(" ", "-")}">
        <header>
          <h1 id="headline">${review.headline}</h1>
          <p class="meta">
            <code>${review.file}</code> on chain ${review.chainId}, as of block ${number}${block} of ${time.text}. Plan
            <code>${review.planHash}</code>.
          </p>
          <nav>
            <ul>
              ${links}
            </ul>
          </nav>
        </header>
        <main>${sections.map(drawn)}</main>
      </body>
    </html> `.markup;
}

function drawn({ id, title, content }: Section): Html {
  return html`<section id="${id}">
    <h2><a href="#${id}">${title}</a></h2>
    ${content}
  </section>`;
}

function proof(page: Page): Section {
  const found = page.review.proof;
  if (!found) return section("proof", "What was tried out", []);
  const { method, why, converges, prefixes, sideEffects } = found;
  const because = why === undefined ? NOTHING : html` (<code>${why}</code>)`;
  const end =
    converges === undefined
      ? ""
      : converges
        ? " Afterwards nothing is left to do."
        : " Afterwards values would still differ.";
  const states = prefixes.of > 0 ? ` ${prefixes.safe} of ${prefixes.of} steps work.` : "";
  const how = method === "not simulated" ? html`Not simulated` : html`Simulated by <code>${method}</code>`;
  const effects = sideEffects.map(
    ({ module, key, label, before, after }) =>
      html`side effect: ${valueName(module, key, label, page)} ${value(before, page)} &rarr; ${value(after, page)}`,
  );
  return section("proof", "What was tried out", [html`<p>${how}${because}.${end}${states}</p>`, list(effects)]);
}

function read({ review }: Page): Section {
  const { scan, modules } = review.read;
  const scanned = scan.complete ? html`scanned completely` : html`<strong>not</strong> scanned completely`;
  const rows = modules.map(({ module, kind, address, declared, of, undeclared }) => ({
    cells: [
      party({ address, name: module }),
      html`${kind}`,
      html`${declared} of ${of}`,
      html`<span class="note">${undeclared.join(", ")}</span>`,
    ],
  }));
  return section("read", "What was read", [
    html`<p>
      Logs of blocks ${scan.from} to ${scan.to} were ${scanned}. What the file does not declare is neither compared nor
      changed.
    </p> `,
    table(["Contract", "Kind", "Declared", "Not declared"], rows),
  ]);
}

function addresses({ review }: Page): Section {
  const kinds = new Map(review.read.modules.map(({ address, kind }) => [address, kind]));
  const rows = review.addresses.map(({ address, name }) => ({
    id: `address-${address}`,
    cells: [
      html`<strong>${name ?? "without a name"}</strong>`,
      html`<code>${address}</code>`,
      html`${kinds.get(address) ?? ""}`,
    ],
  }));
  return section("addresses", "Addresses", [table(["Name", "Address", "Kind"], rows)]);
}
