import { count } from "../report/text.ts";
import { html, NOTHING, type Html } from "../review/html/markup.ts";
import { partyText } from "../review/words.ts";
import { INDENT, LINE, PAD, type Card, type CardLine } from "./graph-card.ts";
import { pictureOf, type PlacedCard } from "./graph-layout.ts";
import type { Point, Route } from "./graph-route.ts";
import type { AuthorityGraph, GraphNode } from "./graph.ts";

/** A graph as a picture within a page: it scrolls in its own box where it would become too small to read. */
export function drawing(graph: AuthorityGraph): Html {
  const { width, height, cards, routes } = pictureOf(graph);
  const names = new Map(graph.nodes.map((node) => [node.id, namesOf(node)]));
  const wrong = graph.edges.filter(({ standing }) => standing !== "held").length;
  const told = `${count(graph.edges.length, "line")} between ${count(graph.nodes.length, "card")} from those who hold rights, on the left, to the contracts over which they hold them; ${wrong} not as the stack file says. Each card says the same in words.`;
  return html`<div class="picture" role="region" aria-label="Who governs what, a picture" tabindex="0">
    <svg
      role="group"
      aria-labelledby="graph-title graph-desc"
      viewBox="0 0 ${width} ${height}"
      style="max-width: ${width}px; min-width: ${Math.round(width * SMALLEST)}px"
    >
      <title id="graph-title">Who governs what</title>
      <desc id="graph-desc">${told}</desc>
      <g>${routes.map((route) => line(route, names))}</g>
      <g>${cards.map(box)}</g>
    </svg>
  </div> `;
}

/** The text is 12 pixels high, and cannot be read at less than 9. */
const SMALLEST = 0.75;
const MOST_NAMES = 10;

function namesOf({ kind, members }: GraphNode): string {
  if (kind === "everybody") return "everybody";
  const more = members.length - MOST_NAMES;
  const names = members.slice(0, MOST_NAMES).map(partyText).join(", ");
  return more > 0 ? `${names} and ${more} more` : names;
}

const SAYS = { held: "", undeclared: ", not all declared by the file", missing: ", declared but not held" } as const;

function line({ edge, points }: Route, names: ReadonlyMap<string, string>): Html {
  const { from, to, rights, standing } = edge;
  const [tip, before] = [points.at(-1), points.at(-2)];
  if (!tip || !before) return NOTHING;
  const towards = tip.x > before.x ? 1 : -1;
  const told = `${names.get(from) ?? from}: ${rights.join(", ")} of ${names.get(to) ?? to}${SAYS[standing]}`;
  return html`<g class="edge ${standing}">
    <title>${told}</title>
    <path class="line" d="${smooth(points)}" />
    <path class="tip" d="${arrow(tip, towards)}" />
  </g> `;
}

function box({ card, left, top }: PlacedCard): Html {
  const { node, lines, width, height } = card;
  return html`<g class="node ${node.kind}">
    <rect x="${fixed(left)}" y="${fixed(top)}" width="${width}" height="${height}" rx="4" />
    ${lines.map((each, index) => text(card, each, { x: left + PAD + indentOf(each), y: top + PAD + LINE * (index + 0.72) }))}
  </g> `;
}

/** What is wrong with a right stands under it. */
function indentOf({ is }: CardLine): number {
  return is === "undeclared" || is === "missing" ? INDENT : 0;
}

function text({ node }: Card, { text: shown, is, party }: CardLine, { x, y }: Point): Html {
  const drawn = html`<text class="${is}" x="${fixed(x)}" y="${fixed(y)}">${shown}</text>`;
  if (!party) return drawn;
  const full = node.kind === "everybody" ? "everybody" : `${partyText(party)} ${party.address}`;
  return html`<a href="#address-${party.address}"><title>${full}</title>${drawn}</a>`;
}

/** Level at each point, so that a line goes past boxes and into them from the side. */
function smooth(points: readonly Point[]): string {
  const [start, ...rest] = points as readonly [Point, ...Point[]];
  const parts = rest.map((to, index) => {
    const from = points[index]!;
    const middle = fixed((from.x + to.x) / 2);
    if (from.y === to.y) return `H ${fixed(to.x)}`;
    return `C ${middle} ${fixed(from.y)} ${middle} ${fixed(to.y)} ${fixed(to.x)} ${fixed(to.y)}`;
  });
  return [`M ${fixed(start.x)} ${fixed(start.y)}`, ...parts].join(" ");
}

/** A line ends level. */
function arrow({ x, y }: Point, towards: 1 | -1): string {
  const foot = fixed(x - 8 * towards);
  return `M ${fixed(x)} ${fixed(y)} L ${foot} ${fixed(y + 3.5)} L ${foot} ${fixed(y - 3.5)} Z`;
}

/** Digits beyond the first are not seen, and may differ between processors. */
function fixed(number: number): string {
  return String(Math.round(number * 10) / 10);
}
