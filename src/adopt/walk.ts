import type { Header } from "../chain/header.ts";
import type { ReadTransport } from "../chain/transport.ts";
import { OrdinanceError } from "../errors.ts";
import type { Kind } from "../kinds/kind.ts";
import type { Key } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import { askAll, type Heard } from "./ask.ts";
import { Logbook } from "./logbook.ts";
import { mentionsOf, type Mention } from "./mentions.ts";
import { Probe } from "./probe.ts";
import { decide, upgraderOf, type Recognised, type Recognition } from "./recognise.ts";
import type { Entry } from "./roles.ts";
import { Visit } from "./visit.ts";

/** One contract that a stack file can govern, with everything it holds. */
export interface Found extends Pick<Recognised, "by" | "proxy"> {
  readonly address: Address;
  readonly kind: Kind;
  readonly values: ReadonlyMap<Key, Value>;
  readonly unreadable: ReadonlyMap<Key, string>;
  readonly codeHash: Hex;
  readonly entry?: Entry;
}

/** Everything that is reached from the given addresses, all of it in one block. */
export interface Walked {
  readonly block: Header;
  /** In the order in which they were met. */
  readonly modules: readonly Found[];
  /** Code hashes of all addresses that were met; `undefined` for accounts. */
  readonly codes: ReadonlyMap<Address, Hex | undefined>;
  /** Contracts of no known kind, and why. */
  readonly unknown: ReadonlyMap<Address, string>;
  /** Met when there were too many already: what is there was not looked at. */
  readonly beyond: ReadonlySet<Address>;
}

export interface Start {
  readonly chainId: bigint;
  readonly addresses: readonly Address[];
  readonly startBlock: bigint;
  /** So many addresses are looked at: more than a protocol has is a walk that got out of it. */
  readonly most: number;
}

/** Addresses of one round: each is asked for the getters of all kinds, and endpoints take a megabyte or two at once. */
const MOST_PROBES = 60;
/** Nobody is farther away from a given address. */
const MOST_STEPS = 24;
/** So often everything is read before it has to stand still. */
const MOST_ROUNDS = 32;

/**
 * Follows owners, holders of roles and references from the given addresses until a round meets nothing new; that round is the
 * result, so that all values are of one block. Each round is one POST.
 * @throws OrdinanceError ORD201, ORD202, ORD204 or ORD205 if the chain cannot be read as a whole.
 */
export async function walk(transport: ReadTransport, start: Start): Promise<Walked> {
  const walked = new Walk(start);
  for (let round = 1; round <= MOST_ROUNDS; round++) {
    const { visits, probes, ...asking } = walked.next();
    const heard = await askAll(transport, { chainId: start.chainId, ...asking });
    const still = walked.take(heard, visits, probes, round < MOST_STEPS);
    if (still) return walked.result(heard, visits);
  }
  throw new OrdinanceError([
    {
      code: "ORD204",
      file: transport.place,
      found: "a chain that changes with each reading",
      expected: "one block with everything",
      remedy: "nothing was written; run again",
    },
  ]);
}

class Walk {
  /** `undefined`: not looked at yet. */
  readonly #met = new Map<Address, Recognition | undefined>();
  /** The code that a decision was made for. */
  readonly #decided = new Map<Address, Hex | undefined>();
  /** Only whether there is code, and which. */
  readonly #codes = new Set<Address>();
  readonly #beyond = new Set<Address>();
  readonly #logs: Logbook;
  readonly #most: number;
  #block: bigint | undefined;

  constructor(start: Start) {
    this.#most = start.most;
    this.#logs = new Logbook(start.startBlock);
    for (const address of start.addresses) this.#met.set(address, undefined);
  }

  /** What the next round asks. */
  next() {
    const visits = this.#modules().map(([address, module]) => new Visit(address, module, this.#logs.of(address)));
    const unseen = [...this.#met].flatMap(([address, found]) => (found ? [] : [address])).slice(0, MOST_PROBES);
    const probes = unseen.map((address) => [address, new Probe(address)] as const);
    return {
      visits,
      probes: new Map(probes),
      questions: [
        ...visits.flatMap((visit) => visit.questions(this.#met.keys(), this.#logs.of(visit.address))),
        ...probes.flatMap(([, probe]) => probe.questions()),
      ],
      codeOf: new Set([...this.#met.keys(), ...this.#codes]),
      logs: this.#logs.filters(
        unseen,
        visits.map(({ address }) => address),
        this.#block,
      ),
      ...(this.#block === undefined ? {} : { atLeast: this.#block }),
    };
  }

  /** Takes the answers in; true if they leave nothing to ask. */
  take(heard: Heard, visits: readonly Visit[], probes: ReadonlyMap<Address, Probe>, follow: boolean): boolean {
    this.#block = heard.block.number;
    this.#logs.keep(heard.logs);
    const before = this.#met.size + this.#codes.size;
    for (const { draft } of visits) draft.settle(heard.block.timestamp);
    const mentions: Mention[] = visits.flatMap((visit) => visit.mentions());
    for (const [address, probe] of probes) {
      const found = decide(probe, heard.codes.get(address));
      this.#met.set(address, found);
      this.#decided.set(address, heard.codes.get(address));
      if (found.is !== "module") continue;
      mentions.push(...mentionsOf(found.kind, found.draft.values));
      const upgrader = upgraderOf(found);
      if (upgrader !== undefined) this.#admit(upgrader, follow);
    }
    for (const { address, path } of mentions) {
      // What a proxy runs is code that governs nothing, whatever its getters say.
      if (path === "implementation") this.#codes.add(address);
      else this.#admit(address, follow);
    }
    const open = visits.flatMap((visit) => visit.settle(heard.codes));
    for (const address of open) this.#codes.add(address);
    return (
      !this.#redeployed(heard) &&
      probes.size === 0 &&
      before === this.#met.size + this.#codes.size &&
      visits.every((visit) => visit.covers(this.#logs.of(visit.address)))
    );
  }

  result({ block, codes }: Heard, visits: readonly Visit[]): Walked {
    const modules = visits.map(({ address, recognised, draft, entry }): Found => {
      const { by, proxy } = recognised;
      const { kind, values, unreadable } = draft;
      const codeHash = codes.get(address)!;
      return { address, kind, values, unreadable, codeHash, by, ...(proxy && { proxy }), ...(entry && { entry }) };
    });
    const unknown = [...this.#met].flatMap(([address, found]) =>
      found?.is === "unknown" ? [[address, found.reason] as const] : [],
    );
    return { block, modules, codes, unknown: new Map(unknown), beyond: this.#beyond };
  }

  /** Whoever got other code meanwhile is looked at again. */
  #redeployed({ codes }: Heard): boolean {
    const changed = [...this.#decided].filter(([address, code]) => codes.get(address) !== code);
    for (const [address] of changed) {
      this.#met.set(address, undefined);
      this.#decided.delete(address);
      this.#logs.forget(address);
    }
    return changed.length > 0;
  }

  #admit(address: Address, follow: boolean): void {
    if (this.#met.has(address)) return;
    if (follow && this.#met.size < this.#most) this.#met.set(address, undefined);
    else this.#beyond.add(address);
  }

  #modules(): readonly (readonly [Address, Recognised])[] {
    return [...this.#met].flatMap(([address, found]) => (found?.is === "module" ? [[address, found] as const] : []));
  }
}
