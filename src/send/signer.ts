import type { Address, Hex } from "../kinds/value.ts";
import type { TypedData } from "../safe/transaction.ts";
import type { JsonRpc } from "./rpc.ts";

/** Everything that is signed (EIP-1559). Amounts in wei, fees in wei per gas. */
export interface UnsignedTransaction {
  readonly chainId: bigint;
  readonly nonce: number;
  readonly to: Address;
  readonly data: Hex;
  readonly value: bigint;
  readonly gas: bigint;
  readonly maxFeePerGas: bigint;
  readonly maxPriorityFeePerGas: bigint;
}

export interface SignedTransaction {
  readonly hash: Hex;
  readonly raw: Hex;
}

/** Whoever can approve for one account. Holds its secrets where no inspection, no JSON and no error shows them. */
export interface Signer {
  /** Checksummed. */
  readonly address: Address;
  /** Signs without sending, so that the transaction can be journaled first; absent where signing sends. */
  sign?(tx: UnsignedTransaction): Promise<SignedTransaction>;
  /**
   * Signs and sends over `chain`, or lets the external signer do both.
   * @throws RpcError, UnreachableError of the endpoint, OrdinanceError (ORD407) if the signer refuses or signs something else.
   */
  send(tx: UnsignedTransaction, chain: JsonRpc): Promise<{ readonly hash: Hex; readonly raw?: Hex }>;
  /**
   * Signs EIP-712 data, whose hash is `digest`.
   * @returns 65 bytes. @throws OrdinanceError (ORD407) if an external signer refuses.
   */
  signTypedData(data: TypedData, digest: Hex): Promise<Hex>;
  /** For people: `key of 0x...` */
  describe(): string;
}
