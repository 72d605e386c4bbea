import { authorityText } from "../matrix/authority-render.ts";
import { PARAMETER_RENDERERS } from "../matrix/parameters-render.ts";
import { surfaceMarkdown } from "../matrix/surface-text.ts";
import { head, partyCode, row } from "../review/markdown/parts.ts";
import { code, codeCell, fenced, prose } from "../review/markdown/text.ts";
import type { Briefing } from "./model.ts";

/** A briefing as Markdown: the sections of the other reports, one level deeper, behind what is special to it. */
export function briefingMarkdown(briefing: Briefing): string {
  const { stack, file, chainId, read, drift, authority, parameters } = briefing;
  const { number, time } = read.block;
  const scanned = read.scan.complete ? [] : ["", "Logs were **not** scanned completely: holders may be overlooked."];
  return `${[
    `# Briefing: ${prose(stack)}`,
    "",
    `${code(file)} on chain ${chainId}, as of block ${number} of ${time.text}.`,
    ...scanned,
    ...titled("Paused", pauseLines(briefing), "Nothing can be paused."),
    "",
    deeper(surfaceMarkdown({ version: 1, stack, chainId, block: number, ...drift })),
    ...titled("Queued", queueLines(briefing), "Nothing is known to wait."),
    ...titled("Expiring", expiringLines(briefing), "Nothing expires, and no offer is open."),
    ...titled("Next steps", nextLines(briefing), "Nothing is to be done."),
    ...titled("Last receipts", receiptLines(briefing), "Nothing was sent from here."),
    ...titled("Who can act now", [fenced("", authorityText(authority, (_style, text) => text).split("\n"))], ""),
    "",
    deeper(PARAMETER_RENDERERS.md(parameters)),
  ].join("\n")}\n`;
}

function titled(title: string, lines: readonly string[], none: string): readonly string[] {
  return ["", `## ${title}`, "", ...(lines.length > 0 ? lines : [none])];
}

/** Headings of a whole document, as those of a part of one. */
function deeper(markdown: string): string {
  return markdown.trimEnd().replace(/^#/gm, "##");
}

function pauseLines({ pauses }: Briefing): readonly string[] {
  const rows = pauses.map(({ contract, state, reason }) => {
    const shown = state === "running" ? state : `**${state}**${reason === undefined ? "" : `: ${prose(reason)}`}`;
    return row([partyCode(contract), shown]);
  });
  return rows.length > 0 ? [...head(["Contract", "State"]), ...rows] : [];
}

function queueLines({ queues }: Briefing): readonly string[] {
  return [
    ...queues.operations.map(({ id, timelock, state, readyAt, calls, standing }) => {
      const when = state === "ready" ? `**ready** since ${readyAt.text}` : `queued until ${readyAt.text}`;
      const fits = { wanted: "as the file wants", unwanted: "**against the file**", other: "not of the file" }[
        standing
      ];
      return `- operation ${code(id)} of ${partyCode(timelock)}, calls: ${calls}, ${when}, ${fits}`;
    }),
    ...queues.safes.flatMap(({ safe, unreachable, proposals }) =>
      unreachable === undefined
        ? proposals.map(
            ({ hash, nonce, confirmations }) =>
              `- proposal ${code(hash)} of ${partyCode(safe)}, nonce ${nonce}, signatures: ${confirmations}`,
          )
        : [`- the queue of ${partyCode(safe)} is **not known**: ${prose(unreachable)}`],
    ),
  ];
}

function expiringLines({ expiring }: Briefing): readonly string[] {
  const rows = expiring.map(({ contract, property, what, until }) =>
    row([codeCell(`${contract}.${property}`), prose(what), until ?? "open"]),
  );
  return rows.length > 0 ? [...head(["Value", "What", "Last day"]), ...rows] : [];
}

function nextLines({ next }: Briefing): readonly string[] {
  return next.map(({ step, mends }) => `- ${code(step)} for ${mends.map(code).join(", ")}`);
}

function receiptLines({ receipts }: Briefing): readonly string[] {
  return receipts.flatMap(({ file, authority, block, calls, failed }) => [
    `- ${code(file)}: by ${code(authority)}, planned in block ${block}`,
    ...calls.map(({ text, hash }) => `  - ${code(text)} in ${code(hash)}`),
    ...(failed === undefined ? [] : [`  - **failed**: ${code(failed)}`]),
  ]);
}
