import type { Past } from "./past.ts";
import type { Hex } from "../../kinds/value.ts";
import { upTo, type Words } from "../../report/text.ts";
import type { Party, ReviewWords } from "../../review/words.ts";
import type { World } from "../../plan/world.ts";
import type { Live } from "../../diff/live.ts";

/** One thing that happened, in words. Plain data. */
export interface Entry {
  readonly block: string;
  /** `2026-11-24T14:00:00Z`, by the block's own clock; absent where its header could not be read. */
  readonly time?: string;
  /** To what; absent where it concerns the stack as a whole. */
  readonly contract?: Party;
  readonly what: string;
  readonly transaction?: Hex;
  /** Who sent the transaction, and through which contract: `alice through council`. */
  readonly by?: string;
}

/** What is needed to put an event into words. */
export interface Telling {
  readonly past: Past;
  readonly live: Live;
  readonly world: World;
  readonly words: ReviewWords;
  /** For calls. */
  readonly naming: Words;
}

/** Calls or values of one entry; how many more there were is said. */
const MOST = 12;

export function listed(parts: readonly string[]): string {
  return upTo(MOST, parts).join("; ");
}
