import { attempt } from "./attempt.ts";
import {
  contextOf,
  failedCall,
  minedText,
  requireSent,
  sentCall,
  type BatchOptions,
  type BatchResult,
  type FailedCall,
  type SentCall,
} from "./batch.ts";
import { endpointFailure } from "./codes.ts";
import { estimateGas, type Estimate } from "./estimate.ts";
import { quoteFees, type FeeQuote } from "./fees.ts";
import { inOrder } from "./in-order.ts";
import { land, launch, requestOf, type Failure, type Launched, type Ready } from "./send-one.ts";

/**
 * Sends calls of which each holds whatever becomes of the others: all of them, under nonces that follow each other, before the first
 * is waited for, so that one block can take them all. A call that would revert is left out and keeps no other from being sent; what
 * the network refuses ends the sending, because nothing behind a missing nonce is mined.
 * @param first the account's next nonce.
 * @param ready fees, and the gas of the first call, if they are known already.
 * @returns the first failure as `failed`, whatever was sent behind it.
 * @throws OrdinanceError only if nothing was sent, as `sendBatch`.
 */
export async function sendAtOnce(options: BatchOptions, first: number, ready?: Ready): Promise<BatchResult> {
  const { calls, chainId } = options;
  const place = `chain ${chainId}`;
  const { fees, estimates } = await priced(options, place, ready);
  const sent: SentCall[] = [];
  let failed: FailedCall | undefined;
  const note = (failure: Failure, index: number) => {
    contextOf(options, index).report(failure.reason);
    failed ??= failedCall(failure, calls[index]!, index);
  };

  const flights: { readonly index: number; readonly launched: Launched }[] = [];
  for (const [index, call] of calls.entries()) {
    const made: Launched | Failure = options.signal?.aborted
      ? { state: "failed", code: "ORD405", reason: "interrupted before it was sent", onItsWay: false }
      : await attempt(
          () => launch(call, first + flights.length, contextOf(options, index), fees, estimates[index]!),
          place,
          flights.length === 0,
        );
    if (made.state === "launched") {
      flights.push({ index, launched: made });
      continue;
    }
    if (flights.length === 0) requireSent(made, call, chainId);
    note(made, index);
    if (made.code !== "ORD406") break;
  }

  for (const { index, launched } of flights) {
    const context = contextOf(options, index);
    const result = await attempt(() => land(launched, context), place, false);
    if (result.state === "failed") {
      note(result, index);
      // What is not mined in time holds up all that come behind it: the next run waits for them.
      if (result.code === "ORD405") break;
      continue;
    }
    const mined = sentCall(result, calls[index]!, index);
    sent.push(mined);
    context.report(minedText(mined));
  }
  return { sent, ...(failed && { failed }), remaining: calls.length - sent.length };
}

/** Fees, and the gas of every call in the state as it is now, asked for at the same time. */
async function priced(
  { calls, signer, rpc, maxFeePerGas }: BatchOptions,
  place: string,
  ready: Ready | undefined,
): Promise<{ readonly fees: FeeQuote; readonly estimates: readonly Estimate[] }> {
  const known: Estimate | undefined = ready && { state: "ok", gas: ready.gas };
  try {
    const [fees, ...estimates] = await inOrder([
      ready ? Promise.resolve(ready.fees) : quoteFees(rpc, place, maxFeePerGas),
      ...calls.map((call, index) =>
        index === 0 && known ? Promise.resolve(known) : estimateGas(requestOf(call, signer), "latest", rpc),
      ),
    ] as const);
    return { fees, estimates };
  } catch (error) {
    throw endpointFailure(place, error);
  }
}
