import type { Value } from "../kinds/value.ts";
import type { Outcome, ReaderItem } from "./codec.ts";
import type { SlotItem } from "./slots.ts";
import { decode } from "./abi.ts";

/** One thing to ask the chain, and what becomes of the answer. */
export interface Question {
  readonly ask: ReaderItem | SlotItem;
  /** Module and key, for messages. */
  readonly where: string;
  /** `feePct()` */
  readonly label: string;
  store(outcome: Outcome): void;
}

/** Why an answer is no value. */
export interface Failed {
  readonly failed: string;
}

export function isFailed(found: Value | readonly bigint[] | Failed): found is Failed {
  return typeof found === "object" && "failed" in found;
}

/** The value in the answer of a getter; `word` picks one of several words. */
export function valueIn(outcome: Outcome, type: string, getter: string, word?: number): Value | Failed {
  switch (outcome.status) {
    case "ok": {
      const { data } = outcome;
      const part = word === undefined ? data : (`0x${data.slice(2 + 64 * word, 66 + 64 * word)}` as const);
      return decoded(type, part, getter);
    }
    case "reverted":
      return { failed: `${getter} reverted` };
    case "no-code":
      return { failed: "no contract at this address" };
    case "unreachable":
      throw new TypeError("an unreachable value is refused before it is stored");
  }
}

/** The numbers in the answer of a getter that returns several, by their types: `uint48,uint32`. */
export function numbersIn(outcome: Outcome, types: string, getter: string): readonly bigint[] | Failed {
  const numbers: bigint[] = [];
  for (const [word, type] of types.split(",").entries()) {
    const value = valueIn(outcome, type, getter, word);
    if (typeof value !== "bigint") return isFailed(value) ? value : { failed: `${getter} returned no numbers` };
    numbers.push(value);
  }
  return numbers;
}

/** Data that is not of the getter's type is a finding about the contract, and said as such. */
function decoded(type: string, data: `0x${string}`, getter: string): Value | Failed {
  try {
    return decode(type, data);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { failed: `${getter} returned something else than ${type}: ${error.message}` };
  }
}
