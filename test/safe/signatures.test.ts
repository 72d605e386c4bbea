import fc from "fast-check";
import { getBytes, SigningKey, Wallet } from "ethers";
import { expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { SignatureError } from "../../src/safe/errors.ts";
import { joinSignatures, ownerSignature, preValidated, recoverOwner } from "../../src/safe/signatures.ts";

const accounts = [0, 1, 2, 3, 4, 5].map(localAccount);
const [first, second, third] = accounts as [Account, Account, Account];
type Account = ReturnType<typeof localAccount>;
const HASH: Hex = `0x${"5a".repeat(32)}`;
const sign = ({ key }: Account, hash: Hex = HASH) => new SigningKey(key).sign(hash).serialized as Hex;
const withV = (signature: Hex, change: number): Hex =>
  `0x${signature.slice(2, 130)}${(Number(`0x${signature.slice(130)}`) + change).toString(16).padStart(2, "0")}`;
const owned = (account: Account) => ({ owner: account.address, signature: sign(account) });

it("recovers who signed, whatever the wallet", async () => {
  expect(recoverOwner(HASH, sign(first))).toBe(first.address);
  const prefixed = (await new Wallet(first.key).signMessage(getBytes(HASH))) as Hex;
  expect(recoverOwner(HASH, withV(prefixed, 4))).toBe(first.address);
  expect(recoverOwner(HASH, preValidated(second.address).signature)).toBe(second.address);
  const inForm = owned(first);
  expect(ownerSignature(HASH, first.address, sign(first))).toEqual(inForm);
  expect(ownerSignature(HASH, first.address, withV(sign(first), -27))).toEqual(inForm);
  const eth = { owner: first.address, signature: withV(prefixed, 4) };
  expect(ownerSignature(HASH, first.address, prefixed)).toEqual(eth);
  expect(ownerSignature(HASH, first.address, withV(prefixed, 4))).toEqual(eth);
});

it("refuses what another signed, or signed for something else", () => {
  for (const signature of [sign(second), sign(first, `0x${"11".repeat(32)}`)]) {
    expect(() => ownerSignature(HASH, first.address, signature)).toThrow(SignatureError);
    expect(() => joinSignatures(HASH, [{ owner: first.address, signature }])).toThrow(SignatureError);
  }
  expect(() => joinSignatures(HASH, [{ ...preValidated(second.address), owner: first.address }])).toThrow(
    SignatureError,
  );
});

it("refuses what is no signature", () => {
  const valid = sign(first);
  const bad: Hex[] = ["0x", valid.slice(0, -2) as Hex, `${valid}00`, `0x${"z".repeat(130)}`, withV(valid, 2)];
  // Contract signatures, r and s of nobody, and s in the upper half.
  bad.push(withV(preValidated(first.address).signature, -1), `0x${"0".repeat(128)}1b`, `0x${"f".repeat(128)}1b`);
  for (const signature of bad) expect(() => recoverOwner(HASH, signature)).toThrow(SignatureError);
});

it("joins in ascending order of the owners", () => {
  const ascending = accounts.toSorted((a, b) => (a.address.toLowerCase() < b.address.toLowerCase() ? -1 : 1));
  const expected = `0x${ascending.map((account) => sign(account).slice(2)).join("")}`;
  const all = accounts.map(owned);
  fc.assert(
    fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (order) => {
      expect(joinSignatures(HASH, order)).toBe(expected);
    }),
    { numRuns: 30 },
  );
  expect(joinSignatures(HASH, [])).toBe("0x");
});

it("joins a signature with an approval, but none twice", () => {
  const joined = joinSignatures(HASH, [owned(first), preValidated(second.address), owned(third)]);
  expect(joined).toHaveLength(2 + 3 * 130);
  expect(() => joinSignatures(HASH, [owned(first), owned(third), owned(first)])).toThrow(/signed twice/);
  expect(() => joinSignatures(HASH, [owned(first), preValidated(first.address)])).toThrow(/signed twice/);
});
