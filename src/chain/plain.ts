import { keccak256 } from "../keccak.ts";
import type { Hex } from "../kinds/value.ts";
import type { Outcome, ReaderItem } from "./codec.ts";
import { postAll } from "./post.ts";
import { reasonIn } from "./refuse.ts";
import type { BlockTag } from "./header.ts";
import type { ReadTransport, RpcAnswer, RpcRequest } from "./transport.ts";

/** One request for one item, for endpoints that let no code travel with a call. */
export function plainRequest(item: ReaderItem, tag: BlockTag): RpcRequest {
  if ("codeOf" in item) return { method: "eth_getCode", params: [item.codeOf, tag] };
  return { method: "eth_call", params: [{ to: item.to, data: item.data }, tag] };
}

/** @param later names the block of the answers, for what has to be asked besides. */
export async function plainOutcomes(
  transport: ReadTransport,
  items: readonly ReaderItem[],
  answers: readonly RpcAnswer[],
  later: BlockTag,
): Promise<readonly Outcome[]> {
  const outcomes = items.map((item, index) => plainOutcome(item, answers[index]!));
  // Nothing is what an address without code answers, and what a contract may answer.
  const silent = items.flatMap((item, index) => {
    const outcome = outcomes[index]!;
    return "to" in item && outcome.status === "ok" && outcome.data === "0x" ? [{ to: item.to, index }] : [];
  });
  const codes = await postAll(
    transport,
    silent.map(({ to }) => ({ method: "eth_getCode", params: [to, later] })),
  );
  silent.forEach(({ index }, at) => {
    const code = codes[at]!;
    if (!("ok" in code)) outcomes[index] = { status: "unreachable", reason: reasonIn(code) };
    else if (code.ok === "0x") outcomes[index] = { status: "no-code" };
  });
  return outcomes;
}

/** The contract failed; anything else is a failure of the endpoint. */
const FAILED = /revert|invalid opcode|invalid jump|out of gas|stack (under|over)flow/i;

function plainOutcome(item: ReaderItem, answer: RpcAnswer): Outcome {
  if ("error" in answer) {
    const { code, message, data } = answer.error;
    if (code === 3 || FAILED.test(message)) return { status: "reverted", data: isHex(data) ? data : "0x" };
    return { status: "unreachable", reason: message };
  }
  if (!("ok" in answer) || !isHex(answer.ok)) return { status: "unreachable", reason: reasonIn(answer) };
  if (!("codeOf" in item)) return { status: "ok", data: answer.ok };
  return answer.ok === "0x" ? { status: "no-code" } : { status: "ok", data: keccak256(answer.ok) };
}

function isHex(found: unknown): found is Hex {
  return typeof found === "string" && /^0x([0-9a-f]{2})*$/i.test(found);
}
