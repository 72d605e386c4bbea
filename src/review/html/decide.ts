import { token } from "../../stack/units.ts";
import { penaltyProgress } from "../penalties.ts";
import type { ModuleDiff } from "../patch.ts";
import type { ReviewRule } from "../progress.ts";
import type { Risk } from "../risk.ts";
import { html, joined, NOTHING, type Html } from "./markup.ts";
import {
  anchor,
  linked,
  list,
  parties,
  party,
  section,
  table,
  value,
  valueName,
  type Page,
  type Section,
} from "./parts.ts";

/** What people decide on: what stands against it, what it does, and to whom. */
export function decide(page: Page): readonly Section[] {
  return [problems(page), changes(page), penalties(page), powers(page), fees(page), differences(page)];
}

function problems(page: Page): Section {
  const { progress, proof, read } = page.review;
  const rule = ({ module, keys, rule: why }: ReviewRule, more = "") =>
    html`<code>${module}.${linked(keys.join(", "), page)}</code>: ${linked(why, page)}${more}`;
  const points = [
    ...progress.refusals.map((each) => rule(each)),
    ...progress.unreadable.map(
      ({ module, path, reason }) => html`<code>${module}.${path}</code> cannot be read: <code>${reason}</code>`,
    ),
    ...(proof?.failures ?? []).map(
      ({ step, text, reason, rule: why }) =>
        html`step ${step} would fail, <code>${linked(text, page)}</code>:
          <code>${reason}</code>${why === undefined ? "" : ` (${why})`}`,
    ),
    ...(proof?.remaining ?? []).map(
      ({ module, key, label, before, after }) =>
        html`${valueName(module, key, label, page)} would still be ${value(before, page)} and not ${value(after, page)}`,
    ),
    ...progress.unreachable.map((each) => rule(each, ", whatever this plan does")),
    ...progress.unknownQueues.map(
      (safe) =>
        html`the queue of ${party(safe)} is not known: its service did not answer; what waits there may become void when
        enough owners execute`,
    ),
    ...(read.scan.complete
      ? []
      : [html`logs were not scanned completely, holders may be overlooked: ${read.scan.gaps.join(", ")}`]),
  ];
  const box = points.length > 0 ? html`<div class="box">${list(points)}</div>` : NOTHING;
  return section("problems", "What stands against it", [box]);
}

const WEIGHT: Readonly<Record<Risk, string>> = {
  "moves ownership": "high",
  grants: "high",
  penalizes: "high",
  loosens: "high",
  unpauses: "middle",
  changes: "middle",
  revokes: "middle",
  pauses: "low",
  tightens: "low",
};

function changes(page: Page): Section {
  const rows = page.review.risks.map(({ risk, why, module, key, label, before, after, sideEffect, observed }) => {
    const note = observed ? " (observed only, never changed)" : sideEffect ? " (side effect)" : "";
    return {
      id: anchor("change", `${module}.${key}`),
      cells: [
        html`<strong class="${WEIGHT[risk]}">${risk}</strong>`,
        valueName(module, key, label, page),
        value(before, page),
        value(after, page),
        html`${linked(why, page)}${note}`,
      ],
    };
  });
  const listed = rows.length > 0 ? table(["Risk", "Value", "Live", "Wanted", "Why"], rows) : NOTHING;
  return section("changes", "Changes, riskiest first", [listed]);
}

function powers(page: Page): Section {
  const { powers: groups, progress, changes: all } = page.review;
  const blocks = groups.map(({ account, people, powers: own }) => {
    const behind = people ? html` <span class="note">(${parties(people.owners)})</span>` : NOTHING;
    const lists = own.map(
      ({ subject, verb, abilities }) =>
        html`<p><strong>${linked(subject, page)}</strong> ${verb}:</p>
          ${list(abilities.map((ability) => linked(ability, page)))} `,
    );
    return html`<div class="box" id="${anchor("power", account.address)}">
      <h3>${party(account)}${behind}</h3>
      ${lists}
    </div> `;
  });
  const none =
    progress.refusals.length > 0 ? "Nothing of a refused plan takes effect." : "Nobody gains or loses anything.";
  const content = blocks.length === 0 && all.length > 0 ? [html`<p>${none}</p>`] : blocks;
  return section("powers", "Who gains and who loses what", content);
}

function penalties(page: Page): Section {
  const rows = (page.review.penalties ?? []).map((each) => ({
    cells: [
      html`<code>${each.incident}</code>`,
      party(each.user),
      html`${each.role}`,
      value(each.share, page),
      party(each.beneficiary),
      html`${each.reason}`,
      each.amount ? value(each.amount, page) : NOTHING,
      html`${penaltyProgress(each)}`,
    ],
  }));
  const names = ["Incident", "Who", "As", "Share", "Beneficiary", "Reason", "Amount", "State"];
  return section("penalties", "Penalties", rows.length > 0 ? [table(names, rows)] : []);
}

function fees(page: Page): Section {
  const splits = page.review.fees;
  const rows = splits.flatMap(({ module, of, recipients }) =>
    recipients.map(({ who, share, before, after, difference }) => {
      const change = BigInt(difference);
      const text = change === 0n ? "0" : `${change > 0n ? "+" : ""}${token.format(change)}`;
      const cells = [share ? `${share.before} → ${share.after}` : "the rest", before.human, after.human, text];
      return { cells: [html`<code>${module}.${of}</code>`, html`${who}`, ...cells.map((cell) => html`${cell}`)] };
    }),
  );
  const [first] = splits;
  if (!first) return section("fees", "Who is paid", []);
  const names = ["Contract", "Who", "Share", "Live", "Wanted", "Difference"];
  return section("fees", "Who is paid", [
    html`<p>Of ${first.volume.human} that pass each contract, an assumption:</p> `,
    table(names, rows),
  ]);
}

function differences(page: Page): Section {
  const { diffs, file } = page.review;
  if (diffs.length === 0) return section("differences", "Live against desired", []);
  const blocks = diffs.map((diff) => one(diff, page));
  const lead = html`<p><code>-</code> is what the chain has, <code>+</code> is what <code>${file}</code> wants.</p> `;
  return section("differences", "Live against desired", [lead, html`<div class="diffs">${blocks}</div>`]);
}

function one({ module, kind, address, hunks }: ModuleDiff, page: Page): Html {
  const lines = hunks.flatMap((hunk) => [
    html`<span class="at">${hunk.header}</span>`,
    ...hunk.lines.map((line) => {
      const side = { "-": "minus", "+": "plus" }[line[0] ?? ""] ?? "same";
      return html`<span class="${side}">${linked(line, page)}</span>`;
    }),
  ]);
  return html`<div id="${anchor("module", module)}">
    <h3>${party({ address, name: module })} <span class="note">${kind}</span></h3>
    <pre class="diff">${joined(lines, "")}</pre>
  </div> `;
}
