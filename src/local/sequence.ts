import { getCreateAddress, Interface, type InterfaceAbi, type Signer, type TransactionRequest } from "ethers";
import type { Address } from "../kinds/value.ts";
import { mined } from "./mined.ts";

/** More than any contract of the protocol needs to be created; estimating each would double the round trips. */
const CREATION_GAS = 10_000_000n;
const CALL_GAS = 2_000_000n;

/** Asked for once: the base fee of a chain with one user does not rise to the double of what it was. */
interface Fees {
  readonly type: 2;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

/** Transactions of one account, one after the other, with nonces of its own counting: nobody else may use the account. */
export class Sequence {
  readonly from: Address;
  readonly #signer: Signer;
  readonly #fees: Fees;
  #nonce: number;

  private constructor(signer: Signer, from: Address, nonce: number, fees: Fees) {
    this.#signer = signer;
    this.from = from;
    this.#nonce = nonce;
    this.#fees = fees;
  }

  static async of(signer: Signer): Promise<Sequence> {
    if (signer.provider === null) throw new Error("the signer has no provider");
    const [from, nonce, { maxFeePerGas, maxPriorityFeePerGas }] = await Promise.all([
      signer.getAddress(),
      signer.getNonce(),
      signer.provider.getFeeData(),
    ]);
    if (maxFeePerGas === null || maxPriorityFeePerGas === null) throw new Error("the chain has no base fee");
    return new Sequence(signer, from as Address, nonce, { type: 2, maxFeePerGas, maxPriorityFeePerGas });
  }

  /** Creates a contract; its address follows from the account and the nonce alone. Throws when the creation reverts. */
  async create(creation: { abi: InterfaceAbi; bytecode: string }, args: readonly unknown[]): Promise<Address> {
    const address = getCreateAddress({ from: this.from, nonce: this.#nonce }) as Address;
    const encoded = new Interface(creation.abi).encodeDeploy(args);
    await this.#send({ data: creation.bytecode + encoded.slice(2), gasLimit: CREATION_GAS }, `creation of ${address}`);
    return address;
  }

  /** Calls `fn`, a signature such as `setFeePct(uint256)`. Throws when the call reverts. */
  async call(to: Address, fn: string, ...args: readonly unknown[]): Promise<void> {
    const data = new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), args);
    await this.#send({ to, data, gasLimit: CALL_GAS }, `${fn} of ${to}`);
  }

  async #send(transaction: TransactionRequest, what: string): Promise<void> {
    try {
      const sent = await this.#signer.sendTransaction({ ...transaction, ...this.#fees, nonce: this.#nonce });
      this.#nonce += 1;
      await mined(sent.provider, sent.hash);
    } catch (cause) {
      throw new Error(`the ${what} failed`, { cause });
    }
  }
}
