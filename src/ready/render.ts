import type { Paint } from "../report/paint.ts";
import { head, row } from "../review/markdown/parts.ts";
import { code, codeCell, prose } from "../review/markdown/text.ts";
import { visible, jsonText } from "../visible.ts";
import type { PartState, Readiness } from "./model.ts";

const STYLES: Readonly<Record<PartState, Parameters<Paint>[0]>> = {
  clean: "green",
  differs: "red",
  unread: "red",
  refused: "red",
  "not asked": "yellow",
};

export function readinessJson(readiness: Readiness): string {
  return jsonText(readiness);
}

export function readinessMarkdown(readiness: Readiness): string {
  const { stack, verdict, parts, evidence } = readiness;
  return `${[
    `# ${prose(stack)}: ${verdict}`,
    "",
    placeText(readiness),
    "",
    ...head(["Part", "State", "What was found", "Evidence"]),
    ...parts.map(({ part, state, summary, evidence: file }) => {
      const shown = state === "clean" ? state : `**${state}**`;
      return row([part, shown, prose(summary), file === undefined ? "" : `[${file}](${file})`]);
    }),
    ...(evidence.length === 0 ? [] : ["", ...head(["File", "SHA-256"])]),
    ...evidence.map(({ file, sha256 }) => row([codeCell(file), code(sha256)])),
  ].join("\n")}\n`;
}

/** For a terminal. @param folder where the evidence is. */
export function readinessText(readiness: Readiness, folder: string, paint: Paint): string {
  const { stack, verdict, parts } = readiness;
  const width = Math.max(...parts.map(({ state }) => state.length));
  return [
    placeText(readiness),
    ...parts.map(({ part, state, summary }) => {
      return `  ${paint(STYLES[state], state.padEnd(width))}  ${paint("bold", part)}: ${visible(summary)}`;
    }),
    `${stack} is ${paint(STYLES[verdictState(readiness)], verdict)}. The evidence is in ${folder}.`,
  ].join("\n");
}

function verdictState({ verdict }: Readiness): PartState {
  return verdict === "ready" ? "clean" : verdict === "ready as far as asked" ? "not asked" : "differs";
}

function placeText({ file, chainId, block }: Readiness): string {
  if (!block) return `${file} on chain ${chainId}, of which no block was read.`;
  return `${file} on chain ${chainId}, as of block ${block.number} of ${block.time}.`;
}
