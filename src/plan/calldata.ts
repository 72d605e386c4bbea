import type { TransactionDescription } from "ethers/abi";
import { selectorOf } from "../chain/abi.ts";
import { encoderFor, typesIn } from "../chain/encode.ts";
import { ethers } from "../ethers.ts";
import type { Hex } from "../kinds/value.ts";
import type { Argument, Write } from "../kinds/write.ts";

type Encoder = (args: readonly Argument[]) => Hex;

const encoders = new Map<string, Encoder>();

/** Calldata of `fn(types...)`. The parsed signatures are remembered: a plan of thousands of calls uses a few dozen. */
export function encodeCall(fn: string, args: readonly Argument[]): Hex {
  let encode = encoders.get(fn);
  if (!encode) encoders.set(fn, (encode = encoderOf(fn)));
  return encode(args);
}

/** What the contract receives for a write: behind the arguments, what the call is for, if the write says so. */
export function dataOf({ fn, remark = "0x" }: Pick<Write, "fn" | "remark">, args: readonly Argument[]): Hex {
  return `${encodeCall(fn, args)}${remark.slice(2)}` as Hex;
}

/**
 * What somebody else's calldata says; `undefined` for other functions than these (`setFeePct(uint256)`), and for what the contract
 * itself could not decode.
 */
export function parseCall(functions: readonly string[], data: Hex): TransactionDescription | undefined {
  const selector = data.slice(0, 10).toLowerCase();
  const fn = functions.find((each) => selectorOf(each) === selector);
  if (fn === undefined) return undefined;
  try {
    return new (ethers("abi").Interface)([`function ${fn}`]).parseTransaction({ data }) ?? undefined;
  } catch (error) {
    // A queue may hold anything. What cannot be decoded reverts when it is called.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

function encoderOf(fn: string): Encoder {
  const encode = encoderFor(typesIn(fn.slice(fn.indexOf("(") + 1, -1)));
  return (args) => `${selectorOf(fn)}${encode(args).slice(2)}` as Hex;
}
