import { documentOf } from "../review/html/document.ts";
import { html } from "../review/html/markup.ts";
import { addressTable, section, type Links, type Section } from "../review/html/parts.ts";
import { headlineText } from "./headline.ts";
import { authoritySections } from "./html/authority.ts";
import { receiptsSection, stateSections } from "./html/state.ts";
import { BRIEFING_STYLE } from "./html/style.ts";
import { valuesSection } from "./html/values.ts";
import { PAGE } from "./limits.ts";
import type { Briefing } from "./model.ts";

/** A briefing as one page. Pure: the same briefing gives the same bytes. */
export function briefingHtml(briefing: Briefing): string {
  const { stack, file, chainId, read, headline, drift } = briefing;
  const { number, time } = read.block;
  const changes = drift.drift.slice(0, PAGE.most - drift.unreadable.length);
  const links: Links = {
    known: new Set(briefing.addresses.map(({ address }) => address)),
    listed: new Set(changes.map(({ contract, property }) => `${contract}.${property}`)),
  };
  const sections = [
    ...stateSections(briefing, links),
    ...authoritySections(briefing, links),
    valuesSection(briefing, links),
    receiptsSection(briefing, links),
  ];
  const scanned = read.scan.complete ? "" : " Logs were not scanned completely: holders may be overlooked.";
  const tiles = headline.map(
    ({ topic, text, weight }) => html`<li class="${weight}"><a href="#${topic}">${text}</a></li>`,
  );
  return documentOf({
    title: `${stack}: ${headlineText(headline)}`,
    headline: `${stack}: ${headlineText(headline)}`,
    mood: headline.some(({ weight }) => weight === "high") ? "alarm" : "calm",
    style: BRIEFING_STYLE,
    meta: html`<code>${file}</code> on chain ${chainId}, as of block ${number} of ${time.text}.${scanned}`,
    lead: html`<ul class="tiles">
      ${tiles}
    </ul>`,
    sections: [...sections, addressSection(briefing, sections)],
  });
}

/** Those that the page links. */
function addressSection({ addresses, authority }: Briefing, sections: readonly Section[]): Section {
  const kinds = new Map(authority.contracts.map(({ contract, kind }) => [contract.address, kind]));
  const linked = new Set<string>();
  for (const { markup } of sections.flatMap(({ content }) => content)) {
    for (const [, address] of markup.matchAll(/href="#address-(0x[0-9a-fA-F]{40})"/g)) linked.add(address!);
  }
  const shown = addresses.filter(({ address }) => linked.has(address));
  return section("addresses", "Addresses", [addressTable(shown, (address) => kinds.get(address) ?? "")]);
}
