import type { Change, Unreadable } from "../diff/diff.ts";
import { diff } from "../diff/diff.ts";
import type { Live } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { supportedVersion } from "../safe/versions.ts";
import type { Desired } from "../stack/desired.ts";
import type { Call, Envelope } from "./call.ts";
import { assemble, groupByAuthority } from "./assemble.ts";
import { askedOperations, callsIn, safeApproval, type Approval } from "./approval.ts";
import {
  callId,
  conflictingOperations,
  fittingProposals,
  proposalConflicts,
  type ConflictingOperation,
  type ConflictingProposal,
} from "./conflict.ts";
import { planHash } from "./hash.ts";
import { interleave } from "./interleave.ts";
import { lockOuts } from "./lockout.ts";
import { order, type Later, type Refusal, type Taken } from "./order.ts";
import { penaltyStates, type PenaltyState } from "./penalties.ts";
import { waitingAt } from "./rivals.ts";
import { callsFor, type Signs } from "./route.ts";
import { stage, type Waiting } from "./stages.ts";
import type { InFlight, NewOperation } from "./timelock-step.ts";
import { copy, worldOf, type PlanModule, type World } from "./world.ts";

/** One transaction of an authority, and the calls of modules that it brings about. */
export type Transaction = Envelope;

/** Everything one authority has to approve now, in order. */
export interface ChangeSet {
  readonly authority: Address;
  readonly approval: Approval;
  /** What is still to submit. */
  readonly transactions: readonly Transaction[];
  /** The calls of modules in all of them. */
  readonly calls: readonly Call[];
  /** Authorities whose change sets have to be enacted before. */
  readonly after: readonly Address[];
}

export interface Plan {
  readonly chainId: bigint;
  /** Time of the block that was read, in seconds. */
  readonly now: bigint;
  readonly changes: readonly Change[];
  readonly unreadable: readonly Unreadable[];
  /** Empty when `refusals` is not. */
  readonly changeSets: readonly ChangeSet[];
  /** Timelock operations that the change sets schedule. */
  readonly scheduled: readonly NewOperation[];
  /** Timelock operations that make some of the needed calls already. */
  readonly inFlight: readonly InFlight[];
  /** Timelock operations that no longer fit; the change sets cancel all but those that stay. */
  readonly conflicts: readonly ConflictingOperation[];
  /** Proposals to Safes that no longer fit; their owners have to reject them. */
  readonly rejected: readonly ConflictingProposal[];
  /** Safes whose service did not answer: what waits for signatures there is not known. */
  readonly unknownQueues: readonly Address[];
  /** Every penalty that the file lists. */
  readonly penalties: readonly PenaltyState[];
  /** Calls that can only be made when something else has taken effect. */
  readonly waiting: readonly Waiting[];
  /** Values that only time holds back: an offer that may not be accepted yet. */
  readonly later: readonly Later[];
  /** Values that cannot be brought about, with the rule that prevents it. A plan with refusals is not enacted. */
  readonly refusals: readonly Refusal[];
  /** Rights that nobody who is declared can use, whatever the plan does. */
  readonly unreachable: readonly Refusal[];
  /** States with other rights than before that the plan passes; in each every managed right has somebody who can use it. */
  readonly prefixes: number;
  /** Covers desired values, the live values that the plan touches or depends on, and the calls; no block. */
  readonly hash: Hex;
}

const anybody: Signs = () => true;

/** Live against desired, and the calls that close the gap. Pure: reads nothing, sends nothing. */
export function plan(desired: Desired, live: Live, signs: Signs = anybody): Plan {
  const difference = diff(desired, live);
  const start = worldOf(desired, live);
  const refusals: Refusal[] = [];
  const sequences: Sequence[] = [];
  const later: Later[] = [];
  const simulated = copy(start);
  for (const module of leavesFirst(simulated)) {
    if (module.wants.size === 0 && !module.exhaustive?.size) continue;
    if (difference.unreadable.some((hole) => hole.module === module.name)) continue;
    const ordered = order(simulated, module);
    if ("refused" in ordered) {
      refusals.push(...ordered.refused);
      continue;
    }
    sequences.push({ module: module.name, rank: rankOf(module), taken: ordered.taken });
    later.push(...(ordered.later ?? []));
    module.values = ordered.taken.at(-1)?.after ?? module.values;
  }
  const { calls, problems, inOrder } = callsFor(start, interleave(sequences), signs);
  refusals.push(...problems);
  const { now, waiting, refused: barred } = stage(start, calls, inOrder);
  refusals.push(...barred);
  const conflicts = conflictingOperations(start, live, new Set(calls.map(callId))).map((each) =>
    desired.approvals.cancelsNothing ? { ...each, stays: true as const } : each,
  );
  const rejected = proposalConflicts(start, live, calls);
  const proposals = fittingProposals(live, rejected);
  const asked = askedOperations(proposals);
  const { outgoing, timelocks, problems: stuck } = assemble(desired, live, start, now, conflicts, asked, signs);
  refusals.push(...stuck);
  const inFlight = [...timelocks.inFlight.values()].map(({ operation, timelock, calls: made }) => ({
    operation,
    timelock: timelock.name,
    state: timelocks.isReady(operation) ? ("ready" as const) : ("queued" as const),
    calls: made,
  }));
  const sets = groupByAuthority(desired, start, outgoing, (safe, transactions) =>
    safeApproval(
      safe,
      transactions,
      waitingAt(start, live, safe.address, rejected, desired.approvals.supersede),
      timelocks.exceeding,
    ),
  );
  refusals.push(...timelocks.refusals, ...unsupported(sets));
  const rights = lockOuts(desired, start, inEffect(sets, inFlight, timelocks.scheduled, waiting));
  refusals.push(...rights.refusals);
  const refused = refusals.length > 0;
  const changeSets = refused ? [] : sets;
  return {
    ...difference,
    chainId: live.chainId,
    now: live.block.timestamp,
    changeSets,
    scheduled: refused ? [] : timelocks.scheduled,
    inFlight,
    conflicts,
    rejected,
    unknownQueues: [...proposals].flatMap(([safe, { status }]) => (status === "unreachable" ? [safe] : [])),
    penalties: penaltyStates(desired, live, [
      ...changeSets.flatMap(callsIn),
      ...inFlight.flatMap((each) => each.calls),
      ...waiting.map(({ call }) => call),
    ]),
    waiting,
    later,
    refusals,
    unreachable: rights.unreachable,
    prefixes: rights.prefixes,
    hash: planHash(desired, start, { changes: difference.changes, changeSets, waiting }),
  };
}

/** The calls of one module in their order. */
export interface Sequence {
  readonly module: string;
  /** 0 for modules, higher for the contracts through which other modules are governed: their own turn comes last. */
  readonly rank: number;
  readonly taken: readonly Taken[];
}

/** All calls of modules that a plan submits, in order. */
export function callsOf(plan: Pick<Plan, "changeSets">): readonly Call[] {
  return plan.changeSets.flatMap((set) => set.calls);
}

/** Everything that authorities send, in order. */
export function transactionsOf(plan: Pick<Plan, "changeSets">): readonly Transaction[] {
  return plan.changeSets.flatMap((set) => set.transactions);
}

function rankOf(module: PlanModule): number {
  const { topology } = module.kind;
  return topology === undefined
    ? 0
    : { systemPause: 1, ownerConfigurator: 2, accessManager: 3, timelock: 4, safe: 5 }[topology];
}

function leavesFirst(world: World): readonly PlanModule[] {
  return [...world.modules.values()].sort((a, b) => rankOf(a) - rankOf(b));
}

function unsupported(sets: readonly ChangeSet[]): readonly Refusal[] {
  return sets.flatMap(({ approval }) =>
    approval.kind === "safe" && !supportedVersion(approval.version)
      ? [
          {
            module: approval.name,
            keys: ["owners"],
            rule: `a Safe of version ${approval.version} is not supported: 1.3.0, 1.4.1 and 1.5.0 are`,
          },
        ]
      : [],
  );
}

/** A Safe carries out all of a batch or nothing; a signer's transactions stand alone. */
function together({ approval, transactions, calls }: ChangeSet): readonly (readonly Call[])[] {
  if (approval.kind === "signer") return transactions.map((each) => each.calls);
  return [...approval.proposed.map((each) => each.transactions.flatMap((inner) => inner.calls)), calls];
}

/** Calls that take effect together, in the order in which they do. */
function inEffect(
  sets: readonly ChangeSet[],
  inFlight: readonly InFlight[],
  scheduled: readonly NewOperation[],
  waiting: readonly Waiting[],
): readonly (readonly Call[])[] {
  const queued = inFlight.filter(({ state }) => state === "queued");
  const later = new Set([...scheduled, ...queued].flatMap(({ calls }) => calls));
  const direct = sets.flatMap((set) => together(set).map((calls) => calls.filter((call) => !later.has(call))));
  return [
    ...direct.filter((calls) => calls.length > 0),
    ...queued.map(({ calls }) => calls),
    ...scheduled.map(({ calls }) => calls),
    ...waiting.map(({ call }) => [call]),
  ];
}
