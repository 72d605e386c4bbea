import { csvOf } from "../report/csv.ts";
import type { Paint } from "../report/paint.ts";
import { head, row, shortened } from "../review/markdown/parts.ts";
import { codeCell, prose } from "../review/markdown/text.ts";
import { visible, jsonText } from "../visible.ts";
import type { Parameter, ParameterMatrix } from "./parameters.ts";

/** By the ending of a file's name. */
export const PARAMETER_RENDERERS = { md: markdownOf, json: jsonOf, csv: csvText } as const;

/** Longer texts are cut where people read them: the whole is in the JSON. */
const MOST = 200;

function jsonOf(matrix: ParameterMatrix): string {
  return jsonText(matrix);
}

function csvText({ parameters }: ParameterMatrix): string {
  const header = ["contract", "property", "live", "desired", "standing", "unit", "bounds", "set_by"];
  const rows = parameters.map(({ contract, property, live, desired, standing, unit, bounds, setBy }) => [
    ...[contract, property, live, desired ?? "", standing, unit, bounds.join("; "), setBy.join("; ")],
  ]);
  return csvOf([header, ...rows]);
}

function markdownOf({ stack, chainId, block, parameters }: ParameterMatrix): string {
  const lines = [`# Every value: ${prose(stack)}`, "", `Chain ${chainId}, as of block ${block}.`];
  let contract: string | undefined;
  for (const each of parameters) {
    if (each.contract !== contract) {
      lines.push("", `## ${prose(each.contract)}`, "");
      lines.push(...head(["Property", "Live", "Desired", "Unit", "Bounds and rules", "Who may set it"]));
    }
    contract = each.contract;
    lines.push(markdownRow(each));
  }
  return `${lines.join("\n")}\n`;
}

function markdownRow({ property, live, desired, standing, unit, bounds, setBy }: Parameter): string {
  const cell = (text: string) => codeCell(shortened(text, MOST));
  const wanted = desired === undefined ? "" : standing === "differs" ? `**${cell(desired)}**` : cell(desired);
  const rules = bounds.map(codeCell).join("; ");
  return row([codeCell(property), cell(live), wanted, unit, rules, prose(setBy.join("; ")) || "nobody"]);
}

/** For a terminal. */
export function parametersText({ parameters }: ParameterMatrix, paint: Paint): string {
  const lines: string[] = [];
  let contract: string | undefined;
  for (const each of parameters) {
    if (each.contract !== contract) lines.push(paint("bold", each.contract));
    contract = each.contract;
    lines.push(`  ${valueText(each, paint)} ${paint("dim", `(${each.unit})`)}`);
    lines.push(...each.bounds.map((rule) => paint("dim", `      rule: ${rule}`)));
    lines.push(paint("dim", `      set by: ${each.setBy.join("; ") || "nobody"}`));
  }
  return lines.join("\n");
}

function valueText({ property, live, desired, standing }: Parameter, paint: Paint): string {
  const start = `${property}  ${shortened(visible(live), MOST)}`;
  switch (standing) {
    case "differs":
      return paint("red", `${start} => ${shortened(desired ?? "", MOST)}`);
    case "unreadable":
      return paint("red", start);
    case "unmanaged":
      return `${start} ${paint("dim", "not in the file")}`;
    case "as desired":
      return start;
  }
}
