import type { ReviewCall, ReviewEffect } from "../calls.ts";
import { bothText, partyText, type Party, type Shown } from "../words.ts";
import { code, codeCell, prose } from "./text.ts";

/** `council` with its address beside it. */
export function partyCode({ address, name }: Party): string {
  return name === undefined ? code(address) : `**${prose(name)}** ${code(address)}`;
}

/** `alice, bob and carol`, by name or as code. */
export function partiesText(parties: readonly Party[]): string {
  return parties.map(({ name, address }) => (name === undefined ? code(address) : prose(name))).join(", ");
}

/** A row of a table. */
export function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

/** The first lines of a table. */
export function head(names: readonly string[]): readonly string[] {
  return [row(names), row(names.map(() => "---"))];
}

/** Long texts are cut: the whole is in the JSON. */
export function valueCell(shown: Shown): string {
  return codeCell(shortened(bothText(shown), 200));
}

/** `stakeManager.setFeePct(5)` */
export function callCode({ module, fn, args }: ReviewCall): string {
  return code(shortened(`${module}.${fn.slice(0, fn.indexOf("("))}(${args.join(", ")})`, 300));
}

/** `fees.fee` 7 % [7] → 5 % [5] */
export function effectText({ module, label, before, after, managed }: ReviewEffect, of: string): string {
  const name = module === of ? label : `${module}.${label}`;
  const [from, to] = [before, after].map((shown) => code(shortened(bothText(shown), 200)));
  return `${code(name)} ${from} → ${to}${managed ? "" : " (side effect)"}`;
}

/** One call on one line, and what it changes. */
export function callText(call: ReviewCall): string {
  const route = call.via.length > 0 ? ` through ${call.via.map((each) => prose(partyText(each))).join(", ")}` : "";
  const effects = call.effects.slice(0, MOST_EFFECTS).map((each) => effectText(each, call.module));
  const more = call.effects.length - effects.length;
  const rest = more > 0 ? [`${more} more`] : [];
  return `${callCode(call)}${route}: ${[...effects, ...rest].join(", ")}`;
}

const MOST_EFFECTS = 20;

export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Not through the middle of a character.
  const cut = text.slice(0, most).replace(/[\ud800-\udbff]$/, "");
  return `${cut}... (${text.length} characters)`;
}
