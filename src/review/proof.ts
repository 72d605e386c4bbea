import type { OperationProof, Proof, ProofFailure } from "../prove/proof.ts";
import { withoutUrls } from "../stack/units/quoted.ts";
import { changeOf, type ReviewChange } from "./changes.ts";
import type { ReviewWords, Shown } from "./words.ts";

/** What trying the plan out has shown. */
export interface ReviewProof {
  readonly method: Proof["method"];
  readonly why?: string;
  /** Whether nothing is left to do afterwards; absent if it is not known. */
  readonly converges?: boolean;
  readonly remaining: readonly ReviewChange[];
  readonly failures: readonly ProofFailure[];
  readonly sideEffects: readonly {
    readonly module: string;
    readonly key: string;
    readonly label: string;
    readonly before: Shown;
    readonly after: Shown;
  }[];
  readonly operations?: readonly OperationProof[];
  readonly prefixes: Proof["prefixes"];
}

export function proofOf(proof: Proof, words: ReviewWords): ReviewProof {
  return {
    method: proof.method,
    ...(proof.why === undefined ? {} : { why: withoutUrls(proof.why) }),
    ...(proof.converges === undefined ? {} : { converges: proof.converges }),
    remaining: proof.remaining.map((change) => changeOf(change, words)),
    failures: proof.failures.map((each) => ({ ...each, reason: withoutUrls(each.reason) })),
    sideEffects: proof.sideEffects.map(({ module, key, before, after }) => ({
      ...{ module, key, label: words.label(key) },
      before: words.value(module, key, before),
      after: words.value(module, key, after),
    })),
    ...(proof.operations && {
      operations: proof.operations.map(({ reason, ...each }) => ({
        ...each,
        ...(reason !== undefined && { reason: withoutUrls(reason) }),
      })),
    }),
    prefixes: proof.prefixes,
  };
}
