/** What readiness is made of, in the order of the report. */
export const PARTS = ["status-wall", "doctor", "plan", "authority", "rehearse", "briefing"] as const;
export type PartName = (typeof PARTS)[number];

/** Whether a stack is ready for an incident, and what that rests on. Plain data. */
export interface Readiness {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  /** `stacks/local.yaml` */
  readonly file: string;
  readonly chainId: string;
  /** The block that all parts read; absent where none was read. */
  readonly block?: { readonly number: string; readonly hash?: string; readonly time: string };
  readonly verdict: Verdict;
  /** All parts, in their order. */
  readonly parts: readonly Part[];
  /** Files beside this one. */
  readonly evidence: readonly Evidence[];
}

/**
 * `ready`: every part was asked for and is clean. `ready as far as asked`: some were not asked for. `not known`: something could not
 * be read. `refused`: a part could not do what it is for, or found a plan that nobody may enact.
 */
export type Verdict = "ready" | "ready as far as asked" | "not ready" | "not known" | "refused";

/** A part that was not asked for says nothing: it is not clean. */
export type PartState = "clean" | "differs" | "unread" | "refused" | "not asked";

export interface Part {
  readonly part: PartName;
  readonly state: PartState;
  /** One line. */
  readonly summary: string;
  /** Name of its file, where there is one. */
  readonly evidence?: string;
}

export interface Evidence {
  readonly file: string;
  readonly sha256: string;
}

/** The worst part decides. */
export function readinessOf(parts: readonly Pick<Part, "state">[]): Verdict {
  const is = (state: PartState) => parts.some((part) => part.state === state);
  if (is("refused")) return "refused";
  if (is("unread")) return "not known";
  if (is("differs")) return "not ready";
  return is("not asked") ? "ready as far as asked" : "ready";
}
