import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { takeSnapshot, type SnapshotRequest } from "../../src/chain/snapshot.ts";
import type { RpcRequest } from "../../src/chain/transport.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { directTransport, type Interference } from "../support/read-transport.ts";

const TARGET: Address = "0x00000000000000000000000000000000C0DE0001";
const CALL = { to: TARGET, data: "0x" as Hex };

let chain: InProcessChain;
beforeAll(async () => {
  chain = await inProcessChain();
  // RETURN storage word 0
  await chain.request("hardhat_setCode", [TARGET, "0x60005460005260206000f3"]);
});
beforeEach(async () => {
  await set(1);
});
afterAll(() => chain.close());

const word = (value: number) => `0x${value.toString(16).padStart(64, "0")}`;
const ok = (value: number) => ({ status: "ok", data: word(value) });
async function set(value: number): Promise<void> {
  // The storage of the head is changed in place, so that blocks before it keep theirs.
  await chain.request("hardhat_mine", ["0x1"]);
  await chain.request("hardhat_setStorageAt", [TARGET, "0x0", word(value)]);
}

const request = (more: Partial<SnapshotRequest> = {}): SnapshotRequest => ({
  chainId: 31337n,
  calls: [CALL],
  slots: [],
  codeOf: [],
  ...more,
});
const transport = (interfere?: Interference) =>
  directTransport((method, params) => chain.request(method, params), interfere);
const take = (more: Partial<SnapshotRequest>, interfere?: Interference) =>
  takeSnapshot(transport(interfere), request(more));
const byHash = ({ params }: RpcRequest) => typeof params[1] === "object";
const LOGS = [{ addresses: [TARGET], topics: [], fromBlock: 0n }];
const MORE = { logs: LOGS, expand: ({ round }: { round: number }) => ({ items: round === 0 ? [CALL] : [] }) };

describe("a snapshot", () => {
  it("reads later POSTs in the same block by its hash", async () => {
    const direct = transport(async (item, post) => {
      if (post === 2 && item.method === "eth_getBlockByNumber") await set(2);
      return undefined;
    });
    const snapshot = await takeSnapshot(direct, request(MORE));
    expect(snapshot.expanded).toEqual([ok(1)]);
    expect(snapshot.posts).toBe(2);
    const [, second] = direct.batches;
    expect(second!.find(({ method }) => method === "eth_call")!.params[1]).toEqual({
      blockHash: snapshot.block.hash,
      requireCanonical: true,
    });
  });

  it("reads them by number where the endpoint takes no hash", async () => {
    const direct = transport((item) =>
      item.method === "eth_call" && byHash(item)
        ? { error: { code: -32602, message: "cannot unmarshal object" } }
        : undefined,
    );
    const snapshot = await takeSnapshot(direct, request(MORE));
    expect(snapshot.expanded).toEqual([ok(1)]);
    expect(snapshot.mode).toBe("override");
    expect(snapshot.posts).toBe(3);
  });

  it.each([true, false])(
    "refuses when the block is replaced by a sibling between two POSTs (hash taken: %s)",
    async (taken) => {
      const mark = await chain.request("evm_snapshot");
      await set(3);
      const siblings: Interference = async (item, post) => {
        if (post === 2 && item.method === "eth_getBlockByNumber") {
          // A block of the same number on the same parent, later than the one it replaces and so of another hash.
          await chain.request("evm_revert", [mark]);
          await chain.request("evm_increaseTime", [1_000]);
          await set(4);
        }
        return !taken && item.method === "eth_call" && byHash(item)
          ? { error: { code: -32602, message: "cannot unmarshal object" } }
          : undefined;
      };
      await expect(take(MORE, siblings)).rejects.toThrow(/ORD204.*replaced/);
    },
  );

  it("repeats everything in the block that was seen when the head moves", async () => {
    let moved = false;
    const direct = transport(async (item) => {
      if (item.method === "eth_getLogs" && !moved) {
        moved = true;
        await set(2);
      }
      return undefined;
    });
    const { calls, block, posts } = await takeSnapshot(direct, request({ logs: LOGS }));
    expect(calls).toEqual([ok(1)]);
    expect(posts).toBe(2);
    expect(block.number).toBe(BigInt((await chain.request("eth_blockNumber")) as string) - 1n);
  });

  it("asks again while a machine behind the endpoint lacks the block", async () => {
    let missing = 2;
    let moved = false;
    const lagging: Interference = async (item) => {
      if (item.method === "eth_getLogs" && !moved) {
        moved = true;
        await set(2);
      }
      return item.method === "eth_call" && item.params[1] !== "latest" && missing-- > 0
        ? { error: { code: -32000, message: "header not found" } }
        : undefined;
    };
    const { calls, mode } = await take({ logs: LOGS }, lagging);
    expect(calls[0]!.status).toBe("ok");
    expect(mode).toBe("override");
  });

  it("reads the block that replaced the one it was to repeat", async () => {
    const mark = await chain.request("evm_snapshot");
    await set(3);
    const replacing: Interference = async (item, post) => {
      if (post === 1 && item.method === "eth_getLogs") await set(9);
      if (post === 2 && item.method === "eth_chainId") {
        await chain.request("evm_revert", [mark]);
        await chain.request("evm_increaseTime", [1_000]);
        await set(4);
      }
      return undefined;
    };
    const { calls, block, mode } = await take({ logs: LOGS }, replacing);
    expect(calls).toEqual([ok(4)]);
    expect(mode).toBe("override");
    expect(block.hash).toBe(
      ((await chain.request("eth_getBlockByNumber", ["latest", false])) as { hash: string }).hash,
    );
  });

  it("does not mix the header of a sibling with calls of the block it was to repeat", async () => {
    const foreign = word(77);
    const mixed: Interference = async (item, post) => {
      if (post === 1 && item.method === "eth_getLogs") await set(2);
      if (post !== 2 || item.method !== "eth_getBlockByNumber") return undefined;
      return { ok: { ...((await chain.request(item.method, item.params)) as object), hash: foreign } };
    };
    const { block } = await take({ logs: LOGS }, mixed);
    expect(block.hash).not.toBe(foreign);
  });

  it("takes no word of storage, read plainly, of a block that was replaced", async () => {
    const mark = await chain.request("evm_snapshot");
    await set(3);
    let replaced = false;
    const replacing: Interference = async (item) => {
      if (item.method === "eth_getStorageAt" && !replaced) {
        replaced = true;
        await chain.request("evm_revert", [mark]);
        await chain.request("evm_increaseTime", [1_000]);
        await set(4);
      }
      const overridden = item.method === "eth_call" && item.params.length > 2;
      return overridden ? { error: { code: -32602, message: "too many arguments" } } : undefined;
    };
    const { calls, slots } = await take({ slots: [{ to: TARGET, slot: 0n }] }, replacing);
    expect(replaced).toBe(true);
    expect([calls, slots]).toEqual([[ok(4)], [ok(4)]]);
  });

  it("gives up on answers that are of different blocks each time", async () => {
    const moving: Interference = async (item, post) => {
      if (item.method === "eth_getBlockByNumber")
        return {
          ok: { number: `0x${(1_000 + post).toString(16)}`, hash: word(post), parentHash: word(0), timestamp: "0x1" },
        };
      return undefined;
    };
    await expect(take({}, moving)).rejects.toThrow(/ORD204/);
  });

  it.each(["zz", "0x", null, 31337])("does not take %j for a chain id", async (ok) => {
    await expect(take({}, ({ method }) => (method === "eth_chainId" ? { ok } : undefined))).rejects.toThrow(
      /ORD201.*eth_chainId/,
    );
  });

  it("believes neither of two chain ids that differ", async () => {
    await expect(take({}, ({ method }) => (method === "eth_chainId" ? { ok: "0x1" } : undefined))).rejects.toThrow(
      /ORD202.*chain 1;/,
    );
    await expect(
      take({ chainId: 1n }, ({ method }) => (method === "eth_chainId" ? { ok: "0x1" } : undefined)),
    ).rejects.toThrow(/ORD202.*chain 31337;/);
  });

  it("keeps a value apart that nobody answered, and takes the others", async () => {
    const far: Address = "0x00000000000000000000000000000000C0DE0002";
    const plain: Interference = (item) => {
      if (item.method !== "eth_call") return undefined;
      const { to } = item.params[0] as { to?: string };
      if (to === far) return { unreachable: "nobody there" };
      return item.params.length > 2 || to === undefined ? { error: { code: -32602, message: "no" } } : undefined;
    };
    const { calls, mode } = await take({ calls: [CALL, { to: far, data: "0x" }] }, plain);
    expect(mode).toBe("plain");
    expect(calls).toEqual([ok(1), { status: "unreachable", reason: "nobody there" }]);
  });

  it("waits longer than a moment for the block of a receipt", async () => {
    const next = BigInt((await chain.request("eth_blockNumber")) as string) + 1n;
    const start = Date.now();
    const waiting = take({ atLeast: next });
    // More polls than there are restarts.
    setTimeout(() => void set(5), 3_500);
    expect((await waiting).calls).toEqual([ok(5)]);
    expect(Date.now() - start).toBeGreaterThan(3_000);
  }, 20_000);
});
