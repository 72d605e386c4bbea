import { getAddress, getBytes, hashMessage, Interface, recoverAddress, TypedDataEncoder } from "ethers";

export type Json = Record<string, unknown>;
export type Rpc = (method: string, params: readonly unknown[]) => Promise<unknown>;

export interface SafeInfo extends Json {
  readonly address: string;
  readonly nonce: string;
  readonly owners: string[];
  readonly threshold: number;
}

const SAFE = new Interface([
  "function nonce() view returns (uint256)",
  "function getOwners() view returns (address[])",
  "function getThreshold() view returns (uint256)",
  "function VERSION() view returns (string)",
  "function approvedHashes(address,bytes32) view returns (uint256)",
]);
const SAFE_TX = {
  SafeTx:
    "address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce"
      .split(",")
      .map((field) => ({ type: field.split(" ")[0]!, name: field.split(" ")[1]! })),
};

/** An answer that is no success. */
export class Refusal {
  readonly status: number;
  readonly body: Json;

  constructor(status: number, body: Json) {
    this.status = status;
    this.body = body;
  }
}
export const invalid = (field: string, text: string) => new Refusal(422, { [field]: [text] });

async function call(rpc: Rpc, safe: string, fn: string, args: readonly unknown[] = []): Promise<unknown> {
  const data = await rpc("eth_call", [{ to: safe, data: SAFE.encodeFunctionData(fn, [...args]) }, "latest"]);
  if (data === "0x") throw new Refusal(404, { detail: "Not found." });
  return SAFE.decodeFunctionResult(fn, data as string)[0];
}

/** What the service knows of a Safe, straight from the chain. */
export async function safeInfo(rpc: Rpc, safe: string): Promise<SafeInfo> {
  const [nonce, owners, threshold, version] = await Promise.all(
    ["nonce", "getOwners", "getThreshold", "VERSION"].map((fn) => call(rpc, safe, fn)),
  );
  const list = Array.from(owners as Iterable<string>);
  return { address: safe, nonce: String(nonce), threshold: Number(threshold), owners: list, version };
}

export function hashOf(chainId: number, safe: string, tx: Json): string {
  return TypedDataEncoder.hash({ chainId, verifyingContract: safe }, SAFE_TX, tx);
}

/** The owner whom a signature is of. */
export async function validOwner(rpc: Rpc, safe: string, hash: string, signature: string): Promise<string> {
  if (!/^0x[0-9a-f]{130}$/i.test(signature)) throw invalid("signature", "Signatures must be at least 65 bytes");
  const v = Number(`0x${signature.slice(130)}`);
  const plain = `${signature.slice(0, 130)}${(v > 30 ? v - 4 : v).toString(16)}`;
  let owner: string;
  if (v === 1) {
    owner = getAddress(`0x${signature.slice(26, 66)}`);
    if ((await call(rpc, safe, "approvedHashes", [owner, hash])) === 0n) throw invalid("signature", "not approved");
  } else {
    owner = recoverAddress(v > 30 ? hashMessage(getBytes(hash)) : hash, plain);
  }
  const { owners } = await safeInfo(rpc, safe);
  if (!owners.includes(owner))
    throw invalid("signature", `Signer=${owner} is not an owner. Current owners=${owners.join()}`);
  return owner;
}
