import { afterAll, afterEach, beforeAll, beforeEach, expect } from "vitest";
import type { Address, Hex } from "../../../src/kinds/value.ts";
import { openSafeService, type SafeService } from "../../../src/safe/service.ts";
import { safeTransaction, type SafeTransaction } from "../../../src/safe/transaction.ts";
import { startSafeService, type TestService } from "../../support/safe-service.ts";
import { CHAIN, realSafe, type RealSafe } from "./real-safe.ts";

export const KEY = "s3cr3t-k3y-of-the-service";
export const RECEIVER: Address = "0x0000000000000000000000000000000000001001";

/** A real Safe for the whole file, and for each test a service of its own. */
export interface Bench {
  real: RealSafe;
  server: TestService;
  service: SafeService;
  open(options?: object): Promise<SafeService>;
  /** An owner, the first unless told, proposes. */
  propose(tx: SafeTransaction, owner?: { readonly address: Address; readonly key: Hex }): Promise<Hex>;
}

export function serviceBench(): Bench {
  const bench = {
    open: (options: object = {}) =>
      openSafeService({ chainId: CHAIN, url: bench.server.url, apiKey: KEY, timeoutMs: 5_000, ...options }),
    async propose(tx: SafeTransaction, owner = bench.real.owners[0]!) {
      const { real, service } = bench;
      const { signature } = await real.sign(tx, owner);
      await service.propose({ safe: real.safe, tx, hash: real.hash(tx), sender: owner.address, signature });
      return real.hash(tx);
    },
  } as Bench;
  beforeAll(async () => void (bench.real = await realSafe("1.4.1")));
  afterAll(() => bench.real.chain.close());
  beforeEach(async () => {
    const { chain } = bench.real;
    bench.server = await startSafeService({ rpc: (method, params) => chain.request(method, params), apiKey: KEY });
    bench.service = await bench.open();
  });
  afterEach(() => bench.server.close());
  return bench;
}

export const call = (nonce: bigint, value = 0n) => safeTransaction({ to: RECEIVER, value, data: "0x", nonce });

/** The error with which `work` failed; none may hold the key. */
export async function failure<T extends Error>(work: Promise<unknown>, kind: new (...args: never[]) => T): Promise<T> {
  const error = await work.then(
    () => new Error("it did not fail"),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(kind);
  expect((error as Error).message).not.toContain(KEY);
  return error as T;
}
