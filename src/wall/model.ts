/** A commit of a GitHub repository, pinned: a branch moves, and what was green on it was another commit. */
export interface Commit {
  readonly owner: string;
  readonly repo: string;
  /** 40 hexadecimal digits in lower case. */
  readonly sha: string;
}

/** A check that must be green. */
export interface Requirement {
  /** Of a check run or of a commit status, or `<workflow> / <check run>` as pages of GitHub show it. */
  readonly name: string;
  /** Only check runs of this GitHub App count, if the protection of a branch says so. */
  readonly appId?: string;
}

/** Everything that must be green on one commit. */
export interface Section {
  readonly commit: Commit;
  readonly required: readonly Requirement[];
}

/** One check run or commit status, as GitHub tells it. */
export interface Result {
  readonly kind: "check run" | "status";
  readonly name: string;
  /** `success`, `skipped`, `failure`, ...; for what has not ended, how far it is: `queued`, `in_progress`, `pending`, ... */
  readonly outcome: string;
  /** What it ran on. */
  readonly sha: string;
  /** Of check runs. */
  readonly app?: { readonly id: string; readonly slug: string };
  /** Of check runs: those of one run of a workflow belong together. */
  readonly suite?: string;
  readonly url?: string;
  /** ISO 8601; when a check run ended, when a status was set. */
  readonly at?: string;
}

/** How a required check stands, the worst first; only `green` is green. */
export const STATES = ["failed", "stale", "pending", "skipped", "missing", "green"] as const;
export type State = (typeof STATES)[number];

/** The verdict on one requirement and what it rests on. */
export interface Finding extends Requirement {
  readonly state: State;
  readonly why: string;
  readonly evidence: readonly Result[];
}

export interface SectionReport {
  readonly commit: Commit;
  readonly findings: readonly Finding[];
}

export interface WallReport {
  readonly green: boolean;
  readonly sections: readonly SectionReport[];
}

/** `owner/name@sha` */
export const commitText = ({ owner, repo, sha }: Commit): string => `${owner}/${repo}@${sha}`;
