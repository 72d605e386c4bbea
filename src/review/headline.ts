import type { Party } from "./words.ts";
import { dayText } from "./time.ts";
import { listText } from "./calls.ts";
import { count } from "../report/text.ts";
import type { ReviewBody } from "./model.ts";
import type { ReviewSet } from "./sets.ts";

/** What becomes of it, for machines. */
export type Outcome = "nothing to do" | "in flight" | "to do" | "refused" | "fails";

export function outcomeOf(review: ReviewBody): Outcome {
  const { refusals, unreadable, conflicts } = review.progress;
  if (refusals.length > 0 || unreadable.length > 0) return "refused";
  if (review.proof?.converges === false) return "fails";
  if (review.changeSets.some(({ transactions }) => transactions.length > 0)) return "to do";
  const differs = review.changes.some(({ observed }) => !observed);
  return differs || conflicts.length > 0 ? "in flight" : "nothing to do";
}

/** One sentence that says what there is to decide: what changes, who signs, when it counts, and whether it was tried out. */
export function headlineOf(review: ReviewBody, outcome: Outcome): string {
  switch (outcome) {
    case "refused":
      return `Refused, nothing is sent: ${refusedText(review)}`;
    case "nothing to do":
      return `Nothing to do: ${nothingText(review)}`;
    case "in flight":
      return `Nothing to submit: ${[changesText(review), ...onTheWay(review)].join(", ")}`;
    case "fails":
      return `Fails: ${[...todo(review), proofText(review)].join(", ")}`;
    case "to do":
      return [...todo(review), proofText(review)].join(", ");
  }
}

function refusedText(review: ReviewBody): string {
  const { refusals, unreadable } = review.progress;
  const lockOuts = refusals.filter(({ lockOut }) => lockOut).length;
  const rules = refusals.length - lockOuts;
  const parts = [
    ...(unreadable.length > 0 ? [`${count(unreadable.length, "value")} cannot be read`] : []),
    ...(rules > 0 ? [rules === 1 ? "1 rule stands against it" : `${rules} rules stand against it`] : []),
    ...(lockOuts > 0
      ? [`${count(lockOuts, "right")} would have nobody who can use ${lockOuts === 1 ? "it" : "them"}`]
      : []),
  ];
  return `${listText(parts)} (${changesText(review)})`;
}

function nothingText(review: ReviewBody): string {
  const observed = review.changes.length;
  const apart = observed > 0 ? `, apart from ${count(observed, "value")} only observed` : "";
  const unknown = review.progress.unknownQueues;
  const but = unknown.length > 0 ? `, but what waits in ${count(unknown.length, "queue")} is not known` : "";
  return `the chain is as ${review.file} says${apart}${but}`;
}

function todo(review: ReviewBody): readonly string[] {
  return [changesText(review), ...approvalTexts(review), ...onTheWay(review), timeText(review)];
}

/** `3 changes to 2 contracts` */
function changesText({ changes }: ReviewBody): string {
  const managed = changes.filter(({ observed }) => !observed);
  const contracts = new Set(managed.map(({ module }) => module)).size;
  return managed.length === 0
    ? "no value differs"
    : `${count(managed.length, "change")} to ${count(contracts, "contract")}`;
}

/** More than so many approvals are only counted. */
const FEW = 2;

/** `1 Safe approval by 2 of 3`, `2 signatures of guardian` */
function approvalTexts({ changeSets }: ReviewBody): readonly string[] {
  const open = changeSets.filter(({ transactions }) => transactions.length > 0);
  const safes = open.flatMap(({ approval }) => (approval.kind === "safe" ? [approval] : []));
  const signers = open.flatMap(({ approval }) => (approval.kind === "signer" ? [approval] : []));
  const total = signers.reduce((sum, { missing }) => sum + missing, 0);
  return [
    ...(safes.length > FEW
      ? [`${safes.length} Safe approvals`]
      : safes.map(({ threshold, owners }) => `1 Safe approval by ${threshold} of ${owners.length}`)),
    ...(signers.length > FEW
      ? [`${total} signatures of ${signers.length} accounts`]
      : signers.map(({ missing, signer }) => `${count(missing, "signature")} of ${shortText(signer)}`)),
  ];
}

/** What is under way already, and what time or somebody else holds back. */
function onTheWay({ changeSets, progress, read }: ReviewBody): readonly string[] {
  const now = BigInt(read.block.time.seconds);
  const { inFlight, conflicts, waiting, later } = progress;
  const queued = inFlight.filter(({ state }) => state === "queued");
  const last = queued.map(({ readyAt }) => BigInt(readyAt.seconds)).reduce((a, b) => (a > b ? a : b), 0n);
  const operations = conflicts.filter(({ kind }) => kind === "operation").length;
  const proposals = conflicts.length - operations;
  const until = later.map((each) => BigInt(each.until?.seconds ?? 0)).reduce((a, b) => (a > b ? a : b), 0n);
  return [
    ...(queued.length > 0 ? [`${count(queued.length, "operation")} queued until ${dayText(last, now)}`] : []),
    ...proposalTexts(changeSets),
    ...(operations > 0 ? [`${count(operations, "queued operation")} to be cancelled`] : []),
    ...(proposals > 0 ? [`${count(proposals, "proposal")} to be rejected`] : []),
    ...(waiting.length > 0 ? [`${count(waiting.length, "call")} to follow`] : []),
    ...(later.length > 0 ? [`${count(later.length, "value")} not before ${dayText(until, now)}`] : []),
  ];
}

/** `1 of 2 signatures missing for a proposal of council` */
function proposalTexts(changeSets: readonly ReviewSet[]): readonly string[] {
  const texts = changeSets.flatMap(({ approval }) => {
    if (approval.kind === "signer") return [];
    const { proposed, threshold, safe } = approval;
    return proposed.map(({ missing }) =>
      missing === 0
        ? `a proposal of ${shortText(safe)} fully signed`
        : `${missing} of ${count(threshold, "signature")} missing for a proposal of ${shortText(safe)}`,
    );
  });
  return texts.length > FEW ? [`${texts.length} proposals waiting`] : texts;
}

/** When something can take effect, by the delay of each call. */
function timeText({ changeSets, read }: ReviewBody): string {
  const now = BigInt(read.block.time.seconds);
  const delays = changeSets.flatMap(({ transactions }) =>
    transactions.flatMap(({ what, calls, operations }) => {
      const delay = what === "schedule" ? operations.map(delayOf).reduce((a, b) => a + b, 0n) : 0n;
      return calls.map(() => delay);
    }),
  );
  const delayed = delays.filter((delay) => delay > 0n);
  if (delayed.length === 0) return "takes effect at once";
  const first = dayText(now + delayed.reduce((a, b) => (a < b ? a : b)), now);
  const atOnce = delays.length - delayed.length;
  return atOnce === 0 ? `nothing before ${first}` : `${count(atOnce, "call")} at once and the rest not before ${first}`;
}

function delayOf({ delay }: ReviewSet["transactions"][number]["operations"][number]): bigint {
  return BigInt(delay?.seconds ?? 0);
}

function proofText({ proof }: ReviewBody): string {
  if (!proof || proof.method === "not simulated") return "not simulated";
  const [failure] = proof.failures;
  if (failure) return `simulated, step ${failure.step} of ${proof.prefixes.of} would fail`;
  if (proof.converges === undefined) return "simulated";
  return proof.converges
    ? "simulated, converges"
    : `simulated, does not converge: ${count(proof.remaining.length, "value")} would still differ`;
}

/** The name, or the ends of the address: in full it is below. */
export function shortText({ name, address }: Party): string {
  return name ?? `${address.slice(0, 6)}...${address.slice(-4)}`;
}
