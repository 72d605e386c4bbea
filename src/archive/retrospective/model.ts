import type { Diagnosis } from "../../doctor/doctor.ts";
import type { Examined } from "../../examine.ts";
import type { Proof } from "../../prove/proof.ts";
import { changeText, unreadableText, wordsOf } from "../../report/text.ts";
import { queuesOf, type Queues } from "../../briefing/queues.ts";
import { worldOf } from "../../plan/world.ts";
import { reviewWords, type Party } from "../../review/words.ts";
import { timeText } from "../../stack/units/moment.ts";
import type { Entry, Telling } from "./entry.ts";
import type { Past } from "./past.ts";
import { pausedTimes, type PausedFor } from "./pauses.ts";
import type { Batch, RecordedPlan, Records } from "./records.ts";
import { eventEntries, toldOf } from "./timeline.ts";

/** What happened to a stack, and how it stands now. Plain data; every time is that of a block. */
export interface Retrospective {
  readonly incident: string;
  readonly stack: string;
  readonly chainId: string;
  /** The blocks that were looked at, and the time of the last. */
  readonly from: string;
  readonly to: string;
  readonly time: string;
  readonly paused: readonly PausedFor[];
  /** What differed from the file, by the previews that were kept. */
  readonly differed: readonly string[];
  readonly timeline: readonly Entry[];
  readonly sent: readonly SentBatch[];
  readonly plans: readonly RecordedPlan[];
  readonly approvals: readonly Approval[];
  readonly end: EndState;
  readonly checks: Checks;
  /** What could not be read, in words: it may hold more. */
  readonly gaps: readonly string[];
}

/** A batch with the name of whoever it was of. */
export type SentBatch = Batch & { readonly by: string };

/** Who stood behind a transaction. */
export interface Approval {
  readonly what: string;
  /** By name; absent where it cannot be told. */
  readonly by?: readonly string[];
  readonly transaction?: string;
}

export interface EndState {
  readonly paused: readonly Party[];
  readonly differences: readonly string[];
  readonly queues: Queues;
}

export interface Checks {
  /** Verdict of the status wall; absent where it was not asked. */
  readonly wall?: string;
  readonly doctor: Diagnosis["summary"];
  readonly doctorFails: readonly string[];
  /** Whether what is left to do was tried out, and works. */
  readonly tried: "works" | "does not work" | "not tried";
}

export interface RetrospectiveInput {
  readonly incident: string;
  readonly examined: Examined;
  readonly proof: Proof | undefined;
  readonly diagnosis: Diagnosis;
  readonly past: Past;
  readonly records: Records;
}

/** Pure. */
export function retrospectiveOf(input: RetrospectiveInput): Retrospective {
  const { incident, examined, past, records } = input;
  const { desired, live, plan } = examined;
  const words = reviewWords(desired);
  const naming = wordsOf(desired);
  const telling: Telling = { past, live, world: worldOf(desired, live), words, naming };
  const told = toldOf(telling);
  const { entries, executions } = eventEntries(told, telling);
  const seen = (each: { readonly block: bigint }) => each.block >= past.from && each.block <= past.to;
  const { batches, gaps: unfit } = ofThisChain(records.batches, past);
  const sent = batches
    .filter((each) => seen(each) || each.calls.some(seen))
    .map((batch) => ({ ...batch, by: words.name(batch.authority) }));
  const plans = records.plans.filter(seen);
  const paused = pausedTimes(told, past, examined);
  return {
    ...{ incident, stack: desired.stack, chainId: String(live.chainId) },
    ...{ from: String(past.from), to: String(past.to), time: timeText(live.block.timestamp) },
    paused,
    differed: [...new Set(plans.flatMap(({ changes }) => changes))],
    timeline: ordered([...batchEntries(sent, telling), ...entries, ...planEntries(plans)]),
    sent,
    plans,
    approvals: [
      ...executions.map(({ safe, hash, approvers, transaction }) => ({
        what: `Safe transaction ${hash} of ${words.name(safe)}`,
        ...(approvers && { by: approvers.map(words.name) }),
        ...(transaction && { transaction }),
      })),
      ...alone(telling, new Set(executions.map(({ transaction }) => transaction))),
    ],
    end: {
      paused: paused.filter(({ still }) => still).map(({ contract }) => contract),
      differences: [
        ...plan.changes.map((change) => changeText(change, naming)),
        ...plan.unreadable.map(unreadableText),
      ],
      queues: queuesOf(examined, telling.world, words),
    },
    checks: checksOf(input),
    gaps: [...past.gaps, ...unfit, ...records.gaps, ...readingGaps(input)],
  };
}

/** Receipts of a chain that is not this one any more are none of it. */
function ofThisChain(batches: readonly Batch[], { headers }: Past) {
  const isOther = ({ calls }: Batch) =>
    calls.some(({ block, blockHash }) => {
      const header = headers.get(block);
      return header !== undefined && header.hash !== blockHash;
    });
  return {
    batches: batches.filter((batch) => !isOther(batch)),
    gaps: batches.filter(isOther).map(({ file }) => `receipts/${file} is of blocks that are not on this chain`),
  };
}

function planEntries(plans: readonly RecordedPlan[]): readonly Entry[] {
  return plans.map(({ hash, block, time, changes, calls }) => ({
    ...{ block: String(block), time },
    what: `previewed last: plan ${hash}, differences: ${changes.length}, calls: ${calls.length}`,
  }));
}

function batchEntries(batches: readonly SentBatch[], { past }: Telling): readonly Entry[] {
  const timeOf = (block: bigint) => {
    const at = past.headers.get(block)?.timestamp;
    return at === undefined ? {} : { time: timeText(at) };
  };
  return batches.flatMap(({ block, by, calls, failed }) => {
    return [
      ...calls.map(({ text, hash, block: mined, succeeded }) => ({
        ...{ block: String(mined), ...timeOf(mined), transaction: hash, by },
        what: `${succeeded ? "sent from here" : "sent from here, and reverted"}: ${text}`,
      })),
      ...(failed === undefined
        ? []
        : [{ block: String(block), ...timeOf(block), by, what: `failed, and nothing after it was sent: ${failed}` }]),
    ];
  });
}

/** By block; what was sent stands before what came of it, and what was planned on a block behind what had happened. */
function ordered(entries: readonly Entry[]): readonly Entry[] {
  return entries.toSorted((a, b) => Number(BigInt(a.block) - BigInt(b.block)));
}

/** Accounts that acted without a Safe, each with its number of transactions. */
function alone({ past, words }: Telling, ofSafes: ReadonlySet<string | undefined>): readonly Approval[] {
  const counts = new Map<string, number>();
  for (const [hash, { from }] of past.transactions) {
    const by = words.name(from);
    if (!ofSafes.has(hash)) counts.set(by, (counts.get(by) ?? 0) + 1);
  }
  return [...counts].map(([by, number]) => ({ what: `transactions without a Safe: ${number}`, by: [by] }));
}

function checksOf({ records, diagnosis, proof }: RetrospectiveInput): Checks {
  const fails = diagnosis.findings.filter(({ severity }) => severity === "fail");
  return {
    ...(records.wall !== undefined && { wall: records.wall }),
    doctor: diagnosis.summary,
    doctorFails: fails.map(({ contract, property, found }) => `${contract}.${property}: ${found}`),
    tried: proof?.converges === undefined ? "not tried" : proof.converges ? "works" : "does not work",
  };
}

function readingGaps({ examined }: RetrospectiveInput): readonly string[] {
  const { desired, live } = examined;
  const queues = [...(live.proposals ?? [])].flatMap(([safe, { status }]) =>
    status === "unreachable"
      ? [`what waits for signatures of ${desired.nameOf(safe) ?? safe}: its service was silent`]
      : [],
  );
  return [...live.scan.gaps.map((range) => `logs of members in ${range}`), ...queues];
}
