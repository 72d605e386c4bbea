import { scheduledIn } from "../authority/scheduled.ts";
import type { Call, Envelope } from "../plan/call.ts";
import type { Mined } from "../prove/forked-chain.ts";
import type { Step } from "../prove/steps.ts";
import { callText, wordsOf } from "../report/text.ts";
import type { Desired } from "../stack/desired.ts";
import type { Deed, Sent } from "./model.ts";

/**
 * What a transaction was for, in the words of the stack file.
 * @param waiting calls that were scheduled before; those that this one schedules are added.
 */
export function sentOf(
  desired: Desired,
  { from, inner, ...step }: Step,
  { gas }: Mined,
  waiting: Set<Call>,
  failure?: string,
): Sent {
  const words = wordsOf(desired);
  return {
    by: words.address(inner?.from ?? from),
    approvers: (inner?.approvers ?? []).map((owner) => words.address(owner)),
    deeds: (inner?.envelopes ?? [step]).map(deedOf),
    gas: String(gas),
    ...(failure !== undefined && { failure }),
  };

  function deedOf(envelope: Envelope): Deed {
    const { to, calls } = envelope;
    const does = doesOf(envelope);
    return { does, to: words.address(to), calls: calls.map((call) => callText(call, words)) };
  }

  function doesOf({ data, calls }: Envelope): Deed["does"] {
    if (scheduledIn({ data })) {
      for (const call of calls) waiting.add(call);
      return "schedule";
    }
    return calls.length > 0 && calls.every((call) => waiting.has(call)) ? "execute" : "call";
  }
}
