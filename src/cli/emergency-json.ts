import type { Done } from "../enact/each.ts";
import type { OrdinanceError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Address } from "../kinds/value.ts";
import { callsIn } from "../plan/approval.ts";
import type { Plan } from "../plan/plan.ts";
import { conflictText } from "../report/approvals.ts";
import { callText, unreadableText, wordsOf, type Words } from "../report/text.ts";
import type { Desired } from "../stack/desired.ts";
import { exitCodeOf, verdictOf } from "./exit-codes.ts";
import { machineText, stoppedJson } from "./machine.ts";

/** Which stack, in which block. */
export function readIn({ desired, live }: Pick<Examined, "desired" | "live">): object {
  return { stack: desired.stack, chainId: live.chainId, block: live.block.number };
}

/** What a command has seen and done. */
export interface Ran {
  readonly code: number;
  /** The keys here open no way to some contracts. */
  readonly refusal?: OrdinanceError | undefined;
  readonly executed: boolean;
  /** Before anything was sent. */
  readonly first: Examined;
  /** Behind everything that was sent. */
  readonly last: Examined;
  /** What only this command tells. */
  readonly own: object;
  /** What is still to be done. */
  readonly left: readonly string[];
}

/** Prints a report for machines, also where the command fails: what was sent until then is told all the same. */
export async function printReport(done: Done, run: () => Promise<Ran>): Promise<number> {
  try {
    const { code, refusal, executed, first, last, own, left } = await run();
    const { desired, plan } = last;
    const report = {
      ...(refusal && stoppedJson(refusal)),
      verdict: verdictOf(code),
      ...readIn(last),
      executed,
      ...own,
      ways: waysOf(first.plan, desired),
      ...doneJson(done, desired.nameOf),
      queued: queuedJson(plan, wordsOf(desired)),
      conflicts: conflictsJson(plan, wordsOf(desired)),
      left,
      ...unknownJson(plan),
    };
    console.log(machineText(report));
    return code;
  } catch (error) {
    console.log(machineText({ ...stoppedJson(error), ...doneJson(done) }));
    return exitCodeOf(error);
  }
}

/** Whose keys bring a plan about: each with what they approve, and after whom. */
function waysOf({ changeSets }: Plan, desired: Desired): readonly object[] {
  const words = wordsOf(desired);
  const named = (address: Address) => namedAs(address, desired.nameOf);
  return changeSets.map((set) => ({
    authority: named(set.authority),
    ...(set.approval.kind === "safe" && {
      safe: { threshold: set.approval.threshold, owners: set.approval.owners.map(named) },
    }),
    after: set.after.map(named),
    calls: callsIn(set).map((call) => callText(call, words)),
  }));
}

type NameOf = Desired["nameOf"];

/** What was sent, and what is left to others. */
function doneJson({ mined, pending }: Done, nameOf: NameOf = () => undefined): object {
  return {
    sent: mined.map(({ sender, authority, text, hash, block, gasUsed }) => ({
      ...{ by: namedAs(sender, nameOf), authority: namedAs(authority, nameOf) },
      ...{ text, hash, block, gasUsed },
    })),
    pending,
  };
}

/** What takes effect later: operations of timelocks that are under way. */
function queuedJson({ inFlight }: Plan, words: Words): readonly object[] {
  return inFlight.map(({ operation, timelock, state, calls }) => ({
    ...{ operation: operation.id, timelock, state, readyAt: operation.readyAt },
    calls: calls.map((call) => callText(call, words)),
  }));
}

/** Operations of timelocks that would do something else, and whether what is planned cancels them. */
function conflictsJson({ conflicts }: Plan, words: Words): readonly object[] {
  return conflicts.map(({ operation: { id, timelock, readyAt }, conflicts: against, stays }) => ({
    ...{ operation: id, timelock: words.address(timelock), readyAt, cancelled: !stays },
    against: against.map((each) => conflictText(each, words)),
  }));
}

/** What nobody can say, with the reason. */
function unknownJson({ unreadable, refusals }: Plan): object {
  return { unreadable: unreadable.map(unreadableText), refusals };
}

function namedAs(address: Address, nameOf: NameOf): object {
  const name = nameOf(address);
  return name === undefined ? { address } : { name, address };
}
