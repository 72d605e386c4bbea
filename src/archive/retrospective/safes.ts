import { getAddress } from "../../checksum.ts";
import type { Address, Hex } from "../../kinds/value.ts";
import { parseCall } from "../../plan/calldata.ts";
import { deedsOf } from "../../plan/deeds.ts";
import { listText } from "../../review/calls.ts";
import { SignatureError } from "../../safe/errors.ts";
import { recoverOwner } from "../../safe/signatures.ts";
import { safeTransaction, type SafeTransaction } from "../../safe/transaction.ts";
import { argumentOf, type Happened } from "./event.ts";
import { doneText } from "./done.ts";
import type { Telling } from "./entry.ts";
import type { Sent } from "./past.ts";

const EXECUTION = ["execTransaction(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,bytes)"];
/** Hex digits of `r s v`. */
const STATIC = 2 * 65;

/** A transaction of a Safe that was carried out, or failed. */
export interface Execution {
  readonly safe: Address;
  readonly hash: Hex;
  readonly succeeded: boolean;
  /** Owners whose consent was given with it; `undefined` where its call is inside of another one. */
  readonly approvers: readonly Address[] | undefined;
  readonly does: string;
}

export function executionOf(
  safe: Address,
  event: Happened,
  sent: Sent | undefined,
  telling: Telling,
): Execution | undefined {
  if (event.name !== "ExecutionSuccess" && event.name !== "ExecutionFailure") return undefined;
  const hash = argumentOf(event, "txHash") as Hex;
  const call = sent?.to === safe ? executionIn(sent.input) : undefined;
  return {
    safe,
    hash,
    succeeded: event.name === "ExecutionSuccess",
    approvers: call && approversIn(hash, call.signatures),
    does: call
      ? doneText(deedsOf(telling.world, call.tx), safe, telling)
      : "its call is inside of another one, so that neither it nor its approvers can be told",
  };
}

export function executionText({ hash, succeeded, approvers, does }: Execution, { words }: Telling): string {
  const approved = approvers ? `, approved by ${listText(approvers.map(words.name))}` : "";
  return `Safe transaction ${hash} ${succeeded ? "carried out" : "FAILED"}${approved}: ${does}`;
}

function executionIn(input: Hex): { readonly tx: SafeTransaction; readonly signatures: Hex } | undefined {
  const parsed = parseCall(EXECUTION, input);
  if (!parsed) return undefined;
  const [to, value, data, operation] = parsed.args as unknown as [string, bigint, Hex, bigint];
  if (operation > 1n) return undefined;
  // Neither the nonce nor the refund says what it does.
  const tx = safeTransaction({
    to: getAddress(to),
    value,
    data,
    operation: operation === 1n ? 1 : 0,
    nonce: 0n,
  });
  return { tx, signatures: parsed.args[9] as Hex };
}

/** The owners that the signatures stand for. The Safe has checked them: the transaction was carried out. */
function approversIn(hash: Hex, signatures: Hex): readonly Address[] {
  const digits = signatures.slice(2);
  let end = digits.length;
  const found: Address[] = [];
  for (let at = 0; at + STATIC <= end; at += STATIC) {
    const part = digits.slice(at, at + STATIC);
    const v = Number(`0x${part.slice(128)}`);
    // The signature of a contract points to what stands behind those of the others.
    if (v === 0) end = Math.min(end, 2 * Number(BigInt(`0x${part.slice(64, 128)}`)));
    const owner = v === 0 ? getAddress(`0x${part.slice(24, 64)}`) : recovered(hash, `0x${part}`);
    if (owner !== undefined) found.push(owner);
  }
  return found;
}

function recovered(hash: Hex, signature: Hex): Address | undefined {
  try {
    return recoverOwner(hash, signature);
  } catch (error) {
    // Bytes behind the signatures that were needed may be anything.
    if (error instanceof SignatureError) return undefined;
    throw error;
  }
}
