import { keccak256 } from "../../keccak.ts";
import { besideText, turnText } from "../../report/deeds.ts";
import { count } from "../../report/text.ts";
import type { ReviewRival, ReviewSafe, Submission } from "../approvals.ts";
import type { Review } from "../model.ts";
import type { ReviewConflict } from "../progress.ts";
import type { ReviewSet, ReviewTransaction } from "../sets.ts";
import { bothText } from "../words.ts";
import type { Section } from "./fit.ts";
import { callCode, callText, head, partiesText, partyCode, row } from "./parts.ts";
import { code, prose } from "./text.ts";

/** How it is brought about: calls, who signs them, and what is under way already. */
export function enactSections(review: Review): readonly Section[] {
  return [calls(review), approvals(review), underWay(review)].filter(({ items }) => items.length > 0);
}

function calls({ changeSets }: Review): Section {
  const items = changeSets.flatMap((set) => set.transactions.flatMap((each) => transactionItems(set, each)));
  return { title: "Calls", lead: [], items, between: "\n", noun: "call", importance: 75 };
}

/** Calls of one transaction; what happens to them together is said before the first. */
function transactionItems(set: ReviewSet, { what, calls: inside, operations }: ReviewTransaction): readonly string[] {
  const who = partyCode(set.authority);
  const names = operations.map(({ id, timelock }) => `operation ${code(id)} of ${prose(timelock)}`).join(", ");
  const intro = {
    call: `${who} calls:`,
    schedule: `${who} schedules ${names}, to be executed ${operations.map(({ delay }) => delay?.text ?? "").join(" and ")} later, not before ${operations.at(-1)?.readyAt.text ?? ""}:`,
    execute: `${who} executes ${names}:`,
    cancel: `${who} cancels ${names === "" ? "what no longer fits" : names}.`,
  }[what];
  if (inside.length === 0) return [`\n${intro}\n`];
  return inside.map((call, index) => {
    const line = `${call.step === undefined ? "-" : `${call.step}.`} ${callText(call)}`;
    return index === 0 ? `\n${intro}\n\n${line}` : line;
  });
}

function approvals({ changeSets }: Review): Section {
  const items = changeSets.flatMap((set) => approvalItems(set));
  return { title: "Approvals", lead: [], items, between: "\n\n", noun: "approval", importance: 80 };
}

function approvalItems(set: ReviewSet): readonly string[] {
  const { approval } = set;
  const when = `${set.delay.seconds === "0" ? "Takes effect at once" : `Takes effect ${set.delay.text} later, not before ${set.earliest.text}`}.`;
  const after = set.after.length > 0 ? ` Comes after ${partiesText(set.after)}.` : "";
  const route = `Route: ${set.routes.map((each) => prose(each)).join("; ")}.`;
  if (approval.kind === "signer") {
    const each = approval.missing === 1 ? "1 transaction" : `${approval.missing} transactions, one after the other`;
    return [`${partyCode(set.authority)} signs ${each}. ${when}${after} ${route}`];
  }
  const found: string[] = [];
  if (set.transactions.length > 0) {
    const missing = `${approval.missing} of ${partiesText(approval.owners)} sign, ${count(approval.missing, "signature")} missing`;
    const text = `${partyCode(approval.safe)} (Safe ${prose(approval.version)}, nonce ${approval.nonce}): ${missing}. All or nothing. ${when}${after} ${route}`;
    const open = "The hashes follow when what comes before is done.";
    const rivals = approval.rivals.map((each) => `\n\n${rivalText(each, turnText(approval))}`).join("");
    found.push(`${text}${rivals}\n\n${approval.submission ? hashes(approval.submission, set) : open}`);
  }
  return [...found, ...proposals(approval)];
}

function proposals({ proposed, threshold, safe }: ReviewSafe): readonly string[] {
  return proposed.map((each) => {
    const signed = each.signed.length > 0 ? ` (${partiesText(each.signed)})` : "";
    const exceeds = each.exceeds ? " **It does more than this review shows: do not sign it.**" : "";
    const text = `Proposed to ${partyCode(safe)} already, nonce ${each.message.nonce}: ${each.signed.length} of ${threshold} signatures${signed}.${exceeds}`;
    const lines = each.calls.map((call) => `- ${callText(call)}`);
    const unverified =
      each.unverified.length > 0 ? [`\nThe Safe does not accept what ${partiesText(each.unverified)} signed.`] : [];
    const rivals = each.rivals.map((rival) => `\n${rivalText(rival, besideText(rival))}`);
    return [`${text}\n`, ...lines, ...unverified, ...rivals, `\n${hashes(each)}`].join("\n");
  });
}

/** Who else waits with a nonce, what it does, and what becomes of it. */
function rivalText({ safeTxHash, nonce, does }: ReviewRival, fate: string): string {
  return [
    `It **${fate}**: proposal ${code(safeTxHash)} (nonce ${nonce}), which`,
    "",
    ...does.map((each) => `- ${prose(each)}`),
  ].join("\n");
}

/** What owners compare on their devices. */
function hashes(of: Submission, set?: ReviewSet): string {
  const operations = (set?.transactions ?? []).flatMap(({ what, operations: all }) => (what === "schedule" ? all : []));
  return [
    ...head(["To compare", ""]),
    row(["Safe transaction hash", code(of.safeTxHash)]),
    row([
      `EIP-712 domain hash, of chain ${of.domain.chainId} and ${code(of.domain.verifyingContract)}`,
      code(of.domainHash),
    ]),
    row(["EIP-712 message hash", code(of.messageHash)]),
    ...operations.map(({ id, timelock }) => row([`Operation that ${prose(timelock)} will hold`, code(id)])),
  ].join("\n");
}

function underWay({ progress }: Review): Section {
  const { inFlight, conflicts, waiting, later } = progress;
  const items = [
    ...inFlight.map(({ id, timelock, state, readyAt, calls: inside }) => {
      const when = state === "ready" ? "ready to be executed" : `queued until ${readyAt.text}`;
      return [
        `- operation ${code(id)} of ${prose(timelock)}, ${when}:`,
        ...inside.map((call) => `  - ${callText(call)}`),
      ].join("\n");
    }),
    ...conflicts.map(conflictText),
    ...waiting.map(({ call, until }) => `- waits for ${code(until)}: ${callText(call)}`),
    ...later.map(
      ({ module, keys, rule, until }) =>
        `- ${code(`${module}.${keys.join(", ")}`)} not before ${until?.text ?? ""}: ${prose(rule)}`,
    ),
  ];
  return { title: "Under way, and what has to wait", lead: [], items, between: "\n", noun: "entry", importance: 65 };
}

function conflictText({ kind, id, at, nonce, findings }: ReviewConflict): string {
  const what =
    kind === "operation"
      ? `operation ${code(id)} of ${partiesText([at])} no longer fits and is cancelled:`
      : `proposal ${code(id)} (nonce ${nonce}) of ${partiesText([at])} no longer fits; its owners have to reject it:`;
  const lines = findings.map(({ module, label, fn, queued, wanted }) => {
    const set = queued ? code(bothText(queued)) : "an unknown value";
    return `  - ${code(`${module}.${label}`)}: ${code(fn)} would set ${set}, the file wants ${code(bothText(wanted))}`;
  });
  return [`- ${what}`, ...lines].join("\n");
}

/** Longer calldata is told by its hash. */
const MOST_CALLDATA = 1000;

/** Calldata of every transaction and every call, for those who decode it themselves. */
export function calldataSection({ changeSets }: Review): Section {
  const data = (hex: string) =>
    hex.length <= MOST_CALLDATA ? code(hex) : `${(hex.length - 2) / 2} bytes with keccak256 ${code(keccak256(hex))}`;
  const items = changeSets.flatMap(({ transactions, authority }) =>
    transactions.flatMap(({ to, calldata, calls: inside }) => [
      `- ${partyCode(authority)} to ${partyCode(to)}: ${data(calldata)}`,
      ...inside
        .filter((call) => call.calldata !== calldata)
        .map((call) => `  - ${callCode(call)} at ${code(call.target.address)}: ${data(call.calldata)}`),
    ]),
  );
  return { title: "Calldata", lead: [], items, between: "\n", noun: "line", importance: 10, folded: true };
}
