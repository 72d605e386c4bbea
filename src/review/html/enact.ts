import { besideText, turnText } from "../../report/deeds.ts";
import type { ReviewRival, ReviewSafe, Submission } from "../approvals.ts";
import type { ReviewConflict } from "../progress.ts";
import type { ReviewSet, ReviewTransaction } from "../sets.ts";
import { html, joined, NOTHING, type Html } from "./markup.ts";
import {
  call,
  data,
  linked,
  list,
  parties,
  party,
  section,
  value,
  valueName,
  type Page,
  type Section,
} from "./parts.ts";

/** How it is brought about: calls, who signs them, and what is under way already. */
export function enact(page: Page): readonly Section[] {
  const { changeSets } = page.review;
  return [
    section(
      "calls",
      "Calls",
      changeSets.map((set, index) => setOf(set, index + 1, page)),
    ),
    section(
      "approvals",
      "Approvals",
      changeSets.map((set, index) => approval(set, index + 1, page)),
    ),
    underWay(page),
  ];
}

function setOf(set: ReviewSet, number: number, page: Page): Html {
  if (set.transactions.length === 0) return NOTHING;
  const transactions = set.transactions.map((each) => transaction(set, each, page));
  return html`<div id="set-${number}">${transactions}</div> `;
}

function transaction(set: ReviewSet, { what, to, calldata, operations, calls }: ReviewTransaction, page: Page): Html {
  const names = joined(
    operations.map(({ id, timelock }) => html`operation <code>${id}</code> of ${timelock}`),
    ", ",
  );
  const later = operations.map(({ delay }) => delay?.text ?? "").join(" and ");
  const intro = {
    call: html`calls ${party(to)}:`,
    schedule: html`schedules ${names}, to be executed ${later} later, not before
    ${operations.at(-1)?.readyAt.text ?? ""}:`,
    execute: html`executes ${names}:`,
    cancel: html`cancels ${operations.length > 0 ? names : "what no longer fits"}.`,
  }[what];
  const items = calls.map((each) =>
    each.step === undefined
      ? html`<li>${call(each, page)}</li> `
      : html`<li value="${each.step}" id="call-${each.step}">${call(each, page)}</li> `,
  );
  const made =
    items.length > 0
      ? html`<ol class="calls">
          ${items}
        </ol>`
      : NOTHING;
  return html`<h3>${party(set.authority)} ${intro}</h3>
    ${made}${data(calldata)} `;
}

function approval(set: ReviewSet, number: number, page: Page): Html {
  const { approval: by, delay, earliest, after } = set;
  const when = delay.seconds === "0" ? "At once." : `${delay.text} later, not before ${earliest.text}.`;
  const order =
    after.length > 0
      ? html`<dt>Comes after</dt>
          <dd>${parties(after)}</dd> `
      : NOTHING;
  const common = html`<dt>Takes effect</dt>
    <dd>${when}</dd>
    <dt>Route</dt>
    <dd>${linked(set.routes.join("; "), page)}</dd>
    ${order}`;
  if (by.kind === "signer") {
    const count = by.missing === 1 ? "1 transaction" : `${by.missing} transactions, one after the other`;
    return html`<div class="box" id="approval-${number}">
      <h3>${party(set.authority)} signs ${count}</h3>
      <dl>${common}</dl>
    </div> `;
  }
  const open = set.transactions.length > 0;
  const hashes = by.submission
    ? submission(by.submission)
    : html`<dt>Hashes</dt>
        <dd>They follow when what comes before is done.</dd>`;
  const own = html`<dl>
    <dt>Signatures</dt>
    <dd>${by.missing} missing, by ${by.threshold} of ${parties(by.owners)}; all or nothing</dd>
    <dt>Safe</dt>
    <dd>version ${by.version}, nonce ${by.nonce}</dd>
    ${common}${hashes}
  </dl>`;
  const beside = by.rivals.map((each) => rival(each, turnText(by), page));
  return html`<div class="box" id="approval-${number}">
    <h3>${party(by.safe)} approves</h3>
    ${open ? own : NOTHING}${beside}${proposals(by, page)}
  </div> `;
}

function submission({ safeTxHash, domain, domainHash, messageHash }: Submission): Html {
  return html`<dt>Safe transaction hash</dt>
    <dd><code>${safeTxHash}</code></dd>
    <dt>EIP-712 domain hash</dt>
    <dd><code>${domainHash}</code>, of chain ${domain.chainId} and ${party({ address: domain.verifyingContract })}</dd>
    <dt>EIP-712 message hash</dt>
    <dd><code>${messageHash}</code></dd> `;
}

function proposals({ proposed, threshold }: ReviewSafe, page: Page): readonly Html[] {
  return proposed.map((each) => {
    const exceeds = each.exceeds
      ? html`<p class="high"><strong>It does more than this review shows: do not sign it.</strong></p> `
      : NOTHING;
    const signed = each.signed.length > 0 ? html` (${parties(each.signed)})` : NOTHING;
    const unverified =
      each.unverified.length > 0
        ? html`<p>The Safe does not accept what ${parties(each.unverified)} signed.</p> `
        : NOTHING;
    const calls = list(each.calls.map((one) => call(one, page)));
    return html`<p>
        Proposed already, nonce ${each.message.nonce}: ${each.signed.length} of ${threshold} signatures${signed}.
      </p>
      ${exceeds}${unverified}${each.rivals.map((one) => rival(one, besideText(one), page))}
      <dl>${submission(each)}</dl>
      ${calls} `;
  });
}

/** Who else waits with a nonce, what it does, and what becomes of it. */
function rival({ safeTxHash, nonce, does }: ReviewRival, fate: string, page: Page): Html {
  return html`<p class="high">
      It <strong>${fate}</strong>: proposal <code>${safeTxHash}</code> (nonce ${nonce}), which
    </p>
    ${list(does.map((each) => linked(each, page)))} `;
}

function underWay(page: Page): Section {
  const { inFlight, conflicts, waiting, later } = page.review.progress;
  const items = [
    ...inFlight.map(({ id, timelock, state, readyAt, calls }) => {
      const when = state === "ready" ? "ready to be executed" : `queued until ${readyAt.text}`;
      const inside = list(calls.map((each) => call(each, page)));
      return html`operation <code>${id}</code> of ${timelock}, ${when}: ${inside}`;
    }),
    ...conflicts.map((each) => conflict(each, page)),
    ...waiting.map(({ call: each, until }) => html`waits for <code>${until}</code>: ${call(each, page)}`),
    ...later.map(
      ({ module, keys, rule, until }) =>
        html`<code>${module}.${keys.join(", ")}</code> not before ${until?.text ?? ""}: ${linked(rule, page)}`,
    ),
  ];
  return section("under-way", "Under way, and what has to wait", [list(items)]);
}

function conflict({ kind, id, at, nonce, findings }: ReviewConflict, page: Page): Html {
  const what =
    kind === "operation"
      ? html`operation <code>${id}</code> of ${party(at)} no longer fits and is cancelled:`
      : html`proposal <code>${id}</code> (nonce ${nonce ?? ""}) of ${party(at)} no longer fits; its owners have to
          reject it:`;
  const lines = findings.map(({ module, key, label, fn, queued, wanted }) => {
    const set = queued ? value(queued, page) : html`an unknown value`;
    return html`${valueName(module, key, label, page)}: <code>${fn}</code> would set ${set}, the file wants
      ${value(wanted, page)}`;
  });
  return html`${what} ${list(lines)}`;
}
