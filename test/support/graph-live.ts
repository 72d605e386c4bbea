import type { Live } from "../../src/diff/live.ts";

/** A chain of which nothing was read but its time, and on which no timelock has anything scheduled. */
export function quietLive(more: Partial<Live> = {}): Live {
  return {
    chainId: 31337n,
    block: { number: 1n, parentHash: `0x${"0".repeat(64)}`, timestamp: 1_000_000n },
    modules: new Map(),
    versions: new Map(),
    authorities: new Map(),
    accounts: new Map(),
    operations: [],
    usedOperations: new Set(),
    scan: { from: 0n, to: 1n, complete: true, gaps: [], named: [] },
    ...more,
  };
}
