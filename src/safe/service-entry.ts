import { getAddress } from "../checksum.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { ServiceLied, SignatureError } from "./errors.ts";
import { contractSignature, recoverOwner, type OwnerSignature } from "./signatures.ts";
import { safeTxHash, type SafeTransaction } from "./transaction.ts";

/** A transaction that waits for signatures, or for somebody to send it. */
export interface PendingSafeTransaction {
  /** Computed here from the transaction. */
  readonly hash: Hex;
  readonly tx: SafeTransaction;
  /**
   * Consents that were checked: signatures here, approvals and signatures of contracts on the chain. Whether a signer is still
   * an owner is for the chain to tell, too.
   */
  readonly confirmations: readonly OwnerSignature[];
  /** Signatures of contracts (EIP-1271) that the Safe was not asked about, or does not accept: they do not count. */
  readonly unverified: readonly OwnerSignature[];
  /** What the service believes the threshold to be. */
  readonly confirmationsRequired: number;
  readonly proposer?: Address;
}

type Fields = Readonly<Record<string, unknown>>;

/**
 * One entry of the service's list, of which nothing is taken on trust. Approvals on the chain are left out, and what contracts
 * signed is unverified: the chain tells of them, not a service.
 * @throws ServiceLied if it is no transaction of `safe`, or its hash or a signature does not match it.
 */
export function checkedEntry(chainId: bigint, safe: Address, entry: unknown): PendingSafeTransaction {
  const fields = (typeof entry === "object" && entry !== null ? entry : {}) as Fields;
  const stated = fields["safeTxHash"];
  const named = isHex(stated, 32) ? stated : undefined;
  const lied = (what: string): ServiceLied => new ServiceLied(safe, named, what);
  const tx = transactionOf(fields, lied);
  if (addressOf(fields, "safe", lied) !== safe) throw lied("it is of another Safe");
  const hash = safeTxHash(chainId, safe, tx);
  if (named?.toLowerCase() !== hash) throw lied(`what it holds has the hash ${hash}`);
  const required = fields["confirmationsRequired"];
  if (!Number.isSafeInteger(required)) throw lied("it does not say how many confirmations it needs");
  const { proposer } = fields;
  return {
    ...{ hash, tx, ...confirmationsOf(fields, hash, lied) },
    confirmationsRequired: required as number,
    ...(typeof proposer === "string" ? { proposer: addressOf(fields, "proposer", lied) } : {}),
  };
}

type Lied = (what: string) => ServiceLied;

function transactionOf(fields: Fields, lied: Lied): SafeTransaction {
  const number = (name: string): bigint => {
    const value = fields[name];
    const exact = Number.isSafeInteger(value) || (typeof value === "string" && /^\d{1,78}$/.test(value));
    if (!exact || BigInt(value as string) >= 2n ** 256n) throw lied(`${name} is no number`);
    return BigInt(value as string);
  };
  const data = fields["data"] ?? "0x";
  if (!isHex(data)) throw lied("data is no hex data");
  const operation = fields["operation"];
  if (operation !== 0 && operation !== 1) throw lied("operation is neither 0 nor 1");
  const optional = (name: string): Address =>
    (fields[name] ?? null) === null ? ZERO_ADDRESS : addressOf(fields, name, lied);
  return {
    ...{ to: addressOf(fields, "to", lied), value: number("value"), data: data.toLowerCase() as Hex, operation },
    ...{ safeTxGas: number("safeTxGas"), baseGas: number("baseGas"), gasPrice: number("gasPrice") },
    ...{ gasToken: optional("gasToken"), refundReceiver: optional("refundReceiver"), nonce: number("nonce") },
  };
}

function confirmationsOf(
  fields: Fields,
  hash: Hex,
  lied: Lied,
): Pick<PendingSafeTransaction, "confirmations" | "unverified"> {
  const listed = fields["confirmations"] ?? [];
  if (!Array.isArray(listed)) throw lied("its confirmations are no list");
  const confirmations: OwnerSignature[] = [];
  const unverified: OwnerSignature[] = [];
  for (const each of listed as (Fields | null)[]) {
    const owner = addressOf(each ?? {}, "owner", lied);
    const signature = each?.["signature"];
    // An approval that the service read from the chain, before anybody handed it a signature.
    if ((signature ?? null) === null) continue;
    if (!isHex(signature) || signature.length < 132) throw lied(`the confirmation of ${owner} is no signature`);
    const contract = honest(() => contractSignature(signature), lied);
    if (!contract && Number(`0x${signature.slice(130, 132)}`) < 27) continue;
    const signer = contract?.owner ?? honest(() => recoverOwner(hash, signature), lied);
    if (signer !== owner) throw lied(`the confirmation of ${owner} is not by ${owner}`);
    // The Safe counts an owner once.
    if ([...confirmations, ...unverified].some((other) => other.owner === owner))
      throw lied(`${owner} is said to have confirmed it twice`);
    if (contract) unverified.push({ owner, signature: contract.signature });
    else confirmations.push({ owner, signature: signature.toLowerCase() as Hex });
  }
  return { confirmations, unverified };
}

function honest<T>(reading: () => T, lied: Lied): T {
  try {
    return reading();
  } catch (error) {
    if (!(error instanceof SignatureError)) throw error;
    throw lied(error.message);
  }
}

function addressOf(fields: Fields, name: string, lied: Lied): Address {
  const value = fields[name];
  if (!isHex(value, 20)) throw lied(`${name} is no address`);
  return getAddress(value.toLowerCase());
}

function isHex(value: unknown, bytes?: number): value is Hex {
  if (typeof value !== "string" || !/^0x(?:[0-9a-f]{2})*$/i.test(value)) return false;
  return bytes === undefined || value.length === 2 + 2 * bytes;
}
