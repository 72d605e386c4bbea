import type { Address, Hex } from "../kinds/value.ts";

/** A call of a view function. */
export interface CallItem {
  readonly to: Address;
  readonly data: Hex;
}

/** A question to the reader: a call, or the code hash of an address. */
export type ReaderItem = CallItem | { readonly codeOf: Address };

export interface Certificate {
  readonly chainId: bigint;
  readonly number: bigint;
  readonly timestamp: bigint;
  readonly parentHash: Hex;
}

/** What one item answered. `unreachable` is never a value. */
export type Outcome =
  | { readonly status: "ok"; readonly data: Hex }
  | { readonly status: "reverted"; readonly data: Hex }
  | { readonly status: "no-code" }
  | { readonly status: "unreachable"; readonly reason: string };

/** `spent`: the item took its share of gas, or was not reached; asked again alone it has all there is. */
export type Answered = Outcome | { readonly status: "spent" };

/** Input of contracts/Reader.sol. Linear in its size: general ABI coding of such aggregates is not. */
export function encodeItems(items: readonly ReaderItem[]): Hex {
  const parts: string[] = ["0x"];
  for (const item of items) {
    if ("codeOf" in item) parts.push("01", item.codeOf.slice(2).toLowerCase());
    else {
      const data = item.data.slice(2);
      parts.push("00", item.to.slice(2).toLowerCase(), (data.length / 2).toString(16).padStart(8, "0"), data);
    }
  }
  return parts.join("") as Hex;
}

/** The items of an input, the other way round. */
export function itemsIn(input: Hex): readonly ReaderItem[] {
  const hex = input.slice(2);
  const items: ReaderItem[] = [];
  for (let at = 0; at < hex.length;) {
    const isCode = hex.slice(at, (at += 2)) === "01";
    const address: Address = `0x${hex.slice(at, (at += 40))}`;
    if (isCode) items.push({ codeOf: address });
    else {
      const length = 2 * Number.parseInt(hex.slice(at, (at += 8)), 16);
      items.push({ to: address, data: `0x${hex.slice(at, (at += length))}` });
    }
  }
  return items;
}

const HEADER = 4 * 64;
const NO_CODE = { status: "no-code" } as const;
const SPENT = { status: "spent" } as const;

/** Output of contracts/Reader.sol; `undefined` if it is not one (an endpoint that ignores state overrides answers `0x`). */
export function decodeItems(
  result: string,
  count: number,
): { certificate: Certificate; outcomes: readonly Answered[] } | undefined {
  const hex = result.slice(2);
  if (hex.length < HEADER || !/^[0-9a-f]*$/i.test(hex)) return undefined;
  const word = (index: number): Hex => `0x${hex.slice(index * 64, (index + 1) * 64)}`;
  const outcomes: Answered[] = [];
  let at = HEADER;
  for (let index = 0; index < count; index++) {
    if (at + 10 > hex.length) return undefined;
    const status = hex.slice(at, at + 2);
    const length = 2 * Number.parseInt(hex.slice(at + 2, at + 10), 16);
    at += 10;
    if (at + length > hex.length) return undefined;
    const outcome = outcomeOf(status, hex.slice(at, at + length));
    if (!outcome) return undefined;
    outcomes.push(outcome);
    at += length;
  }
  if (at !== hex.length) return undefined;
  const certificate = {
    chainId: BigInt(word(0)),
    number: BigInt(word(1)),
    timestamp: BigInt(word(2)),
    parentHash: word(3),
  };
  return { certificate, outcomes };
}

function outcomeOf(status: string, data: string): Answered | undefined {
  switch (status) {
    case "00":
      return { status: "ok", data: `0x${data}` };
    case "01":
      return { status: "reverted", data: `0x${data}` };
    case "02":
      return NO_CODE;
    case "03":
      return SPENT;
    default:
      return undefined;
  }
}
