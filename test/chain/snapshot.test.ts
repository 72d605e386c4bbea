import { id } from "ethers";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { encodeGetter } from "../../src/chain/abi.ts";
import { takeSnapshot, type SnapshotRequest } from "../../src/chain/snapshot.ts";
import { httpTransport } from "../../src/chain/transport.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy, type Faults, type Proxy } from "../support/proxy.ts";

const ROLE_EVENTS = "0x2f8788117e7eff1d82e926ec794901d17c78024a50270940304540a733656f0d"; // RoleGranted
const REGISTRAR = id("RegistrarUpdated(address,bool)") as Hex;

describe.each(["hardhat", "anvil"] as const)("a snapshot of %s", (node) => {
  let chain: DeployedChain;
  let proxy: Proxy;
  beforeAll(async () => {
    chain = await deployedChain(node);
    proxy = await startProxy(chain.url);
  });
  afterEach(() => {
    for (const fault of Object.keys(proxy.faults) as (keyof Faults)[]) delete proxy.faults[fault];
  });
  afterAll(async () => {
    await proxy.stop();
    await chain.stop();
  });

  const nobody = localAccount(5).address;
  const getter = (to: Address, fn: string) => ({ to, data: encodeGetter(fn, []) });
  const request = (more: Partial<SnapshotRequest> = {}): SnapshotRequest => ({
    chainId: 31337n,
    calls: [
      getter(chain.addresses.stakeManager, "feePct()"),
      getter(chain.addresses.thermostat, "feePct()"),
      getter(nobody, "feePct()"),
    ],
    slots: [{ to: chain.addresses.thermostat, slot: 1n }],
    codeOf: [chain.addresses.stakeManager, nobody],
    logs: [{ addresses: [chain.addresses.timelock], topics: [ROLE_EVENTS], fromBlock: 0n }],
    ...more,
  });
  const take = (more: Partial<SnapshotRequest> = {}) => takeSnapshot(httpTransport(proxy.url), request(more));
  const expectValues = (snapshot: Awaited<ReturnType<typeof take>>) => {
    expect(snapshot.calls.map(({ status }) => status)).toEqual(["ok", "reverted", "no-code"]);
    expect(snapshot.calls[0]).toEqual({ status: "ok", data: `0x${"5".padStart(64, "0")}` });
    expect(snapshot.slots).toEqual([{ status: "ok", data: `0x${(10n ** 18n).toString(16).padStart(64, "0")}` }]);
    expect(snapshot.codeHashes.get(chain.addresses.stakeManager)).toMatch(/^0x[0-9a-f]{64}$/);
    expect(snapshot.codeHashes.get(nobody)).toBeUndefined();
    expect(snapshot.logs).toHaveLength(6);
    expect(snapshot.scan.complete).toBe(true);
  };

  it("takes one POST and certifies chain and block", async () => {
    const before = proxy.posts;
    const snapshot = await take();
    expect(proxy.posts - before).toBe(1);
    expectValues(snapshot);
    expect(snapshot.chainId).toBe(31337n);
    expect(snapshot.block.number).toBe(BigInt(await chain.block()));
    expect(snapshot.mode).toBe("override");
  });

  it("takes one POST for 4,344 reads", async () => {
    const before = proxy.posts;
    const one = getter(chain.addresses.stakeManager, "feePct()");
    const snapshot = await take({ calls: Array.from({ length: 4_344 }, () => one) });
    expect(proxy.posts - before).toBe(1);
    expect(snapshot.calls).toHaveLength(4_344);
    expect(new Set(snapshot.calls.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  });

  it.each<[string, Faults, string]>([
    ["answers out of order", { reorder: true }, "override"],
    ["overrides refused", { overrides: "refused" }, "creation"],
    ["overrides ignored", { overrides: "ignored" }, "creation"],
    ["neither overrides nor creation calls", { overrides: "refused", creation: "refused" }, "plain"],
    ["batches of at most three", { maxBatch: 3 }, "override"],
    ["a rate limit that passes", { status: { code: 429, times: 1 } }, "override"],
    ["batches refused by status", { status: { code: 413, times: 1 } }, "override"],
  ])("reads the same with %s", async (_name, faults, mode) => {
    Object.assign(proxy.faults, faults);
    const snapshot = await take();
    expectValues(snapshot);
    expect(snapshot.mode).toBe(mode);
  });

  it("reads what the logs made necessary in the same block, in a second POST", async () => {
    const before = proxy.posts;
    const snapshot = await take({
      expand: ({ round, logs }) => ({
        items: round === 0 ? logs.map(() => getter(chain.addresses.stakeManager, "burnPct()")) : [],
      }),
    });
    expect(proxy.posts - before).toBe(2);
    expect(snapshot.expanded).toHaveLength(6);
    expect(snapshot.expanded[0]).toEqual({ status: "ok", data: `0x${"1".padStart(64, "0")}` });
  });

  it("starts over, pinned, when a block is mined between the answers", async () => {
    proxy.faults.before = {
      method: "eth_getLogs",
      run: () => chain.send("thermostat", "setPID(int256,int256,int256)", [0n, 0n, 0n]),
    };
    const snapshot = await take();
    expectValues(snapshot);
  });

  it("refuses another chain", async () => {
    await expect(take({ chainId: 1n })).rejects.toThrow(/ORD202.*31337/);
    proxy.faults.chainId = "0x1";
    await expect(take()).rejects.toThrow(/ORD202/);
  });

  it("never takes silence for a value", async () => {
    proxy.faults.status = { code: 500, times: 1 };
    await expect(take()).rejects.toThrow(/ORD201/);
    proxy.faults.drop = "eth_call";
    await expect(take()).rejects.toThrow(/ORD20[14]/);
    await expect(takeSnapshot(httpTransport("http://127.0.0.1:9/secret-token?key=secret"), request())).rejects.toThrow(
      /ORD201/,
    );
    await expect(
      takeSnapshot(httpTransport("http://127.0.0.1:9/secret-token?key=secret"), request()),
    ).rejects.not.toThrow(/secret/);
  });

  it("scans refused ranges in parts, and reports a block that is too much even alone", async () => {
    proxy.faults.logCap = { max: 3, silent: false };
    // The constructor grants the roles in one block.
    const { scan, logs } = await take();
    expect(scan.complete).toBe(false);
    expect(scan.gaps).toHaveLength(1);
    expect(scan.gaps[0]).toMatch(/^block \d+$/);
    expect(logs.length).toBeLessThan(6);
    proxy.faults.logCap = { max: 5, silent: false };
    expectValues(await take());
  });

  it("does not trust a round number of results", async () => {
    for (const first of [0, 600]) {
      const entries = Array.from({ length: 600 }, (_, index) => [
        `0x${(0x10_0000 + first + index).toString(16).padStart(40, "0")}`,
        true,
      ]);
      const nothing = [false, ZERO_ADDRESS, false, ZERO_ADDRESS, false, 0n, false, ZERO_ADDRESS, false, ZERO_ADDRESS];
      await chain.throughSystemPause(
        "platformRegistry",
        "applyConfiguration((bool,address,bool,address,bool,uint256,bool,address,bool,address),(address,bool)[],(address,bool)[])",
        [nothing, entries, []],
      );
    }
    proxy.faults.logCap = { max: 1_000, silent: true };
    const { scan, logs } = await take({
      logs: [{ addresses: [chain.addresses.platformRegistry], topics: [REGISTRAR], fromBlock: 0n }],
    });
    expect(logs).toHaveLength(1_200);
    expect(scan.complete).toBe(true);
  });

  it("waits for a block that is yet to come", async () => {
    const next = BigInt(await chain.block()) + 1n;
    const waiting = take({ atLeast: next });
    await chain.send("thermostat", "setPID(int256,int256,int256)", [0n, 0n, 0n]);
    expect((await waiting).block.number).toBeGreaterThanOrEqual(next);
  });
});
