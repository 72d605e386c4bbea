import { getAddress } from "../checksum.ts";
import type { Operation } from "../diff/live.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { encodeGetter } from "./abi.ts";
import { managedOperationsIn, operationsIn, type Scheduled } from "./operations.ts";
import type { Question } from "./question.ts";
import type { RawLog } from "./snapshot.ts";

/** TimelockController.getTimestamp: 0 is unknown or cancelled, 1 is done, anything else is when it is ready. */
const DONE = 1n;
/** AccessManager.getSchedule: 0 is unknown, done, cancelled or expired, anything else is when it is ready. */
const GETTERS = { timelock: "getTimestamp(bytes32)", accessManager: "getSchedule(bytes32)" } as const;

/** What holds operations. */
export interface Holder {
  readonly address: Address;
  readonly topology: keyof typeof GETTERS;
}

/** Contracts that hold operations, among others. */
export function holdersAmong(
  contracts: readonly { readonly address: Address; readonly kind: Pick<Kind, "topology"> }[],
): readonly Holder[] {
  return contracts.flatMap(({ address, kind: { topology } }) =>
    topology === "timelock" || topology === "accessManager" ? [{ address, topology }] : [],
  );
}

/** What timelocks and AccessManagers have scheduled: known from logs, and each verified in the block that is read. */
export class Queue {
  readonly #scheduled = new Map<string, Scheduled>();
  readonly #executed = new Set<Hex>();
  readonly #torn = new Set<Hex>();
  readonly #times = new Map<string, bigint>();
  readonly #asked = new Set<string>();
  readonly #holders = new Map<Address, Holder>();

  /** When each operation is ready, by the holder's own word. */
  questions(holder: Holder, operations: readonly Hex[]): Question[] {
    this.#holders.set(holder.address, holder);
    const { address: timelock } = holder;
    const getter = GETTERS[holder.topology];
    return operations.flatMap((operation) => {
      const key = `${timelock}:${operation}`;
      if (this.#asked.has(key)) return [];
      this.#asked.add(key);
      return [
        {
          ask: { to: timelock, data: encodeGetter(getter, [operation]) },
          where: timelock,
          label: getter,
          store: (outcome) => {
            if (outcome.status === "ok" && outcome.data.length === 66) this.#times.set(key, BigInt(outcome.data));
          },
        },
      ];
    });
  }

  /** Takes in further logs. */
  read(logs: readonly RawLog[]): Question[] {
    const found: Question[] = [];
    for (const { address } of logs) {
      const known = getAddress(address);
      // Whatever else logs such events is one that nobody asked about yet.
      if (!this.#holders.has(known)) this.#holders.set(known, { address: known, topology: "timelock" });
    }
    for (const holder of this.#holders.values()) {
      for (const each of this.#take(holder, logs)) {
        this.#scheduled.set(`${each.timelock}:${each.id}`, each);
        found.push(...this.questions(holder, [each.id]));
      }
    }
    return found;
  }

  #take({ address, topology }: Holder, logs: readonly RawLog[]): readonly Scheduled[] {
    if (topology === "accessManager") return managedOperationsIn(address, logs);
    const { scheduled, executed, torn } = operationsIn(address, logs);
    for (const id of executed) this.#executed.add(id);
    for (const id of torn) this.#torn.add(id);
    return scheduled;
  }

  /** Scheduled, not done and not cancelled. */
  waiting(): Operation[] {
    return [...this.#scheduled].flatMap(([key, each]) => {
      const readyAt = this.#times.get(key);
      return readyAt === undefined || readyAt <= DONE ? [] : [{ ...each, readyAt }];
    });
  }

  /** Ids that cannot be scheduled again. */
  used(): ReadonlySet<Hex> {
    const used = new Set(this.#executed);
    for (const [key, time] of this.#times) if (time > 0n) used.add(key.slice(key.indexOf(":") + 1) as Hex);
    return used;
  }
}
