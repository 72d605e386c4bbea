import { OrdinanceError, type ErrorCode } from "../errors.ts";
import type { ReadTransport, RpcAnswer } from "./transport.ts";

/** An error of the whole reading. Names the endpoint without its path and query, which may hold a secret. */
export function refuse(code: ErrorCode, transport: ReadTransport, found: string, expected: string): never {
  throw new OrdinanceError([
    { code, file: transport.place, found, expected, remedy: "nothing was planned; check network.rpc and run again" },
  ]);
}

/** The result of an answer that nothing can go on without. */
export function reached(transport: ReadTransport, answer: RpcAnswer | undefined, what: string): unknown {
  if (answer && "ok" in answer) return answer.ok;
  const reason = !answer ? "no answer" : "error" in answer ? answer.error.message : answer.unreachable;
  return refuse("ORD201", transport, `no answer to ${what}: ${reason}`, "an endpoint that answers");
}

export function quantity(value: bigint): string {
  return `0x${value.toString(16)}`;
}
