import {
  AbiCoder,
  getAddress as reference,
  id as referenceId,
  isAddress as referenceIs,
  keccak256 as hashOf,
} from "ethers";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeValues, typesIn } from "../../src/chain/encode.ts";
import { getAddress, isAddress } from "../../src/checksum.ts";
import { id, keccak256 } from "../../src/keccak.ts";

const hex = (min: number, max: number) =>
  fc.uint8Array({ minLength: min, maxLength: max }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
const bits = fc.integer({ min: 1, max: 32 }).map((bytes) => 8 * bytes);

/** A type and a value of it. */
type Typed = readonly [type: string, value: unknown];
const leaf: fc.Arbitrary<Typed> = fc.oneof(
  bits.chain((n) => fc.bigInt({ min: 0n, max: 2n ** BigInt(n) - 1n }).map((value): Typed => [`uint${n}`, value])),
  bits.chain((n) => {
    const most = 2n ** BigInt(n - 1);
    return fc.bigInt({ min: -most, max: most - 1n }).map((value): Typed => [`int${n}`, value]);
  }),
  fc.boolean().map((value): Typed => ["bool", value]),
  hex(20, 20).map((value): Typed => ["address", getAddress(value)]),
  hex(0, 100).map((value): Typed => ["bytes", value]),
  fc.integer({ min: 1, max: 32 }).chain((n) => hex(n, n).map((value): Typed => [`bytes${n}`, value])),
  fc.string({ unit: "binary", maxLength: 70 }).map((value): Typed => ["string", value]),
);
const { typed } = fc.letrec<{ typed: Typed }>((tie) => ({
  typed: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .array(tie("typed"), { maxLength: 4 })
      .map((all): Typed => [`(${all.map(([type]) => type).join(",")})`, all.map(([, value]) => value)]),
    fc.tuple(tie("typed"), fc.nat(4), fc.boolean()).map(([[type, value], length, fixed]): Typed => {
      return [`${type}[${fixed ? length + 1 : ""}]`, Array<unknown>(fixed ? length + 1 : length).fill(value)];
    }),
  ),
}));

describe("encoding", () => {
  it("is that of ethers, for whatever types", () => {
    fc.assert(
      fc.property(fc.array(typed, { maxLength: 5 }), (all) => {
        const [types, values] = [all.map(([type]) => type), all.map(([, value]) => value)];
        // ethers knows no empty tuples.
        fc.pre(types.every((type) => !type.includes("()")));
        expect(encodeValues(types, values)).toBe(AbiCoder.defaultAbiCoder().encode(types, values));
        expect(typesIn(types.join(","))).toEqual(types);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each<readonly [string, unknown]>([
    ["uint8", 256n],
    ["uint8", -1n],
    ["int8", 128n],
    ["uint256", "1"],
    ["bool", 1n],
    ["address", "0x01"],
    ["bytes32", "0x01"],
    ["bytes", "0x1"],
    ["bytes", "text"],
    ["string", "\ud800"],
    ["uint8[2]", [1n]],
    ["(uint8,bool)", [1n]],
    ["uint8[]", 1n],
    ["fixed", 1n],
  ])("refuses for %s: %s", (type, value) => {
    expect(() => encodeValues([type], [value])).toThrow(TypeError);
  });
});

it("hashes as ethers does", () => {
  fc.assert(
    fc.property(hex(0, 300), fc.string({ unit: "grapheme" }), (bytes, text) => {
      expect(keccak256(bytes)).toBe(hashOf(bytes));
      expect(keccak256(Buffer.from(bytes.slice(2), "hex"))).toBe(hashOf(bytes));
      expect(id(text)).toBe(referenceId(text));
    }),
  );
  for (const wrong of ["0x1", "0xzz", "00", "0x00zz"]) expect(() => keccak256(wrong)).toThrow(TypeError);
});

it("gives the checksums that ethers gives, and refuses others", () => {
  fc.assert(
    fc.property(hex(20, 20), fc.nat(39), (address, at) => {
      const right = reference(address);
      for (const form of [address, `0x${address.slice(2).toUpperCase()}`, right]) expect(getAddress(form)).toBe(right);
      const digit = right[2 + at]!;
      const other = digit === digit.toLowerCase() ? digit.toUpperCase() : digit.toLowerCase();
      const turned = right.slice(0, 2 + at) + other + right.slice(3 + at);
      expect(isAddress(turned)).toBe(referenceIs(turned));
      if (!isAddress(turned)) expect(() => getAddress(turned)).toThrow(TypeError);
    }),
  );
  for (const wrong of ["0x", "0x00", `0x${"0".repeat(41)}`, "name"]) expect(isAddress(wrong)).toBe(false);
});
