import { createRequire } from "node:module";
import type { Hex } from "./kinds/value.ts";

// An import would also look at every export of `node:crypto`, which loads what nothing here needs.
const { keccak_256 } = createRequire(import.meta.url)("@noble/hashes/sha3") as typeof import("@noble/hashes/sha3");

/** Keccak-256 of bytes. @throws TypeError for a text that is not `0x` and whole bytes. */
export function keccak256(data: string | Uint8Array): Hex {
  const bytes = typeof data === "string" ? bytesOf(data) : data;
  return `0x${Buffer.from(keccak_256(bytes)).toString("hex")}`;
}

/** Keccak-256 of a text: of a signature, a role, an event. */
export function id(text: string): Hex {
  return keccak256(Buffer.from(text, "utf8"));
}

function bytesOf(hex: string): Uint8Array {
  const bytes = Buffer.from(hex.slice(2), "hex");
  // What is not hexadecimal ends the bytes silently.
  if (!hex.startsWith("0x") || 2 + 2 * bytes.length !== hex.length) throw new TypeError("no bytes in hexadecimal");
  return bytes;
}
