import { managedBatch, managedId, scheduleManaged } from "../authority/manager-operation.ts";
import { cancellationOf, executionOf } from "../authority/scheduled.ts";
import { NO_PREDECESSOR, saltFor, scheduleData, type Batch, type TimelockCall } from "../authority/timelock.ts";
import { waitOf } from "../authority/way.ts";
import type { Live, Operation } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { duration } from "../stack/units.ts";
import type { AskedOperation } from "./approval.ts";
import type { Call, Envelope } from "./call.ts";
import type { Item } from "./compile.ts";
import type { Refusal } from "./order.ts";
import type { PlanModule } from "./world.ts";

/** What becomes of calls that arrive together at a timelock, or at an AccessManager that lets them wait. */
export type TimelockStep = (timelock: PlanModule, batch: readonly Item[]) => readonly Envelope[];

/** A call that must succeed before the given ones may be made. */
export type Guarding = (calls: readonly Call[]) => Envelope | undefined;

/** An operation that is scheduled already and makes some of the calls that are needed. */
export interface InFlight {
  readonly operation: Operation;
  readonly timelock: string;
  /** `ready`: its time has come, and whatever had to be done before it is done. */
  readonly state: "queued" | "ready";
  readonly calls: readonly Call[];
}

/** An operation that an `up` schedules. */
export interface NewOperation {
  readonly timelock: string;
  readonly id: Hex;
  /** Seconds. */
  readonly delay: bigint;
  readonly predecessor: Hex;
  readonly calls: readonly Call[];
  /** As the timelock will know it. */
  readonly operation: Operation;
}

/** Schedules what is not scheduled yet, as one operation, and remembers what is. */
export class TimelockPlanner {
  readonly #live: Live;
  readonly #guard: Guarding;
  readonly #delay: bigint | undefined;
  readonly #cancelled: ReadonlySet<Hex>;
  readonly #asked: readonly AskedOperation[];
  readonly inFlight = new Map<Hex, { operation: Operation; timelock: PlanModule; calls: Call[] }>();
  /** Proposed operations with needed calls count as scheduled: their own proposal brings them about. */
  readonly scheduled: NewOperation[] = [];
  /** Calldata of proposed operations that make other calls besides. */
  readonly exceeding = new Set<Hex>();
  readonly refusals: Refusal[] = [];

  /**
   * @param delay seconds that new operations wait, each timelock's own delay unless told.
   * @param cancelled operations that no longer fit.
   * @param asked operations that proposals would schedule.
   * @param guard what is to come first in a new operation, if anything.
   */
  constructor(
    live: Live,
    delay: bigint | undefined,
    cancelled: ReadonlySet<Hex>,
    asked: readonly AskedOperation[] = [],
    guard: Guarding = () => undefined,
  ) {
    this.#guard = guard;
    this.#live = live;
    this.#delay = delay;
    this.#cancelled = cancelled;
    this.#asked = asked;
  }

  readonly step: TimelockStep = (timelock, batch) => {
    if (timelock.kind.topology === "accessManager") return this.#inManager(timelock, batch);
    const needed = batch.filter((envelope) => !this.#isScheduled(timelock, envelope));
    const { asked, open } = this.#isAsked(timelock, needed);
    if (open.length === 0) return asked;
    const guard = this.#guard(open.flatMap((envelope) => envelope.calls));
    const calls = [...(guard ? [guard] : []), ...open].map(({ to, data }) => ({ to, value: 0n, data }));
    const predecessor = this.#predecessor(timelock, open);
    const { salt, operation } = saltFor(calls, predecessor, (id) => this.#live.usedOperations.has(id));
    const delay = this.#delayOf(timelock);
    const inside = open.flatMap((envelope) => envelope.calls);
    this.#remember(timelock, operation, { calls, predecessor, salt }, delay, inside);
    return [...asked, { to: timelock.address, data: scheduleData({ calls, predecessor, salt }, delay), calls: inside }];
  };

  /** Whether an operation can be executed in the block that was read. */
  isReady({ batch, readyAt }: Operation): boolean {
    const { predecessor } = batch;
    const waits = predecessor !== NO_PREDECESSOR && !this.#isDone(predecessor);
    return readyAt <= this.#live.block.timestamp && !waits;
  }

  executing(operation: Operation, calls: readonly Call[]): Envelope {
    return { to: operation.timelock, data: executionOf(operation), calls };
  }

  cancelling(operation: Operation): Envelope {
    return { to: operation.timelock, data: cancellationOf(operation), calls: [] };
  }

  /** An AccessManager holds each call by itself, for the one who has scheduled it. */
  #inManager(manager: PlanModule, batch: readonly Item[]): readonly Envelope[] {
    return batch.flatMap((item) => {
      const caller = item.hops[1]?.address ?? item.authority;
      if (this.#isScheduled(manager, item, caller)) return [];
      const delay = item.setbacks?.get(manager.address) ?? 0n;
      this.#remember(manager, managedId(caller, item), managedBatch(item), delay, item.calls, caller);
      return [{ to: manager.address, data: scheduleManaged(item), calls: item.calls }];
    });
  }

  #isDone(operation: Hex): boolean {
    return this.#live.usedOperations.has(operation) && !this.#live.operations.some(({ id }) => id === operation);
  }

  /** A timelock refuses operations that wait less than its own delay (TimelockInsufficientDelay). */
  #delayOf(timelock: PlanModule): bigint {
    const least = waitOf(timelock);
    const delay = this.#delay ?? least;
    if (delay < least) {
      const rule = `approvals.delay of ${duration.format(delay)} is below the ${duration.format(least)} of ${timelock.name}`;
      this.refusals.push({ module: timelock.name, keys: ["minDelay"], rule });
    }
    return delay;
  }

  /** What proposals of the same Safe would schedule already, call by call, and what is left. */
  #isAsked(timelock: PlanModule, needed: readonly Item[]): { asked: readonly Envelope[]; open: readonly Item[] } {
    const asked: Envelope[] = [];
    let open = needed;
    for (const { id, batch, delay, data, ...each } of this.#asked) {
      if (each.timelock !== timelock.address || this.#live.usedOperations.has(id)) continue;
      // Only where the Safe calls the timelock itself is its proposal the same transaction.
      const mine = open.filter(
        (item) => item.authority === each.safe && item.hops.length === 1 && makes(batch.calls, item.to, item.data),
      );
      if (mine.length === 0) continue;
      open = open.filter((item) => !mine.includes(item));
      const calls = mine.flatMap((item) => item.calls);
      this.#remember(timelock, id, batch, delay, calls);
      const guard = this.#guard([])?.to;
      if (mine.length < batch.calls.filter(({ to }) => to !== guard).length) this.exceeding.add(data);
      asked.push({ to: timelock.address, data, calls });
    }
    return { asked, open };
  }

  #remember(
    timelock: PlanModule,
    id: Hex,
    batch: Batch,
    delay: bigint,
    calls: readonly Call[],
    caller?: Address,
  ): void {
    const readyAt = this.#live.block.timestamp + delay;
    const single = caller !== undefined;
    const operation = { timelock: timelock.address, id, batch, single, readyAt, ...(single && { caller }) };
    this.scheduled.push({ timelock: timelock.name, id, delay, predecessor: batch.predecessor, calls, operation });
  }

  #isScheduled(timelock: PlanModule, { to, data, calls }: Envelope, caller?: Address): boolean {
    const operation = this.#live.operations.find(
      (each) =>
        each.timelock === timelock.address &&
        each.caller === caller &&
        !this.#cancelled.has(each.id) &&
        makes(each.batch.calls, to, data),
    );
    if (!operation) return false;
    const known = this.inFlight.get(operation.id) ?? { operation, timelock, calls: [] };
    known.calls.push(...calls);
    this.inFlight.set(operation.id, known);
    return true;
  }

  /** A batch that needs what an earlier operation does waits for it; nothing else does. */
  #predecessor(timelock: PlanModule, batch: readonly Envelope[]): Hex {
    const needed = new Set(batch.flatMap(({ calls }) => calls.flatMap(keysOf)));
    const decides = ({ calls }: { readonly calls: readonly Call[] }) =>
      calls.some((call) => call.effects.some(({ module, key }) => needed.has(`${module}.${key}`)));
    // What is only proposed yet comes after everything that is scheduled.
    const proposed = this.scheduled.filter(
      (each) => each.timelock === timelock.name && this.#asked.some(({ id }) => id === each.id) && decides(each),
    );
    const before = [...this.inFlight.values()]
      .filter((each) => each.operation.timelock === timelock.address && decides(each))
      .sort((a, b) => (a.operation.readyAt < b.operation.readyAt ? 1 : -1));
    return proposed.at(-1)?.id ?? before[0]?.operation.id ?? NO_PREDECESSOR;
  }
}

function makes(calls: readonly TimelockCall[], to: string, data: Hex): boolean {
  return calls.some((call) => call.to === to && call.data === data && call.value === 0n);
}

function keysOf({ dependsOn, effects }: Call): readonly string[] {
  return [...dependsOn, ...effects].map(({ module, key }) => `${module}.${key}`);
}
