import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { RpcError } from "../../src/send/rpc.ts";
import { call, counted, counter, once, refusing } from "./support/contracts.ts";
import { intercept } from "./support/rpcs.ts";
import { sending } from "./support/sending.ts";

const on = sending();

it("sends calls in order and reports what their receipts say", async () => {
  const at = await counter(on.chain);
  const lines: string[] = [];
  const before = await on.nonce();
  const result = await on.batch({
    calls: [call(at, "one"), call(at, "two"), call(at, "three")],
    onProgress: (line) => lines.push(line),
  });
  expect(await counted(on.chain, at)).toBe(3);
  expect(result).toMatchObject({
    remaining: 0,
    sent: [0, 1, 2].map((index) => ({ index, text: ["one", "two", "three"][index], nonce: before + index, status: 1 })),
  });
  expect(result.failed).toBeUndefined();
  for (const sent of result.sent) {
    const receipt = (await on.chain.request("eth_getTransactionReceipt", [sent.hash])) as Record<string, string>;
    expect([sent.blockNumber, sent.gasUsed, sent.gasPrice]).toEqual(
      [receipt["blockNumber"], receipt["gasUsed"], receipt["effectiveGasPrice"]].map((each) => BigInt(each!)),
    );
    expect(sent.blockHash).toBe(receipt["blockHash"]);
  }
  expect(lines[0]).toBe(`1/3 one: sending ${result.sent[0]!.hash} (nonce ${before})`);
  expect(lines[1]).toMatch(/^1\/3 one: mined in block \d+, \d+ gas$/);
  expect(on.journal().open()).toEqual([]);
});

it("does nothing for no calls", async () => {
  expect(await on.batch({ calls: [], rpc: { request: () => expect.unreachable("no request is needed") } })).toEqual({
    sent: [],
    remaining: 0,
  });
});

it("signs with twice the base fee plus the tip, and a margin on the gas", async () => {
  const at = await counter(on.chain);
  const block = (await on.chain.request("eth_getBlockByNumber", ["latest", false])) as { baseFeePerGas: string };
  const gas = BigInt((await on.chain.request("eth_estimateGas", [{ from: on.signer.address, to: at }])) as string);
  const { sent } = await on.batch({ calls: [call(at, "one")], gasMargin: 1.5 });
  const tx = (await on.chain.request("eth_getTransactionByHash", [sent[0]!.hash])) as Record<string, string>;
  const tip = BigInt((await on.chain.request("eth_maxPriorityFeePerGas")) as string);
  expect([tx["type"], BigInt(tx["maxFeePerGas"]!), BigInt(tx["maxPriorityFeePerGas"]!), BigInt(tx["gas"]!)]).toEqual([
    "0x2",
    2n * BigInt(block.baseFeePerGas) + tip,
    tip,
    (gas * 3n) / 2n,
  ]);
});

it("takes the tip from the fee history where a node knows no other way", async () => {
  const at = await counter(on.chain);
  const old = intercept(on.rpc, (method, params, next) => {
    if (method === "eth_maxPriorityFeePerGas")
      throw new RpcError(method, { code: -32601, message: "the method does not exist" });
    return method === "eth_feeHistory"
      ? Promise.resolve({ reward: [["0x5"], ["0x3"], ["0x9"]] })
      : next(method, params);
  });
  const { sent } = await on.batch({ calls: [call(at, "one")], rpc: old });
  expect(
    ((await on.chain.request("eth_getTransactionByHash", [sent[0]!.hash])) as Record<string, string>)[
      "maxPriorityFeePerGas"
    ],
  ).toBe("0x5");
});

it("stops before a call that would revert, says why, and leaves the others applied", async () => {
  const at = await counter(on.chain);
  const bad = await refusing(on.chain);
  const before = await on.nonce();
  const result = await on.batch({ calls: [call(at, "one"), call(at, "two"), call(bad, "three"), call(at, "four")] });
  expect(result.sent).toHaveLength(2);
  expect(result).toMatchObject({
    remaining: 2,
    failed: { index: 2, text: "three", code: "ORD406", reason: "would revert: InvalidPercentage()" },
  });
  expect(result.failed!.hash).toBeUndefined();
  expect([await counted(on.chain, at), await on.nonce()]).toEqual([2, before + 2]);
});

it("reports a revert of the first call as well, and does not throw", async () => {
  expect(await on.batch({ calls: [call(await refusing(on.chain), "one")] })).toMatchObject({
    sent: [],
    remaining: 1,
    failed: { index: 0, code: "ORD406" },
  });
});

it("finds the reason of a transaction that reverts although its estimate did not", async () => {
  const at = await once(on.chain);
  const overtaken = intercept(on.rpc, async (method, params, next) => {
    if (method !== "eth_sendRawTransaction") return next(method, params);
    // Somebody else's call is mined first, in the same block.
    await on.chain.request("evm_setAutomine", [false]);
    await on.chain.request("eth_sendTransaction", [
      {
        from: on.chain.accounts[5]!.address,
        to: at,
        maxFeePerGas: "0x174876e800",
        maxPriorityFeePerGas: "0x12a05f2000",
      },
    ]);
    const hash = await next(method, params);
    await on.chain.request("evm_mine", []);
    await on.chain.request("evm_setAutomine", [true]);
    return hash;
  });
  const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], rpc: overtaken });
  expect(result).toMatchObject({
    sent: [],
    remaining: 2,
    failed: {
      index: 0,
      code: "ORD406",
      reason: expect.stringMatching(/^reverted in block \d+: AlreadyDone\(\)$/) as string,
    },
  });
  expect(result.failed!.hash).toMatch(/^0x[0-9a-f]{64}$/);
  expect(on.journal().open()).toEqual([]);
});

it("gives a replica that lags behind time to see the block of the call before", async () => {
  const at = await counter(on.chain);
  const asked: unknown[] = [];
  const lagging = intercept(on.rpc, (method, params, next) => {
    if (method === "eth_estimateGas" && asked.push(params[1]) === 2)
      throw new RpcError(method, { code: -32000, message: "header not found" });
    return next(method, params);
  });
  const { sent } = await on.batch({ calls: [call(at, "one"), call(at, "two")], rpc: lagging });
  expect(sent).toHaveLength(2);
  expect(asked).toHaveLength(3);
  expect(BigInt(asked[2] as string)).toBeGreaterThanOrEqual(sent[0]!.blockNumber);
});

it("waits for the confirmations of every call", async () => {
  const at = await counter(on.chain);
  const ticking = setInterval(() => void on.chain.request("evm_mine", []), 30);
  try {
    const { sent } = await on.batch({ calls: [call(at, "one"), call(at, "two")], confirmations: 3 });
    expect(sent[1]!.blockNumber - sent[0]!.blockNumber).toBeGreaterThanOrEqual(3n);
  } finally {
    clearInterval(ticking);
  }
});

it("stops between calls when it is interrupted", async () => {
  const at = await counter(on.chain);
  const controller = new AbortController();
  const result = await on.batch({
    calls: [call(at, "one"), call(at, "two")],
    signal: controller.signal,
    onProgress: (line) => {
      if (line.includes("mined")) controller.abort();
    },
  });
  expect(result).toMatchObject({
    sent: [{ text: "one" }],
    remaining: 1,
    failed: { index: 1, reason: "interrupted before it was sent" },
  });
});

it("writes no key anywhere", async () => {
  const at = await counter(on.chain);
  const lines: string[] = [];
  const result = await on.batch({
    calls: [call(at, "one"), call(await refusing(on.chain), "two")],
    onProgress: (line) => lines.push(line),
  });
  const { key } = localAccount(1);
  const shown = [inspect(result, { depth: 20, showHidden: true }), readFileSync(on.journalFile, "utf8"), ...lines]
    .join("\n")
    .toLowerCase();
  expect(shown).not.toContain(key.slice(2).toLowerCase());
});
