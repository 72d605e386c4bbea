import { visible } from "../visible.ts";
import { commitText, type Finding, type Result, type SectionReport, type WallReport } from "./model.ts";

export function wallText({ green, sections }: WallReport): string {
  return [...sections.flatMap(sectionLines), `The status wall is ${green ? "green" : "not green"}.`].join("\n");
}

function sectionLines({ commit, findings }: SectionReport): string[] {
  const green = findings.filter(({ state }) => state === "green").length;
  const width = Math.max(...findings.map(({ state }) => state.length));
  return [
    `${commitText(commit)}: ${green} of ${findings.length} required checks are green`,
    ...findings.flatMap((finding) => findingLines(finding, width)),
  ];
}

function findingLines({ state, name, why, evidence }: Finding, width: number): string[] {
  const head = `  ${state.padEnd(width)}  ${visible(name)}${state === "green" ? "" : `: ${visible(why)}`}`;
  return [head, ...evidence.map((each) => `  ${" ".repeat(width)}    ${visible(evidenceText(each))}`)];
}

/** `check run of github-actions: success at 2026-01-20T13:42:13Z, https://...` */
function evidenceText({ kind, app, outcome, at, url }: Result): string {
  const source = app ? `${kind} of ${app.slug}` : kind;
  return `${source}: ${outcome}${at === undefined ? "" : ` at ${at}`}${url === undefined ? "" : `, ${url}`}`;
}
