import { OrdinanceError } from "../errors.ts";
import type { Desired } from "../stack/desired.ts";
import type { Outcome } from "./codec.ts";
import type { Question } from "./question.ts";
import type { ScanResult } from "./logs.ts";
import type { Snapshot } from "./snapshot.ts";
import type { ManagedSet } from "./wanted.ts";

/** Refuses an endpoint's silence: it is never an absent value. */
export function requireReached(
  desired: Desired,
  { where, label }: Pick<Question, "where" | "label">,
  outcome: Outcome,
): Outcome {
  if (outcome.status !== "unreachable") return outcome;
  throw new OrdinanceError([
    {
      code: "ORD201",
      file: desired.file,
      path: where,
      found: `no answer to ${label}: ${outcome.reason}`,
      expected: "a value from the endpoint",
      remedy: "run again; an endpoint that does not answer is never taken as an absent value",
    },
  ]);
}

export function requireCode(desired: Desired, snapshot: Snapshot): void {
  const missing = desired.modules.filter(({ address }) => snapshot.codeHashes.get(address) === undefined);
  if (missing.length === 0) return;
  throw new OrdinanceError(
    missing.map((module) => ({
      code: "ORD203" as const,
      file: desired.file,
      line: module.at.line,
      column: module.at.column,
      path: `modules.${module.name}.address`,
      found: `no code at ${module.address} in block ${snapshot.block.number} of chain ${snapshot.chainId}`,
      expected: `a ${module.kind.name} contract`,
      remedy: "check the address and that network.rpc is the chain it was deployed on",
    })),
  );
}

/**
 * Members that only the logs know may be missing from an incomplete scan: a clean report would be a guess.
 * @param always although the file would let holders be overlooked: a penalty whose event is overlooked would be enacted twice.
 */
export function requireScan(desired: Desired, scan: ScanResult["scan"], always: boolean): void {
  if (scan.complete || (desired.network.scan === "best-effort" && !always)) return;
  const remedy = always
    ? "use an endpoint that serves them: whether a penalty has been enacted is never guessed"
    : "use an endpoint that serves them, or write `scan: best-effort` under network: holders that only those blocks name are then overlooked";
  throw new OrdinanceError([
    {
      code: "ORD205",
      file: desired.file,
      path: "network.startBlock",
      found: `no logs of ${scan.gaps.join(", ")}`,
      expected: `all logs of the listed roles and sets from block ${scan.from} to ${scan.to}`,
      remedy,
    },
  ]);
}

/** Where the contract can count, the scan must have found as many. */
export function requireCounts(desired: Desired, sets: readonly ManagedSet[]): void {
  const wrong = sets.flatMap(({ draft, path, leaf }) => {
    const counted = draft.counts.get(path);
    if (counted === undefined) return [];
    const found = [...draft.values].filter(
      ([key, value]) => key.startsWith(`${path}[`) && value !== leaf.absent,
    ).length;
    return counted === BigInt(found) ? [] : [{ draft, path, leaf, counted, found }];
  });
  if (wrong.length === 0 || desired.network.scan === "best-effort") return;
  throw new OrdinanceError(
    wrong.map(({ draft, path, leaf, counted, found }) => ({
      code: "ORD205" as const,
      file: desired.file,
      path: `modules.${draft.name}.${path}`,
      found: `${found} members in the logs`,
      expected: `${counted}, as ${leaf.count!.getter} says`,
      remedy: "an earlier network.startBlock, or an endpoint that serves all logs",
    })),
  );
}
