import type { Enactment, LiveModule } from "../diff/live.ts";
import type { Kind } from "../kinds/kind.ts";
import { memberArguments, memberKey, type Key, type Meaning, type Members, type Scalar } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { addressesIn, decode, encodeGetter } from "./abi.ts";
import type { Outcome } from "./codec.ts";
import { isFailed, numbersIn, valueIn, type Failed, type Question } from "./question.ts";

/** The values of one contract while they are being read. */
export class Draft {
  readonly name: string;
  readonly kind: Kind;
  readonly address: Address;
  readonly values = new Map<Key, Value>();
  readonly unreadable = new Map<Key, string>();
  /** How many members a mapping has, by its own word. */
  readonly counts = new Map<Key, bigint>();
  readonly enactments = new Map<Key, Enactment>();
  readonly #asked = new Set<Key>();
  /** What members only mean when the time of the block is known. */
  readonly #timed: ((now: bigint) => void)[] = [];

  constructor(name: string, kind: Kind, address: Address) {
    this.name = name;
    this.kind = kind;
    this.address = address;
  }

  /** @param now time of the block, in seconds. */
  done(codeHash: LiveModule["codeHash"], now: bigint): LiveModule {
    this.settle(now);
    const { name, kind, address, values, unreadable, enactments } = this;
    return { name, kind, address, values, unreadable, codeHash, ...(enactments.size > 0 && { enactments }) };
  }

  /**
   * Values that depend on the time of the block are known from here on.
   * @param now time of the block, in seconds.
   */
  settle(now: bigint): void {
    for (const settle of this.#timed.splice(0)) settle(now);
  }

  /** Every single value of the kind, and every mapping that the contract can list. */
  questions(): Question[] {
    const found: Question[] = [];
    for (const [path, leaf] of leavesOf(this.kind)) {
      if (leaf.type === "scalar") found.push(...this.#scalar(path, leaf));
      else if (leaf.list) found.push(this.#list(path, leaf.list));
    }
    return found;
  }

  /** Whether each of `members` is one, as far as it was not asked before. */
  membership(path: Key, leaf: Members, members: Iterable<Address>): Question[] {
    if (leaf.list) return [];
    const found: Question[] = [];
    for (const member of members) {
      const key = memberKey(path, member);
      if (this.#asked.has(key)) continue;
      this.#asked.add(key);
      const ask = { to: this.address, data: encodeGetter(leaf.getter, memberArguments(leaf, member)) };
      const put = (value: Value | Failed) => {
        if (isFailed(value)) this.unreadable.set(path, value.failed);
        else if (value !== leaf.absent) this.values.set(key, value);
      };
      const { meaning, returns, getter, word } = leaf;
      const store = (outcome: Outcome) =>
        meaning
          ? this.#later(numbersIn(outcome, returns, getter), meaning, put)
          : put(valueIn(outcome, returns, getter, word));
      found.push({ ask, where: `modules.${this.name}.${key}`, label: leaf.getter, store });
    }
    return found;
  }

  /** What a listed mapping has to be checked against: that the contract defines it, and how many members it has. */
  crossChecks(path: Key, leaf: Members): Question[] {
    const { count, defined } = leaf;
    const found: Question[] = [];
    if (count) {
      found.push(
        this.#call(path, count.getter, count.args, (outcome) => {
          const value = valueIn(outcome, "uint256", count.getter);
          if (isFailed(value)) this.unreadable.set(path, value.failed);
          else this.counts.set(path, value as bigint);
        }),
      );
    }
    if (defined) {
      found.push(
        this.#call(path, defined.getter, [], (outcome) => {
          const value = valueIn(outcome, "bytes32", defined.getter);
          if (value === defined.equals) return;
          const says = isFailed(value) ? value.failed : `${defined.getter} is ${String(value)}`;
          this.unreadable.set(path, `the contract does not define ${path}: ${says}`);
        }),
      );
    }
    return found;
  }

  /** Code hashes of addresses that other values hold; they can be asked for when those are known. */
  dependent(): Question[] {
    const found: Question[] = [];
    for (const [path, leaf] of leavesOf(this.kind)) {
      if (leaf.type !== "scalar" || !("codeOf" in leaf.read) || this.#asked.has(path)) continue;
      const holder = this.values.get(leaf.read.codeOf);
      if (typeof holder !== "string") continue;
      this.#asked.add(path);
      const store = (outcome: Outcome) => {
        if (outcome.status === "ok") this.values.set(path, outcome.data);
        else this.unreadable.set(path, `there is no code at ${holder}`);
      };
      found.push({
        ask: { codeOf: holder as Address },
        where: `modules.${this.name}.${path}`,
        label: "the code",
        store,
      });
    }
    return found;
  }

  #later(answer: readonly bigint[] | Failed, meaning: Meaning, put: (value: Value | Failed) => void): void {
    if (isFailed(answer)) put(answer);
    else this.#timed.push((now) => put(meaning(answer, now)));
  }

  #call(path: Key, getter: string, args: readonly Value[] | undefined, store: Question["store"]): Question {
    const ask = { to: this.address, data: encodeGetter(getter, args ?? []) };
    return { ask, where: `modules.${this.name}.${path}`, label: getter, store };
  }

  #scalar(path: Key, leaf: Scalar): Question[] {
    const { read } = leaf;
    const put = (found: Value | Failed) => {
      if (isFailed(found)) this.unreadable.set(path, found.failed);
      else this.values.set(path, leaf.normalise ? leaf.normalise(found) : found);
    };
    if ("codeOf" in read || "enacted" in read) return [];
    if ("slot" in read) {
      const ask = { to: this.address, slot: read.slot };
      const store = (outcome: Outcome) => put(wordIn(outcome, read.absent, read.as));
      return [{ ask, where: `modules.${this.name}.${path}`, label: `storage ${read.slot}`, store }];
    }
    return [
      this.#call(path, read.getter, read.args, (outcome) =>
        put(valueIn(outcome, read.returns, read.getter, read.word)),
      ),
    ];
  }

  #list(path: Key, list: NonNullable<Members["list"]>): Question {
    return this.#call(path, list.getter, list.args, (outcome) => {
      if (outcome.status !== "ok") {
        this.unreadable.set(path, `${list.getter} ${outcome.status === "reverted" ? "reverted" : "has no contract"}`);
        return;
      }
      const members = addressesIn(outcome.data);
      if ("failed" in members) {
        this.unreadable.set(path, `${list.getter} ${members.failed}`);
        return;
      }
      for (const member of members.list) this.values.set(memberKey(path, member), true);
      this.values.set(path, members.list.join(","));
    });
  }
}

/** A storage word as a signed number or an address, or what an all-zero word means. */
function wordIn(outcome: Outcome, absent: Value, as: "address" | undefined): Value | Failed {
  if (outcome.status !== "ok") return { failed: "the storage word could not be read" };
  if (BigInt(outcome.data) === 0n) return absent;
  if (as !== "address") return BigInt.asIntN(256, BigInt(outcome.data));
  // What an upgrade left in the upper bytes is no part of an address.
  const found = decode("address", `0x${"0".repeat(24)}${outcome.data.slice(-40)}`);
  return found === ZERO_ADDRESS ? absent : found;
}
