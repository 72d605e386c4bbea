import { Contract, Wallet } from "ethers";
import { localAccount, type LocalAccount } from "../../../src/local/accounts.ts";
import { deploySafe, installMultiSend, type LocalSafeVersion } from "../../../src/local/safe.ts";
import { Sequence } from "../../../src/local/sequence.ts";
import type { Address, Hex } from "../../../src/kinds/value.ts";
import { ownerSignature, type OwnerSignature } from "../../../src/safe/signatures.ts";
import { safeTxHash, typedData, type SafeTransaction } from "../../../src/safe/transaction.ts";
import { inProcessChain, type InProcessChain } from "../../support/inprocess.ts";

export const CHAIN = 31337n;

/** A 2-of-3 Safe of accounts 1, 2 and 3 on a fresh in-process chain, deployed by account 0. */
export interface RealSafe {
  readonly chain: InProcessChain;
  readonly safe: Address;
  readonly multiSend: Address;
  readonly contract: Contract;
  readonly owners: readonly LocalAccount[];
  /** Signature of an owner over typed data. */
  sign(tx: SafeTransaction, owner: LocalAccount): Promise<OwnerSignature>;
  hash(tx: SafeTransaction): Hex;
}

const ABI = [
  "function VERSION() view returns (string)",
  "function nonce() view returns (uint256)",
  "function getOwners() view returns (address[])",
  "function getThreshold() view returns (uint256)",
  "function domainSeparator() view returns (bytes32)",
  "function approveHash(bytes32)",
  "function getTransactionHash(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,uint256) view returns (bytes32)",
  "function changeThreshold(uint256)",
  "function addOwnerWithThreshold(address,uint256)",
];

export async function realSafe(version: LocalSafeVersion): Promise<RealSafe> {
  const chain = await inProcessChain();
  const owners = [1, 2, 3].map(localAccount);
  const sequence = await Sequence.of(chain.accounts[0]!);
  const { safe } = await deploySafe({
    ...{ sequence, version, threshold: 2, saltNonce: 7n },
    owners: owners.map(({ address }) => address),
  });
  const multiSend = await installMultiSend((method, params) => chain.request(method, params), version);
  const hash = (tx: SafeTransaction) => safeTxHash(CHAIN, safe, tx);
  return {
    ...{ chain, safe, multiSend, owners, hash },
    contract: new Contract(safe, ABI, chain.accounts[0]),
    async sign(tx, { address, key }) {
      const { SafeTx } = typedData(CHAIN, safe, tx).types;
      const domain = { chainId: CHAIN, verifyingContract: safe };
      const signature = await new Wallet(key).signTypedData(domain, { SafeTx: [...SafeTx] }, tx);
      return ownerSignature(hash(tx), address, signature as Hex);
    },
  };
}
