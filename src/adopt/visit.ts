import type { RawLog } from "../chain/logs.ts";
import { candidates } from "../chain/members.ts";
import type { Question } from "../chain/question.ts";
import { Draft } from "../chain/read-contract.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Key, Members } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { managerEntry } from "./manager.ts";
import { mentionsOf, type Mention } from "./mentions.ts";
import type { Recognised } from "./recognise.ts";
import { roleEntry, type Entry } from "./roles.ts";

/** One complete reading of one contract of a known kind: values, words of storage, and every candidate of every set. */
export class Visit {
  readonly address: Address;
  readonly recognised: Recognised;
  readonly draft: Draft;
  readonly entry: Entry | undefined;
  readonly #asked = new Map<Key, ReadonlySet<Address>>();

  /** @param logs of this contract, as far as they are known before the round. */
  constructor(address: Address, recognised: Recognised, logs: readonly RawLog[]) {
    this.address = address;
    this.recognised = recognised;
    this.entry = entryOf(recognised, logs);
    this.draft = new Draft(address, specialised(recognised.kind, this.entry), address);
  }

  /** @param known addresses that were met anywhere: a set may hold one that no log names. */
  questions(known: Iterable<Address>, logs: readonly RawLog[]): Question[] {
    const met = [...known, ZERO_ADDRESS];
    const found = this.draft.questions();
    for (const [path, leaf] of this.#sets()) {
      const members = new Set([...candidates({ address: this.address, leaf }, logs), ...met]);
      this.#asked.set(path, members);
      found.push(...this.draft.membership(path, leaf, members), ...this.draft.crossChecks(path, leaf));
    }
    return found;
  }

  /** Fills in the hashes of code that values of the contract point to; the addresses whose code was not asked for. */
  settle(codes: ReadonlyMap<Address, Hex | undefined>): readonly Address[] {
    return this.draft.dependent().flatMap((question) => {
      if (!("codeOf" in question.ask)) throw new TypeError("only code is asked for afterwards");
      const of = question.ask.codeOf;
      const hash = codes.get(of);
      if (hash !== undefined) question.store({ status: "ok", data: hash });
      else if (codes.has(of) || of === ZERO_ADDRESS) question.store({ status: "no-code" });
      else return [of];
      return [];
    });
  }

  /** Whether `logs`, the later ones included, name nobody and no role that was not asked about. */
  covers(logs: readonly RawLog[]): boolean {
    if (JSON.stringify(entryOf(this.recognised, logs)) !== JSON.stringify(this.entry)) return false;
    return this.#sets().every(([path, leaf]) =>
      [...candidates({ address: this.address, leaf }, logs)].every((member) => this.#asked.get(path)?.has(member)),
    );
  }

  mentions(): readonly Mention[] {
    return mentionsOf(this.draft.kind, this.draft.values, this.entry?.written);
  }

  #sets(): readonly (readonly [Key, Members])[] {
    return [...leavesOf(this.draft.kind)].flatMap(([path, leaf]) =>
      leaf.type === "members" ? [[path, leaf] as const] : [],
    );
  }
}

/** What the logs say of the keys of a kind that has none of its own. */
function entryOf({ kind, roles }: Recognised, logs: readonly RawLog[]): Entry | undefined {
  if (!kind.specialise) return undefined;
  return roles ? roleEntry(logs, roles) : managerEntry(logs);
}

function specialised(kind: Kind, entry: Entry | undefined): Kind {
  return kind.specialise && entry ? kind.specialise(entry.written) : kind;
}
