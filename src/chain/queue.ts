import { getAddress } from "ethers/address";
import type { Operation } from "../diff/live.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { encodeGetter } from "./abi.ts";
import { operationsIn, type Scheduled } from "./operations.ts";
import type { Question } from "./question.ts";
import type { RawLog } from "./snapshot.ts";

/** TimelockController.getTimestamp: 0 is unknown or cancelled, 1 is done, anything else is when it is ready. */
const DONE = 1n;

/** What timelocks have scheduled: known from logs, and each verified in the block that is read. */
export class Queue {
  readonly #scheduled = new Map<string, Scheduled>();
  readonly #executed = new Set<Hex>();
  readonly #torn = new Set<Hex>();
  readonly #times = new Map<string, bigint>();
  readonly #asked = new Set<string>();
  readonly #timelocks = new Set<Address>();

  /** When each operation is ready, by the timelock's own word. */
  questions(timelock: Address, operations: readonly Hex[]): Question[] {
    this.#timelocks.add(timelock);
    return operations.flatMap((operation) => {
      const key = `${timelock}:${operation}`;
      if (this.#asked.has(key)) return [];
      this.#asked.add(key);
      return [
        {
          ask: { to: timelock, data: encodeGetter("getTimestamp(bytes32)", [operation]) },
          where: timelock,
          label: "getTimestamp(bytes32)",
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
    const timelocks = new Set([...this.#timelocks, ...logs.map(({ address }) => getAddress(address) as Address)]);
    for (const timelock of timelocks) {
      const { scheduled, executed, torn } = operationsIn(timelock, logs);
      for (const id of executed) this.#executed.add(id);
      for (const id of torn) this.#torn.add(id);
      for (const each of scheduled) {
        this.#scheduled.set(`${each.timelock}:${each.id}`, each);
        found.push(...this.questions(each.timelock, [each.id]));
      }
    }
    return found;
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
