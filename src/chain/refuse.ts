import type { Hex } from "../kinds/value.ts";
import { OrdinanceError, type ErrorCode } from "../errors.ts";
import type { ReadTransport, RpcAnswer } from "./transport.ts";

/** An error of the whole reading. Names the endpoint without its path and query, which may hold a secret. */
export function refuse(code: ErrorCode, transport: ReadTransport, found: string, expected: string): never {
  const remedy = "nothing was planned; check network.rpc and run again";
  throw new OrdinanceError([{ code, file: transport.place, found, expected, remedy }]);
}

/** The result of an answer that nothing can go on without. */
export function reached(transport: ReadTransport, answer: RpcAnswer | undefined, what: string): unknown {
  if (answer && "ok" in answer) return answer.ok;
  return refuse("ORD201", transport, `no answer to ${what}: ${reasonIn(answer)}`, "an endpoint that answers");
}

/** Why an answer holds no result. */
export function reasonIn(answer: RpcAnswer | undefined): string {
  if (!answer) return "no answer";
  if ("error" in answer) return answer.error.message;
  return "unreachable" in answer ? answer.unreachable : "an answer that is not understood";
}

export function quantity(value: bigint): Hex {
  return `0x${value.toString(16)}`;
}

/** The number in an answer that nothing can go on without. */
export function numberIn(transport: ReadTransport, answer: RpcAnswer | undefined, what: string): bigint {
  const found = reached(transport, answer, what);
  if (isQuantity(found)) return BigInt(found);
  return refuse("ORD201", transport, `no number in the answer to ${what}`, "a quantity");
}

export function isQuantity(found: unknown): found is string {
  return typeof found === "string" && /^0x[0-9a-f]+$/i.test(found);
}
