import type { Review } from "./model.ts";
import { decide } from "./html/decide.ts";
import { enact } from "./html/enact.ts";
import { documentOf } from "./html/document.ts";
import { html, NOTHING } from "./html/markup.ts";
import {
  addressTable,
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

/** A review as one page. */
export function htmlOf(review: Review): string {
  const page = pageOf(review);
  const { number, hash, time } = review.read.block;
  const block = hash === undefined ? NOTHING : html` (<code>${hash}</code>)`;
  return documentOf({
    title: `${review.stack}: ${review.headline}`,
    headline: review.headline,
    mood: review.outcome.replaceAll(" ", "-"),
    meta: html`<code>${review.file}</code> on chain ${review.chainId}, as of block ${number}${block} of ${time.text}.
      Plan <code>${review.planHash}</code>.`,
    sections: [...decide(page), ...enact(page), proof(page), read(page), addresses(page)],
  });
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
  const operations = (found.operations ?? []).map(({ id, timelock, valid, reason }) => {
    const still = valid ? html`still valid` : html`<strong>no longer valid</strong>`;
    return html`operation <code>${id}</code> of ${timelock}:
      ${still}${reason === undefined ? NOTHING : html`: <code>${reason}</code>`}`;
  });
  return section("proof", "What was tried out", [
    html`<p>${how}${because}.${end}${states}</p>`,
    list([...operations, ...effects]),
  ]);
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
  return section("addresses", "Addresses", [addressTable(review.addresses, (address) => kinds.get(address) ?? "")]);
}
