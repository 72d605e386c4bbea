import { OrdinanceError } from "../errors.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { SafeSubmission } from "../plan/approval.ts";
import { encodeCall } from "../plan/calldata.ts";
import type { Envelope } from "../plan/call.ts";
import { endpointFailure } from "../send/codes.ts";
import { RpcError, UnreachableError } from "../send/rpc.ts";
import type { Context } from "./context.ts";

const HASH = "getTransactionHash(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,uint256)";

/** What people compare on their devices was computed here: the Safe itself must come to the same (getTransactionHash). */
export async function requireSameHash(
  context: Context,
  safe: Address,
  { tx, safeTxHash }: SafeSubmission,
): Promise<void> {
  const data = encodeCall(HASH, [
    ...[tx.to, tx.value, tx.data, BigInt(tx.operation)],
    ...[tx.safeTxGas, tx.baseGas, tx.gasPrice, tx.gasToken, tx.refundReceiver, tx.nonce],
  ]);
  const found = await view(context, safe, data);
  if (found?.toLowerCase() === safeTxHash) return;
  throw new OrdinanceError([
    {
      code: "ORD409",
      file: context.examined.desired.file,
      path: safe,
      found: `getTransactionHash is ${found ?? "not answered"}`,
      expected: safeTxHash,
      remedy: "nothing was signed: this is not a Safe of the version it says it is",
    },
  ]);
}

/** Owners who have approved a hash by a transaction of their own (approveHash): contracts among them cannot sign. */
export async function approvedOnChain(
  context: Context,
  safe: Address,
  owners: readonly Address[],
  hash: Hex,
): Promise<readonly Address[]> {
  const approved: Address[] = [];
  for (const owner of owners) {
    const answer = await view(context, safe, encodeCall("approvedHashes(address,bytes32)", [owner, hash]));
    if (answer !== undefined && BigInt(answer) > 0n) approved.push(owner);
  }
  return approved;
}

/** The inner call that makes a Safe's transaction fail. */
export interface Culprit {
  /** Among the calls of the transaction. */
  readonly place: number;
  readonly reason: string;
}

/**
 * A Safe hides why an inner call failed (GS013): once it has failed, each is tried alone, as the Safe. The first that fails in the
 * present state is taken for the reason; later ones may need what earlier ones do. All of them in one POST.
 */
export async function explainSafe(
  context: Context,
  safe: Address,
  transactions: readonly Envelope[],
): Promise<Culprit | undefined> {
  const tried = await Promise.allSettled(
    transactions.map(({ to, data }) => context.rpc.request("eth_call", [{ from: safe, to, data }, "latest"])),
  );
  const place = tried.findIndex(({ status }) => status === "rejected");
  const failed = tried[place];
  if (failed?.status !== "rejected") return undefined;
  const error: unknown = failed.reason;
  if (!(error instanceof RpcError)) throw error;
  return { place, reason: error.data === undefined ? error.message : context.explain(error.data) };
}

async function view(context: Context, to: Address, data: Hex): Promise<Hex | undefined> {
  try {
    const answer = await context.rpc.request("eth_call", [{ to, data }, "latest"]);
    return typeof answer === "string" && answer.length === 66 ? (answer as Hex) : undefined;
  } catch (error) {
    if (error instanceof RpcError) return undefined;
    if (error instanceof UnreachableError)
      throw endpointFailure(`chain ${context.examined.desired.network.chainId}`, error);
    throw error;
  }
}
