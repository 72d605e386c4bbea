import { getAddress } from "../checksum.ts";
import { decodeValues } from "../chain/decode.ts";
import { encodeValues } from "../chain/encode.ts";
import { id } from "../keccak.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { safeTransaction, type SafeTransaction } from "./transaction.ts";

/** A call that a Safe makes. */
export interface Inner {
  readonly to: Address;
  /** Wei. */
  readonly value: bigint;
  readonly data: Hex;
}

/** 0 call, 1 delegatecall. */
export type InnerOperation = Inner & { readonly operation: number };

const SELECTOR = id("multiSend(bytes)").slice(0, 10);
/** Hex digits before the data of one packed item: operation, address, value, length. */
const HEAD = 2 + 40 + 64 + 64;

/**
 * Calldata of `multiSend(bytes)`: the calls packed one after the other, each with operation 0.
 * @throws RangeError for a call to the zero address, which MultiSend 1.5.0 takes for the Safe itself.
 */
export function encodeMultiSend(inners: readonly Inner[]): Hex {
  const packed = inners.map(({ to, value, data }) => {
    if (BigInt(to) === 0n) throw new RangeError(`a call to ${ZERO_ADDRESS} cannot be part of a batch`);
    const bytes = data.slice(2);
    return `00${to.slice(2)}${hex(value)}${hex(BigInt(bytes.length / 2))}${bytes}`.toLowerCase();
  });
  const encoded = encodeValues(["bytes"], [`0x${packed.join("")}`]);
  return (SELECTOR + encoded.slice(2)) as Hex;
}

/** @returns undefined if `data` is not calldata of `multiSend`, or the packed calls in it are cut short. */
export function decodeMultiSend(data: Hex): readonly InnerOperation[] | undefined {
  if (data.slice(0, 10).toLowerCase() !== SELECTOR) return undefined;
  const packed = bytesArgument(`0x${data.slice(10)}`);
  if (packed === undefined) return undefined;
  const found: InnerOperation[] = [];
  for (let at = 0; at < packed.length;) {
    const head = packed.slice(at, at + HEAD);
    if (head.length < HEAD) return undefined;
    const start = at + HEAD;
    const length = 2n * BigInt(`0x${head.slice(106)}`);
    if (length > BigInt(packed.length - start)) return undefined;
    at = start + Number(length);
    found.push({
      to: getAddress(`0x${head.slice(2, 42)}`),
      value: BigInt(`0x${head.slice(42, 106)}`),
      data: `0x${packed.slice(start, at)}`,
      operation: Number(`0x${head.slice(0, 2)}`),
    });
  }
  return found;
}

/**
 * One transaction of the Safe that makes the calls in order, all or none: a single call directly, several through a
 * delegatecall to `multiSend`, which has to be a MultiSendCallOnly.
 * @param nonce of the Safe.
 */
export function batch(inners: readonly Inner[], multiSend: Address, nonce: bigint): SafeTransaction {
  const [first, ...more] = inners;
  if (first === undefined) throw new RangeError("a batch needs a call");
  if (more.length === 0) return safeTransaction({ to: first.to, value: first.value, data: first.data, nonce });
  return safeTransaction({ to: multiSend, value: 0n, data: encodeMultiSend(inners), operation: 1, nonce });
}

/**
 * The calls that the Safe makes when it carries out a transaction: the transaction itself, or what it hands to a MultiSend.
 * @param isMultiSend whether the code at an address is known to be a MultiSend.
 * @returns none if foreign code runs in the Safe's place anywhere in it: then nobody can tell what the Safe does.
 */
export function innersOf(
  tx: Pick<SafeTransaction, "to" | "value" | "data"> & { readonly operation: number },
  isMultiSend: (address: Address) => boolean,
): readonly Inner[] {
  return callsOf(tx, isMultiSend) ?? [];
}

function callsOf(tx: InnerOperation, isMultiSend: (address: Address) => boolean): readonly Inner[] | undefined {
  const { to, value, data, operation } = tx;
  if (operation === 0) return [{ to, value, data }];
  const packed = operation === 1 && isMultiSend(to) ? decodeMultiSend(data) : undefined;
  if (packed === undefined) return undefined;
  const found: Inner[] = [];
  for (const inner of packed) {
    // Versions differ in whom the zero address stands for.
    const calls = BigInt(inner.to) === 0n ? undefined : callsOf(inner, isMultiSend);
    if (calls === undefined) return undefined;
    found.push(...calls);
  }
  return found;
}

/** Hex digits of the only argument. */
function bytesArgument(encoded: Hex): string | undefined {
  try {
    return (decodeValues(["bytes"], encoded)[0] as string).slice(2).toLowerCase();
  } catch (error) {
    // Whatever the coder cannot read is not what this was asked about; the pending queue of a Safe may hold anything.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function hex(value: bigint): string {
  return value.toString(16).padStart(64, "0");
}
