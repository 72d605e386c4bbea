import type { Live } from "../diff/live.ts";
import { OrdinanceError, type ErrorCode, type Problem } from "../errors.ts";
import type { Desired, RpcEndpoint } from "../stack/desired.ts";
import { readStack, type ReadOptions } from "./read-stack.ts";
import { httpTransport } from "./transport.ts";

/** What another endpoint may do better; anything else is wrong with the file or the chain. */
const OF_ENDPOINT: readonly ErrorCode[] = ["ORD201", "ORD202", "ORD204", "ORD205"];

/** Reads a stack from one endpoint, which is `alive` whenever it answers, until nobody waits any more. */
export function attemptAt({ url, name }: RpcEndpoint, desired: Desired, options: ReadOptions) {
  return (stop?: AbortSignal, alive: () => void = () => undefined): Promise<Live> => {
    const signals = [stop, options.signal].filter((signal) => signal !== undefined);
    return readStack(httpTransport(url, { name, alive, signal: AbortSignal.any(signals) }), desired, options);
  };
}

export function isOfEndpoint(failure: unknown): failure is OrdinanceError {
  return failure instanceof OrdinanceError && failure.problems.every(({ code }) => OF_ENDPOINT.includes(code));
}

/** @throws whatever is no failure of an endpoint. */
export function problemsOf(failure: unknown): readonly Problem[] {
  if (isOfEndpoint(failure)) return failure.problems;
  throw failure;
}
