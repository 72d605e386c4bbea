import { inspect } from "node:util";
import type { SigningKey } from "ethers/crypto";
import { ethers } from "../ethers.ts";
import { keccak256 } from "../keccak.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { TypedData } from "../safe/transaction.ts";
import { unusable } from "./codes.ts";
import type { JsonRpc } from "./rpc.ts";
import { KEY_VARIABLE } from "./variables.ts";
import type { SignedTransaction, Signer, UnsignedTransaction } from "./signer.ts";

/** Signs with a private key in memory. */
export class KeySigner implements Signer {
  readonly address: Address;
  readonly #key: SigningKey;
  readonly #from: string;

  /** @param from what holds the key, for people: `key`, `keystore operator.json`. */
  constructor(key: SigningKey, from: string) {
    this.address = ethers("transaction").computeAddress(key) as Address;
    this.#key = key;
    this.#from = from;
  }

  sign({ gas: gasLimit, ...rest }: UnsignedTransaction): Promise<SignedTransaction> {
    const transaction = ethers("transaction").Transaction.from({ ...rest, gasLimit, type: 2 });
    transaction.signature = this.#key.sign(transaction.unsignedHash);
    const raw = transaction.serialized as Hex;
    return Promise.resolve({ raw, hash: keccak256(raw) });
  }

  async send(tx: UnsignedTransaction, chain: JsonRpc): Promise<SignedTransaction> {
    const signed = await this.sign(tx);
    await chain.request("eth_sendRawTransaction", [signed.raw]);
    return signed;
  }

  signTypedData(_data: TypedData, digest: Hex): Promise<Hex> {
    // The digest was computed here from the same data and compared with the contract's own.
    return Promise.resolve(this.#key.sign(digest).serialized as Hex);
  }

  describe(): string {
    return `${this.#from} of ${this.address}`;
  }

  [inspect.custom](): string {
    return `KeySigner(${this.describe()})`;
  }
}

/** @throws OrdinanceError (ORD407) that names the position of the entry which is not a key, never the entry. */
export function keySigners(variable: string): readonly Signer[] {
  return variable
    .split(",")
    .map((entry, index, all) => new KeySigner(keyOf(entry.trim(), index + 1, all.length), "key"));
}

function keyOf(entry: string, position: number, count: number): SigningKey {
  const key = /^(0x)?([0-9a-f]{64})$/i.exec(entry)?.[2];
  const valid = key === undefined ? undefined : validKey(key);
  if (valid) return valid;
  throw unusable(KEY_VARIABLE, {
    code: "ORD407",
    found: `entry ${position} of ${count} is not a private key`,
    expected: "64 hexadecimal digits for each key, separated by commas",
  });
}

function validKey(key: string): SigningKey | undefined {
  const number = BigInt(`0x${key}`);
  return number > 0n && number < CURVE_ORDER ? new (ethers("crypto").SigningKey)(`0x${key}`) : undefined;
}

/** Keys of secp256k1 lie below it. */
const CURVE_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
