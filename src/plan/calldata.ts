import { Interface } from "ethers";
import type { Hex } from "../kinds/value.ts";
import type { Argument } from "../kinds/write.ts";

const interfaces = new Map<string, Interface>();

/** Calldata of `fn(types...)`. The parsed signatures are remembered: a plan of thousands of calls uses a few dozen. */
export function encodeCall(fn: string, args: readonly Argument[]): Hex {
  let parsed = interfaces.get(fn);
  if (!parsed) interfaces.set(fn, (parsed = new Interface([`function ${fn}`])));
  return parsed.encodeFunctionData(parsed.fragments[0] as never, args as never) as Hex;
}
