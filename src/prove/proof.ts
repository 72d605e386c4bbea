import type { Change } from "../diff/diff.ts";
import type { Key } from "../kinds/property.ts";
import type { Hex, Value } from "../kinds/value.ts";

/** How a plan was tried out: in one request, in a copy of the chain in this process, or not at all. */
export type Method = "eth_simulateV1" | "fork" | "not simulated";

/** A call that would fail, before anything is signed. */
export interface ProofFailure {
  /** Position in the plan, from 1. */
  readonly step: number;
  /** The call in words. */
  readonly text: string;
  /** Decoded: `InvalidPercentage()`. */
  readonly reason: string;
  /** The rule of the kind that says the same, with its source, where there is one. */
  readonly rule?: string;
}

/** A value that the plan changes beside what was declared. */
export interface SideEffect {
  readonly module: string;
  readonly key: Key;
  readonly before: Value;
  readonly after: Value;
}

/** Whether something that is scheduled already would still work when its time has come. */
export interface OperationProof {
  readonly id: Hex;
  /** The name of what holds it. */
  readonly timelock: string;
  readonly valid: boolean;
  /** Why not: `EnforcedPause()`. */
  readonly reason?: string;
}

/** What trying a plan out has shown. */
export interface Proof {
  readonly method: Method;
  /** Why it was not simulated, or why not in the better way. */
  readonly why?: string;
  /** Whether nothing is left to do afterwards; `undefined` if it was not simulated. */
  readonly converges: boolean | undefined;
  readonly remaining: readonly Change[];
  readonly failures: readonly ProofFailure[];
  readonly sideEffects: readonly SideEffect[];
  /** What is in flight, tried again; absent where nothing is. */
  readonly operations?: readonly OperationProof[];
  /** States between transactions that are not atomic: looked at, and of these the safe ones. */
  readonly prefixes: { readonly safe: number; readonly of: number };
}
