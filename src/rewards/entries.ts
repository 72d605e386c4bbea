import { OrdinanceError, type Problem } from "../errors.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { suggestion } from "../stack/nearest.ts";
import type { Unit } from "../stack/unit.ts";
import { count, namelessAddress, unsignedWad } from "../stack/units.ts";
import { quoted } from "../stack/units/quoted.ts";
import type { Cell, Place, RawEntry, Standing } from "./scoreboard.ts";

/** The score, and the same as the orchestrator calls it. */
const SCORES = ["score", "wins"] as const;
/** What a scoreboard may say besides, and no reward depends on. */
const UNUSED = ["losses", "notes", "updatedAt"] as const;
const KNOWN: readonly string[] = [...SCORES, "slashes", ...UNUSED];

/**
 * @throws OrdinanceError ORD121 with every problem of every entry. An unknown key is one: a misspelt `slashes` would pay
 * somebody who was slashed.
 */
export function standingsOf(entries: readonly RawEntry[], file: string): readonly Standing[] {
  const problems: Problem[] = [];
  const firsts = new Map<string, Place>();
  const standings = entries.flatMap((entry): Standing[] => {
    const before = problems.length;
    const examined = new Entry(entry, file, problems);
    const agent = examined.value(entry.agent, namelessAddress, "") as Address | undefined;
    if (agent === ZERO_ADDRESS) examined.refuse(entry.agent.place, "", "the zero address", "an agent");
    const first = agent && firsts.get(agent);
    if (first) examined.refuse(entry.agent.place, "", `an agent that line ${first.line} has`, "each agent once");
    else if (agent) firsts.set(agent, entry.agent.place);
    const score = examined.score();
    const slashes = examined.required("slashes", count);
    examined.unknown();
    return problems.length === before ? [{ agent: agent!, score: score!, slashes: slashes! }] : [];
  });
  if (entries.length === 0) {
    problems.push({ code: "ORD121", file, line: 1, found: "no agent", expected: "an entry for each agent" });
  }
  if (problems.length > 0) throw new OrdinanceError(problems);
  return standings;
}

class Entry {
  readonly #entry: RawEntry;
  readonly #file: string;
  readonly #problems: Problem[];

  constructor(entry: RawEntry, file: string, problems: Problem[]) {
    this.#entry = entry;
    this.#file = file;
    this.#problems = problems;
  }

  refuse(place: Place, key: string, found: string, expected: string, more: { readonly remedy?: string } = {}): void {
    const { text = "" } = this.#entry.agent;
    const name = /^0x[0-9a-fA-F]{40}$/.test(text) ? text : quoted(text);
    const path = key === "" ? name : `${name}.${key}`;
    this.#problems.push({ code: "ORD121", file: this.#file, ...place, path, found, expected, ...more });
  }

  value({ text, place }: Cell, unit: Unit, key: string): unknown {
    const parsed =
      text === undefined ? { problem: { found: "a list or an object", expected: unit.expects } } : unit.parse(text);
    if ("ok" in parsed) return parsed.ok;
    this.refuse(place, key, parsed.problem.found, parsed.problem.expected);
    return undefined;
  }

  /** The number under one of `names`, which must be there once. */
  #single(names: readonly string[], unit: Unit): bigint | undefined {
    const expected = names.join(" or ");
    const [cell, second] = this.#entry.cells.filter(({ name }) => names.includes(name));
    if (!cell) this.refuse(this.#entry.agent.place, "", `no ${expected}`, unit.expects);
    else if (second) this.refuse(second.place, second.name, `a second ${expected}`, `one ${expected}`);
    else return this.value(cell, unit, cell.name) as bigint | undefined;
    return undefined;
  }

  score(): bigint | undefined {
    return this.#single(SCORES, unsignedWad);
  }

  required(name: string, unit: Unit): bigint | undefined {
    return this.#single([name], unit);
  }

  unknown(): void {
    for (const { name, place } of this.#entry.cells) {
      if (KNOWN.includes(name)) continue;
      this.refuse(place, "", `the unknown key ${quoted(name)}`, KNOWN.join(", "), suggestion(name, KNOWN));
    }
  }
}
