import { inspect } from "node:util";
import { getAddress } from "../checksum.ts";
import type { Transaction } from "ethers/transaction";
import { ethers } from "../ethers.ts";
import { keccak256 } from "../keccak.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { SignatureError } from "../safe/errors.ts";
import { ownerSignature } from "../safe/signatures.ts";
import type { TypedData } from "../safe/transaction.ts";
import { endpointFailure, unusable } from "./codes.ts";
import { httpRpc, quantity, RpcError, toHex, UnreachableError, type JsonRpc } from "./rpc.ts";
import type { SignedTransaction, Signer, UnsignedTransaction } from "./signer.ts";
import { URL_VARIABLE } from "./variables.ts";

/** People are asked for every signature; they may take this long. */
const APPROVAL_MS = 600_000;

/**
 * One signer for each account of an external signer: a node, Web3Signer or Frame (`eth_accounts`, `eth_sendTransaction`),
 * or Clef (`account_list`, `account_signTransaction`).
 * @throws OrdinanceError (ORD407) that names the host and nothing else of the address.
 */
export async function externalSigners(url: string): Promise<readonly Signer[]> {
  const endpoint = connect(url);
  const { host } = new URL(url);
  const listed = await accounts(endpoint);
  return listed.addresses.map((address) =>
    listed.clef ? new ClefSigner(address, endpoint, host) : new SendingSigner(address, endpoint, host),
  );
}

function connect(url: string): JsonRpc {
  try {
    return httpRpc(url, { sendTimeoutMs: APPROVAL_MS });
  } catch (error) {
    if (!(error instanceof UnreachableError)) throw error;
    throw unusable(URL_VARIABLE, {
      code: "ORD407",
      found: error.message,
      expected: "the address of an external signer",
    });
  }
}

async function accounts(
  endpoint: JsonRpc,
): Promise<{ readonly clef: boolean; readonly addresses: readonly Address[] }> {
  try {
    try {
      return { clef: false, addresses: addressesOf(await endpoint.request("eth_accounts")) };
    } catch (error) {
      // Clef does not know the method.
      if (!(error instanceof RpcError)) throw error;
      return { clef: true, addresses: addressesOf(await endpoint.request("account_list")) };
    }
  } catch (error) {
    if (!(error instanceof RpcError || error instanceof UnreachableError)) throw error;
    throw unusable(URL_VARIABLE, {
      code: "ORD407",
      found: error.message,
      expected: "the accounts of the external signer",
    });
  }
}

function addressesOf(answer: unknown): Address[] {
  if (Array.isArray(answer) && answer.every((each) => typeof each === "string" && /^0x[0-9a-f]{40}$/i.test(each))) {
    return answer.map((each: string) => getAddress(each.toLowerCase()));
  }
  throw new UnreachableError("the external signer's answer is not a list of addresses");
}

/** Signs and sends in one step, through its own connection to the chain. */
class SendingSigner implements Signer {
  readonly address: Address;
  readonly #endpoint: JsonRpc;
  readonly #host: string;

  constructor(address: Address, endpoint: JsonRpc, host: string) {
    this.address = address;
    this.#endpoint = endpoint;
    this.#host = host;
  }

  async send(tx: UnsignedTransaction): Promise<{ readonly hash: Hex }> {
    await this.#requireChain(tx.chainId);
    const hash = await this.#endpoint.request("eth_sendTransaction", [
      { ...fields(this.address, tx), gas: toHex(tx.gas) },
    ]);
    if (typeof hash === "string" && /^0x[0-9a-f]{64}$/i.test(hash)) return { hash: hash.toLowerCase() as Hex };
    throw new UnreachableError(`eth_sendTransaction: the answer of ${this.#host} is not a transaction hash`);
  }

  /** It sends to the chain that it is connected to, whatever the chain of the request. */
  async #requireChain(chainId: bigint): Promise<void> {
    let connected: bigint;
    try {
      connected = quantity(await this.#endpoint.request("eth_chainId"), "eth_chainId");
    } catch (error) {
      throw endpointFailure(this.#host, error);
    }
    if (connected === chainId) return;
    throw unusable(URL_VARIABLE, {
      code: "ORD407",
      found: `the external signer is connected to chain ${connected}`,
      expected: `chain ${chainId}`,
    });
  }

  signTypedData(data: TypedData, digest: Hex): Promise<Hex> {
    return typedSignature(this.#endpoint, "eth_signTypedData_v4", [this.address, JSON.stringify(data)], this, digest);
  }

  describe(): string {
    return `external signer ${this.#host} for ${this.address}`;
  }

  [inspect.custom](): string {
    return `SendingSigner(${this.describe()})`;
  }
}

/** Signs only; what it signed is journaled and sent like what is signed here. */
class ClefSigner implements Signer {
  readonly address: Address;
  readonly #endpoint: JsonRpc;
  readonly #host: string;

  constructor(address: Address, endpoint: JsonRpc, host: string) {
    this.address = address;
    this.#endpoint = endpoint;
    this.#host = host;
  }

  async sign(tx: UnsignedTransaction): Promise<SignedTransaction> {
    const answer = await this.#endpoint.request("account_signTransaction", [
      { ...fields(this.address, tx), gas: toHex(tx.gas) },
    ]);
    const raw = (answer as { raw?: unknown } | null)?.raw;
    if (typeof raw !== "string" || !/^0x(?:[0-9a-f]{2})+$/i.test(raw)) {
      throw new UnreachableError(`account_signTransaction: the answer of ${this.#host} is not a signed transaction`);
    }
    const signed = decoded(raw);
    if (!signed) throw new UnreachableError(`account_signTransaction: ${this.#host} signed what is no transaction`);
    this.#requireSame(tx, signed);
    return { raw: raw as Hex, hash: keccak256(raw) };
  }

  async send(tx: UnsignedTransaction, chain: JsonRpc): Promise<SignedTransaction> {
    const signed = await this.sign(tx);
    await chain.request("eth_sendRawTransaction", [signed.raw]);
    return signed;
  }

  /** Whoever approves may edit the transaction: gas and lower fees are theirs to choose, everything else was reviewed. */
  #requireSame(asked: UnsignedTransaction, signed: Transaction): void {
    const wrong = [
      signed.from === this.address ? [] : "from",
      signed.chainId === asked.chainId ? [] : "chainId",
      signed.nonce === asked.nonce ? [] : "nonce",
      signed.to === asked.to ? [] : "to",
      signed.data === asked.data.toLowerCase() ? [] : "data",
      signed.value === asked.value ? [] : "value",
      (signed.maxFeePerGas ?? signed.gasPrice ?? 0n) <= asked.maxFeePerGas ? [] : "maxFeePerGas",
      (signed.maxPriorityFeePerGas ?? 0n) <= asked.maxPriorityFeePerGas ? [] : "maxPriorityFeePerGas",
      // Later types do more than the call: they hand an account to other code, for example.
      (signed.type ?? 0) <= 2 ? [] : "type",
    ].flat();
    if (wrong.length === 0) return;
    throw unusable(URL_VARIABLE, {
      code: "ORD407",
      found: `the external signer changed ${wrong.join(", ")}`,
      expected: "a signature of the reviewed call",
    });
  }

  signTypedData(data: TypedData, digest: Hex): Promise<Hex> {
    return typedSignature(this.#endpoint, "account_signTypedData", [this.address, data], this, digest);
  }

  describe(): string {
    return `external signer ${this.#host} for ${this.address}`;
  }

  [inspect.custom](): string {
    return `ClefSigner(${this.describe()})`;
  }
}

function decoded(raw: string): Transaction | undefined {
  try {
    return ethers("transaction").Transaction.from(raw);
  } catch (error) {
    // Whatever the coder throws has a code.
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
}

/** What somebody else's program signed counts if it is a signature of that account for what was asked. */
async function typedSignature(
  endpoint: JsonRpc,
  method: string,
  params: readonly unknown[],
  signer: Signer,
  digest: Hex,
): Promise<Hex> {
  const refuse = (found: string) =>
    unusable(URL_VARIABLE, {
      code: "ORD407",
      found: `${signer.describe()}: ${found}`,
      expected: "a signature of the shown Safe transaction",
    });
  let answer: unknown;
  try {
    answer = await endpoint.request(method, params);
  } catch (error) {
    if (!(error instanceof RpcError || error instanceof UnreachableError)) throw error;
    throw refuse(error.message);
  }
  if (typeof answer !== "string" || !/^0x[0-9a-f]{130}$/i.test(answer)) throw refuse("the answer is no signature");
  try {
    return ownerSignature(digest, signer.address, answer as Hex).signature;
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw refuse(error.message);
  }
}

function fields(from: Address, tx: UnsignedTransaction) {
  return {
    from,
    to: tx.to,
    data: tx.data,
    value: toHex(tx.value),
    nonce: toHex(tx.nonce),
    maxFeePerGas: toHex(tx.maxFeePerGas),
    maxPriorityFeePerGas: toHex(tx.maxPriorityFeePerGas),
    chainId: toHex(tx.chainId),
  };
}
