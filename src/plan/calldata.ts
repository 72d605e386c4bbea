import { id, Interface, type TransactionDescription } from "../ethers.ts";
import { word } from "../chain/abi.ts";
import type { Hex, Value } from "../kinds/value.ts";
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

/** What somebody else's calldata says; `undefined` for other functions, and for what the contract itself could not decode. */
export function parseCall(functions: Interface, data: Hex): TransactionDescription | undefined {
  try {
    return functions.parseTransaction({ data }) ?? undefined;
  } catch (error) {
    // A queue may hold anything. What cannot be decoded reverts when it is called.
    if (error instanceof Error) return undefined;
    throw error;
  }
}

/** Arguments of one word each are packed here; anything else goes through the general coder, which is slow. */
function encoderOf(fn: string): Encoder {
  const types = fn.slice(fn.indexOf("(") + 1, -1).split(",");
  const parsed = new Interface([`function ${fn}`]);
  const general: Encoder = (args) => parsed.encodeFunctionData(parsed.fragments[0] as never, args as never) as Hex;
  if (!types.every((type) => /^(address|bool|bytes32|u?int\d*|)$/.test(type))) return general;
  const selector = id(fn).slice(0, 10);
  return (args) => {
    // The general coder says what is wrong with a value that does not fit its type.
    if (!fit(types, args)) return general(args);
    return (selector + args.map((arg) => word(arg as Value)).join("")) as Hex;
  };
}

function fit(types: readonly string[], args: readonly Argument[]): boolean {
  if (args.length !== (types[0] === "" ? 0 : types.length)) return false;
  return args.every((arg, index) => {
    const type = types[index]!;
    if (typeof arg === "boolean") return type === "bool";
    if (typeof arg === "string")
      return type === "address" ? arg.length === 42 : type === "bytes32" && arg.length === 66;
    if (typeof arg !== "bigint") return false;
    const bits = Number(/\d+$/.exec(type)?.[0] ?? 256);
    if (type.startsWith("uint")) return arg >= 0n && BigInt.asUintN(bits, arg) === arg;
    return type.startsWith("int") && BigInt.asIntN(bits, arg) === arg;
  });
}
