import type { Node } from "yaml";
import type { Address } from "../kinds/value.ts";
import { suggestion } from "./nearest.ts";
import type { Position } from "./position.ts";
import { isQuoted, written, type Sheet } from "./sheet.ts";
import { quoted } from "./units/quoted.ts";
import { address } from "./units.ts";

/** Words that mean something where a name may stand. */
const RESERVED = new Set(["value", "within", "observe", "unset", "true", "false", "null"]);
const NAME = /^[A-Za-z][A-Za-z0-9_-]*$/;

/** Why a word cannot be a name; `undefined` if it can. */
export function nameProblem(name: string): { readonly found: string; readonly expected: string } | undefined {
  if (RESERVED.has(name))
    return { found: `the name ${quoted(name)}, which has a meaning of its own`, expected: "another name" };
  if (NAME.test(name)) return undefined;
  return { found: `the name ${quoted(name)}`, expected: "a letter, then letters, digits, - and _" };
}

/** A name and what the file says it stands for: an entry of `addresses`, or a module by its `address`. */
export interface Definition {
  readonly name: string;
  /** Of the name. */
  readonly at: Position;
  /** Where the address or another name is written; `undefined` if it is missing (and reported). */
  readonly value: Node | undefined;
  readonly path: string;
}

/** The names of a file. One whose definition is wrong has no address, and its uses are no further mistakes. */
export class Names {
  readonly #sheet: Sheet;
  readonly #definitions = new Map<string, Definition>();
  readonly #resolved = new Map<string, Address | undefined>();

  constructor(sheet: Sheet, definitions: readonly Definition[]) {
    this.#sheet = sheet;
    for (const definition of definitions) this.#define(definition);
    for (const name of this.#definitions.keys()) this.#resolve(name, []);
  }

  get addresses(): ReadonlyMap<string, Address> {
    return new Map(
      [...this.#resolved].flatMap(([name, found]) => (found === undefined ? [] : [[name, found] as const])),
    );
  }

  /** The address that a node of the file names or writes out; `undefined` (and reported) if there is none. */
  addressAt(node: Node, path: string): Address | undefined {
    const reference = this.#reference(node, path);
    if (reference === undefined || "address" in reference) return reference?.address;
    return this.#resolved.get(reference.name);
  }

  #define(definition: Definition): void {
    const { name, at, path } = definition;
    const report = (found: string, expected: string) =>
      this.#sheet.report(at, { code: "ORD113", path, found, expected });
    const problem = nameProblem(name);
    if (problem) report(problem.found, problem.expected);
    const first = this.#definitions.get(name);
    if (first)
      report(
        `the name ${quoted(name)} again`,
        `only the one in line ${first.at.line}: addresses and modules share their names`,
      );
    else this.#definitions.set(name, definition);
  }

  /** `trail` are the names on the way here. */
  #resolve(name: string, trail: readonly string[]): Address | undefined {
    if (this.#resolved.has(name)) return this.#resolved.get(name);
    const definition = this.#definitions.get(name)!;
    const { value, path } = definition;
    if (trail.includes(name)) {
      const cycle = [...trail.slice(trail.indexOf(name)), name];
      for (const each of cycle) this.#resolved.set(each, undefined);
      const found = cycle.map((each) => quoted(each)).join(" stands for ");
      this.#sheet.report(definition.at, { code: "ORD112", path, found, expected: "names that end at an address" });
      return undefined;
    }
    const reference = value && this.#reference(value, path);
    let found: Address | undefined;
    if (reference !== undefined) {
      found = "address" in reference ? reference.address : this.#resolve(reference.name, [...trail, name]);
    }
    // A cycle that was found on the way has settled this name already.
    if (!this.#resolved.has(name)) this.#resolved.set(name, found);
    return this.#resolved.get(name);
  }

  #reference(node: Node, path: string): { readonly address: Address } | { readonly name: string } | undefined {
    const sheet = this.#sheet;
    const scalar = sheet.scalar(node, path, address.expects);
    if (scalar === undefined) return undefined;
    const text = written(scalar);
    if (!isQuoted(scalar) && typeof scalar.value !== "string") {
      const hex = /^0x/i.test(text);
      const found = `${quoted(text)} without quotes, which YAML reads as a ${typeof scalar.value === "boolean" ? "flag" : "number"}`;
      const expected = hex ? `the address in quotes: "${text.slice(0, 60)}"` : address.expects;
      sheet.report(node, { code: "ORD110", path, found, expected });
      return undefined;
    }
    if (/^0x/i.test(text)) {
      const parsed = address.parse(text);
      if ("ok" in parsed) return { address: parsed.ok as Address };
      const checksum = parsed.problem.found.includes("checksum");
      const remedy = "compare all digits with the deployment before taking this over: one wrong digit looks the same";
      sheet.report(node, { code: "ORD110", path, ...parsed.problem, ...(checksum ? { remedy } : {}) });
      return undefined;
    }
    if (this.#definitions.has(text)) return { name: text };
    const known = [...this.#definitions.keys()];
    const otherwise = text.includes("${")
      ? "environment variables are only read in network.rpc"
      : "define it under addresses";
    const expected = "an address, or a name of addresses or modules";
    sheet.report(node, {
      code: "ORD111",
      path,
      found: `the unknown name ${quoted(text)}`,
      expected,
      ...suggestion(text, known, otherwise),
    });
    return undefined;
  }
}
