import type { Address } from "../kinds/value.ts";
import type { Position } from "../stack/position.ts";

/** How one agent stands. */
export interface Standing {
  readonly agent: Address;
  /** In units of 10^-18; not negative. */
  readonly score: bigint;
  /** How often the agent was slashed. */
  readonly slashes: bigint;
}

/** What a scoreboard says, each agent once, in no particular order. */
export interface Scoreboard {
  /** As messages call the file. */
  readonly file: string;
  /** Of the file's bytes, in hexadecimal: says which scoreboard a ledger was made from. */
  readonly sha256: string;
  readonly standings: readonly Standing[];
}

/** Where something stands; a table has no columns to count. */
export type Place = Pick<Position, "line"> & Partial<Position>;

/** A value as it is written, without quotes; no text where a list or a mapping stands. */
export interface Cell {
  readonly name: string;
  readonly text?: string;
  readonly place: Place;
}

/** One agent as the file has it, before anything is examined. */
export interface RawEntry {
  readonly agent: Cell;
  readonly cells: readonly Cell[];
}
