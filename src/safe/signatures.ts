import { getAddress } from "../checksum.ts";
import { ethers } from "../ethers.ts";
import { keccak256 } from "../keccak.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { SignatureError } from "./errors.ts";

/**
 * One owner's consent to a Safe transaction: 65 bytes `r s v`. That of a contract (EIP-1271) names it in `r` and has v = 0, and
 * behind the 65 bytes, where `s` points, the length and the bytes that the contract is asked about.
 */
export interface OwnerSignature {
  readonly owner: Address;
  readonly signature: Hex;
}

/** Hex digits of the part that every signature has. */
const STATIC = 2 * 65;
/** `v` of an owner that is a contract. */
const CONTRACT = 0;
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
  if (v === PRE_VALIDATED) return getAddress(`0x${signature.slice(26, 66)}`);
  if (v === 27 || v === 28) return signerOf(hash, signature, v);
  if (v === 27 + PREFIXED || v === 28 + PREFIXED) return signerOf(prefixed(hash), signature, v - PREFIXED);
  throw new SignatureError(`signatures with v = ${v} are not supported`);
}

/**
 * A contract's signature by itself, and what it is made of: whether the contract agrees is known to the chain alone.
 * @returns undefined for a signature of another type.
 * @throws SignatureError if what `s` points to is not there.
 */
export function contractSignature(signature: Hex): (OwnerSignature & { readonly data: Hex }) | undefined {
  const digits = signature.slice(2).toLowerCase();
  if (!/^(?:[0-9a-f]{2}){65,}$/.test(digits) || Number(`0x${digits.slice(128, STATIC)}`) !== CONTRACT) return undefined;
  const data = bytesAt(digits, BigInt(`0x${digits.slice(64, 128)}`));
  if (data === undefined) throw new SignatureError("the signature of a contract points to what is not there");
  const alone: Hex = `0x${pointing(digits.slice(0, 64), STATIC)}${measured(data)}`;
  return { owner: getAddress(`0x${digits.slice(24, 64)}`), data, signature: alone };
}

/** What stands at a byte behind its length; `undefined` if it is not all there. */
function bytesAt(digits: string, start: bigint): Hex | undefined {
  const size = BigInt(digits.length / 2);
  if (start < BigInt(STATIC / 2) || start + 32n > size) return undefined;
  const at = 2 * Number(start) + 64;
  const length = BigInt(`0x${digits.slice(at - 64, at)}`);
  return start + 32n + length > size ? undefined : `0x${digits.slice(at, at + 2 * Number(length))}`;
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
  let head = "";
  let tail = "";
  sorted.forEach(({ owner, signature }, index) => {
    const before = sorted[index - 1];
    if (before && same(before.owner, owner)) throw new SignatureError(`${owner} signed twice`);
    const contract = contractSignature(signature);
    const found = contract?.owner ?? recoverOwner(hash, signature);
    if (!same(found, owner)) throw new SignatureError(`the signature said to be of ${owner} is of ${found}`);
    if (contract) {
      head += pointing(signature.slice(2, 66), sorted.length * STATIC + tail.length);
      tail += measured(contract.data);
    } else head += signature.slice(2);
  });
  return `0x${`${head}${tail}`.toLowerCase()}`;
}

/** `r s v` of a contract's signature. @param owner hex digits of `r`. @param start in hex digits, from the first `r` on. */
function pointing(owner: string, start: number): string {
  return `${owner}${hexWord(start / 2)}00`;
}

function measured(data: Hex): string {
  return `${hexWord((data.length - 2) / 2)}${data.slice(2)}`;
}

function hexWord(value: number): string {
  return value.toString(16).padStart(64, "0");
}

function vOf(signature: Hex): number {
  if (!/^0x[0-9a-f]{130}$/i.test(signature)) throw new SignatureError("a signature of an owner has 65 bytes");
  return Number(`0x${signature.slice(130)}`);
}

function prefixed(hash: Hex): Hex {
  return ethers("hash").hashMessage(Buffer.from(hash.slice(2), "hex")) as Hex;
}

/** @param v 27 or 28, whatever the last byte of the signature says. */
function signerOf(message: Hex, signature: Hex, v: number): Address {
  try {
    const { Signature, SigningKey } = ethers("crypto");
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
