import { AbiCoder, Interface } from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode, encodeGetter } from "../../src/chain/abi.ts";
import type { Hex, Value } from "../../src/kinds/value.ts";

const coder = AbiCoder.defaultAbiCoder();
const encoded = (type: string, value: unknown) => coder.encode([type], [value]) as Hex;
const hexOf = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);

const VALUES: Record<string, fc.Arbitrary<Value>> = {
  uint256: fc.bigInt(0n, 2n ** 256n - 1n),
  int256: fc.bigInt(-(2n ** 255n), 2n ** 255n - 1n),
  uint8: fc.bigInt(0n, 255n),
  int64: fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n),
  bool: fc.boolean(),
  bytes32: hexOf(32),
  string: fc.string({ unit: "grapheme" }).filter((text) => text.isWellFormed()),
};

describe("single values", () => {
  it.each(Object.keys(VALUES))("decodes every %s", (type) => {
    fc.assert(
      fc.property(VALUES[type]!, (value) => {
        expect(decode(type, encoded(type, value))).toBe(value);
      }),
    );
  });

  it("decodes addresses with their checksum", () => {
    fc.assert(
      fc.property(hexOf(20), (raw) => {
        expect(decode("address", encoded("address", raw))).toBe(coder.decode(["address"], encoded("address", raw))[0]);
      }),
    );
  });

  it("takes for a string what ethers takes for one", () => {
    const broken = fc
      .tuple(fc.string({ unit: "binary", maxLength: 40 }), fc.array(fc.tuple(fc.nat(200), fc.nat(255))), fc.nat(40))
      .map(([text, changes, cut]): Hex => {
        const bytes = Buffer.from(encoded("string", text).slice(2), "hex");
        for (const [at, to] of changes) if (at < bytes.length && (at < 32 ? at > 28 : at > 60)) bytes[at] = to;
        return `0x${bytes.subarray(0, bytes.length - (cut > 20 ? 0 : cut)).toString("hex")}`;
      });
    const either = (read: () => unknown) => {
      try {
        return read();
      } catch {
        return "refused";
      }
    };
    fc.assert(
      fc.property(broken, (data) => {
        expect(either(() => decode("string", data))).toBe(either(() => coder.decode(["string"], data)[0]));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each<[string, Hex]>([
    ["bool", encoded("uint256", 2n)],
    ["address", encoded("uint256", 2n ** 160n)],
    ["uint8", encoded("uint256", 256n)],
    ["int8", encoded("int256", -129n)],
    ["uint256", "0x"],
    ["uint256", `${encoded("uint256", 1n)}00`],
    ["uint256", `0x${"z".repeat(64)}`],
    ["bytes32", "0x1234"],
    ["string", encoded("uint256", 1n)],
    ["tuple", encoded("uint256", 1n)],
  ])("refuses as %s: %s", (type, data) => {
    expect(() => decode(type, data)).toThrow(TypeError);
  });

  it("encodes getters as the standard says", () => {
    const fn = "f(uint256,int256,address,bool,bytes32)";
    const args = [7n, -1n, "0x5FbDB2315678afecb367f032d93F642f64180aa3", true, `0x${"ab".repeat(32)}`];
    expect(encodeGetter(fn, args)).toBe(new Interface([`function ${fn}`]).encodeFunctionData("f", args));
    expect(encodeGetter("owner()", [])).toBe("0x8da5cb5b");
  });

  it.each<[string, Value]>([
    ["a short word, which would be aligned the other way", "0x12345678"],
    ["a text", "council"],
    ["a number of 257 bits", 2n ** 256n],
  ])("refuses as an argument %s", (_what, value) => {
    expect(() => encodeGetter("f(uint256)", [value])).toThrow(TypeError);
  });
});
