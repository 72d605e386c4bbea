import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { jsonIn } from "../json.ts";
import type { Hex } from "../kinds/value.ts";
import { fromCache, intoCache } from "./cache-file.ts";
import type { Header } from "./header.ts";
import type { LogFilter, RawLog } from "./logs.ts";

/** All logs of a filter up to a block that was final when they were read. */
export interface CachedLogs {
  readonly to: bigint;
  /** Of that block: another hash means another history, and the logs are read anew. */
  readonly hash: Hex;
  readonly logs: readonly RawLog[];
}

export interface LogCache {
  readonly load: (filter: LogFilter) => CachedLogs | undefined;
  readonly save: (filter: LogFilter, logs: CachedLogs) => void;
}

/** In `.cache/logs`: one file for each chain and filter. A file that cannot be used is as good as none. */
export function fileLogCache(root: string, chainId: bigint): LogCache {
  const folder = join(root, ".cache", "logs");
  const fileOf = ({ addresses, topics, fromBlock }: LogFilter) => {
    const key = JSON.stringify([[...addresses].sort(), topics, fromBlock.toString()]);
    return join(folder, `${chainId}-${createHash("sha256").update(key).digest("hex").slice(0, 32)}.json`);
  };
  return {
    load(filter) {
      const text = fromCache(() => readFileSync(fileOf(filter), "utf8"));
      return text === undefined ? undefined : cachedIn(text);
    },
    save(filter, { to, hash, logs }) {
      intoCache(() => {
        mkdirSync(folder, { recursive: true });
        const file = fileOf(filter);
        // Replaced as a whole: the program and the provider of one preview write at the same time.
        const own = `${file}.${process.pid}`;
        writeFileSync(own, JSON.stringify({ to: to.toString(), hash, logs }));
        renameSync(own, file);
      });
    },
  };
}

/** Nothing where the text is not whole. */
function cachedIn(text: string): CachedLogs | undefined {
  const { to, hash, logs } = (jsonIn(text) ?? {}) as { to?: unknown; hash?: Hex; logs?: readonly RawLog[] };
  return typeof to === "string" && /^\d+$/.test(to) && hash && Array.isArray(logs)
    ? { to: BigInt(to), hash, logs }
    : undefined;
}

/** A cache that keeps what is saved to itself until it is released: what one endpoint said may turn out to be wrong. */
export function heldBack({ load, save }: LogCache): LogCache & { readonly release: () => void } {
  const held: Parameters<LogCache["save"]>[] = [];
  return {
    load,
    save: (...saved) => {
      held.push(saved);
    },
    release: () => {
      for (const saved of held.splice(0)) save(...saved);
    },
  };
}

/** What is left to scan behind cached logs, and the blocks whose hashes vouch for those. */
export class CachedScan {
  readonly #cache: LogCache | undefined;
  readonly #filters: readonly LogFilter[];
  readonly #cached: readonly (CachedLogs | undefined)[];

  constructor(cache: LogCache | undefined, filters: readonly LogFilter[]) {
    this.#cache = cache;
    this.#filters = filters;
    this.#cached = filters.map((filter) => cache?.load(filter));
  }

  /** To ask for together with the logs; the last one is the final block. */
  get headers(): readonly (bigint | "finalized")[] {
    if (!this.#cache || this.#filters.length === 0) return [];
    return [...this.#cached.flatMap((each) => (each ? [each.to] : [])), "finalized"];
  }

  /** First block that counts, cached or not. */
  get from(): bigint | undefined {
    const [first, ...others] = this.#filters.map(({ fromBlock }) => fromBlock);
    return first === undefined ? undefined : others.reduce((least, each) => (each < least ? each : least), first);
  }

  /** What is asked of the endpoint at first. */
  get filters(): readonly LogFilter[] {
    return this.#filters.map((filter, index) => this.#behind(filter, this.#cached[index]));
  }

  /**
   * The filters that still count once it is known which blocks are there, with what is known before them; `undefined` where the
   * first answer has to be thrown away.
   */
  resolve(
    headers: readonly (Header | undefined)[],
    to: Header,
  ): readonly {
    readonly filter: LogFilter;
    readonly before: readonly RawLog[];
    readonly whole: boolean;
    readonly fresh: boolean;
  }[] {
    let at = 0;
    return this.#filters.map((filter, index) => {
      const cached = this.#cached[index];
      if (!cached) return { filter, before: [], whole: false, fresh: true };
      const header = headers[at++];
      if (header?.hash !== cached.hash || cached.to > to.number)
        return { filter, before: [], whole: false, fresh: false };
      return { filter: this.#behind(filter, cached), before: cached.logs, whole: cached.to === to.number, fresh: true };
    });
  }

  /** Keeps what is final. To be called with complete scans only. */
  keep(logs: readonly RawLog[], final: Header | undefined, to: Header): void {
    if (!this.#cache || !final || final.number > to.number) return;
    this.#filters.forEach((filter, index) => {
      const cached = this.#cached[index];
      if (final.number < filter.fromBlock || (cached && cached.hash === final.hash)) return;
      const own = logs.filter((log) => BigInt(log.blockNumber) <= final.number && matches(filter, log));
      this.#cache!.save(filter, { to: final.number, hash: final.hash, logs: own });
    });
  }

  #behind(filter: LogFilter, cached: CachedLogs | undefined): LogFilter {
    return cached ? { ...filter, fromBlock: cached.to + 1n } : filter;
  }
}

export function matches({ addresses, topics }: LogFilter, log: RawLog): boolean {
  return (
    addresses.some((address) => address.toLowerCase() === log.address.toLowerCase()) &&
    topics.every((wanted, index) => wanted === null || [wanted].flat().includes(log.topics[index] ?? "0x"))
  );
}
