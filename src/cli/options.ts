import { OrdinanceError, type Problem } from "../errors.ts";

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
