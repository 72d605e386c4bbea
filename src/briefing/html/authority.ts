import { holderText, type AuthorityContract, type Standing } from "../../matrix/authority.ts";
import { NOTES } from "../../matrix/authority-render.ts";
import { html, joined, type Html } from "../../review/html/markup.ts";
import {
  fold,
  linked,
  list,
  parties,
  party,
  section,
  table,
  type Links,
  type Section,
} from "../../review/html/parts.ts";
import { delayText } from "../../review/time.ts";
import { partyText } from "../../review/words.ts";
import { drawing } from "../graph-svg.ts";
import { firstOf, MOST_CONTRACTS } from "../limits.ts";
import type { Briefing } from "../model.ts";
import { leftOut, longTable, propertyName, someParties, type Row } from "./lists.ts";

/** Who governs what, who can act, and every right. */
export function authoritySections(briefing: Briefing, links: Links): readonly Section[] {
  return [graph(briefing), acting(briefing, links), rights(briefing, links)];
}

function graph({ graph: drawn }: Briefing): Section {
  const legend = html`<p class="note">
    A line runs from whoever holds a right to the contract over which it is held. <span class="high">Red</span>: the
    file does not declare it. <span class="middle">Dashed</span>: the file declares it, but it is not held. Contracts
    that are governed alike, and accounts that hold the same, share a card. What contracts may report to each other is
    below.
  </p> `;
  return section("graph", "Who governs what", drawn.nodes.length > 0 ? [legend, drawing(drawn)] : []);
}

function acting({ acting: all, authority, stack }: Briefing, links: Links): Section {
  const rows = all.map(({ who, actor, delay, rights: held }): Row => {
    const rest = list(held.map(({ right, contracts }) => html`<code>${right}</code> of ${someParties(contracts)}`));
    const name = partyText(actor);
    const people = who.startsWith(name) ? who.slice(name.length) : ` ${who}`;
    const acts = html`${party(actor)}<span class="note">${linked(people, links)}</span>`;
    return {
      cells: [acts, html`<span class="short">${delay === "0" ? "at once" : delayText(BigInt(delay))}</span>`, rest],
    };
  });
  const names = ["Who", "After", "Acts by"];
  const holes = authority.complete
    ? []
    : [html`<p class="high">Not all logs could be scanned: holders may be missing.</p> `];
  return section("acting", "Who can act now", [
    ...holes,
    longTable(names, rows, `ordinance authority --stack ${stack}`),
  ]);
}

function rights({ authority, stack }: Briefing, links: Links): Section {
  const { shown, left } = firstOf(authority.contracts, MOST_CONTRACTS);
  return section("rights", "Every right", [
    ...shown.map((each) => contractRights(each, links)),
    leftOut(left, `ordinance authority --stack ${stack} --out authority.md`),
  ]);
}

/** Holders of one right that are shown. */
const MOST_HOLDERS = 25;
const WEIGHT: Readonly<Partial<Record<Standing, string>>> = { undeclared: "high", missing: "middle" };

function contractRights({ contract, kind, declared, rights: all }: AuthorityContract, links: Links): Html {
  const rows = all.flatMap(({ right, allows, holders, unreadable }): readonly Row[] => {
    const start = [propertyName(right), html`${allows.join("; ")}`];
    if (unreadable !== undefined) {
      return [
        { cells: [...start, html`<strong class="high">could not be read</strong>`, linked(unreadable, links), html``] },
      ];
    }
    if (holders.length === 0) return [{ cells: [...start, html`nobody`, html``, html``] }];
    const { shown, left } = firstOf(holders, MOST_HOLDERS);
    const held = shown.map((each): Row => {
      const { holder, standing, actors } = each;
      const name = holderText(each) === "everybody" ? html`<strong class="high">everybody</strong>` : party(holder);
      const acts = actors.map(({ who, through, delay }) => {
        const hops = through.filter(({ address }) => address !== holder.address);
        const route = hops.length > 0 ? html` through ${parties(hops)}` : html``;
        return html`${linked(who, links)}${route}${delay === "0" ? "" : ` after ${delayText(BigInt(delay))}`}`;
      });
      const nobody = standing === "missing" ? html`` : html`<strong class="high">nobody can</strong>`;
      return {
        cells: [
          ...start,
          name,
          html`<span class="${WEIGHT[standing] ?? "note"}">${NOTES[standing]}</span>`,
          acts.length > 0 ? joined(acts, "; ") : nobody,
        ],
      };
    });
    return left > 0 ? [...held, { cells: [...start, html`${left} more`, html``, html``] }] : held;
  });
  const wrong = all.flatMap(({ holders }) => holders).filter(({ standing }) => WEIGHT[standing] !== undefined).length;
  const note = wrong > 0 ? html`, <span class="high">${wrong} not as the file says</span>` : html``;
  const undeclared = declared ? "" : ", not declared";
  return fold(
    html`<h3>${partyText(contract)}</h3>
      ${kind}${undeclared}${note}`,
    table(["Right", "Allows to", "Holder", "In the file", "Who acts in the end"], rows),
  );
}
