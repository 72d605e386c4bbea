import { membersOf, reachIn } from "../authority/reach.ts";
import { wayFrom, wayOf } from "../authority/way.ts";
import type { Change, Unreadable } from "../diff/diff.ts";
import { diff } from "../diff/diff.ts";
import type { Live, Operation } from "../diff/live.ts";
import { splitKey } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Hex, type Value } from "../kinds/value.ts";
import { supportedVersion } from "../safe/versions.ts";
import type { Desired } from "../stack/desired.ts";
import { aggregatePauses } from "./aggregate.ts";
import type { Call, Effect, Envelope } from "./call.ts";
import { encodeCall } from "./calldata.ts";
import { compile, type Item } from "./compile.ts";
import { askedOperations, safeApproval, type Approval } from "./approval.ts";
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
import { attempt, stage, type Waiting } from "./stages.ts";
import { TimelockPlanner, type InFlight, type NewOperation } from "./timelock-step.ts";
import { copy, leavesOf, wantOf, worldOf, type PlanModule, type World } from "./world.ts";

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
  /** Timelock operations that no longer fit; the change sets cancel them. */
  readonly conflicts: readonly ConflictingOperation[];
  /** Proposals to Safes that no longer fit; their owners have to reject them. */
  readonly rejected: readonly ConflictingProposal[];
  /** Safes whose service did not answer: what waits for signatures there is not known. */
  readonly unknownQueues: readonly Address[];
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

/** Live against desired, and the calls that close the gap. Pure: reads nothing, sends nothing. */
export function plan(desired: Desired, live: Live): Plan {
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
  const { calls, problems } = callsFor(start, interleave(sequences));
  refusals.push(...problems);
  const { now, waiting } = stage(start, calls);
  const conflicts = conflictingOperations(start, live, new Set(calls.map(callId)));
  const cancelled = new Set(conflicts.map(({ operation }) => operation.id));
  const rejected = proposalConflicts(start, live, calls);
  const proposals = fittingProposals(live, rejected);
  const timelocks = new TimelockPlanner(live, desired.approvals.delay, cancelled, askedOperations(proposals));
  const cancels = conflicts.flatMap(({ operation }) =>
    itemOf(start, timelocks.cancelling(operation), "roles.CANCELLER_ROLE", operation, refusals),
  );
  const outgoing = [...compile(start, [...cancels, ...now.map(asItem)], timelocks.step)];
  const executed = new Set<Hex>();
  for (let more = true; more;) {
    // Executing may itself have to pass another timelock, in which it may be scheduled already.
    const ready = [...timelocks.inFlight.values()].filter(
      ({ operation }) => timelocks.isReady(operation) && !executed.has(operation.id),
    );
    more = ready.length > 0;
    for (const { operation } of ready) executed.add(operation.id);
    const items = ready.flatMap(({ operation, calls: made }) =>
      itemOf(start, timelocks.executing(operation, made), "roles.EXECUTOR_ROLE", operation, refusals),
    );
    outgoing.push(...compile(start, items, timelocks.step));
  }
  const inFlight = [...timelocks.inFlight.values()].map(({ operation, timelock, calls: made }) => ({
    operation,
    timelock: timelock.name,
    state: timelocks.isReady(operation) ? ("ready" as const) : ("queued" as const),
    calls: made,
  }));
  const sets = group(start, outgoing, (safe, transactions) =>
    safeApproval(safe, transactions, proposals.get(safe.address), timelocks.exceeding),
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
    waiting,
    later,
    refusals,
    unreachable: rights.unreachable,
    prefixes: rights.prefixes,
    hash: planHash(desired, live, difference.changes, changeSets),
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

/** Finds the way of each step in the state in which it is made, and joins single pauses where one call can make them. */
function callsFor(start: World, steps: readonly Taken[]): { calls: Call[]; problems: Refusal[] } {
  const world = copy(start);
  const problems: Refusal[] = [];
  const calls: Call[] = [];
  for (const { step, args, before, after, changed } of steps) {
    const module = world.modules.get(step.module)!;
    const data = encodeCall(step.write.fn, args);
    const found = wayOf(world, { module, write: { ...step.write, phase: step.phase }, data });
    module.values = after;
    if ("noRoute" in found) {
      problems.push({ module: module.name, keys: step.keys, rule: found.noRoute });
      continue;
    }
    calls.push({
      module: module.name,
      fn: step.write.fn,
      args,
      phase: step.phase,
      to: module.address,
      data,
      way: found.way,
      effects: effectsOf(module, { before, after, changed }),
      dependsOn: step.write.guards.flatMap((guard) => guard.keys).filter((key) => !key.endsWith("[*]")),
      write: step.write,
      step,
    });
  }
  return { calls: aggregatePauses(start, calls), problems };
}

function effectsOf(module: PlanModule, taken: Pick<Taken, "before" | "after" | "changed">): Effect[] {
  const effects: Effect[] = [];
  for (const key of taken.changed) {
    const before: Value | undefined = taken.before.get(key);
    const after = taken.after.get(key)!;
    const { path, member } = splitKey(key);
    const leaf = leavesOf(module.kind).get(path);
    const absent = leaf?.type === "members" ? leaf.absent : "";
    effects.push({
      module: module.name,
      key,
      before: before ?? absent,
      after,
      // The order of a list follows from its members.
      managed: wantOf(module, key) !== undefined || (leaf?.type === "members" && member === undefined),
    });
  }
  return effects;
}

function asItem(call: Call): Item {
  return { to: call.to, data: call.data, calls: [call], hops: call.way.hops, authority: call.way.authority };
}

/** A call of the timelock itself, on the way of the holder of a role who can act. */
function itemOf(world: World, envelope: Envelope, role: string, operation: Operation, refusals: Refusal[]): Item[] {
  const timelock = world.byAddress.get(operation.timelock)!;
  const reach = reachIn(world, () => true);
  const holders = membersOf(timelock, role);
  // An open role is anybody's; whoever may propose is asked.
  const asked = holders.includes(ZERO_ADDRESS) ? membersOf(timelock, "roles.PROPOSER_ROLE") : holders;
  const found = asked.map((holder) => wayFrom(world, holder, timelock.address, reach));
  const [best] = found
    .flatMap((each) => ("way" in each ? [each.way] : []))
    .sort((a, b) => (a.delay < b.delay ? -1 : a.delay > b.delay ? 1 : 0));
  if (best) return [{ ...envelope, hops: best.hops, authority: best.authority }];
  refusals.push({
    module: timelock.name,
    keys: [role],
    rule: `nobody who can act holds ${role} of ${timelock.name}, which operation ${operation.id} needs`,
  });
  return [];
}

/** One change set per authority, in the order of their first transaction. */
function group(
  start: World,
  outgoing: readonly (Envelope & { readonly authority: Address })[],
  approvalOf: (safe: PlanModule, transactions: readonly Envelope[]) => ReturnType<typeof safeApproval>,
): ChangeSet[] {
  const sets = new Map<Address, Envelope[]>();
  for (const { authority, to, data, calls } of outgoing) {
    const set = sets.get(authority) ?? [];
    set.push({ to, data, calls });
    sets.set(authority, set);
  }
  const earlier: Address[] = [];
  return [...sets].map(([authority, transactions]) => {
    const calls = transactions.flatMap((each) => each.calls);
    const alone = copy(start);
    // What takes effect later is legal to schedule at any time.
    const free = calls.every((call) => call.way.delay > 0n || attempt(alone, call));
    const after = free ? [] : [...earlier];
    earlier.push(authority);
    const contract = start.byAddress.get(authority);
    if (contract?.kind.topology !== "safe")
      return { authority, approval: { kind: "signer" }, transactions, calls, after };
    const { approval, open } = approvalOf(contract, transactions);
    return { authority, approval, transactions: open, calls: open.flatMap((each) => each.calls), after };
  });
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
