import type { LiveModule } from "../diff/live.ts";
import type { Kind } from "../kinds/kind.ts";
import { safe } from "../kinds/safe.ts";
import { systemPause } from "../kinds/system-pause.ts";
import { timelock } from "../kinds/timelock.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { Question } from "./question.ts";
import { Draft } from "./read-contract.ts";

/** Contracts that can be told by their getters alone. OwnerConfigurator has none of its own and has to be declared. */
const RECOGNISED: readonly Kind[] = [safe, timelock, systemPause];

/** Looks at addresses that hold a right: whether there is code, and if so, what passes calls on there. */
export class Authorities {
  readonly accounts = new Map<Address, Hex | undefined>();
  readonly #drafts = new Map<Address, readonly Draft[]>();
  readonly #found = new Set<Draft>();
  readonly #nameOf: (address: Address) => string | undefined;

  constructor(nameOf: (address: Address) => string | undefined) {
    this.#nameOf = nameOf;
  }

  /** What has to be asked about addresses that were not asked about before. */
  probe(addresses: Iterable<Address>): Question[] {
    const found: Question[] = [];
    for (const address of addresses) {
      if (this.#drafts.has(address)) continue;
      const name = this.#nameOf(address) ?? address;
      const drafts = RECOGNISED.map((kind) => new Draft(name, kind, address));
      this.#drafts.set(address, drafts);
      found.push({
        ask: { codeOf: address },
        where: name,
        label: "the code",
        store: (outcome) => this.accounts.set(address, outcome.status === "ok" ? outcome.data : undefined),
      });
      // Words of storage are asked for in the first request only; no route depends on one.
      for (const draft of drafts) found.push(...draft.questions().filter(({ ask }) => !("slot" in ask)));
    }
    return found;
  }

  /** Contracts that were recognised since the last time. */
  fresh(): readonly Draft[] {
    const found: Draft[] = [];
    for (const [address, drafts] of this.#drafts) {
      if (this.accounts.get(address) === undefined) continue;
      const draft = drafts.find(({ unreadable, values }) => unreadable.size === 0 && values.size > 0);
      if (!draft || this.#found.has(draft)) continue;
      this.#found.add(draft);
      found.push(draft);
    }
    return found;
  }

  /** @param now time of the block, in seconds. */
  all(now: bigint): ReadonlyMap<Address, LiveModule> {
    return new Map(
      [...this.#found].map((draft) => [draft.address, draft.done(this.accounts.get(draft.address)!, now)]),
    );
  }
}
