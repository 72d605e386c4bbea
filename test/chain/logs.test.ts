import { describe, expect, it } from "vitest";
import type { Header } from "../../src/chain/header.ts";
import { scanLogs, type LogFilter } from "../../src/chain/logs.ts";
import type { RpcAnswer, RpcRequest } from "../../src/chain/transport.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { directTransport, type Interference } from "../support/read-transport.ts";

const ADDRESS: Address = "0x00000000000000000000000000000000000000Aa";
const hash = (of: number): Hex => `0x${of.toString(16).padStart(64, "0")}`;
const TO: Header = { number: 100_000n, hash: hash(1), parentHash: hash(2), timestamp: 0n };
const BLOCK = { number: "0x186a0", hash: TO.hash, parentHash: TO.parentHash, timestamp: "0x0" };
const FILTER: LogFilter = { addresses: [ADDRESS], topics: [], fromBlock: 0n };

/** A chain of `TO.number` blocks with a log in each of `blocks`. */
function chainOf(blocks: readonly number[], interfere?: Interference) {
  return directTransport((method, params) => {
    if (method === "eth_getBlockByNumber") return Promise.resolve(BLOCK);
    const [low, high] = rangeOf(params);
    const logs = blocks.filter((block) => block >= low && block <= high);
    return Promise.resolve(
      logs.map((block) => ({ address: ADDRESS, topics: [], data: "0x", blockNumber: `0x${block.toString(16)}` })),
    );
  }, interfere);
}

function rangeOf(params: readonly unknown[]): readonly [number, number] {
  const { fromBlock, toBlock } = params[0] as { fromBlock: string; toBlock: string };
  return [Number(fromBlock), Number(toBlock)];
}

/** Endpoints refuse ranges of more than `span` blocks. */
const narrow =
  (span: number, message: string): Interference =>
  ({ method, params }) => {
    if (method !== "eth_getLogs") return undefined;
    const [low, high] = rangeOf(params);
    return high - low >= span ? { error: { code: -32602, message } } : undefined;
  };

const REFUSED: RpcAnswer = { error: { code: -32602, message: "block range is too wide" } };
const MISSING: RpcAnswer = { error: { code: -32601, message: "the method eth_getLogs does not exist" } };
const requests = (batches: readonly (readonly RpcRequest[])[]) =>
  batches.flat().filter(({ method }) => method === "eth_getLogs").length;

describe("a scan of logs", () => {
  const blocks = [0, 1, 49_999, 50_000, 50_001, 99_999, 100_000];

  it("asks for nothing more when the first answer is whole", async () => {
    const transport = chainOf(blocks);
    const { scan, logs } = await scanLogs(transport, [FILTER], TO, [{ ok: [] }]);
    expect(transport.posts).toBe(0);
    expect(logs).toEqual([]);
    expect(scan).toEqual({ from: 0n, to: 100_000n, complete: true, gaps: [] });
  });

  it.each([
    "block range is too wide",
    "query returned more than 10000 results",
    "Log response size exceeded",
    "exceeds max range",
  ])("splits ranges refused with: %s", async (message) => {
    const transport = chainOf(blocks, narrow(2_000, message));
    const { scan, logs } = await scanLogs(transport, [FILTER], TO, [REFUSED]);
    expect(scan).toMatchObject({ complete: true, gaps: [] });
    expect(logs.map(({ blockNumber }) => Number(blockNumber))).toEqual(blocks);
    // 64 ranges of fewer than 2,000 blocks, found in six steps of up to 32 ranges.
    expect(requests(transport.batches)).toBe(126);
    expect(transport.posts).toBe(7);
  });

  it("does not ask ever smaller ranges of an endpoint that serves no logs", async () => {
    const transport = chainOf([], ({ method }) => (method === "eth_getLogs" ? MISSING : undefined));
    const { scan } = await scanLogs(transport, [FILTER], TO, [MISSING]);
    expect(scan).toMatchObject({ complete: false, gaps: ["blocks 0 to 100000"] });
    expect(requests(transport.batches)).toBe(2);
  });

  it("stops at a number of requests, and names what was not scanned", async () => {
    const transport = chainOf(blocks, narrow(3, "exceeds max range"));
    const { scan, logs } = await scanLogs(transport, [FILTER], TO, [REFUSED]);
    expect(requests(transport.batches)).toBeLessThan(20_100);
    expect(scan).toMatchObject({ complete: false });
    expect(scan.gaps.length).toBeGreaterThan(0);
    expect(logs.length).toBeLessThan(blocks.length);
  });

  it("verifies a round number of results in parts, and reports a block that stays suspicious", async () => {
    const crowded = [...Array<number>(1_000).fill(7), 90_000];
    const cap: Interference = async ({ method, params }) => {
      if (method !== "eth_getLogs") return undefined;
      const [answer] = await chainOf(crowded).post([{ method, params }]);
      return { ok: (answer as { ok: unknown[] }).ok.slice(0, 1_000) };
    };
    const transport = chainOf(crowded, cap);
    const first = await cap({ method: "eth_getLogs", params: [{ fromBlock: "0x0", toBlock: "0x186a0" }] }, 0);
    const { scan, logs } = await scanLogs(transport, [FILTER], TO, [first!]);
    expect(scan).toMatchObject({ complete: false, gaps: ["block 7"] });
    expect(logs).toHaveLength(1_001);
  });

  it("repeats what a lagging machine could not know, and reports what stays unknown", async () => {
    const late: Interference = ({ method }, post) =>
      method === "eth_getBlockByNumber" && post < 2 ? { ok: null } : undefined;
    const { scan, logs } = await scanLogs(chainOf(blocks, late), [FILTER], TO, [REFUSED]);
    expect(scan.complete).toBe(true);
    expect(logs).toHaveLength(blocks.length);
    const never: Interference = ({ method }) => (method === "eth_getBlockByNumber" ? { ok: null } : undefined);
    expect((await scanLogs(chainOf(blocks, never), [FILTER], TO, [REFUSED])).scan).toMatchObject({
      complete: false,
      gaps: ["blocks 0 to 100000"],
    });
  });

  it("refuses when the block is replaced while it scans", async () => {
    const replaced: Interference = ({ method }) =>
      method === "eth_getBlockByNumber" ? { ok: { ...BLOCK, hash: hash(9) } } : undefined;
    await expect(scanLogs(chainOf(blocks, replaced), [FILTER], TO, [REFUSED])).rejects.toThrow(/ORD204.*replaced/);
  });

  it("splits a batch that is too large without losing the block it vouches for", async () => {
    const direct = chainOf(blocks, narrow(2_000, "exceeds max range"));
    const small = {
      ...direct,
      get posts() {
        return direct.posts;
      },
      post: (batch: readonly RpcRequest[]) =>
        batch.length > 4
          ? Promise.resolve(batch.map(() => ({ unreachable: "the request is too large for the endpoint" })))
          : direct.post(batch),
    };
    const { scan, logs } = await scanLogs(small, [FILTER], TO, [REFUSED]);
    expect(scan.complete).toBe(true);
    expect(logs).toHaveLength(blocks.length);
    for (const batch of direct.batches) expect(batch[0]!.method).toBe("eth_getBlockByNumber");
  });

  it("takes no logs of other blocks, nor things that are no logs, for an answer", async () => {
    for (const wrong of [[{ address: ADDRESS, topics: [], data: "0x", blockNumber: "0x186a1" }], [{}], [null]]) {
      const transport = chainOf([], ({ method }) => (method === "eth_getLogs" ? { ok: wrong } : undefined));
      const { scan, logs } = await scanLogs(transport, [FILTER], TO, [{ ok: wrong }]);
      expect(scan.complete).toBe(false);
      expect(logs).toEqual([]);
    }
  });

  it("has not scanned a chain that is not yet at the first block", async () => {
    const { scan } = await scanLogs(chainOf([]), [{ ...FILTER, fromBlock: 100_001n }], TO, [{ ok: [] }]);
    expect(scan).toMatchObject({ complete: false, gaps: ["block 100001"] });
  });
});
