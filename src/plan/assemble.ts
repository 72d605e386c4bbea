import { handlersOf, type Handling } from "../authority/handlers.ts";
import { reachIn } from "../authority/reach.ts";
import { inTurn, wayFrom } from "../authority/way.ts";
import type { Live, Operation } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import type { AskedOperation, safeApproval } from "./approval.ts";
import type { Call, Envelope } from "./call.ts";
import type { Signs } from "./route.ts";
import { compile, type Item, type Joining, type Outgoing } from "./compile.ts";
import type { ConflictingOperation } from "./conflict.ts";
import type { Refusal } from "./order.ts";
import type { ChangeSet } from "./plan.ts";
import { attempt, isOpen } from "./stages.ts";
import { guardFor } from "./guard.ts";
import { TimelockPlanner, type Guarding } from "./timelock-step.ts";
import { copy, type PlanModule, type World } from "./world.ts";

/** What authorities send so that calls are made, and what timelocks make of it. */
export interface Assembled {
  readonly outgoing: readonly Outgoing[];
  readonly timelocks: TimelockPlanner;
  readonly problems: readonly Refusal[];
}

/**
 * Cancels what no longer fits, submits what is to be done, and executes what is ready. Calls on one way are joined wherever they
 * stand, if they all still work in the order in which they then take effect; otherwise only where they follow each other.
 */
export function assemble(
  desired: Desired,
  live: Live,
  start: World,
  calls: readonly Call[],
  conflicts: readonly ConflictingOperation[],
  asked: readonly AskedOperation[],
  signs: Signs,
): Assembled {
  const joined = assembleAs("wherever they stand");
  return worksInEffect(start, calls, joined.outgoing) ? joined : assembleAs("in a row");

  function assembleAs(joining: Joining): Assembled {
    const problems: Refusal[] = [];
    const cancelled = new Set(conflicts.map(({ operation }) => operation.id));
    const timelocks = new TimelockPlanner(
      live,
      desired.approvals.delay,
      cancelled,
      asked,
      guarding(desired, start, calls),
    );
    const cancels = conflicts
      .filter(({ stays }) => !stays)
      .flatMap(({ operation }) =>
        itemOf(start, timelocks.cancelling(operation), "cancel", { operation, signs }, problems),
      );
    // A pause, and what comes before it, must not wait for somebody who may cancel.
    const urgent = calls.findLastIndex(pausesAtOnce) + 1;
    const items = [...calls.slice(0, urgent).map(asItem), ...cancels, ...calls.slice(urgent).map(asItem)];
    const outgoing = [...compile(start, items, timelocks.step, joining)];
    const executed = new Set<Hex>();
    for (let more = true; more;) {
      // Executing may itself have to pass another timelock, in which it may be scheduled already.
      const ready = [...timelocks.inFlight.values()].filter(
        ({ operation }) => timelocks.isReady(operation) && !executed.has(operation.id),
      );
      more = ready.length > 0;
      for (const { operation } of ready) executed.add(operation.id);
      const items = ready.flatMap(({ operation, calls: made }) =>
        itemOf(start, timelocks.executing(operation, made), "execute", { operation, signs }, problems),
      );
      outgoing.push(...compile(start, items, timelocks.step, joining));
    }
    return { outgoing, timelocks, problems };
  }
}

/** The guard of a stack: it looks at what others do not change before, and stands before calls that wait for approval. */
export function guarding(desired: Desired, start: World, all: readonly Call[]): Guarding {
  const { guard } = desired.approvals;
  if (guard === undefined) return () => undefined;
  return (calls) => {
    const others = all.filter((call) => !calls.includes(call));
    const moving = new Set(others.flatMap(({ effects }) => effects.map(({ module, key }) => `${module}.${key}`)));
    return guardFor(start, guard, calls, moving);
  };
}

/** Authority by authority, and what passes a timelock after everything else. */
function worksInEffect(start: World, planned: readonly Call[], outgoing: readonly Outgoing[]): boolean {
  const authorities = [...new Set(outgoing.map(({ authority }) => authority))];
  const calls = authorities.flatMap((authority) =>
    outgoing.filter((each) => each.authority === authority).flatMap((each) => each.calls),
  );
  const inOrder = [...calls.filter(({ way }) => way.delay === 0n), ...calls.filter(({ way }) => way.delay > 0n)];
  // In the order in which they were found they work by construction.
  if (inOrder.every((call, index) => call === planned[index])) return true;
  const world = copy(start);
  return inOrder.every((call) => attempt(world, call));
}

function asItem(call: Call): Item {
  const { hops, authority, setbacks } = call.way;
  return { to: call.to, data: call.data, calls: [call], hops, authority, ...(setbacks && { setbacks }) };
}

function pausesAtOnce({ phase, way }: Call): boolean {
  return phase === "pause" && way.delay === 0n;
}

/** A call of the timelock or AccessManager itself, on the way of somebody who may make it and can act: of those who sign, if any. */
function itemOf(
  world: World,
  envelope: Envelope,
  handling: Handling,
  { operation, signs }: { readonly operation: Operation; readonly signs: Signs },
  refusals: Refusal[],
): Item[] {
  const timelock = world.byAddress.get(operation.timelock)!;
  const { groups, fns, who } = handlersOf(timelock, handling, operation);
  for (const reach of [reachIn(world, signs), reachIn(world, () => true)]) {
    for (const group of groups) {
      const found = group.map((holder) => wayFrom(world, holder, { target: timelock.address, fns }, reach));
      const [best] = inTurn(
        world,
        found.flatMap((each) => ("way" in each ? [each.way] : [])),
      );
      if (best) return [{ ...envelope, ...best }];
    }
  }
  const rule = `nobody who can act ${who} of ${timelock.name}, which operation ${operation.id} needs`;
  refusals.push({ module: timelock.name, keys: ["operations"], rule });
  return [];
}

interface Part {
  readonly authority: Address;
  readonly calls: readonly Call[];
}

/** Those of earlier change sets before which a further one must not be submitted. */
function comesAfter(start: World, calls: readonly Call[], earlier: readonly Part[]): readonly Part[] {
  if (earlier.length === 0) return [];
  const alone = copy(start);
  // What takes effect later is legal to schedule at any time.
  const free = calls.every((call) => call.way.delay > 0n || attempt(alone, call));
  // It must not go first either where it takes away what an earlier one needs.
  return free ? earlier.filter((each) => !each.calls.every((call) => isOpen(alone, call))) : earlier;
}

/** One change set per authority, in the order of their first transaction. */
export function groupByAuthority(
  desired: Desired,
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
  const all = outgoing.flatMap(({ calls }) => calls);
  const guard = guarding(desired, start, all);
  const earlier: Part[] = [];
  return [...sets].map(([authority, transactions]) => {
    const calls = transactions.flatMap((each) => each.calls);
    const after = comesAfter(start, calls, earlier).map((each) => each.authority);
    earlier.push({ authority, calls });
    const contract = start.byAddress.get(authority);
    if (contract?.kind.topology !== "safe")
      return { authority, approval: { kind: "signer" }, transactions, calls, after };
    // What passes a timelock is guarded there: it is then that it takes effect.
    const first = guard(calls.filter((call) => call.way.delay === 0n));
    const { approval, open } = approvalOf(contract, first ? [first, ...transactions] : transactions);
    const left = open.every((each) => each === first) ? [] : open;
    return { authority, approval, transactions: left, calls: left.flatMap((each) => each.calls), after };
  });
}
