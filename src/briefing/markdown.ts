import { PARAMETER_RENDERERS } from "../matrix/parameters-render.ts";
import { surfaceMarkdown } from "../matrix/surface-text.ts";
import { head, partyCode, row } from "../review/markdown/parts.ts";
import { code, codeCell, prose } from "../review/markdown/text.ts";
import { upTo } from "../report/text.ts";
import { delayText } from "../review/time.ts";
import { partyText } from "../review/words.ts";
import { headlineText } from "./headline.ts";
import { fewOf, firstOf, MOST_LINES, MOST_NAMES, MOST_VALUES } from "./limits.ts";
import type { Briefing } from "./model.ts";
import { troubleFirst } from "./pauses.ts";

/** A briefing as Markdown: the sections of the other reports, one level deeper, behind what is special to it. Long lists are cut. */
export function briefingMarkdown(briefing: Briefing): string {
  const { stack, file, chainId, read, headline } = briefing;
  const { number, time } = read.block;
  const scanned = read.scan.complete ? [] : ["", "Logs were **not** scanned completely: holders may be overlooked."];
  return `${[
    `# Briefing: ${prose(stack)}`,
    "",
    `**${prose(headlineText(headline))}.** ${code(file)} on chain ${chainId}, as of block ${number} of ${time.text}.`,
    ...scanned,
    ...titled("Paused", pauseLines(briefing), "Nothing can be paused."),
    "",
    ...driftLines(briefing),
    ...titled("Queued", queueLines(briefing), "Nothing is known to wait."),
    ...titled("Expiring", expiringLines(briefing), "Nothing expires, and no offer is open."),
    ...titled("Next steps", nextLines(briefing), "Nothing is to be done."),
    ...titled("Last receipts", receiptLines(briefing), "Nothing was sent from here."),
    ...titled("Who can act now", actingLines(briefing), "Nobody."),
    "",
    ...valueLines(briefing),
  ].join("\n")}\n`;
}

function titled(title: string, lines: readonly string[], none: string): readonly string[] {
  return ["", `## ${title}`, "", ...(lines.length > 0 ? lines : [none])];
}

/** Headings of a whole document, as those of a part of one. */
function deeper(markdown: string): string {
  return markdown.trimEnd().replace(/^#/gm, "##");
}

/** What is said of lines that were cut off. */
function leftOut(left: number, command: string): readonly string[] {
  return left > 0 ? ["", `${left} more are left out: ${code(command)}`] : [];
}

/** @param before the first lines of a table. */
function limited(lines: readonly string[], command: string, before: readonly string[] = []): readonly string[] {
  const { shown, left } = firstOf(lines, MOST_LINES);
  return lines.length > 0 ? [...before, ...shown, ...leftOut(left, command)] : [];
}

function pauseLines({ pauses, stack }: Briefing): readonly string[] {
  const ordered = pauses.length > MOST_LINES ? troubleFirst(pauses) : pauses;
  const rows = ordered.map(({ contract, state, reason }) => {
    const shown = state === "running" ? state : `**${state}**${reason === undefined ? "" : `: ${prose(reason)}`}`;
    return row([partyCode(contract), shown]);
  });
  return limited(rows, `ordinance status --stack ${stack}`, head(["Contract", "State"]));
}

function driftLines({ stack, chainId, read, drift: { drift, unreadable } }: Briefing): readonly string[] {
  // What cannot be read comes last in a table, and first in importance.
  const holes = firstOf(unreadable, MOST_LINES);
  const values = firstOf(drift, MOST_LINES - holes.shown.length);
  const block = read.block.number;
  const rows = { drift: values.shown, unreadable: holes.shown };
  // What is besides has its place above and below.
  const shown = { version: 1 as const, stack, chainId, block, ...rows, besides: [] };
  return [deeper(surfaceMarkdown(shown)), ...leftOut(holes.left + values.left, `ordinance surface --stack ${stack}`)];
}

function queueLines({ queues, stack }: Briefing): readonly string[] {
  const lines = [
    ...queues.safes.flatMap(({ safe, unreachable }) =>
      unreachable === undefined ? [] : [`- the queue of ${partyCode(safe)} is **not known**: ${prose(unreachable)}`],
    ),
    ...queues.operations.map(({ id, timelock, state, readyAt, does, standing }) => {
      const when = state === "ready" ? `**ready** since ${readyAt.text}` : `queued until ${readyAt.text}`;
      const fits = { wanted: "as the file wants", unwanted: "**against the file**", other: "not of the file" }[
        standing
      ];
      return `- operation ${code(id)} of ${partyCode(timelock)}, ${when}, ${fits}${doesLines(does)}`;
    }),
    ...queues.safes.flatMap(({ safe, proposals }) =>
      proposals.map(
        ({ hash, nonce, confirmations, does }) =>
          `- proposal ${code(hash)} of ${partyCode(safe)}, nonce ${nonce}, signatures: ${confirmations}${doesLines(does)}`,
      ),
    ),
  ];
  return limited(lines, `ordinance plan --stack ${stack}`);
}

function doesLines(does: readonly string[]): string {
  return upTo(MOST_NAMES, does)
    .map((each) => `\n  - ${prose(each)}`)
    .join("");
}

function expiringLines({ expiring, stack }: Briefing): readonly string[] {
  const rows = expiring.map(({ contract, property, what, until }) =>
    row([codeCell(`${contract}.${property}`), prose(what), until ?? "open"]),
  );
  return limited(rows, `ordinance doctor --stack ${stack}`, head(["Value", "What", "Last day"]));
}

function nextLines({ next, stack }: Briefing): readonly string[] {
  const lines = next.map(({ step, mends }) => `- ${code(step)} for ${fewOf(mends.map(code), MOST_LINES)}`);
  return limited(lines, `ordinance doctor --stack ${stack}`);
}

function receiptLines({ receipts, stack, addresses }: Briefing): readonly string[] {
  const party = (of: string) => addresses.find(({ address }) => address === of);
  return receipts.flatMap(({ file, authority, block, calls, failed }) => {
    const { shown, left } = firstOf(calls, MOST_LINES);
    const by = party(authority);
    return [
      `- ${code(file)}: by ${by ? partyCode(by) : code(authority)}, planned in block ${block}`,
      ...shown.map(({ text, hash }) => `  - ${code(text)} in ${code(hash)}`),
      ...(left > 0 ? [`  - ${left} more are left out: ${code(`reports/${stack}/receipts/${file}`)}`] : []),
      ...(failed === undefined ? [] : [`  - **failed**: ${code(failed)}`]),
    ];
  });
}

/** Every right and every way to it are too much to read here. */
function actingLines({ acting, stack }: Briefing): readonly string[] {
  const command = `ordinance authority --stack ${stack}`;
  const rows = acting.map(({ who, delay, rights }) => {
    const held = rights.map(({ right, contracts }) => {
      const names = fewOf(
        contracts.map((each) => prose(partyText(each))),
        MOST_NAMES,
      );
      return `${codeCell(right)} of ${names}`;
    });
    return row([prose(who), delay === "0" ? "at once" : delayText(BigInt(delay)), held.join("; ")]);
  });
  if (rows.length === 0) return [];
  return [
    ...limited(rows, command, head(["Who", "After", "Acts by"])),
    "",
    `Every right, and through whom: ${code(command)}`,
  ];
}

function valueLines({ parameters, stack }: Briefing): readonly string[] {
  const { shown, left } = firstOf(parameters.parameters, MOST_VALUES);
  const values = deeper(PARAMETER_RENDERERS.md({ ...parameters, parameters: shown }));
  return [values, ...leftOut(left, `ordinance parameters --stack ${stack}`)];
}
