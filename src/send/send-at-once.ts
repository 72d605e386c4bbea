import { attempt } from "./attempt.ts";
import {
  contextOf,
  failedCall,
  INTERRUPTED,
  minedText,
  requireSent,
  sentCall,
  type BatchOptions,
  type BatchResult,
  type FailedCall,
  type Prepared,
  type SentCall,
} from "./batch.ts";
import { land, launch, type Failure, type Launched } from "./send-one.ts";

/**
 * Sends calls of which each holds whatever becomes of the others: all of them, under nonces that follow each other, before the first
 * is waited for, so that one block can take them all. A call that would revert is left out and keeps no other from being sent; what
 * the network refuses ends the sending, because nothing behind a missing nonce is mined.
 * @returns the first failure as `failed`, whatever was sent behind it.
 * @throws OrdinanceError only if nothing was sent, as `sendBatch`.
 */
export async function sendAtOnce(options: BatchOptions, { nonce, fees, estimates }: Prepared): Promise<BatchResult> {
  const { calls, chainId } = options;
  const place = `chain ${chainId}`;
  const sent: SentCall[] = [];
  let failed: FailedCall | undefined;
  const note = (failure: Failure, index: number) => {
    contextOf(options, index).report(failure.reason);
    failed ??= failedCall(failure, calls[index]!, index);
  };

  const flights: { readonly index: number; readonly launched: Launched }[] = [];
  for (const [index, call] of calls.entries()) {
    const made: Launched | Failure = options.signal?.aborted
      ? INTERRUPTED
      : await attempt(
          () => launch(call, nonce + flights.length, contextOf(options, index), fees, estimates[index]!),
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
    const result = await land(launched, context);
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
