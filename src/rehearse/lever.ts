import type { Live } from "../diff/live.ts";
import type { Address } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import type { Goal } from "./goals.ts";

/** One way from a state to another, and what it is called. */
export interface Move {
  /** `pause everything that can be paused` */
  readonly what: string;
  /** It only makes the state from which the lever begins. */
  readonly preparing?: true;
  readonly goals: readonly Goal[];
}

/** What is done, and how it is undone. */
export interface Lever {
  /** The stack that is read and planned with. */
  readonly desired: Desired;
  readonly moves: readonly Move[];
  /** `snapshot` where no call gives back what was taken. */
  readonly undone: "calls" | "snapshot";
  readonly notes: readonly string[];
}

/** A lever, or why there is nothing to try it on. */
export type Offered = Lever | { readonly skipped: string };

/** What levers are made from. */
export interface Ground {
  /** As the file declares it. */
  readonly declared: Desired;
  /** The same stack with nothing wanted of it. */
  readonly desired: Desired;
  readonly live: Live;
  /** Accounts that nobody uses, each for another purpose. */
  readonly fresh: (purpose: string) => Address;
}
