import { EventFragment, Interface, type BytesLike } from "ethers";
import type { RawLog } from "../../src/chain/logs.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { EVENTS } from "../../src/kinds/events.ts";
import type { Past, Sent } from "../../src/archive/retrospective/past.ts";

/** Seconds between two blocks of a story. */
const STEP = 60n;
export const START = 1_795_500_000n;

export function word(digit: string): Hex {
  return `0x${digit.repeat(64)}`;
}

/** A past that is told by the test: each transaction has a block of its own, a minute behind the one before. */
export interface Story {
  /** @param events `[contract, "Paused", [account]]`, or a whole log of an unknown event. */
  tell(by: Address, events: readonly (readonly [Address, string, readonly unknown[]] | RawEvent)[], call?: Call): Hex;
  past(gaps?: readonly string[]): Past;
}

interface RawEvent {
  readonly address: Address;
  readonly topics: readonly Hex[];
  readonly data: Hex;
}

interface Call {
  readonly to: Address;
  readonly input: BytesLike;
}

export function story(firstBlock: bigint, lastBlock: bigint): Story {
  const logs: RawLog[] = [];
  const transactions = new Map<Hex, Sent>();
  let block = firstBlock;
  const timeOf = (number: bigint) => START + (number - firstBlock) * STEP;
  const hashOf = (number: bigint): Hex => `0x${number.toString(16).padStart(64, "b")}`;
  return {
    tell(from, events, call) {
      block += 1n;
      const transaction: Hex = `0x${block.toString(16).padStart(64, "7")}`;
      transactions.set(transaction, { from, ...(call && { to: call.to }), input: (call?.input ?? "0x") as Hex });
      for (const event of events) {
        const at = {
          blockNumber: `0x${block.toString(16)}`,
          blockHash: hashOf(block),
          transactionIndex: "0x0",
        } as const;
        const raw = "topics" in event ? event : encoded(event);
        logs.push({ ...raw, ...at, transactionHash: transaction });
      }
      return transaction;
    },
    past: (gaps = []) => ({
      from: firstBlock,
      to: lastBlock,
      logs,
      transactions,
      gaps,
      headers: new Map(
        Array.from({ length: Number(lastBlock - firstBlock) + 1 }, (_, index) => {
          const number = firstBlock + BigInt(index);
          const header = { number, hash: hashOf(number), parentHash: hashOf(number - 1n), timestamp: timeOf(number) };
          return [number, header] as const;
        }),
      ),
    }),
  };
}

function encoded([address, name, args]: readonly [Address, string, readonly unknown[]]): RawEvent {
  const line = EVENTS.find(
    (each) => each.startsWith(`${name}(`) && EventFragment.from(each).inputs.length === args.length,
  );
  if (line === undefined) throw new Error(`no event ${name}`);
  const fragment = EventFragment.from(line);
  const { data, topics } = new Interface([fragment]).encodeEventLog(fragment, [...args]);
  return { address, topics: topics as Hex[], data: data as Hex };
}
