import type { Outcome } from "../chain/codec.ts";
import { encodeGetter } from "../chain/abi.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { encodeCall } from "../plan/calldata.ts";
import type { PendingSafeTransaction } from "./service-entry.ts";
import { preValidated, type OwnerSignature } from "./signatures.ts";
import { signedData } from "./transaction.ts";

const APPROVED = "approvedHashes(address,bytes32)";
/** All versions have this form; 1.5.0 takes no notice of the preimage. It reverts where the signature does not hold. */
const CHECK = "checkNSignatures(bytes32,bytes,bytes,uint256)";

/** What has to be asked about one consent, and what the consent is if the answer says so. */
export interface ConsentQuestion {
  readonly to: Address;
  readonly data: Hex;
  /** `approvedHashes(address,bytes32)` */
  readonly label: string;
  readonly consent: OwnerSignature;
  agrees(outcome: Outcome): boolean;
}

/**
 * What only the chain knows of who agreed to a transaction: which of the owners who have signed nothing approved its hash
 * (Safe.approvedHashes), and which signatures of contracts the Safe accepts (Safe.checkNSignatures).
 */
export function consentQuestions(
  chainId: bigint,
  safe: Address,
  owners: readonly Address[],
  { hash, tx, confirmations, unverified }: PendingSafeTransaction,
): readonly ConsentQuestion[] {
  const silent = owners.filter((owner) => !confirmations.some((each) => each.owner === owner));
  return [
    ...unverified.map((consent): ConsentQuestion => ({
      to: safe,
      data: checkData(hash, signedData(chainId, safe, tx), consent.signature),
      label: CHECK,
      consent,
      agrees: ({ status }) => status === "ok",
    })),
    ...silent.map((owner): ConsentQuestion => ({
      to: safe,
      data: encodeGetter(APPROVED, [owner, hash]),
      label: APPROVED,
      consent: preValidated(owner),
      agrees: (outcome) => outcome.status === "ok" && outcome.data.length === 66 && BigInt(outcome.data) > 0n,
    })),
  ];
}

/** The transaction with those who turned out to agree; a signature of a contract goes before an approval by the same. */
export function withConsents(
  pending: PendingSafeTransaction,
  agreed: readonly OwnerSignature[],
): PendingSafeTransaction {
  const confirmations = [...pending.confirmations];
  for (const each of agreed) {
    if (!confirmations.some(({ owner }) => owner === each.owner)) confirmations.push(each);
  }
  return {
    ...pending,
    confirmations,
    unverified: pending.unverified.filter(({ owner }) => !confirmations.some((each) => each.owner === owner)),
  };
}

function checkData(hash: Hex, preimage: Hex, signature: Hex): Hex {
  return encodeCall(CHECK, [hash, preimage, signature, 1n]);
}
