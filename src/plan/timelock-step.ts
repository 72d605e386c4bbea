import {
  cancelData,
  executeData,
  NO_PREDECESSOR,
  saltFor,
  scheduleData,
  type TimelockCall,
} from "../authority/timelock.ts";
import { waitOf } from "../authority/way.ts";
import type { Live, Operation } from "../diff/live.ts";
import type { Key } from "../kinds/property.ts";
import type { Hex } from "../kinds/value.ts";
import type { Call, Envelope } from "./call.ts";
import type { PlanModule } from "./world.ts";

/** What becomes of calls that arrive together at a timelock. */
export type TimelockStep = (timelock: PlanModule, batch: readonly Envelope[]) => readonly Envelope[];

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
}

/** Schedules what is not scheduled yet, as one operation, and remembers what is. */
export class TimelockPlanner {
  readonly #live: Live;
  readonly #delay: bigint;
  readonly #cancelled: ReadonlySet<Hex>;
  readonly inFlight = new Map<Hex, { operation: Operation; timelock: PlanModule; calls: Call[] }>();
  readonly scheduled: NewOperation[] = [];

  /** @param delay seconds that new operations wait at least; @param cancelled operations that no longer fit. */
  constructor(live: Live, delay: bigint, cancelled: ReadonlySet<Hex>) {
    this.#live = live;
    this.#delay = delay;
    this.#cancelled = cancelled;
  }

  readonly step: TimelockStep = (timelock, batch) => {
    const open = batch.filter((envelope) => !this.#isScheduled(timelock, envelope));
    if (open.length === 0) return [];
    const calls = open.map(({ to, data }) => ({ to, value: 0n, data }));
    const predecessor = this.#predecessor(timelock, open);
    const { salt, operation } = saltFor(calls, predecessor, (id) => this.#live.usedOperations.has(id));
    const least = waitOf(timelock);
    const delay = this.#delay > least ? this.#delay : least;
    const inside = open.flatMap((envelope) => envelope.calls);
    this.scheduled.push({ timelock: timelock.name, id: operation, delay, predecessor, calls: inside });
    return [{ to: timelock.address, data: scheduleData({ calls, predecessor, salt }, delay), calls: inside }];
  };

  /** Whether an operation can be executed in the block that was read. */
  isReady({ batch, readyAt }: Operation): boolean {
    const { predecessor } = batch;
    const waits = predecessor !== NO_PREDECESSOR && !this.#isDone(predecessor);
    return readyAt <= this.#live.block.timestamp && !waits;
  }

  executing({ batch, single, timelock }: Operation, calls: readonly Call[]): Envelope {
    return { to: timelock, data: executeData(batch, single), calls };
  }

  cancelling({ timelock, id }: Operation): Envelope {
    return { to: timelock, data: cancelData(id), calls: [] };
  }

  #isDone(operation: Hex): boolean {
    return this.#live.usedOperations.has(operation) && !this.#live.operations.some(({ id }) => id === operation);
  }

  #isScheduled(timelock: PlanModule, { to, data, calls }: Envelope): boolean {
    const operation = this.#live.operations.find(
      (each) =>
        each.timelock === timelock.address && !this.#cancelled.has(each.id) && makes(each.batch.calls, to, data),
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
    const before = [...this.inFlight.values()]
      .filter((each) => each.operation.timelock === timelock.address)
      .filter(({ calls }) =>
        calls.some((call) => call.effects.some(({ module, key }) => needed.has(`${module}.${key}`))),
      )
      .sort((a, b) => (a.operation.readyAt < b.operation.readyAt ? 1 : -1));
    return before[0]?.operation.id ?? NO_PREDECESSOR;
  }
}

function makes(calls: readonly TimelockCall[], to: string, data: Hex): boolean {
  return calls.some((call) => call.to === to && call.data === data && call.value === 0n);
}

function keysOf(call: Call): readonly Key[] {
  return [...call.dependsOn, ...call.effects.map(({ key }) => key)].map((key) => `${call.module}.${key}`);
}
