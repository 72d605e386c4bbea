/** Emergency levers, in the order of an incident. */
export const LEVERS = ["halt", "rotate", "parameters", "slash", "resume"] as const;
export type LeverName = (typeof LEVERS)[number];

/** What a rehearsal of a stack came to. Plain data. */
export interface Rehearsal {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  readonly chainId: string;
  /** The block of the network that was copied. */
  readonly block: string;
  /** All levers, in their order. */
  readonly levers: readonly LeverReport[];
  /** Requests that the copy made of the endpoint; all of them read. */
  readonly requests: number;
  /** Milliseconds. */
  readonly took: number;
}

/**
 * `worked`: every goal was reached, and the end is the start. `failed`: not so. `skipped`: there was nothing to try it on.
 * `unread`: the chain could not be read meanwhile. `not asked`: left out by whoever started the rehearsal.
 */
export type Outcome = "worked" | "failed" | "skipped" | "unread" | "not asked";

export interface LeverReport {
  readonly lever: LeverName;
  readonly outcome: Outcome;
  /** Why it did not work, or was not tried. */
  readonly why?: string;
  /** What was left out of it, and why. */
  readonly notes: readonly string[];
  readonly moves: readonly MoveReport[];
  readonly end?: EndReport;
  /** Milliseconds. */
  readonly took: number;
}

/** From one state to another. */
export interface MoveReport {
  /** `pause everything that can be paused` */
  readonly what: string;
  /** It only makes the state from which the lever begins. */
  readonly preparing: boolean;
  readonly reached: boolean;
  /** `stakeManager.paused  false => true` */
  readonly changes: readonly string[];
  readonly sent: readonly Sent[];
  /** Changed as well, wanted or not: a stake that was slashed, a value that was clamped. */
  readonly besides: readonly string[];
  readonly gas: string;
  /** Seconds that passed in timelocks. */
  readonly waited: string;
  /** Milliseconds. */
  readonly took: number;
}

/** One transaction. */
export interface Sent {
  /** Who sent it: `guardian`, or the Safe that was made to. */
  readonly by: string;
  /** Owners of the Safe who approved; empty for an account. */
  readonly approvers: readonly string[];
  readonly deeds: readonly Deed[];
  readonly gas: string;
  /** Absent where it worked. */
  readonly failure?: string;
}

/** What one transaction has one contract do. */
export interface Deed {
  readonly does: "call" | "schedule" | "execute";
  /** Who is called: a module, or a contract on the way to one. */
  readonly to: string;
  /** The calls of modules that it brings about, decoded. */
  readonly calls: readonly string[];
}

/** The end of a lever beside its start, read in the same way. */
export interface EndReport {
  /** Whether calls undid what calls did, or the snapshot of the start was put back because nothing can undo it. */
  readonly by: "calls" | "snapshot";
  /** Values that were compared. */
  readonly compared: number;
  /** Those that are not as they were. */
  readonly differences: readonly string[];
}
