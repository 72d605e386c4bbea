import { join, resolve } from "node:path";
import type { Live, ReadBlock } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import type { Hex } from "../../src/kinds/value.ts";
import { plan } from "../../src/plan/plan.ts";
import type { Proof } from "../../src/prove/proof.ts";
import { expectGoldenFile } from "../support/golden.ts";

const GOLDEN = resolve(import.meta.dirname, "golden");

/** Tuesday 24 November 2026, 14:00 UTC. */
export const NOW = 1_795_528_800n;

const BLOCK: ReadBlock & { readonly hash: Hex } = {
  number: 95n,
  hash: `0x${"b".repeat(64)}`,
  parentHash: `0x${"a".repeat(64)}`,
  timestamp: NOW,
};

/** The same on every machine and at any time: block and file are fixed, and the plan is made for them. */
export function settled({ desired, live }: Examined): Examined {
  const scan = { ...live.scan, to: BLOCK.number };
  const there: Live = { ...live, block: BLOCK, scan };
  const file = { ...desired, file: "stacks/local.yaml" };
  return { desired: file, live: there, plan: plan(file, there) };
}

export function goldenPath(name: string): string {
  return join(GOLDEN, name);
}

/** Byte by byte. */
export function expectGolden(name: string, text: string): void {
  expectGoldenFile(goldenPath(name), text);
}

/** A plan that works and ends where the file says, unless told otherwise. */
export function proof(more: Partial<Proof> = {}): Proof {
  return {
    method: "eth_simulateV1",
    converges: true,
    remaining: [],
    failures: [],
    sideEffects: [],
    prefixes: { safe: 3, of: 3 },
    ...more,
  };
}
