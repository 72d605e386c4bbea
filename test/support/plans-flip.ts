import { getAddress } from "ethers";
import type { Live } from "../../src/diff/live.ts";
import type { Key } from "../../src/kinds/property.ts";
import type { Address, Hex, Value, Want } from "../../src/kinds/value.ts";
import type { DesiredWant } from "../../src/stack/desired.ts";

/** Any bit of hex digits, counted from the last. */
export function flipHex<T extends Hex>(hex: T, bit: number): T {
  const at = hex.length - 1 - (Math.floor(bit / 4) % (hex.length - 2));
  const digit = (parseInt(hex[at]!, 16) ^ (1 << (bit % 4))).toString(16);
  return `${hex.slice(0, at)}${digit}${hex.slice(at + 1)}` as T;
}

export function flipAddress(address: Address, bit: number): Address {
  return getAddress(flipHex(address.toLowerCase() as Hex, bit)) as Address;
}

function flip(value: Value, bit: number): Value {
  if (typeof value === "boolean") return !value;
  // Numbers of 60 bits fit every setter's type.
  if (typeof value === "bigint") return value ^ (1n << BigInt(bit % 60));
  return /^0x[0-9a-fA-F]{40}$/.test(value) ? flipAddress(value as Address, bit) : `${value}${bit}`;
}

/** The same want with one bit of one of its values changed. */
export function flipWant(want: DesiredWant, bit: number): DesiredWant {
  if (!("members" in want)) return { ...want, want: flipValue(want.want, bit) };
  const members = [...want.members];
  const at = bit % Math.max(members.length, 1);
  const [member, value] = members[at] ?? [`0x${"0".repeat(40)}` as Address, want.leaf.absent];
  const other: [Address, Value] = bit % 2 === 0 ? [flipAddress(member, bit >> 1), value] : [member, flip(value, bit)];
  return { ...want, members: new Map(members.toSpliced(at, 1, other)) };
}

function flipValue(want: Want, bit: number): Want {
  if ("exact" in want) return { exact: flip(want.exact, bit) };
  const { min, max } = want.within;
  const side = bit % 2 === 0 ? { min: min ^ (1n << BigInt(bit % 60)) } : { max: max ^ (1n << BigInt(bit % 60)) };
  return { within: { min, max, ...side } };
}

/** The same state with one bit of one value changed. */
export function withLive(live: Live, module: string, key: Key, bit: number): Live {
  const state = live.modules.get(module)!;
  const values = new Map(state.values).set(key, flip(state.values.get(key) ?? false, bit));
  return { ...live, modules: new Map(live.modules).set(module, { ...state, values }) };
}
