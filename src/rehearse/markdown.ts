import { head, row, shortened } from "../review/markdown/parts.ts";
import { code, prose } from "../review/markdown/text.ts";
import type { LeverReport, MoveReport, Rehearsal, Sent } from "./model.ts";
import { costsOf, costText, deedText, endText, summaryText, toldCalls, whoText } from "./words.ts";

/** Longer texts are cut where people read them: the whole is in the JSON. */
const MOST = 300;

export function rehearsalMarkdown(rehearsal: Rehearsal): string {
  const { stack, chainId, block, levers } = rehearsal;
  return `${[
    `# Rehearsal: ${prose(stack)}`,
    "",
    `Emergency levers on a copy of chain ${chainId} at block ${block}. Nothing was sent to the chain itself.`,
    "",
    prose(summaryText(rehearsal)),
    "",
    ...head(["Lever", "Outcome", "To pull it", "To undo it"]),
    ...levers.map(leverRow),
    ...levers.filter(({ outcome }) => outcome !== "not asked").flatMap(leverLines),
  ].join("\n")}\n`;
}

function leverRow(report: LeverReport): string {
  const { lever, outcome } = report;
  const shown = outcome === "worked" ? outcome : `**${outcome}**`;
  const { pulled, undone } = costsOf(report);
  return row([lever, shown, ...[pulled, undone].map((cost) => (cost ? costText(cost) : ""))]);
}

function leverLines({ lever, outcome, why, notes, moves, end }: LeverReport): readonly string[] {
  return [
    "",
    `## ${lever}: ${outcome}`,
    ...(why === undefined ? [] : ["", prose(why)]),
    ...notes.flatMap((note) => ["", prose(note)]),
    ...moves.flatMap(moveLines),
    ...(end ? ["", endText(end), ...listed(end.differences)] : []),
  ];
}

function moveLines(move: MoveReport): readonly string[] {
  const { what, preparing, sent, besides } = move;
  return [
    "",
    `**${preparing ? "First, " : ""}${prose(what)}** (${costText(move)})`,
    "",
    ...sent.flatMap(sentLines),
    ...besides.map((each) => `- changes besides: ${code(shortened(each, MOST))}`),
  ];
}

function sentLines(sent: Sent): readonly string[] {
  return [
    ...sent.deeds.flatMap((deed) => [
      `- ${prose(whoText(sent))}, ${prose(deedText(deed))}`,
      ...toldCalls(deed).map((call) => `  - ${code(shortened(call, MOST))}`),
    ]),
    ...(sent.failure === undefined ? [] : [`  - **failed**: ${prose(sent.failure)}`]),
  ];
}

function listed(texts: readonly string[]): readonly string[] {
  return texts.length === 0 ? [] : ["", ...texts.map((each) => `- ${code(shortened(each, MOST))}`)];
}
