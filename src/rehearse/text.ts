import type { Paint } from "../report/paint.ts";
import { visible } from "../visible.ts";
import type { LeverReport, MoveReport, Outcome, Rehearsal, Sent } from "./model.ts";
import { costsOf, costText, deedText, endText, summaryText, toldCalls, whoText } from "./words.ts";

const STYLES: Readonly<Record<Outcome, Parameters<Paint>[0]>> = {
  worked: "green",
  failed: "red",
  skipped: "yellow",
  unread: "red",
  "not asked": "dim",
};

/** For a terminal. */
export function rehearsalText(rehearsal: Rehearsal, paint: Paint): string {
  const { stack, chainId, block, levers } = rehearsal;
  return [
    `Rehearsal of ${stack} on a copy of chain ${chainId} at block ${block}. Nothing was sent to the chain itself.`,
    ...levers.flatMap((lever) => leverLines(lever, paint)),
    "",
    summaryText(rehearsal),
  ].join("\n");
}

function leverLines(report: LeverReport, paint: Paint): readonly string[] {
  const { lever, outcome, why, notes, moves, end } = report;
  const because = why === undefined ? "" : `: ${visible(why)}`;
  const { pulled } = costsOf(report);
  const cost = pulled ? `  ${paint("dim", costText(pulled))}` : "";
  return [
    "",
    `${paint("bold", lever)}  ${paint(STYLES[outcome], outcome)}${because}${cost}`,
    ...notes.map((note) => `  ${visible(note)}`),
    ...moves.flatMap((move) => moveLines(move, paint)),
    ...(end ? [`  ${endText(end)}`, ...end.differences.map((each) => paint("red", `    ${visible(each)}`))] : []),
  ];
}

function moveLines(move: MoveReport, paint: Paint): readonly string[] {
  const { what, preparing, sent, besides } = move;
  return [
    `  ${preparing ? "first, " : ""}${visible(what)}  ${paint("dim", costText(move))}`,
    ...sent.flatMap((each) => sentLines(each, paint)),
    ...besides.map((each) => `    changes besides: ${visible(each)}`),
  ];
}

function sentLines(sent: Sent, paint: Paint): readonly string[] {
  const deeds = sent.deeds.flatMap((deed) => [
    `    ${whoText(sent)}, ${deedText(deed)}`,
    ...toldCalls(deed).map((call) => `      ${visible(call)}`),
  ]);
  return sent.failure === undefined ? deeds : [...deeds, paint("red", `      failed: ${visible(sent.failure)}`)];
}
