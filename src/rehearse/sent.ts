import { schedulingIn } from "../authority/timelock.ts";
import type { Envelope } from "../plan/call.ts";
import { EXECUTE_OPERATION } from "../kinds/passing.ts";
import { parseCall } from "../plan/calldata.ts";
import { Interface } from "ethers/abi";
import type { Mined } from "../prove/forked-chain.ts";
import type { Step } from "../prove/steps.ts";
import { callText, wordsOf } from "../report/text.ts";
import type { Desired } from "../stack/desired.ts";
import type { Deed, Sent } from "./model.ts";

const EXECUTING = new Interface(EXECUTE_OPERATION.map((fn) => `function ${fn}`));

/** What a transaction was for, in the words of the stack file. */
export function sentOf(desired: Desired, { from, inner, ...step }: Step, mined: Mined, failure?: string): Sent {
  const words = wordsOf(desired);
  const deedOf = ({ to, data, calls }: Envelope): Deed => ({
    does: doesOf(data),
    to: words.address(to),
    calls: calls.map((call) => callText(call, words)),
  });
  return {
    by: words.address(inner?.from ?? from),
    approvers: (inner?.approvers ?? []).map((owner) => words.address(owner)),
    deeds: (inner?.envelopes ?? [step]).map(deedOf),
    gas: String(mined.gas),
    ...(failure !== undefined && { failure }),
  };
}

function doesOf(data: Envelope["data"]): Deed["does"] {
  if (schedulingIn({ data })) return "schedule";
  return parseCall(EXECUTING, data) ? "execute" : "call";
}
