import { id } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CachedLogs, LogCache } from "../../src/chain/log-cache.ts";
import { takeSnapshot } from "../../src/chain/snapshot.ts";
import { httpTransport, type ReadTransport, type RpcRequest } from "../../src/chain/transport.ts";
import type { Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";

const TOPIC = id("RegistrarUpdated(address,bool)") as Hex;

/** Keeps what it is given, like the files do. */
function memory(): LogCache & { kept?: CachedLogs } {
  const cache: LogCache & { kept?: CachedLogs } = {
    load: () => cache.kept,
    save: (_filter, logs) => {
      cache.kept = logs;
    },
  };
  return cache;
}

describe.each(["hardhat", "anvil"] as const)("kept logs of %s", (node) => {
  let chain: DeployedChain;
  let asked: RpcRequest[];
  let transport: ReadTransport;
  beforeAll(async () => {
    chain = await deployedChain(node);
  });
  beforeEach(() => {
    asked = [];
    const inner = httpTransport(chain.url);
    transport = {
      place: inner.place,
      get posts() {
        return inner.posts;
      },
      post: (batch) => {
        asked.push(...batch);
        return inner.post(batch);
      },
    };
  });
  afterAll(() => chain.stop());

  const register = (index: number) =>
    chain.throughSystemPause("platformRegistry", "setRegistrar(address,bool)", [localAccount(index).address, true]);
  const take = (logCache: LogCache) =>
    takeSnapshot(transport, {
      chainId: 31337n,
      calls: [],
      slots: [],
      codeOf: [],
      logs: [{ addresses: [chain.addresses.platformRegistry], topics: [[TOPIC]], fromBlock: 0n }],
      logCache,
    });
  const from = () => asked.filter(({ method }) => method === "eth_getLogs").map(({ params }) => params[0]);

  it("are only those of final blocks, and only what is behind them is asked for again, in the same POST", async () => {
    const cache = memory();
    await register(4);
    // Anvil counts a block as final when 64 others have come.
    await chain.pass(1, 100);
    await register(5);
    const first = await take(cache);
    expect(first.logs).toHaveLength(2);
    expect(cache.kept!.to).toBeLessThanOrEqual(first.block.number);
    asked = [];
    const second = await take(cache);
    expect(second.logs).toEqual(first.logs);
    expect(second.posts).toBe(1);
    expect(second.scan).toMatchObject({ from: 0n, complete: true });
    expect(from().every((filter) => (filter as { fromBlock: string }).fromBlock !== "0x0")).toBe(true);
  });

  it("are thrown away when their block is another one", async () => {
    const cache = memory();
    const mark = await chain.snapshot();
    await register(6);
    await chain.pass(1, 100);
    await take(cache);
    await chain.revert(mark);
    await register(7);
    await chain.pass(2, 101);
    const { logs, scan } = await take(cache);
    expect(scan.complete).toBe(true);
    const members = logs.map((log) => log.topics[1]!.slice(-40));
    expect(members).toContain(localAccount(7).address.slice(2).toLowerCase());
    expect(members).not.toContain(localAccount(6).address.slice(2).toLowerCase());
  });

  it("do not come from a scan with gaps", async () => {
    const cache = memory();
    const inner = httpTransport(chain.url);
    const deaf: ReadTransport = {
      place: inner.place,
      posts: 0,
      post: async (batch) =>
        (await inner.post(batch)).map((answer, index) =>
          batch[index]!.method === "eth_getLogs" ? { unreachable: "no answer" } : answer,
        ),
    };
    const request = {
      chainId: 31337n,
      calls: [],
      slots: [],
      codeOf: [],
      logs: [{ addresses: [chain.addresses.platformRegistry], topics: [[TOPIC]], fromBlock: 0n }],
      logCache: cache,
    };
    expect((await takeSnapshot(deaf, request)).scan.complete).toBe(false);
    expect(cache.kept).toBeUndefined();
  });
});
