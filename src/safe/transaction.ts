import { word } from "../chain/abi.ts";
import { id, keccak256 } from "../keccak.ts";
import { ZERO_ADDRESS, type Address, type Hex, type Value } from "../kinds/value.ts";
import { encodeCall } from "../plan/calldata.ts";

/** What the owners of a Safe sign. The field order is that of `SafeTx` in the Safe's contract, and so of its hash. */
export interface SafeTransaction {
  readonly to: Address;
  /** Wei. */
  readonly value: bigint;
  readonly data: Hex;
  /** 0 call, 1 delegatecall. */
  readonly operation: 0 | 1;
  /** Gas that the inner call must get; 0 gives it all there is and makes a failed call revert the whole. */
  readonly safeTxGas: bigint;
  /** Gas refunded beside what the call used. */
  readonly baseGas: bigint;
  /** Wei, or units of `gasToken`, refunded per gas; 0 refunds nothing. */
  readonly gasPrice: bigint;
  readonly gasToken: Address;
  readonly refundReceiver: Address;
  readonly nonce: bigint;
}

const FIELDS = [
  ["to", "address"],
  ["value", "uint256"],
  ["data", "bytes"],
  ["operation", "uint8"],
  ["safeTxGas", "uint256"],
  ["baseGas", "uint256"],
  ["gasPrice", "uint256"],
  ["gasToken", "address"],
  ["refundReceiver", "address"],
  ["nonce", "uint256"],
] as const satisfies readonly (readonly [keyof SafeTransaction, string])[];

const DOMAIN_TYPE = id("EIP712Domain(uint256 chainId,address verifyingContract)");
const SAFE_TX_TYPE = id(`SafeTx(${FIELDS.map(([name, type]) => `${type} ${name}`).join(",")})`);

/** A transaction without refund. `operation` is 0, a call, unless told. */
export function safeTransaction(
  call: Pick<SafeTransaction, "to" | "value" | "data" | "nonce"> & Partial<Pick<SafeTransaction, "operation">>,
): SafeTransaction {
  const { to, value, data, operation = 0, nonce } = call;
  return {
    ...{ to, value, data, operation },
    ...{ safeTxGas: 0n, baseGas: 0n, gasPrice: 0n, gasToken: ZERO_ADDRESS, refundReceiver: ZERO_ADDRESS },
    nonce,
  };
}

/** EIP-712 domain of a Safe since version 1.3.0; earlier ones leave the chain out. */
export function domainHash(chainId: bigint, safe: Address): Hex {
  return hashWords(DOMAIN_TYPE, chainId, safe);
}

/** EIP-712 hash of the struct alone, as hardware wallets show it beside the domain's. */
export function messageHash(tx: SafeTransaction): Hex {
  const words = FIELDS.map(([name, type]): Value => {
    if (type === "bytes") return keccak256(tx[name]);
    const value = tx[name];
    return typeof value === "number" ? BigInt(value) : value;
  });
  return hashWords(SAFE_TX_TYPE, ...words);
}

/** What owners sign or approve: `getTransactionHash` of the Safe. */
export function safeTxHash(chainId: bigint, safe: Address, tx: SafeTransaction): Hex {
  return keccak256(signedData(chainId, safe, tx));
}

/** What the hash is of: `encodeTransactionData` of the Safe, which contracts among the owners are asked about. */
export function signedData(chainId: bigint, safe: Address, tx: SafeTransaction): Hex {
  return `0x1901${domainHash(chainId, safe).slice(2)}${messageHash(tx).slice(2)}`;
}

/** Calldata with which anyone carries out a signed transaction. The Safe itself knows the nonce. */
export function execTransactionData(tx: SafeTransaction, signatures: Hex): Hex {
  const types = [...FIELDS.slice(0, -1).map(([, type]) => type), "bytes"];
  const { to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } = tx;
  return encodeCall(`execTransaction(${types.join(",")})`, [
    ...[to, value, data, BigInt(operation), safeTxGas, baseGas, gasPrice, gasToken, refundReceiver],
    signatures,
  ]);
}

/** JSON of `eth_signTypedData_v4`, with which wallets show what they sign. */
export interface TypedData {
  readonly types: Readonly<
    Record<"EIP712Domain" | "SafeTx", readonly { readonly name: string; readonly type: string }[]>
  >;
  readonly primaryType: "SafeTx";
  readonly domain: { readonly chainId: number; readonly verifyingContract: Address };
  /** Numbers as decimal text. */
  readonly message: Readonly<Record<keyof SafeTransaction, string>>;
}

/** @throws RangeError for a chain id above 2^53 - 1, which JSON cannot hold as a number. */
export function typedData(chainId: bigint, safe: Address, tx: SafeTransaction): TypedData {
  if (chainId > BigInt(Number.MAX_SAFE_INTEGER)) throw new RangeError(`chain id ${chainId} is no exact JSON number`);
  return {
    types: {
      EIP712Domain: [
        { name: "chainId", type: "uint256" },
        { name: "verifyingContract", type: "address" },
      ],
      SafeTx: FIELDS.map(([name, type]) => ({ name, type })),
    },
    primaryType: "SafeTx",
    domain: { chainId: Number(chainId), verifyingContract: safe },
    message: Object.fromEntries(FIELDS.map(([name]) => [name, String(tx[name])])) as TypedData["message"],
  };
}

function hashWords(type: string, ...values: readonly Value[]): Hex {
  return keccak256(`0x${[type, ...values].map(word).join("")}`);
}
