import { OrdinanceError, type Problem } from "../errors.ts";
import { quoted } from "../stack/units/quoted.ts";

/** What is wrong with one option. */
export interface OptionProblem {
  /** `--top` */
  readonly option: string;
  readonly found: string;
  readonly expected: string;
}

/** @throws OrdinanceError ORD125 with every problem, if there is one, under the name of the command (`ordinance rewards`). */
export function refuseOptions(command: string, problems: readonly OptionProblem[]): void {
  if (problems.length === 0) return;
  throw new OrdinanceError(
    problems.map(({ option, found, expected }): Problem => {
      return { code: "ORD125", file: command, path: option, found, expected };
    }),
  );
}

/**
 * Names separated by commas, in the order of all that there are.
 * @throws OrdinanceError ORD125 with every other name.
 */
export function namedAmong<T extends string>(
  all: readonly T[],
  text: string,
  option: string,
  command: string,
): readonly T[] {
  const names = text.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !all.some((each) => each === name));
  const expected = `some of ${all.join(", ")}, separated by commas`;
  refuseOptions(
    command,
    unknown.map((name) => ({ option, found: quoted(name), expected })),
  );
  return all.filter((each) => names.includes(each));
}
