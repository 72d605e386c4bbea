import { createRequire } from "node:module";

interface Parts {
  readonly abi: typeof import("ethers/abi");
  readonly crypto: typeof import("ethers/crypto");
  readonly hash: typeof import("ethers/hash");
  readonly transaction: typeof import("ethers/transaction");
}

const load = createRequire(import.meta.url);

/**
 * A part of ethers, loaded when it is first asked for: reading mostly does without. It is the CommonJS build, which loads in half
 * the time: its ES modules import `node:http`, and an import looks at every export, one of which brings in all of fetch.
 */
export function ethers<P extends keyof Parts>(part: P): Parts[P] {
  return load(`ethers/${part}`) as Parts[P];
}
