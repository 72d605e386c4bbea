import { id } from "./keccak.ts";
import type { Address } from "./kinds/value.ts";

const known = new Map<string, Address>();

/**
 * An address with its EIP-55 checksum.
 * @throws TypeError if it is none, or has another checksum: digits of one case have none.
 */
export function getAddress(text: string): Address {
  // Checksums are slow and addresses recur.
  let found = known.get(text);
  if (!found) known.set(text, (found = checked(text)));
  return found;
}

/** Whether `getAddress` takes it. */
export function isAddress(text: string): boolean {
  return /^0x[0-9a-fA-F]{40}$/.test(text) && (!isMixed(text) || checksummed(text) === text);
}

function checked(text: string): Address {
  if (!isAddress(text)) throw new TypeError("no address, or one with a wrong checksum");
  return checksummed(text);
}

function isMixed(text: string): boolean {
  return /[a-f]/.test(text) && /[A-F]/.test(text);
}

function checksummed(text: string): Address {
  const digits = text.slice(2).toLowerCase();
  const hash = id(digits).slice(2);
  const marked = Array.from(digits, (digit, index) =>
    Number.parseInt(hash[index]!, 16) >= 8 ? digit.toUpperCase() : digit,
  );
  return `0x${marked.join("")}`;
}
