import { getAddress } from "ethers/address";
import { keccak256, Signature, SigningKey } from "ethers/crypto";
import { hashMessage } from "ethers/hash";
import type { Address, Hex } from "../kinds/value.ts";
import { SignatureError } from "./errors.ts";

/** One owner's consent to a Safe transaction: 65 bytes `r s v`. */
export interface OwnerSignature {
  readonly owner: Address;
  readonly signature: Hex;
}

/** `v` of an owner that sends the transaction, or has approved its hash on the chain. */
const PRE_VALIDATED = 1;
/** Added to `v` when the signed message was the hash with the prefix of `eth_sign`. */
const PREFIXED = 4;

/** The consent of an owner that needs no signature: the sender of `execTransaction`, or whoever called `approveHash`. */
export function preValidated(owner: Address): OwnerSignature {
  const signature: Hex = `0x${owner.slice(2).toLowerCase().padStart(64, "0")}${"0".repeat(64)}01`;
  return { owner, signature };
}

/**
 * The owner that a signature stands for, by the rules of `checkSignatures` of the Safe. A pre-validated one (v = 1) merely
 * names its owner: whether that owner approved is known to the chain alone.
 * @throws SignatureError for contract signatures (v = 0) and for what is no signature.
 */
export function recoverOwner(hash: Hex, signature: Hex): Address {
  const v = vOf(signature);
  if (v === PRE_VALIDATED) return getAddress(`0x${signature.slice(26, 66)}`) as Address;
  if (v === 27 || v === 28) return signerOf(hash, signature, v);
  if (v === 27 + PREFIXED || v === 28 + PREFIXED) return signerOf(prefixed(hash), signature, v - PREFIXED);
  throw new SignatureError(`signatures with v = ${v} are not supported`);
}

/**
 * What a wallet returned for `hash`, in the form that the Safe understands: wallets count v from 0 or from 27, and some sign
 * the hash only with the prefix of `eth_sign`.
 * @throws SignatureError if it is not `owner` who signed.
 */
export function ownerSignature(hash: Hex, owner: Address, signature: Hex): OwnerSignature {
  const v = vOf(signature);
  const plain = v < 27 ? v + 27 : v > 30 ? v - PREFIXED : v;
  if (plain !== 27 && plain !== 28) throw new SignatureError(`signatures with v = ${v} are not supported`);
  const withV = (last: number): Hex => `0x${signature.slice(2, 130).toLowerCase()}${last.toString(16)}`;
  for (const [message, last] of [
    [hash, plain],
    [prefixed(hash), plain + PREFIXED],
  ] as const) {
    if (same(signerOf(message, signature, plain), owner)) return { owner, signature: withV(last) };
  }
  throw new SignatureError(`the signature is not one of ${owner} for ${hash}`);
}

/**
 * The `signatures` argument of `execTransaction`: in ascending order of the owners' addresses, as the Safe demands.
 * @throws SignatureError if a signature does not recover to its owner, or an owner occurs twice.
 */
export function joinSignatures(hash: Hex, signatures: readonly OwnerSignature[]): Hex {
  const sorted = signatures.toSorted((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
  sorted.forEach(({ owner, signature }, index) => {
    const before = sorted[index - 1];
    if (before && same(before.owner, owner)) throw new SignatureError(`${owner} signed twice`);
    const found = recoverOwner(hash, signature);
    if (!same(found, owner)) throw new SignatureError(`the signature said to be of ${owner} is of ${found}`);
  });
  return `0x${sorted.map(({ signature }) => signature.slice(2).toLowerCase()).join("")}`;
}

function vOf(signature: Hex): number {
  if (!/^0x[0-9a-f]{130}$/i.test(signature)) throw new SignatureError("a signature of an owner has 65 bytes");
  return Number(`0x${signature.slice(130)}`);
}

function prefixed(hash: Hex): Hex {
  return hashMessage(Buffer.from(hash.slice(2), "hex")) as Hex;
}

/** @param v 27 or 28, whatever the last byte of the signature says. */
function signerOf(message: Hex, signature: Hex, v: number): Address {
  try {
    const plain = Signature.from({ r: signature.slice(0, 66), s: `0x${signature.slice(66, 130)}`, v });
    const key = SigningKey.recoverPublicKey(message, plain);
    return getAddress(`0x${keccak256(`0x${key.slice(4)}`).slice(26)}`) as Address;
  } catch (cause) {
    throw new SignatureError("the signature is of no key", { cause });
  }
}

function same(a: Address, b: Address): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
