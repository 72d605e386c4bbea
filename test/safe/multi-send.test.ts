import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { batch, decodeMultiSend, encodeMultiSend, innersOf } from "../../src/safe/multi-send.ts";
import { isMultiSend, multiSendOf } from "../../src/safe/versions.ts";
import { inner } from "./support/arbitrary.ts";

const MULTI_SEND = multiSendOf("1.4.1");
const A: Address = "0x00000000000000000000000000000000000000AA";
const one = { to: A, value: 1n, data: "0x1234" as Hex };
const two = { to: A, value: 0n, data: "0x" as Hex };
/** Calldata of one packed item, whatever it is. */
const raw = (packed: string): Hex => {
  const bytes = packed.length / 2;
  const padded = packed.padEnd(Math.ceil(bytes / 32) * 64, "0");
  return `0x8d80ff0a${"20".padStart(64, "0")}${bytes.toString(16).padStart(64, "0")}${padded}`;
};
const item = (operation: number, to: Address, data = "") =>
  operation.toString(16).padStart(2, "0") +
  to.slice(2).toLowerCase() +
  "0".repeat(64) +
  (data.length / 2).toString(16).padStart(64, "0") +
  data;

describe("packed calls", () => {
  it("come back as they were", () => {
    fc.assert(
      fc.property(fc.array(inner, { maxLength: 12 }), (inners) => {
        expect(decodeMultiSend(encodeMultiSend(inners))).toEqual(inners.map((each) => ({ ...each, operation: 0 })));
      }),
    );
  });
  it("are not read from anything else", () => {
    expect(decodeMultiSend("0x")).toBeUndefined();
    expect(decodeMultiSend("0x8d80ff0a")).toBeUndefined();
    expect(decodeMultiSend("0xdeadbeef")).toBeUndefined();
    expect(decodeMultiSend(raw(item(0, A)))).toEqual([{ ...two, operation: 0 }]);
    expect(decodeMultiSend(raw(item(0, A).slice(0, -2)))).toBeUndefined();
    expect(decodeMultiSend(raw(item(0, A, "aabb").slice(0, -2)))).toBeUndefined();
  });
  it("survive any garbage", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const packed = Buffer.from(bytes).toString("hex");
        for (const data of [raw(packed), `0x8d80ff0a${packed}`] as const) {
          const found = decodeMultiSend(data);
          if (found) expect(Array.isArray(found)).toBe(true);
        }
      }),
    );
  });
  it("refuse the zero address", () => {
    expect(() => encodeMultiSend([{ ...one, to: `0x${"0".repeat(40)}` }])).toThrow(RangeError);
  });
});

describe("a batch", () => {
  it("makes a single call directly", () => {
    expect(batch([one], MULTI_SEND, 3n)).toMatchObject({ ...one, operation: 0, nonce: 3n });
  });
  it("makes several by a delegatecall", () => {
    const tx = batch([one, two], MULTI_SEND, 3n);
    expect(tx).toMatchObject({ to: MULTI_SEND, value: 0n, operation: 1, nonce: 3n });
    expect(innersOf(tx, isMultiSend)).toEqual([one, two]);
  });
  it("needs a call", () => {
    expect(() => batch([], MULTI_SEND, 0n)).toThrow(RangeError);
  });
  it("is taken apart to what it was made of", () => {
    fc.assert(
      fc.property(fc.array(inner, { minLength: 1, maxLength: 6 }), (inners) => {
        expect(innersOf(batch(inners, MULTI_SEND, 0n), isMultiSend)).toEqual(inners);
      }),
    );
  });
});

describe("the calls of a transaction", () => {
  const none: readonly unknown[] = [];
  it("are itself when it is a call, even to a MultiSend", () => {
    const tx = { to: MULTI_SEND, value: 0n, data: encodeMultiSend([one]), operation: 0 };
    expect(innersOf(tx, isMultiSend)).toEqual([{ to: MULTI_SEND, value: 0n, data: tx.data }]);
  });
  it("include those of a batch within a batch", () => {
    const nested = encodeMultiSend([one, two]).slice(2);
    const data = raw(item(0, A) + item(1, MULTI_SEND, nested));
    expect(innersOf({ to: MULTI_SEND, value: 0n, data, operation: 1 }, isMultiSend)).toEqual([two, one, two]);
  });
  it("cannot be told when foreign code runs in the Safe's place", () => {
    expect(innersOf({ ...one, operation: 1 }, isMultiSend)).toEqual(none);
    expect(innersOf({ ...one, operation: 2 }, isMultiSend)).toEqual(none);
    for (const packed of [item(0, A) + item(1, A), item(0, A) + item(7, A), item(0, `0x${"0".repeat(40)}`)]) {
      expect(innersOf({ to: MULTI_SEND, value: 0n, data: raw(packed), operation: 1 }, isMultiSend)).toEqual(none);
    }
    expect(innersOf({ to: MULTI_SEND, value: 0n, data: "0x00", operation: 1 }, isMultiSend)).toEqual(none);
  });
});
