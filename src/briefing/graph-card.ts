import { shortText } from "../review/headline.ts";
import { visible } from "../visible.ts";
import type { Party } from "../review/words.ts";
import type { GraphNode, GraphRight } from "./graph.ts";

/** A node as lines of text, so that its size is known without drawing it. */
export interface Card {
  readonly node: GraphNode;
  readonly lines: readonly CardLine[];
  /** Pixels. */
  readonly width: number;
  readonly height: number;
}

export interface CardLine {
  readonly text: string;
  /** `undeclared` and `missing`: a holder that is not as the file says. */
  readonly is: "name" | "note" | "right" | "undeclared" | "missing";
  /** Whom the line names. */
  readonly party?: Party;
}

/** Of the text, in pixels. Every letter of a font with fixed widths is as wide, on any machine nearly the same. */
export const LINE = 17;
export const PAD = 9;
export const INDENT = 15;
const LETTER = 7.3;

const MOST_NAMES = 6;
const MOST_LETTERS = 36;

export function cardOf(node: GraphNode): Card {
  const lines = [...namesOf(node), { text: node.note, is: "note" as const }, ...node.rights.flatMap(rightLines)].map(
    (line): CardLine => ({ ...line, text: cut(line.text) }),
  );
  const longest = Math.max(...lines.map(({ text }) => text.length));
  return {
    node,
    lines,
    width: Math.ceil(longest * LETTER) + 2 * PAD + (node.rights.length > 0 ? INDENT : 0),
    height: lines.length * LINE + 2 * PAD,
  };
}

function namesOf({ members, kind }: GraphNode): readonly CardLine[] {
  if (kind === "everybody") return [{ text: "everybody", is: "name" }];
  // One name that is left out takes as much room as saying so.
  const shown = members.length > MOST_NAMES + 1 ? members.slice(0, MOST_NAMES) : members;
  const names = shown.map((party): CardLine => ({ text: shortText(party), is: "name", party }));
  const more = members.length - shown.length;
  return more > 0 ? [...names, { text: `and ${more} more`, is: "note" }] : names;
}

/** `owner: systemPause`, and what is not as the file says on lines of their own. */
function rightLines({ right, holders, unread }: GraphRight): readonly CardLine[] {
  const name = right.replace(/^roles\./, "");
  if (unread) return [{ text: `${name}: could not be read`, is: "undeclared" }];
  const names = (standings: readonly string[]) =>
    holders.filter(({ standing }) => standings.includes(standing)).map(({ holder }) => nameOf(holder));
  const held = names(["declared", "unmanaged", "inherent"]);
  const wrong = [
    ...names(["undeclared"]).map((each): CardLine => ({ text: `${each} undeclared`, is: "undeclared" })),
    ...names(["missing"]).map((each): CardLine => ({ text: `${each} missing`, is: "missing" })),
  ];
  const some = held.length > 3 ? `${held.slice(0, 2).join(", ")}, ${held.length - 2} more` : held.join(", ");
  const text = held.length > 0 || wrong.length > 0 ? `${name}: ${some}`.trimEnd() : `${name}: nobody`;
  return [{ text, is: "right" }, ...(wrong.length > 4 ? [...wrong.slice(0, 3), moreOf(wrong.length - 3)] : wrong)];
}

function moreOf(number: number): CardLine {
  return { text: `${number} more`, is: "undeclared" };
}

function nameOf(holder: Party | undefined): string {
  if (!holder) return "itself";
  return /^0x0{40}$/.test(holder.address) ? "everybody" : shortText(holder);
}

function cut(text: string): string {
  const shown = visible(text);
  return shown.length > MOST_LETTERS ? `${shown.slice(0, MOST_LETTERS - 1).replace(/[\ud800-\udbff]$/, "")}…` : shown;
}
