import type { FeeSplit } from "../fees.ts";
import type { Review } from "../model.ts";
import { penaltyProgress } from "../penalties.ts";
import type { ModuleDiff } from "../patch.ts";
import type { ReviewRule } from "../progress.ts";
import { token } from "../../stack/units.ts";
import { code, codeCell, fenced, prose } from "./text.ts";
import type { Section } from "./fit.ts";
import { head, partiesText, row, shortened, valueCell } from "./parts.ts";

/** What people decide on: what stands against it, what it does, and to whom. */
export function decideSections(review: Review): readonly Section[] {
  return [problems(review), risks(review), penalties(review), powers(review), fees(review), differences(review)].filter(
    ({ lead, items }) => lead.length + items.length > 0,
  );
}

function problems({ progress, proof, read }: Review): Section {
  const at = ({ module, keys }: Pick<ReviewRule, "module" | "keys">) =>
    code(shortened(`${module}.${keys.join(", ")}`, 300));
  const items = [
    ...progress.refusals.map((each) => `- ${at(each)}: ${prose(shortened(each.rule, 1000))}`),
    ...progress.unreadable.map(
      ({ module, path, reason }) => `- ${code(`${module}.${path}`)} cannot be read: ${code(shortened(reason, 300))}`,
    ),
    ...(proof?.failures ?? []).map(({ step, text, reason, rule }) => {
      const why = rule === undefined ? "" : ` (${prose(rule)})`;
      return `- step ${step} would fail, ${code(shortened(text, 300))}: ${code(shortened(reason, 300))}${why}`;
    }),
    ...(proof?.remaining ?? []).map(
      ({ module, label, before, after }) =>
        `- ${code(`${module}.${label}`)} would still be ${code(before.human)} and not ${code(after.human)}`,
    ),
    ...progress.unreachable.map(
      (each) => `- ${at(each)}: ${prose(shortened(each.rule, 1000))}, whatever this plan does`,
    ),
    ...progress.unknownQueues.map(
      (safe) =>
        `- the queue of ${partiesText([safe])} is not known: its service did not answer; what waits there may become void when enough owners execute`,
    ),
    ...(read.scan.complete
      ? []
      : [`- logs were not scanned completely, holders may be overlooked: ${read.scan.gaps.map(code).join(", ")}`]),
  ];
  return { ...{ title: "What stands against it", lead: [], items, between: "\n", noun: "point" }, importance: 100 };
}

function risks({ risks: all }: Review): Section {
  const items = all.map(({ risk, why, module, label, before, after, sideEffect, observed }) => {
    const note = observed ? " (observed only, never changed)" : sideEffect ? " (side effect)" : "";
    const value = `${module}.${label}`;
    return row([`**${risk}**`, codeCell(value), valueCell(before), valueCell(after), `${prose(why)}${note}`]);
  });
  const lead = items.length > 0 ? head(["Risk", "Value", "Live", "Wanted", "Why"]) : [];
  return { title: "Changes, riskiest first", lead, items, between: "\n", noun: "change", importance: 90 };
}

function powers({ powers: groups, progress, changes }: Review): Section {
  const items = groups.flatMap(({ powers: own }) =>
    own.map(({ subject, verb, abilities }) => {
      const lines = abilities.map((ability) => `  - ${prose(ability)}`);
      return [`- **${prose(subject)}** ${verb}:`, ...lines].join("\n");
    }),
  );
  const none =
    progress.refusals.length > 0 ? "Nothing of a refused plan takes effect." : "Nobody gains or loses anything.";
  const lead = items.length === 0 && changes.length > 0 ? [none] : [];
  return { title: "Who gains and who loses what", lead, items, between: "\n", noun: "account", importance: 85 };
}

function penalties({ penalties: all = [] }: Review): Section {
  const items = all.map((each) =>
    row([
      codeCell(each.incident),
      partiesText([each.user]),
      each.role,
      valueCell(each.share),
      partiesText([each.beneficiary]),
      prose(shortened(each.reason, 300)),
      each.amount ? valueCell(each.amount) : "",
      prose(penaltyProgress(each)),
    ]),
  );
  const names = ["Incident", "Who", "As", "Share", "Beneficiary", "Reason", "Amount", "State"];
  const lead = items.length > 0 ? head(names) : [];
  return { title: "Penalties", lead, items, between: "\n", noun: "penalty", importance: 88 };
}

function fees({ fees: splits }: Review): Section {
  const items = splits.flatMap((split) => rowsOf(split));
  const [first] = splits;
  const lead = first
    ? [
        `Of ${code(first.volume.human)} that pass each contract, an assumption:`,
        "",
        ...head(["Contract", "Who", "Share", "Live", "Wanted", "Difference"]),
      ]
    : [];
  return { title: "Who is paid", lead, items, between: "\n", noun: "row", importance: 50 };
}

function rowsOf({ module, of, recipients }: FeeSplit): readonly string[] {
  return recipients.map(({ who, share, before, after, difference }) => {
    const shares = share ? `${share.before} → ${share.after}` : "the rest";
    const change =
      BigInt(difference) === 0n ? "0" : `${difference.startsWith("+") ? "+" : ""}${token.format(BigInt(difference))}`;
    return row([
      codeCell(`${module}.${of}`),
      prose(who),
      prose(shares),
      codeCell(before.human),
      codeCell(after.human),
      codeCell(change),
    ]);
  });
}

/** Lines of one piece of a diff: long ones are cut between pieces. */
const PIECE = 80;

function differences({ diffs, file }: Review): Section {
  const items = diffs.flatMap((diff) => piecesOf(diff));
  const lead = items.length > 0 ? [`\`-\` is what the chain has, \`+\` is what ${code(file)} wants.`] : [];
  return { title: "Live against desired", lead, items, between: "\n\n", noun: "piece", importance: 70 };
}

function piecesOf({ module, kind, address, hunks }: ModuleDiff): readonly string[] {
  const lines = hunks.flatMap((hunk) => [hunk.header, ...hunk.lines]);
  const pieces: string[] = [];
  for (let start = 0; start < lines.length; start += PIECE) {
    pieces.push(fenced("diff", lines.slice(start, start + PIECE)));
  }
  pieces[0] = `**${prose(module)}** (${kind} at ${code(address)})\n\n${pieces[0]!}`;
  return pieces;
}
