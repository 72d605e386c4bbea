import { count } from "../report/text.ts";
import type { Paint } from "../report/paint.ts";
import { head, row, shortened } from "../review/markdown/parts.ts";
import { codeCell, prose } from "../review/markdown/text.ts";
import { visible } from "../visible.ts";
import type { Progress, Surface } from "./surface.ts";

const STYLES: Readonly<Record<Progress, Parameters<Paint>[0]>> = {
  ...{ open: "red", refused: "red", "under way": "yellow", waiting: "yellow", observed: "dim", tolerated: "dim" },
};

/** For a terminal. */
export function surfaceText({ stack, drift, unreadable, besides }: Surface, paint: Paint): string {
  const holes = unreadable.map(({ contract, property, reason }) =>
    paint("red", `${contract}.${property} could not be read: ${visible(reason)}`),
  );
  if (drift.length + holes.length + besides.length === 0)
    return paint("green", `The chain is as the stack file of ${stack} says.`);
  const lines = drift.flatMap(({ contract, property, live, desired, progress, remedy }) => [
    `${paint("bold", `${contract}.${property}`)}  ${visible(`${live} => ${desired}`)}`,
    `    ${paint(STYLES[progress], progress)}: ${visible(remedy)}`,
  ]);
  const more = besides.map((line) => paint("yellow", visible(line)));
  return [...lines, ...holes, ...more, `${count(drift.length, "value")} otherwise than the file says.`].join("\n");
}

export function surfaceMarkdown({ stack, chainId, block, drift, unreadable, besides }: Surface): string {
  const cell = (text: string) => codeCell(shortened(text, 200));
  const rows = [
    ...drift.map(({ contract, property, live, desired, progress, remedy }) =>
      row([codeCell(`${contract}.${property}`), cell(live), cell(desired), progress, prose(remedy)]),
    ),
    ...unreadable.map(({ contract, property, reason }) =>
      row([codeCell(`${contract}.${property}`), "**could not be read**", "", "", prose(reason)]),
    ),
  ];
  return [
    `# Drift: ${prose(stack)}`,
    "",
    `Chain ${chainId}, as of block ${block}.${rows.length + besides.length === 0 ? " The chain is as the stack file says." : ""}`,
    "",
    ...besides.map((line) =>
      line.replace(/^( *)(?:- )?(.*)$/, (_all, indent: string, rest: string) => `${indent}- ${prose(rest)}`),
    ),
    ...(besides.length > 0 ? [""] : []),
    ...(rows.length > 0 ? [...head(["Value", "Live", "Desired", "State", "Remedy"]), ...rows, ""] : []),
  ].join("\n");
}
