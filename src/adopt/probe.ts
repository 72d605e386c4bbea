import type { Question } from "../chain/question.ts";
import { Draft } from "../chain/read-contract.ts";
import { kinds } from "../kinds/index.ts";
import type { Kind } from "../kinds/kind.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { CLUES, ENUMERABLE, RULED, SENSELESS, type Clue } from "./clues.ts";

/** A kind that a contract could be of, as far as it answered. */
export interface Candidate {
  readonly kind: Kind;
  readonly draft: Draft;
  /** Getters that answered as the kind says, and clues that hold. */
  readonly explains: number;
  readonly asked: number;
  /** What did not answer, or not so. */
  readonly missing: readonly string[];
}

/** Kinds whose keys are the user's own have no getters before somebody names the roles. */
const BY_INTERFACE: readonly Kind[] = [kinds.AccessControl, kinds.AccessManager];

/** One look at one address: the getters of all kinds at once, for nobody has said which kind it is. */
export class Probe {
  readonly #address: Address;
  readonly #drafts = new Map<Kind, Draft>();
  readonly #labels = new Map<Kind, readonly string[]>();
  readonly #held = new Set<Clue>();
  readonly #failed = new Map<Kind, Set<string>>();

  constructor(address: Address) {
    this.#address = address;
  }

  questions(): Question[] {
    const found: Question[] = [];
    for (const kind of Object.values<Kind>(kinds)) {
      if (BY_INTERFACE.includes(kind)) continue;
      const draft = new Draft(this.#address, kind, this.#address);
      this.#drafts.set(kind, draft);
      // Words of storage tell proxies only; those of other kinds are read when the kind is known.
      const own = draft.questions().filter(({ ask }) => !("slot" in ask) || kind === kinds.Proxy);
      this.#labels.set(
        kind,
        own.map(({ label }) => label),
      );
      found.push(...own.map((question) => this.#noting(kind, draft, question)));
    }
    const clues = [...[...CLUES.values()].flat(), ...ENUMERABLE, ...RULED, SENSELESS];
    return [...found, ...[...new Set(clues)].map((clue) => this.#clue(clue))];
  }

  /** Kinds that are told by their getters, the most telling first. */
  byGetters(): readonly Candidate[] {
    const found = [...this.#drafts]
      .filter(([kind]) => kind !== kinds.Proxy)
      .map(([kind, draft]) => this.#candidate(kind, draft));
    return found.sort((one, other) => other.explains - one.explains);
  }

  byInterface(): readonly Candidate[] {
    return BY_INTERFACE.map((kind) => this.#candidate(kind, new Draft(this.#address, kind, this.#address)));
  }

  /** What an ERC-1967 proxy runs, and who may upgrade it. */
  get proxy(): { readonly implementation: Address; readonly admin: Address; readonly draft: Draft } | undefined {
    const draft = this.#drafts.get(kinds.Proxy);
    const [implementation, admin] = ["implementation", "admin"].map((key) => draft?.values.get(key) as Address);
    if (!draft || implementation === undefined || admin === undefined || implementation === ZERO_ADDRESS)
      return undefined;
    return { implementation, admin, draft };
  }

  holds(...clues: readonly Clue[]): boolean {
    return clues.every((clue) => this.#held.has(clue));
  }

  #candidate(kind: Kind, draft: Draft): Candidate {
    const labels = this.#labels.get(kind) ?? [];
    const failed = this.#failed.get(kind) ?? new Set<string>();
    const clues = CLUES.get(kind) ?? [];
    const missing = [...failed, ...clues.filter((clue) => !this.#held.has(clue)).map(({ label }) => label)];
    const asked = labels.length + clues.length;
    return { kind, draft, explains: asked - missing.length, asked, missing };
  }

  #noting(kind: Kind, draft: Draft, question: Question): Question {
    return {
      ...question,
      store: (outcome) => {
        const before = draft.unreadable.size;
        question.store(outcome);
        if (draft.unreadable.size === before) return;
        const failed = this.#failed.get(kind) ?? new Set<string>();
        this.#failed.set(kind, failed.add(question.label));
      },
    };
  }

  #clue(clue: Clue): Question {
    return {
      ask: { to: this.#address, data: clue.data },
      where: this.#address,
      label: clue.label,
      store: (outcome) => {
        if (clue.holds(outcome)) this.#held.add(clue);
      },
    };
  }
}
