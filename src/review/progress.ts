import type { Unreadable } from "../diff/diff.ts";
import type { Key } from "../kinds/property.ts";
import type { Hex } from "../kinds/value.ts";
import type { Call } from "../plan/call.ts";
import type { Conflict } from "../plan/conflict.ts";
import type { Refusal } from "../plan/order.ts";
import type { Plan } from "../plan/plan.ts";
import { withoutUrls } from "../stack/units/quoted.ts";
import { callOf, type ReviewCall } from "./calls.ts";
import { whenOf } from "./time.ts";
import type { Party, ReviewWords, Shown, When } from "./words.ts";

/** A timelock operation that is scheduled already and makes some of the calls. */
export interface ReviewInFlight {
  readonly id: Hex;
  readonly timelock: string;
  /** `ready`: it can be executed. */
  readonly state: "queued" | "ready";
  readonly readyAt: When;
  readonly calls: readonly ReviewCall[];
}

/** Something queued that would bring about what the file does not want. */
export interface ReviewConflict {
  readonly kind: "operation" | "proposal";
  /** Of the operation, or the Safe transaction's hash. */
  readonly id: Hex;
  /** The timelock or the Safe. */
  readonly at: Party;
  /** Of a proposal. */
  readonly nonce?: string;
  /** Of an operation. */
  readonly readyAt?: When;
  readonly findings: readonly ReviewFinding[];
}

export interface ReviewFinding {
  readonly module: string;
  readonly key: Key;
  readonly label: string;
  /** `setFeePct(uint256)` */
  readonly fn: string;
  /** Absent if it is not known what the call sets. */
  readonly queued?: Shown;
  /** The nearest bound where the file wants a band. */
  readonly wanted: Shown;
}

/** A call that has to wait for another one. */
export interface ReviewWaiting {
  readonly call: ReviewCall;
  /** `stakeManager.setFeePct(uint256)` */
  readonly until: string;
}

/** Values and the rule that stands against them. */
export interface ReviewRule {
  readonly module: string;
  readonly keys: readonly Key[];
  readonly rule: string;
  /** Of what time alone holds back. */
  readonly until?: When;
  /** A right would have nobody who can use it. */
  readonly lockOut?: boolean;
}

export interface ReviewProgress {
  readonly inFlight: readonly ReviewInFlight[];
  readonly conflicts: readonly ReviewConflict[];
  readonly waiting: readonly ReviewWaiting[];
  readonly later: readonly ReviewRule[];
  /** Nothing is sent while there is one. */
  readonly refusals: readonly ReviewRule[];
  readonly unreadable: readonly Unreadable[];
  /** Rights that nobody who is declared can use, whatever the plan does. */
  readonly unreachable: readonly ReviewRule[];
  /** Safes whose service did not answer: what waits for signatures there is not known. */
  readonly unknownQueues: readonly Party[];
}

export function progressOf(plan: Plan, words: ReviewWords, steps: ReadonlyMap<Call, number>): ReviewProgress {
  return {
    inFlight: plan.inFlight.map(({ operation, timelock, state, calls }) => ({
      id: operation.id,
      timelock,
      state,
      readyAt: whenOf(operation.readyAt),
      calls: calls.map((call) => callOf(call, words, steps)),
    })),
    conflicts: [
      ...plan.conflicts.map(({ operation, conflicts }): ReviewConflict => ({
        kind: "operation",
        id: operation.id,
        at: words.party(operation.timelock),
        readyAt: whenOf(operation.readyAt),
        findings: conflicts.map((each) => findingOf(each, words)),
      })),
      ...plan.rejected.map(({ safe, pending, conflicts }): ReviewConflict => ({
        kind: "proposal",
        id: pending.hash,
        at: words.party(safe),
        nonce: String(pending.tx.nonce),
        findings: conflicts.map((each) => findingOf(each, words)),
      })),
    ],
    waiting: plan.waiting.map(({ call, until }) => ({ call: callOf(call, words, steps), until })),
    later: plan.later.map((each) => ({ ...ruleOf(each), until: whenOf(each.until) })),
    refusals: plan.refusals.map(ruleOf),
    unreadable: plan.unreadable.map((each) => ({ ...each, reason: withoutUrls(each.reason) })),
    unreachable: plan.unreachable.map(ruleOf),
    unknownQueues: plan.unknownQueues.map((safe) => words.party(safe)),
  };
}

function findingOf({ module, key, queued, desired, fn }: Conflict, words: ReviewWords): ReviewFinding {
  return {
    ...{ module, key, label: words.label(key), fn },
    ...(queued === undefined ? {} : { queued: words.value(module, key, queued) }),
    wanted: words.value(module, key, "exact" in desired ? desired.exact : desired.within.min),
  };
}

function ruleOf({ module, keys, rule, lockOut }: Refusal): ReviewRule {
  return { module, keys, rule, ...(lockOut ? { lockOut } : {}) };
}
