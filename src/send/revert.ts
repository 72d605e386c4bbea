import type { ErrorFragment, ParamType, Result } from "ethers/abi";
import { ethers } from "../ethers.ts";
import { id } from "../keccak.ts";
import type { Hex } from "../kinds/value.ts";

/** Errors of the libraries that nearly every governed contract inherits from. */
const COMMON = [
  "OwnableUnauthorizedAccount(address)",
  "OwnableInvalidOwner(address)",
  "EnforcedPause()",
  "ExpectedPause()",
  "AccessControlUnauthorizedAccount(address,bytes32)",
  "AccessControlBadConfirmation()",
  "ReentrancyGuardReentrantCall()",
  "FailedCall()",
  "AddressEmptyCode(address)",
  "TimelockInvalidOperationLength(uint256,uint256,uint256)",
  "TimelockInsufficientDelay(uint256,uint256)",
  "TimelockUnexpectedOperationState(bytes32,bytes32)",
  "TimelockUnexecutedPredecessor(bytes32)",
  "TimelockUnauthorizedCaller(address)",
  "ValueMoved(address,bytes,bytes32,bytes32)",
];

const PANICS: Readonly<Record<number, string>> = {
  0x00: "compiler-inserted panic",
  0x01: "assertion failed",
  0x11: "arithmetic overflow or underflow",
  0x12: "division or modulo by zero",
  0x21: "conversion to an enum out of range",
  0x22: "storage byte array that is incorrectly encoded",
  0x31: "pop from an empty array",
  0x32: "array index out of bounds",
  0x41: "too much memory allocated",
  0x51: "call of an uninitialised function",
};

const ERROR_STRING = id("Error(string)").slice(0, 10);
const PANIC = id("Panic(uint256)").slice(0, 10);
/** Deeper than any chain of contracts that wrap each other's errors. */
const MAX_DEPTH = 8;
/** Revert texts come from contracts: longer ones are cut, so that a report stays readable. */
const MAX_TEXT = 300;

/**
 * What revert data says, in one line: the text of a `require`, a panic by name, a custom error with its arguments, or the
 * selector if it is unknown. Bytes within an error that are revert data themselves are explained in turn.
 * @param errors signatures such as `ModuleNotOwned(address,address)`.
 */
export function explainRevert(data: Hex, errors: readonly string[]): string {
  const known = new Map<string, ErrorFragment>();
  for (const signature of [...COMMON, ...errors]) {
    const fragment = ethers("abi").ErrorFragment.from(`error ${signature}`);
    known.set(fragment.selector, fragment);
  }
  return explain(data, known, MAX_DEPTH);
}

function explain(data: Hex, known: ReadonlyMap<string, ErrorFragment>, depth: number): string {
  if (data === "0x") return "reverted without data";
  const selector = data.slice(0, 10).toLowerCase();
  const fragment = known.get(selector);
  const body = `0x${data.slice(10)}`;
  if (selector === ERROR_STRING)
    return decoded(["string"], body, ([text]) => oneLine(String(text))) ?? `Error(string) ${broken(data)}`;
  if (selector === PANIC)
    return decoded(["uint256"], body, ([code]) => panic(code as bigint)) ?? `Panic(uint256) ${broken(data)}`;
  if (!fragment)
    return data.length < 10
      ? `unknown revert data ${data}`
      : `unknown error ${selector}${data.length > 10 ? ` with ${body.length / 2 - 1} bytes` : ""}`;
  const named = decoded(fragment.inputs, body, (values) => {
    const args = fragment.inputs.map((input, index) => argument(input, values[index], known, depth));
    return `${fragment.name}(${args.join(", ")})`;
  });
  return named ?? `${fragment.format()} ${broken(data)}`;
}

function decoded(
  types: readonly (string | ParamType)[],
  body: string,
  show: (values: Result) => string,
): string | undefined {
  let values: Result;
  try {
    values = ethers("abi").AbiCoder.defaultAbiCoder().decode(types, body);
    // Decoding is lazy: what cannot be decoded shows only when it is touched.
    values.toArray(true);
  } catch (error) {
    if (error instanceof Error && "code" in error) return undefined;
    throw error;
  }
  return show(values);
}

function argument(type: ParamType, value: unknown, known: ReadonlyMap<string, ErrorFragment>, depth: number): string {
  const each = (part: ParamType, nested: unknown) => argument(part, nested, known, depth);
  if (type.isArray()) return `[${[...(value as Result)].map((item) => each(type.arrayChildren, item)).join(", ")}]`;
  if (type.isTuple())
    return `(${type.components.map((part, index) => each(part, (value as Result)[index])).join(", ")})`;
  if (type.baseType === "string") return `"${oneLine(String(value))}"`;
  if (type.baseType === "bytes" && depth > 0 && isRevertData(value as Hex, known))
    return explain(value as Hex, known, depth - 1);
  return oneLine(String(value));
}

function isRevertData(data: Hex, known: ReadonlyMap<string, ErrorFragment>): boolean {
  const selector = data.slice(0, 10).toLowerCase();
  return selector === ERROR_STRING || selector === PANIC || known.has(selector);
}

function panic(code: bigint): string {
  return `panic 0x${code.toString(16).padStart(2, "0")}: ${PANICS[Number(code)] ?? "unknown"}`;
}

function broken(data: Hex): string {
  return `with arguments that do not decode (${data.length / 2 - 1} bytes)`;
}

/** Text of a contract, without anything that could break out of its line. */
function oneLine(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped);
  return plain.length > MAX_TEXT ? `${plain.slice(0, MAX_TEXT)}...` : plain;
}

function escaped(char: string): string {
  return `\\u${(char.codePointAt(0) ?? 0).toString(16).padStart(4, "0")}`;
}
