import { cancellationOf } from "../authority/scheduled.ts";
import type { Hex } from "../kinds/value.ts";
import type { Call } from "../plan/call.ts";
import { callsIn } from "../plan/approval.ts";
import type { ChangeSet, Plan, Transaction } from "../plan/plan.ts";
import { approvalOf, type ReviewApproval } from "./approvals.ts";
import { callOf, routeText, type ReviewCall } from "./calls.ts";
import { delayText, whenOf } from "./time.ts";
import type { Party, ReviewWords, When } from "./words.ts";

/** Everything one authority has to approve, in order. */
export interface ReviewSet {
  readonly authority: Party;
  readonly approval: ReviewApproval;
  /** Ways of its calls in words, each once. */
  readonly routes: readonly string[];
  /** Longest time between approval and effect. */
  readonly delay: { readonly seconds: string; readonly text: string };
  /** When all of it can have taken effect if it were approved in the block that was read. */
  readonly earliest: When;
  /** Whether all transactions take effect together or not at all. */
  readonly atomic: boolean;
  /** Authorities whose change sets come first. */
  readonly after: readonly Party[];
  readonly transactions: readonly ReviewTransaction[];
}

/** One transaction of an authority. */
export interface ReviewTransaction {
  readonly what: "call" | "schedule" | "execute" | "cancel";
  readonly to: Party;
  readonly calldata: Hex;
  /** Of a timelock, where it schedules, executes or cancels one. */
  readonly operations: readonly ReviewOperation[];
  readonly calls: readonly ReviewCall[];
}

export interface ReviewOperation {
  readonly id: Hex;
  /** The timelock's name. */
  readonly timelock: string;
  /** Of one that is scheduled. */
  readonly delay?: { readonly seconds: string; readonly text: string };
  /** Not executed before; for one that is scheduled, if it were scheduled in the block that was read. */
  readonly readyAt: When;
}

interface Context {
  readonly plan: Plan;
  readonly chainId: bigint;
  readonly words: ReviewWords;
  readonly steps: ReadonlyMap<Call, number>;
}

export function setOf(set: ChangeSet, context: Context): ReviewSet {
  const { plan, words } = context;
  const calls = callsIn(set);
  const authority = words.party(set.authority);
  const delay = calls.map((call) => delayOf(plan, call)).reduce((most, each) => (each > most ? each : most), 0n);
  return {
    authority,
    approval: approvalOf(set, context),
    routes: [...new Set(calls.map((call) => routeText(call, words)))],
    delay: { seconds: String(delay), text: delayText(delay) },
    earliest: whenOf(plan.now + delay),
    atomic: set.approval.kind === "safe" || set.transactions.length < 2,
    after: set.after.map((each) => words.party(each)),
    transactions: set.transactions.map((each) => transactionOf(each, context)),
  };
}

/** Seconds from approval to effect: what timelocks still add, whatever has passed already. */
export function delayOf(plan: Plan, call: Call): bigint {
  return plan.scheduled.filter(({ calls }) => calls.includes(call)).reduce((sum, { delay }) => sum + delay, 0n);
}

function transactionOf(transaction: Transaction, { plan, words, steps }: Context): ReviewTransaction {
  const { to, data, calls } = transaction;
  const { what, operations } = operationsOf(transaction, plan, words);
  return {
    what,
    to: words.party(to),
    calldata: data,
    operations,
    calls: calls.map((call) => callOf(call, words, steps)),
  };
}

function operationsOf(
  { data, calls }: Transaction,
  plan: Plan,
  words: ReviewWords,
): Pick<ReviewTransaction, "what" | "operations"> {
  const mine = (of: { readonly calls: readonly Call[] }) => of.calls.some((call) => calls.includes(call));
  // Only a cancellation brings no call of a module about; which operations it ends is in its data, however wrapped.
  if (calls.length === 0) {
    const ended = plan.conflicts.filter(({ operation }) => data.includes(cancellationOf(operation).slice(2)));
    return {
      what: "cancel",
      operations: ended.map(({ operation: { id, timelock, readyAt } }) => ({
        ...{ id, timelock: words.name(timelock) },
        readyAt: whenOf(readyAt),
      })),
    };
  }
  const scheduled = plan.scheduled.filter(mine);
  if (scheduled.length > 0) {
    return {
      what: "schedule",
      operations: scheduled.map(({ id, timelock, delay }) => ({
        ...{ id, timelock, delay: { seconds: String(delay), text: delayText(delay) } },
        readyAt: whenOf(plan.now + delay),
      })),
    };
  }
  const ready = plan.inFlight.filter((each) => each.state === "ready" && mine(each));
  return {
    what: ready.length > 0 ? "execute" : "call",
    operations: ready.map(({ operation, timelock }) => ({
      ...{ id: operation.id, timelock },
      readyAt: whenOf(operation.readyAt),
    })),
  };
}
