import { html, joined, type Html } from "../../review/html/markup.ts";
import { anchor, linked, list, party, section, type Links, type Section } from "../../review/html/parts.ts";
import type { Briefing } from "../model.ts";
import { troubleFirst } from "../pauses.ts";
import type { SafeQueue } from "../queues.ts";
import { firstOf, MOST_NAMES } from "../limits.ts";
import { upTo } from "../../report/text.ts";
import { leftOut, longList, longTable, mended, type Row } from "./lists.ts";

/** What to do, and how a stack stands. */
export function stateSections(briefing: Briefing, links: Links): readonly Section[] {
  return [
    next(briefing, links),
    paused(briefing),
    drift(briefing, links),
    queued(briefing, links),
    expiring(briefing, links),
  ];
}

function or(content: Html, none: string): readonly Html[] {
  return [content.markup === "" ? html`<p>${none}</p> ` : content];
}

function paused({ pauses, stack }: Briefing): Section {
  const rows = troubleFirst(pauses).map(({ contract, state, reason }): Row => {
    const why = reason === undefined ? "" : `: ${reason}`;
    return {
      cells: [
        party(contract),
        state === "running" ? html`${state}` : html`<strong class="high">${state}</strong>${why}`,
      ],
    };
  });
  const shown = longTable(["Contract", "State"], rows, `ordinance status --stack ${stack}`);
  return section("paused", "Paused", or(shown, "Nothing can be paused."));
}

function drift({ drift: { drift: all, unreadable }, stack }: Briefing, links: Links): Section {
  const name = (contract: string, property: string) => html`<code>${contract}.${linked(property, links)}</code>`;
  const value = (text: string) => html`<code>${linked(text, links)}</code>`;
  const rows = [
    ...unreadable.map(({ contract, property, reason }): Row => ({
      cells: [
        name(contract, property),
        html`<strong class="high">could not be read</strong>`,
        html``,
        html``,
        html`${reason}`,
      ],
    })),
    ...all.map(({ contract, property, live, desired, progress, remedy }): Row => ({
      id: anchor("change", `${contract}.${property}`),
      cells: [
        name(contract, property),
        value(live),
        value(desired),
        html`<span class="short ${progress === "open" || progress === "refused" ? "high" : "middle"}"
          >${progress}</span
        >`,
        linked(remedy, links),
      ],
    })),
  ];
  const shown = longTable(["Value", "Live", "Desired", "State", "Remedy"], rows, `ordinance surface --stack ${stack}`);
  return section("drift", "Not as the file says", or(shown, "The chain is as the stack file says."));
}

const FITS = { wanted: "as the file wants", unwanted: "against the file", other: "not of the file" } as const;

function queued({ queues, stack }: Briefing, links: Links): Section {
  const deeds = (does: readonly string[]) => list(upTo(MOST_NAMES, does).map((each) => linked(each, links)));
  const operations = queues.operations.map(({ id, timelock, state, readyAt, does, standing }) => {
    const when =
      state === "ready"
        ? html`<strong class="middle">ready</strong> since ${readyAt.text}`
        : html`queued until ${readyAt.text}`;
    const fits = html`<span class="${standing === "unwanted" ? "high" : "note"}">${FITS[standing]}</span>`;
    return html`operation <code>${id}</code> of ${party(timelock)}, ${when}, ${fits}${deeds(does)}`;
  });
  const items = [...queues.safes.filter(({ unreachable }) => unreachable !== undefined).map(unknown), ...operations];
  const proposals = queues.safes.flatMap(({ safe, proposals: waiting }) =>
    waiting.map(
      ({ hash, nonce, confirmations, does }) =>
        html`proposal <code>${hash}</code> of ${party(safe)}, nonce ${nonce}, signatures: ${confirmations}${deeds(does)}`,
    ),
  );
  const shown = longList([...items, ...proposals], `ordinance plan --stack ${stack}`);
  return section("queued", "Queued", or(shown, "Nothing is known to wait."));
}

function unknown({ safe, unreachable }: SafeQueue): Html {
  return html`the queue of ${party(safe)} is <strong class="high">not known</strong>: ${unreachable ?? ""}`;
}

function expiring({ expiring: all, stack }: Briefing, links: Links): Section {
  const rows = all.map(({ contract, property, what, until }): Row => ({
    cells: [mended(`${contract}.${property}`, links), linked(what, links), html`${until ?? "open"}`],
  }));
  const shown = longTable(["Value", "What", "Last day"], rows, `ordinance doctor --stack ${stack}`);
  return section("expiring", "Expiring", or(shown, "Nothing expires, and no offer is open."));
}

function next({ next: steps, stack }: Briefing, links: Links): Section {
  const items = steps.map(({ step, mends }) => {
    const { shown, left } = firstOf(mends, 30);
    const more = left > 0 ? ` and ${left} more` : "";
    return html`<code>${linked(step, links)}</code> for
      ${joined(
        shown.map((each) => mended(each, links)),
        ", ",
      )}${more}`;
  });
  return section(
    "next",
    "Next steps",
    or(longList(items, `ordinance doctor --stack ${stack}`), "Nothing is to be done."),
  );
}

/** What was sent from the folder of the project. */
export function receiptsSection({ receipts, stack }: Briefing, links: Links): Section {
  const blocks = receipts.map(({ file, authority, block, calls, failed }) => {
    const { shown, left } = firstOf(calls, 20);
    const sent = shown.map(({ text, hash }) => html`<code>${linked(text, links)}</code> in <code>${hash}</code>`);
    const stopped = failed === undefined ? [] : [html`<strong class="high">failed</strong>: ${linked(failed, links)}`];
    return html`<div class="box">
      <h3>By ${linked(authority, links)}, planned in block ${block}</h3>
      <p class="note"><code>${file}</code></p>
      ${list([...sent, ...stopped])}${leftOut(left, `reports/${stack}/receipts/${file}`)}
    </div> `;
  });
  return section("receipts", "Last receipts", blocks.length > 0 ? blocks : [html`<p>Nothing was sent from here.</p> `]);
}
