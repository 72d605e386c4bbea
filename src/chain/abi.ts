import { getAddress } from "../checksum.ts";
import { id } from "../keccak.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";

const selectors = new Map<string, string>();

/** `0x` and the four bytes of a function: `setFeePct(uint256)`. They are remembered: a few dozen are used thousands of times. */
export function selectorOf(signature: string): string {
  let selector = selectors.get(signature);
  if (!selector) selectors.set(signature, (selector = id(signature).slice(0, 10)));
  return selector;
}

/** Calldata of a getter whose arguments are all static: numbers, flags, addresses, words. */
export function encodeGetter(signature: string, args: readonly Value[]): Hex {
  return (selectorOf(signature) + args.map(word).join("")) as Hex;
}

/** The single value that a getter returned. Throws a `TypeError` for data that is not of the type. */
export function decode(type: string, data: Hex): Value {
  if (!/^0x[0-9a-f]*$/i.test(data)) throw new TypeError("what was returned is no hex data");
  if (type === "string") return text(data);
  if (data.length !== 66) throw new TypeError(`${(data.length - 2) / 2} bytes are no ${type}`);
  if (type === "bytes32") return data.toLowerCase();
  const raw = BigInt(data);
  switch (type) {
    case "bool":
      if (raw > 1n) throw new TypeError(`${data} is no bool`);
      return raw === 1n;
    case "address":
      if (raw >> 160n !== 0n) throw new TypeError(`${data} is no address`);
      return getAddress(`0x${data.slice(26)}`);
    default: {
      const parsed = /^(u?)int(\d+)$/.exec(type);
      if (!parsed) throw new TypeError(`values of type ${type} are not read`);
      const bits = Number(parsed[2]);
      const value = parsed[1] ? raw : BigInt.asIntN(256, raw);
      const fits = parsed[1] ? BigInt.asUintN(bits, raw) === raw : BigInt.asIntN(bits, value) === value;
      if (!fits) throw new TypeError(`${data} is no ${type}`);
      return value;
    }
  }
}

/**
 * A list of addresses that is the first value of an answer. A page of a longer list (`getModulesPaginated`, whose second value
 * is where the next page starts) is no complete list.
 */
export function addressesIn(data: Hex): { readonly list: readonly Address[] } | { readonly failed: string } {
  const words = (data.length - 2) / 64;
  const at = (index: number) => BigInt(`0x${data.slice(2 + 64 * index, 66 + 64 * index) || "0"}`);
  if (!Number.isInteger(words) || words < 2 || at(0) % 32n !== 0n) return { failed: "returned no list of addresses" };
  const start = Number(at(0) / 32n);
  const length = start < words ? Number(at(start)) : NaN;
  if (!(start + 1 + length <= words)) return { failed: "returned no list of addresses" };
  // Start and end of a page are the sentinel 0x1 when there is no further one.
  if (start === 2 && at(1) > 1n) return { failed: "has more entries than are read at once" };
  const list = Array.from({ length }, (_, index) => {
    const from = 2 + 64 * (start + 1 + index);
    return getAddress(`0x${data.slice(from + 24, from + 64)}`);
  });
  return { list };
}

function text(data: Hex): string {
  const bytes = Buffer.from(data.slice(2), "hex");
  // Places beyond the data are beyond any number that is exact.
  const numberAt = (at: number) =>
    at + 32 > bytes.length ? Infinity : Number(`0x${bytes.toString("hex", at, at + 32)}`);
  const start = numberAt(0);
  const length = numberAt(start);
  // What does not fill a word is padded.
  const whole = data.length % 2 === 0 && start + 32 + 32 * Math.ceil(length / 32) <= bytes.length;
  if (!whole) throw noText(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(
      bytes.subarray(start + 32, start + 32 + length),
    );
  } catch (cause) {
    throw noText(bytes, { cause });
  }
}

function noText({ length }: Buffer, more?: ErrorOptions): TypeError {
  return new TypeError(`${length} bytes are no string`, more);
}

export function word(value: Value): string {
  if (typeof value === "boolean") return word(value ? 1n : 0n);
  // Words of another length are aligned the other way round: none of them is taken for a number.
  if (typeof value === "string" && !/^0x([0-9a-f]{40}|[0-9a-f]{64})$/i.test(value)) {
    throw new TypeError(`"${value}" is neither an address nor a word of 32 bytes`);
  }
  const raw = typeof value === "string" ? BigInt(value) : value;
  const fits = BigInt.asUintN(256, raw) === raw || BigInt.asIntN(256, raw) === raw;
  if (!fits) throw new TypeError(`${raw} does not fit into a word`);
  return BigInt.asUintN(256, raw).toString(16).padStart(64, "0");
}
