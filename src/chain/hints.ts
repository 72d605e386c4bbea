import { appendFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isAddress } from "../checksum.ts";
import { fromCache, intoCache } from "./cache-file.ts";
import type { Address, Hex } from "../kinds/value.ts";

/** What earlier reads of a chain met. */
export interface Hints {
  readonly addresses: readonly Address[];
  /** Ids of timelock operations. */
  readonly operations: readonly Hex[];
}

/**
 * Addresses that logs named in earlier reads of a chain. They are asked about in the first request of the next read, which
 * saves a second one; they never make a scan shorter, so a wrong or missing file costs a request and nothing else.
 */
export function rememberedNames(root: string, chainId: bigint): Hints {
  const lines = fromCache(() => readFileSync(fileOf(root, chainId), "utf8"))?.split("\n") ?? [];
  return {
    addresses: [...new Set(lines.filter((line): line is Address => isAddress(line)))],
    operations: [...new Set(lines.filter((line): line is Hex => /^0x[0-9a-f]{64}$/.test(line)))],
  };
}

/** Adds names to those that are there by now. Appended: whoever reads at the same time adds others, and none may get lost. */
export function rememberNames(root: string, chainId: bigint, named: readonly Hex[]): void {
  const { addresses, operations } = rememberedNames(root, chainId);
  const known = new Set<Hex>([...addresses, ...operations]);
  const fresh = named.filter((each) => !known.has(each));
  if (fresh.length === 0) return;
  intoCache(() => {
    mkdirSync(join(root, ".cache", "names"), { recursive: true });
    appendFileSync(fileOf(root, chainId), fresh.toSorted().join("\n") + "\n");
  });
}

function fileOf(root: string, chainId: bigint): string {
  return join(root, ".cache", "names", `${chainId}.txt`);
}
