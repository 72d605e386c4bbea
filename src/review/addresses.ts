import { getAddress } from "../checksum.ts";
import type { Address } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import { partyOf, type Party } from "./words.ts";

/** Twenty bytes that are no part of more. */
const ADDRESS = /(?<![0-9a-zA-Z])0x[0-9a-fA-F]{40}(?![0-9a-zA-Z])/g;

/** Every address that is mentioned anywhere in `value`: those with a name first. */
export function addressesIn(value: unknown, desired: Desired): readonly Party[] {
  const found = new Set<string>();
  eachText(value, (text) => {
    for (const [match] of text.matchAll(ADDRESS)) found.add(match);
  });
  // Letters that are no checksum are a text that looks like an address.
  const parties = [...found].filter(isAddress).map((address) => partyOf(desired, address));
  const key = ({ name, address }: Party) => (name === undefined ? `1${address.toLowerCase()}` : `0${name}`);
  return parties.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}

/** Whether the letters are a checksum, as all addresses that this project writes have one. */
export function isAddress(text: string): text is Address {
  return /^0x[0-9a-fA-F]{40}$/.test(text) && getAddress(text.toLowerCase()) === text;
}

function eachText(value: unknown, take: (text: string) => void): void {
  if (typeof value === "string") take(value);
  else if (typeof value === "object" && value !== null) for (const each of Object.values(value)) eachText(each, take);
}
