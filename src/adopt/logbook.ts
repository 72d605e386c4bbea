import { id } from "../keccak.ts";
import type { LogFilter, RawLog } from "../chain/logs.ts";
import { kinds } from "../kinds/index.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { MANAGER_EVENTS } from "./manager.ts";
import { ROLE_EVENTS } from "./roles.ts";

/** Blocks whose logs are read again: they may have been replaced since the last round. */
const OVERLAP = 64n;

/** Every event of every kind: what an address is, is not known when its logs are read first. */
const TOPICS: readonly Hex[] = [
  ...new Set([
    ...Object.values<Kind>(kinds).flatMap((kind) =>
      [...leavesOf(kind).values()].flatMap((leaf) =>
        leaf.type === "members" ? leaf.events.map(({ signature }) => id(signature) as Hex) : [],
      ),
    ),
    ...Object.values(ROLE_EVENTS),
    ...Object.values(MANAGER_EVENTS),
  ]),
];

/** The logs of all contracts, each block read once where it can be. */
export class Logbook {
  readonly #startBlock: bigint;
  readonly #logs = new Map<string, RawLog[]>();
  readonly #scanned = new Set<Address>();

  constructor(startBlock: bigint) {
    this.#startBlock = startBlock;
  }

  of(address: Address): readonly RawLog[] {
    return this.#logs.get(address.toLowerCase()) ?? [];
  }

  keep(logs: readonly RawLog[]): void {
    for (const log of logs) {
      const address = log.address.toLowerCase();
      const known = this.#logs.get(address);
      if (known) known.push(log);
      else this.#logs.set(address, [log]);
    }
  }

  /** The address has other code than before. */
  forget(address: Address): void {
    this.#scanned.delete(address);
  }

  /**
   * Everything of who is new, and what came since of who is not.
   * @param seen the block of the last round.
   */
  filters(fresh: readonly Address[], known: readonly Address[], seen: bigint | undefined): LogFilter[] {
    const start = this.#startBlock;
    const since = seen === undefined || seen < start + OVERLAP ? start : seen - OVERLAP;
    const unread = fresh.filter((address) => !this.#scanned.has(address));
    for (const address of unread) this.#scanned.add(address);
    return [
      { addresses: unread, topics: [TOPICS], fromBlock: start },
      { addresses: known, topics: [TOPICS], fromBlock: since },
    ].filter(({ addresses }) => addresses.length > 0);
  }
}
