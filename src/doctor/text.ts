import type { Paint } from "../report/paint.ts";
import type { Diagnosis } from "./doctor.ts";
import { SEVERITIES, type Finding, type Severity } from "./finding.ts";

const STYLES = { fail: "red", warn: "yellow", pass: "green" } as const;

/** For a terminal: each contract with its findings, and then how many there are. */
export function diagnosisText({ findings, summary }: Diagnosis, paint: Paint): string {
  const lines: string[] = [];
  let contract: string | undefined;
  for (const finding of findings) {
    if (finding.contract !== contract) lines.push(paint("bold", finding.contract));
    contract = finding.contract;
    lines.push(...findingLines(finding, paint));
  }
  const counts = SEVERITIES.map((severity: Severity) => paint(STYLES[severity], `${summary[severity]} ${severity}`));
  return [...lines, counts.join(", ")].join("\n");
}

function findingLines({ severity, property, found, expected, mend }: Finding, paint: Paint): readonly string[] {
  const start = `  ${paint(STYLES[severity], severity)}  ${property}: ${found}`;
  if (severity === "pass") return [start];
  return [`${start}; expected ${expected}`, ...mend.map((each) => `        ${paint("dim", "mend:")} ${each}`)];
}
