import { visible } from "./visible.ts";

/** Every error this project reports, by number. docs/errors.md explains each. */
export const ERRORS = {
  ORD101: "the stack file cannot be read",
  ORD102: "the stack file is not YAML 1.2",
  ORD103: "a value has the wrong shape",
  ORD104: "unknown key",
  ORD105: "missing key",
  ORD106: "a key is written twice",
  ORD107: "anchor or alias without meaning",
  ORD108: "unknown kind",
  ORD109: "a value does not convert exactly",
  ORD110: "not a usable address",
  ORD111: "unknown name",
  ORD112: "names that define each other",
  ORD113: "a name that cannot be used",
  ORD114: "two modules at one address",
  ORD115: "a member is listed twice",
  ORD116: "values that contradict each other",
  ORD117: "a band that holds nothing",
  ORD118: "the endpoint is not configured",
  ORD119: "a known deviation has expired",
  ORD121: "the scoreboard cannot be used",
  ORD122: "a file would be overwritten",
  ORD123: "not a usable penalty",
  ORD124: "the adopted file is not faithful",
  ORD125: "options of a command that cannot be used",
  ORD126: "a file to compare with cannot be used",
  ORD127: "a name that cannot be rotated",
  ORD128: "not the time to resume",
  ORD129: "a secret would be archived",
  ORD130: "receipts that cannot be read",
  ORD131: "nothing that a halt pauses",
  ORD135: "a folder that cannot be written to",
  ORD139: "a file that cannot be read or written",
  ORD140: "a name that an archive cannot hold",
  ORD201: "the endpoint did not answer",
  ORD202: "another chain than the stack file names",
  ORD203: "no contract at the address",
  ORD204: "answers that do not belong to one block",
  ORD205: "the scan of the logs is not complete",
  ORD206: "a value cannot be read",
  ORD207: "the Safe Transaction Service did not answer as it should",
  ORD208: "the endpoints do not agree",
  ORD209: "a status wall that cannot be read",
  ORD301: "no legal order of calls",
  ORD302: "a right would have nobody who can use it",
  ORD303: "a call of the plan would fail",
  ORD304: "the plan would not end where the file says",
  ORD305: "an incident that names another penalty",
  ORD401: "nobody here may approve the calls",
  ORD402: "the plan is not the reviewed one",
  ORD403: "fees above the ceiling",
  ORD404: "the nonce is in use",
  ORD405: "a transaction is not confirmed in time",
  ORD406: "a call failed",
  ORD407: "a signer cannot be used",
  ORD408: "something queued does not fit the file",
  ORD409: "the Safe does not hash as it should",
  ORD410: "a proposal would become void",
  ORD411: "the queue of a Safe has changed meanwhile",
  ORD412: "the journal cannot be written",
  ORD501: "the chain does not hold what was enacted",
} as const;

export type ErrorCode = keyof typeof ERRORS;

/** One thing that is wrong, where, and what would be right. */
export interface Problem {
  readonly code: ErrorCode;
  /** As people call it: `stacks/local.yaml`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line?: number;
  /** Counted from 1. */
  readonly column?: number;
  /** `modules.stakeManager.fees.fee` */
  readonly path?: string;
  readonly found: string;
  readonly expected: string;
  readonly remedy?: string;
}

/** Everything that was found wrong in one step. Its message has one line for each problem. */
export class OrdinanceError extends Error {
  override readonly name = "OrdinanceError";
  /** Number of the first problem. */
  readonly code: ErrorCode;
  readonly problems: readonly Problem[];

  /** @param problems at least one. */
  constructor(problems: readonly Problem[]) {
    const [first] = problems;
    if (!first) throw new TypeError("an OrdinanceError needs a problem");
    super(problems.map(formatProblem).join("\n"));
    this.code = first.code;
    this.problems = problems;
  }
}

/**
 * `stacks/local.yaml:12:9 ORD104 modules.stakeManager: unknown key "minstake"; expected ... (did you mean "minStake"?)`, on one
 * line: keys of a file and words of a contract stand in it as they are, which a terminal would obey.
 */
export function formatProblem(problem: Problem): string {
  const { code, file, line, column, path, found, expected, remedy } = problem;
  const place = line === undefined ? file : `${file}:${line}${column === undefined ? "" : `:${column}`}`;
  const subject = path ? ` ${path}:` : "";
  return visible(`${place} ${code}${subject} ${found}; expected ${expected}${remedy ? ` (${remedy})` : ""}`);
}
