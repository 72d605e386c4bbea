import type { Review } from "./model.ts";
import { fit, type Section } from "./markdown/fit.ts";
import { decideSections } from "./markdown/decide.ts";
import { calldataSection, enactSections } from "./markdown/enact.ts";
import { head, row } from "./markdown/parts.ts";
import { code, codeCell, prose } from "./markdown/text.ts";
import { bothText } from "./words.ts";

/** Sites refuse comments above 65,536 characters. */
export const MOST_CHARACTERS = 65_000;

/** A review as Markdown of at most 65,000 characters: what matters least is folded, and then cut with a word about it. */
export function markdownOf(review: Review): string {
  const { headline, file, chainId, planHash, read } = review;
  const { number, time, hash } = read.block;
  const block = `block ${number}${hash === undefined ? "" : ` (${code(hash)})`} of ${time.text}`;
  const top = [
    `# ${prose(headline)}`,
    "",
    `${code(file)} on chain ${chainId}, as of ${block}. Plan ${code(planHash)}.`,
  ].join("\n");
  const sections = [
    ...decideSections(review),
    ...enactSections(review),
    ...proofSection(review),
    readSection(review),
    calldataSection(review),
  ].filter(({ lead, items }) => lead.length + items.length > 0);
  return `${top}\n\n${fit(sections, MOST_CHARACTERS - top.length - 3)}\n`;
}

function proofSection({ proof }: Review): readonly Section[] {
  const what = { title: "What was tried out", between: "\n", noun: "side effect", importance: 60 } as const;
  if (!proof) return [];
  const { method, why, converges, prefixes, sideEffects } = proof;
  const because = why === undefined ? "" : ` (${code(why)})`;
  const end =
    converges === undefined
      ? ""
      : converges
        ? " Afterwards nothing is left to do."
        : " Afterwards values would still differ.";
  const between = prefixes.of > 0 ? ` ${prefixes.safe} of ${prefixes.of} steps work.` : "";
  const lead = [
    `${method === "not simulated" ? "Not simulated" : `Simulated by ${code(method)}`}${because}.${end}${between}`,
  ];
  const operations = (proof.operations ?? []).map(({ id, timelock, valid, reason }) => {
    const still = valid ? "still valid" : `**no longer valid**${reason === undefined ? "" : `: ${code(reason)}`}`;
    return `- operation ${code(id)} of ${prose(timelock)}: ${still}`;
  });
  const items = sideEffects.map(
    ({ module, label, before, after }) =>
      `- side effect: ${code(`${module}.${label}`)} ${code(bothText(before))} → ${code(bothText(after))}`,
  );
  return [{ ...what, lead: operations.length > 0 ? [...lead, "", ...operations] : lead, items }];
}

function readSection({ read }: Review): Section {
  const { scan, modules } = read;
  const scanned = `Logs of blocks ${scan.from} to ${scan.to} were ${scan.complete ? "scanned completely" : "**not** scanned completely"}.`;
  const note = "What the file does not declare is neither compared nor changed.";
  return {
    title: "What was read",
    lead: [`${scanned} ${note}`, "", ...head(["Contract", "Kind", "Address", "Declared", "Not declared"])],
    items: modules.map(({ module, kind, address, declared, of, undeclared }) =>
      row([codeCell(module), kind, codeCell(address), `${declared} of ${of}`, undeclared.map(codeCell).join(", ")]),
    ),
    between: "\n",
    noun: "contract",
    importance: 30,
  };
}
