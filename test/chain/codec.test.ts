import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  decodeItems,
  encodeItems,
  itemsIn,
  type Answered,
  type CallItem,
  type ReaderItem,
} from "../../src/chain/codec.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";

const TARGET: Address = "0x00000000000000000000000000000000000000Aa";
const word = (value: bigint) => value.toString(16).padStart(64, "0");
const HEADER = word(5n) + word(7n) + word(11n) + word(13n);
const STATUS = { ok: "00", reverted: "01", "no-code": "02", spent: "03" } as const;

/** What contracts/Reader.sol answers, written without the code under test. */
function answer(outcomes: readonly Answered[]): string {
  const items = outcomes.map((outcome) => {
    const data = "data" in outcome ? outcome.data.slice(2) : "";
    if (outcome.status === "unreachable") throw new Error("the reader does not know this status");
    return STATUS[outcome.status] + (data.length / 2).toString(16).padStart(8, "0") + data;
  });
  return `0x${HEADER}${items.join("")}`;
}

const data = fc.uint8Array({ maxLength: 100 }).map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
const outcome: fc.Arbitrary<Answered> = fc.oneof(
  data.map((bytes): Answered => ({ status: "ok", data: bytes })),
  data.map((bytes): Answered => ({ status: "reverted", data: bytes })),
  fc.constant<Answered>({ status: "no-code" }),
  fc.constant<Answered>({ status: "spent" }),
);

describe("the reader's codec", () => {
  it("packs calls and code hashes", () => {
    expect(encodeItems([{ to: TARGET, data: "0x01020304" }, { codeOf: TARGET }])).toBe(
      `0x00${TARGET.slice(2).toLowerCase()}000000040102030401${TARGET.slice(2).toLowerCase()}`,
    );
  });

  it("reads back any questions", () => {
    const to = TARGET.toLowerCase() as Address;
    const item = fc.oneof(
      data.map((bytes): ReaderItem => ({ to, data: bytes })),
      fc.constant<ReaderItem>({ codeOf: to }),
    );
    fc.assert(
      fc.property(fc.array(item, { maxLength: 40 }), (items) => {
        expect(itemsIn(encodeItems(items))).toEqual(items);
      }),
    );
  });

  it("reads back any answers", () => {
    fc.assert(
      fc.property(fc.array(outcome, { maxLength: 40 }), (outcomes) => {
        const decoded = decodeItems(answer(outcomes), outcomes.length);
        expect(decoded?.outcomes).toEqual(outcomes);
        expect(decoded?.certificate).toEqual({ chainId: 5n, number: 7n, timestamp: 11n, parentHash: `0x${word(13n)}` });
      }),
    );
  });

  it("takes nothing that is cut, too long, no hex or of another status for an answer", () => {
    fc.assert(
      fc.property(fc.array(outcome, { minLength: 1, maxLength: 8 }), fc.nat(), (outcomes, at) => {
        const whole = answer(outcomes);
        expect(decodeItems(whole.slice(0, 2 + (at % (whole.length - 2))), outcomes.length)).toBeUndefined();
        expect(decodeItems(`${whole}00`, outcomes.length)).toBeUndefined();
        expect(decodeItems(`${whole.slice(0, -1)}g`, outcomes.length)).toBeUndefined();
        expect(decodeItems(whole, outcomes.length + 1)).toBeUndefined();
      }),
    );
    expect(decodeItems(`0x${HEADER}0400000000`, 1)).toBeUndefined();
    expect(decodeItems("0x", 0)).toBeUndefined();
  });

  it("takes time in proportion to the number of reads", () => {
    const time = (count: number) => {
      const items = Array.from({ length: count }, (): CallItem => ({ to: TARGET, data: "0x01020304" }));
      const answered = answer(items.map(() => ({ status: "ok", data: `0x${word(1n)}` })));
      const runs = Array.from({ length: 9 }, () => {
        const start = performance.now();
        encodeItems(items);
        decodeItems(answered, count);
        return performance.now() - start;
      });
      return Math.min(...runs);
    };
    const [one, eight] = [time(4_344), time(8 * 4_344)];
    // Quadratic work would be 64 times as much. The allowance is for a busy machine.
    expect(eight).toBeLessThan(32 * Math.max(one, 1));
    expect(one).toBeLessThan(60);
  });
});
