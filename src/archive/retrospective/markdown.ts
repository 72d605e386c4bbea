import { partyText } from "../../review/words.ts";
import { head, row, shortened } from "../../review/markdown/parts.ts";
import { code, codeCell, prose } from "../../review/markdown/text.ts";
import { count } from "../../report/text.ts";
import type { Entry } from "./entry.ts";
import { transactionUrl } from "./explorer.ts";
import { folded } from "./folded.ts";
import type { Approval, Retrospective, SentBatch } from "./model.ts";
import type { PausedFor } from "./pauses.ts";

/** Characters of one entry: the receipts, the review and the chain have the whole. */
const MOST = 600;

/** A retrospective as Markdown: what is known, and under each heading of people what they have to add. */
export function retrospectiveMarkdown(retrospective: Retrospective): string {
  const { incident, stack, chainId, from, to, time, timeline, gaps } = retrospective;
  return `${[
    `# Retrospective: ${prose(incident)}`,
    "",
    `Stack ${code(stack)} on chain ${chainId}, blocks ${from} to ${to} (${time}). Times are those of the blocks.`,
    ...section("Summary", summaryLines(retrospective)),
    ...section("Timeline", timelineLines(timeline, chainId)),
    ...section("What was sent from here", sentLines(retrospective)),
    ...section("Who approved", approvalLines(retrospective)),
    ...section("State at the end", endLines(retrospective)),
    ...section("Checks", checkLines(retrospective)),
    ...section("What could not be read", gaps.length > 0 ? bullets(gaps.map(prose)) : ["Everything was read."]),
    ...section("To be written by people", PEOPLE),
  ].join("\n")}\n`;
}

const PEOPLE = [
  "- [ ] **Impact**: who was affected, by how much, from when to when.",
  "- [ ] **Cause**: what made it possible, and what set it off.",
  "- [ ] **Detection**: who or what noticed it, and how long after it began.",
  "- [ ] **Lessons**: what went well, what did not, where we were lucky.",
  "- [ ] **Actions**: each with an owner and a date.",
];

function section(title: string, lines: readonly string[]): readonly string[] {
  return ["", `## ${title}`, "", ...lines];
}

function bullets(texts: readonly string[]): readonly string[] {
  return texts.map((text) => `- ${text}`);
}

function summaryLines({ paused, differed, timeline, sent, end, gaps }: Retrospective): readonly string[] {
  const slashes = timeline.filter(({ what }) => what.startsWith("slashed "));
  const calls = sent.flatMap((batch) => batch.calls);
  const state =
    end.differences.length === 0 ? "the chain is as the file says" : count(end.differences.length, "difference");
  return [
    ...bullets([
      `Paused: ${paused.length === 0 ? "nothing" : `${count(new Set(paused.map(({ contract }) => contract.address)).size, "contract")}, see below`}`,
      `Differed from the file in previews: ${count(differed.length, "value")}`,
      `Slashed: ${slashes.length === 0 ? "nobody" : count(slashes.length, "time")}`,
      `Sent from here: ${count(calls.length, "transaction")}`,
      `At the end: ${state}${end.paused.length === 0 ? ", nothing is paused" : `, ${count(end.paused.length, "contract")} paused`}`,
      ...(gaps.length === 0 ? [] : [`**Not everything could be read**: ${count(gaps.length, "gap")}, see below`]),
    ]),
    ...(paused.length === 0 ? [] : ["", ...head(["Paused", "From", "To", "For"]), ...paused.map(pauseRow)]),
    ...(differed.length === 0 ? [] : ["", "What differed:", "", ...bullets(differed.map(code))]),
  ];
}

function pauseRow({ contract, from, to, still, lasted }: PausedFor): string {
  const name = codeCell(partyText(contract));
  return row([
    name,
    from ?? "before the first block",
    to ?? (still ? "**still paused**" : "not known"),
    lasted ?? "not known",
  ]);
}

function timelineLines(timeline: readonly Entry[], chainId: string): readonly string[] {
  if (timeline.length === 0) return ["Nothing is known to have happened."];
  const rows = folded(timeline).map(({ block, time, contract, what, transaction, by }) => {
    const subject = contract === undefined ? "" : `**${prose(partyText(contract))}**: `;
    return row([
      time ?? "not known",
      block,
      `${subject}${prose(shortened(what, MOST))}`,
      transaction === undefined ? "" : linked(transaction, chainId),
      by === undefined ? "" : prose(by),
    ]);
  });
  return [...head(["Time (UTC)", "Block", "What", "Transaction", "By"]), ...rows];
}

function linked(hash: string, chainId: string): string {
  const url = transactionUrl(chainId, hash);
  return url === undefined ? code(hash) : `[${code(hash)}](${url})`;
}

function sentLines({ sent, chainId }: Retrospective): readonly string[] {
  if (sent.length === 0) return ["Nothing was sent from here."];
  const calls = sent.flatMap((batch) => batch.calls);
  const gas = calls.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  const wei = calls.reduce((sum, { gasUsed, gasPrice }) => sum + gasUsed * gasPrice, 0n);
  return [
    `${count(calls.length, "transaction")}, ${gas} gas, ${wei} wei.`,
    "",
    ...sent.flatMap((batch) => batchLines(batch, chainId)),
  ];
}

function batchLines({ file, by, block, calls, failed }: SentBatch, chainId: string): readonly string[] {
  return [
    `- ${code(file)}: by ${prose(by)}, planned in block ${block}`,
    ...calls.map(({ text, hash, block: mined, gasUsed }) => {
      return `  - ${code(shortened(text, MOST))} in block ${mined}, ${gasUsed} gas, ${linked(hash, chainId)}`;
    }),
    ...(failed === undefined ? [] : [`  - **failed**: ${code(shortened(failed, MOST))}`]),
  ];
}

function approvalLines({ approvals, chainId }: Retrospective): readonly string[] {
  if (approvals.length === 0) return ["Nobody is known to have approved anything."];
  return approvals.map(({ what, by, transaction }: Approval) => {
    const who = by === undefined ? "**not known**" : by.map(prose).join(", ");
    return `- ${prose(what)}: ${who}${transaction === undefined ? "" : `, in ${linked(transaction, chainId)}`}`;
  });
}

function endLines({ end }: Retrospective): readonly string[] {
  const { paused, differences, queues } = end;
  const waiting = queues.operations.length + queues.safes.flatMap(({ proposals }) => proposals).length;
  return [
    ...bullets([
      differences.length === 0
        ? "The chain is as the stack file says."
        : `**${count(differences.length, "difference")}**:`,
    ]),
    ...differences.map((each) => `  - ${code(each)}`),
    ...bullets([
      paused.length === 0 ? "Nothing is paused." : `Paused: ${paused.map((each) => code(partyText(each))).join(", ")}.`,
      waiting === 0
        ? "Nothing is known to wait in a timelock or for signatures."
        : `Waiting: ${waiting}, see the review.`,
    ]),
  ];
}

function checkLines({ checks }: Retrospective): readonly string[] {
  const { wall, doctor, doctorFails, tried } = checks;
  return [
    ...bullets([
      `Status wall: ${wall === undefined ? "not asked (`ordinance ready --status-wall`)" : prose(wall)}`,
      `Doctor: ${doctor.fail} fail, ${doctor.warn} warn, ${doctor.pass} pass`,
    ]),
    ...doctorFails.map((each) => `  - ${code(each)}`),
    ...bullets([`What is left to do, tried out: ${tried}`]),
  ];
}
