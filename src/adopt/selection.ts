import { OrdinanceError, type Problem } from "../errors.ts";
import { memberKey, splitKey, type Key } from "../kinds/property.ts";
import type { Desired } from "../stack/desired.ts";
import { suggestion } from "../stack/nearest.ts";
import { quoted } from "../stack/units/quoted.ts";

/** Which values of a stack file are meant. A key without a member stands for all members of its list. */
export type Selection = (module: string, key: Key) => boolean;

/**
 * The values that paths stand for: `feePool`, `stakeManager.fees`, `stakeManager.fees.fee`, `feePool.rewarders[guardian]`, each with
 * `modules.` before it or without.
 * @throws OrdinanceError ORD111 with every path that the file does not have.
 */
export function selectionOf(desired: Desired, paths: readonly string[]): Selection {
  const problems: Problem[] = [];
  const chosen = paths.flatMap((path) => {
    const found = chosenBy(desired, path);
    if ("key" in found) return [found];
    problems.push({ code: "ORD111", file: desired.file, path, ...found });
    return [];
  });
  if (problems.length > 0) throw new OrdinanceError(problems);
  return (module, key) => chosen.some((each) => each.module === module && isWithin(key, each.key));
}

interface Chosen {
  readonly module: string;
  /** Empty for the whole module. */
  readonly key: Key;
}

function chosenBy({ modules, names }: Desired, path: string): Chosen | Pick<Problem, "found" | "expected" | "remedy"> {
  const [name = "", ...rest] = path.replace(/^modules\./, "").split(".");
  const module = modules.find((each) => each.name === name);
  if (!module) {
    const known = modules.map((each) => each.name);
    return { found: `no module ${quoted(name)}`, expected: "a module of the file", ...suggestion(name, known) };
  }
  const { path: key, member } = splitKey(rest.join("."));
  const known = module.wants.map((want) => want.path);
  if (!known.some((each) => isWithin(each, key))) {
    const expected = "a value that the file has: what it does not mention is added by hand";
    return { found: `no ${quoted(key)} in module ${name}`, expected, ...suggestion(key, known) };
  }
  if (member === undefined) return { module: name, key };
  return { module: name, key: memberKey(key, names.get(member) ?? member) };
}

function isWithin(key: Key, chosen: Key): boolean {
  return chosen === "" || key === chosen || key.startsWith(`${chosen}.`) || key.startsWith(`${chosen}[`);
}
