import { OrdinanceError } from "../errors.ts";
import { visibleJson } from "../visible.ts";
import { exitCodeOf, verdictOf } from "./exit-codes.ts";

/** What is printed where a machine asked: bigints as decimal texts. */
export function machineText(report: object): string {
  const plain = (_key: string, value: unknown) => (typeof value === "bigint" ? String(value) : value);
  return visibleJson(JSON.stringify({ version: 1, ...report }, plain, 2));
}

/** Why a command has stopped, as people are told it. */
export function stoppedJson(error: unknown): object {
  return {
    verdict: verdictOf(exitCodeOf(error)),
    error: error instanceof Error ? error.message : String(error),
    problems: error instanceof OrdinanceError ? error.problems : [],
  };
}
