import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { afterEach, beforeEach, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { fileJournal } from "../../src/send/journal.ts";
import { explainRevert } from "../../src/send/revert.ts";
import { RpcError, UnreachableError, type JsonRpc } from "../../src/send/rpc.ts";
import { sendBatch, type BatchOptions } from "../../src/send/send.ts";
import type { Signer } from "../../src/send/signer.ts";
import { loadSigners } from "../../src/send/signers.ts";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { call, counted, counter, once, refusing } from "./support/contracts.ts";
import { chainRpc, fakeServer, intercept } from "./support/rpcs.ts";

let chain: InProcessChain;
let rpc: JsonRpc;
let signer: Signer;
let folder: string;
let journalFile: string;
const key = localAccount(1).key;

beforeEach(async () => {
  chain = await inProcessChain();
  rpc = chainRpc(chain);
  [signer] = (await loadSigners({ ORDINANCE_PRIVATE_KEY: key })) as [Signer];
  folder = mkdtempSync(join(tmpdir(), "send-"));
  journalFile = join(folder, "journal.jsonl");
});
afterEach(async () => {
  await chain.close();
  rmSync(folder, { recursive: true });
});

function batch(options: Pick<BatchOptions, "calls"> & Partial<BatchOptions>) {
  const explain = (data: `0x${string}`) => explainRevert(data, ["InvalidPercentage()", "AlreadyDone()"]);
  return sendBatch({
    signer,
    rpc,
    chainId: 31337n,
    confirmations: 1,
    journal: fileJournal(journalFile),
    explain,
    timeoutMs: 5_000,
    recheckMs: 100,
    ...options,
  });
}
const nonce = async (of = signer.address) => Number(await chain.request("eth_getTransactionCount", [of, "latest"]));
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("it should fail"),
    (error: unknown) => error as Error,
  );

it("sends calls in order and reports what their receipts say", async () => {
  const at = await counter(chain);
  const lines: string[] = [];
  const before = await nonce();
  const result = await batch({
    calls: [call(at, "one"), call(at, "two"), call(at, "three")],
    onProgress: (line) => lines.push(line),
  });
  expect(await counted(chain, at)).toBe(3);
  expect(result).toMatchObject({
    remaining: 0,
    sent: [0, 1, 2].map((index) => ({ index, text: ["one", "two", "three"][index], nonce: before + index, status: 1 })),
  });
  expect(result.failed).toBeUndefined();
  for (const sent of result.sent) {
    const receipt = (await chain.request("eth_getTransactionReceipt", [sent.hash])) as Record<string, string>;
    expect([sent.blockNumber, sent.gasUsed, sent.gasPrice]).toEqual(
      [receipt["blockNumber"], receipt["gasUsed"], receipt["effectiveGasPrice"]].map((each) => BigInt(each!)),
    );
    expect(sent.blockHash).toBe(receipt["blockHash"]);
  }
  expect(lines[0]).toBe(`1/3 one: sending ${result.sent[0]!.hash} (nonce ${before})`);
  expect(lines[1]).toMatch(/^1\/3 one: mined in block \d+, \d+ gas$/);
  expect(fileJournal(journalFile).open()).toEqual([]);
});

it("does nothing for no calls", async () => {
  expect(await batch({ calls: [], rpc: { request: () => expect.unreachable("no request is needed") } })).toEqual({
    sent: [],
    remaining: 0,
  });
});

it("signs with twice the base fee plus the tip, and a margin on the gas", async () => {
  const at = await counter(chain);
  const block = (await chain.request("eth_getBlockByNumber", ["latest", false])) as { baseFeePerGas: string };
  const gas = BigInt((await chain.request("eth_estimateGas", [{ from: signer.address, to: at }])) as string);
  const { sent } = await batch({ calls: [call(at, "one")], gasMargin: 1.5 });
  const tx = (await chain.request("eth_getTransactionByHash", [sent[0]!.hash])) as Record<string, string>;
  const tip = BigInt((await chain.request("eth_maxPriorityFeePerGas")) as string);
  expect([tx["type"], BigInt(tx["maxFeePerGas"]!), BigInt(tx["maxPriorityFeePerGas"]!), BigInt(tx["gas"]!)]).toEqual([
    "0x2",
    2n * BigInt(block.baseFeePerGas) + tip,
    tip,
    (gas * 3n) / 2n,
  ]);
});

it("takes the tip from the fee history where a node knows no other way", async () => {
  const at = await counter(chain);
  const old = intercept(rpc, (method, params, next) => {
    if (method === "eth_maxPriorityFeePerGas")
      throw new RpcError(method, { code: -32601, message: "the method does not exist" });
    return method === "eth_feeHistory"
      ? Promise.resolve({ reward: [["0x5"], ["0x3"], ["0x9"]] })
      : next(method, params);
  });
  const { sent } = await batch({ calls: [call(at, "one")], rpc: old });
  expect(
    ((await chain.request("eth_getTransactionByHash", [sent[0]!.hash])) as Record<string, string>)[
      "maxPriorityFeePerGas"
    ],
  ).toBe("0x5");
});

it("stops before a call that would revert, says why, and leaves the others applied", async () => {
  const at = await counter(chain);
  const bad = await refusing(chain);
  const before = await nonce();
  const result = await batch({ calls: [call(at, "one"), call(at, "two"), call(bad, "three"), call(at, "four")] });
  expect(result.sent).toHaveLength(2);
  expect(result).toMatchObject({
    remaining: 2,
    failed: { index: 2, text: "three", code: "ORD406", reason: "would revert: InvalidPercentage()" },
  });
  expect(result.failed!.hash).toBeUndefined();
  expect([await counted(chain, at), await nonce()]).toEqual([2, before + 2]);
});

it("reports a revert of the first call as well, and does not throw", async () => {
  expect(await batch({ calls: [call(await refusing(chain), "one")] })).toMatchObject({
    sent: [],
    remaining: 1,
    failed: { index: 0, code: "ORD406" },
  });
});

it("finds the reason of a transaction that reverts although its estimate did not", async () => {
  const at = await once(chain);
  const overtaken = intercept(rpc, async (method, params, next) => {
    if (method !== "eth_sendRawTransaction") return next(method, params);
    // Somebody else's call is mined first, in the same block.
    await chain.request("evm_setAutomine", [false]);
    await chain.request("eth_sendTransaction", [
      { from: chain.accounts[5]!.address, to: at, maxFeePerGas: "0x174876e800", maxPriorityFeePerGas: "0x12a05f2000" },
    ]);
    const hash = await next(method, params);
    await chain.request("evm_mine", []);
    await chain.request("evm_setAutomine", [true]);
    return hash;
  });
  const result = await batch({ calls: [call(at, "one"), call(at, "two")], rpc: overtaken });
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
  expect(fileJournal(journalFile).open()).toEqual([]);
});

it("sends nothing when fees are above the ceiling, and never signs more than the ceiling", async () => {
  const at = await counter(chain);
  const before = await nonce();
  const error = await failure(batch({ calls: [call(at, "one")], maxFeePerGas: 1_000n }));
  expect(error.message).toMatch(
    /^chain 31337 ORD403 a base fee of \d+ wei and a tip of \d+ wei per gas; expected at most 1000 wei together/,
  );
  expect(await nonce()).toBe(before);
  const block = (await chain.request("eth_getBlockByNumber", ["latest", false])) as { baseFeePerGas: string };
  const ceiling = BigInt(block.baseFeePerGas) + BigInt((await chain.request("eth_maxPriorityFeePerGas")) as string);
  const { sent } = await batch({ calls: [call(at, "one")], maxFeePerGas: ceiling });
  expect(
    BigInt(
      ((await chain.request("eth_getTransactionByHash", [sent[0]!.hash])) as Record<string, string>)["maxFeePerGas"]!,
    ),
  ).toBe(ceiling);
});

it("stops in the middle when fees rise above the ceiling", async () => {
  const at = await counter(chain);
  let blocks = 0;
  const rising = intercept(rpc, async (method, params, next) => {
    const answer = await next(method, params);
    return method === "eth_getBlockByNumber" && ++blocks > 2
      ? { ...(answer as object), baseFeePerGas: "0xffffffffffff" }
      : answer;
  });
  const result = await batch({ calls: [call(at, "one"), call(at, "two")], rpc: rising, maxFeePerGas: 10n ** 11n });
  expect(result).toMatchObject({
    sent: [{ text: "one" }],
    remaining: 1,
    failed: { index: 1, code: "ORD403", reason: expect.stringMatching(/^a base fee of/) as string },
  });
});

it("refuses while somebody else's transaction of the account is in flight", async () => {
  const at = await counter(chain);
  await chain.request("evm_setAutomine", [false]);
  await chain.request("eth_sendTransaction", [{ from: signer.address, to: at }]);
  const error = await failure(batch({ calls: [call(at, "one")] }));
  expect(error.message).toMatch(
    /ORD404 nonce 0 of 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 belongs to transactions in flight that were not sent from here \(hash unknown\)/,
  );
});

it("tells a call that the node does not estimate from a revert", async () => {
  const at = await counter(chain);
  const poor = intercept(rpc, (method, params, next) => {
    if (method === "eth_estimateGas")
      throw new RpcError(method, { code: -32000, message: "insufficient funds for transfer" });
    return next(method, params);
  });
  expect((await failure(batch({ calls: [call(at, "one")], rpc: poor }))).message).toMatch(
    /ORD407 one: eth_estimateGas: insufficient funds for transfer; /,
  );
});

it("gives a replica that lags behind time to see the block of the call before", async () => {
  const at = await counter(chain);
  const asked: unknown[] = [];
  const lagging = intercept(rpc, (method, params, next) => {
    if (method === "eth_estimateGas" && asked.push(params[1]) === 2)
      throw new RpcError(method, { code: -32000, message: "header not found" });
    return next(method, params);
  });
  const { sent } = await batch({ calls: [call(at, "one"), call(at, "two")], rpc: lagging });
  expect(sent).toHaveLength(2);
  expect(asked).toHaveLength(3);
  expect(BigInt(asked[2] as string)).toBeGreaterThanOrEqual(sent[0]!.blockNumber);
});

it("refuses another chain, an account without funds, and what the caller's last check refuses", async () => {
  const at = await counter(chain);
  expect((await failure(batch({ calls: [call(at, "one")], chainId: 1n }))).message).toMatch(
    /^chain 1 ORD202 the endpoint serves chain 0x7a69; expected chain 1/,
  );
  const [poor] = await loadSigners({ ORDINANCE_PRIVATE_KEY: "11".repeat(32) });
  const poorError = await failure(batch({ calls: [call(at, "one")], signer: poor! }));
  expect(poorError.message).toMatch(/^chain 31337 ORD407 one: the network refused it: .*funds/);
  const refusal = new Error("the plan has changed");
  expect(await failure(batch({ calls: [call(at, "one")], before: () => Promise.reject(refusal) }))).toBe(refusal);
  expect(await counted(chain, at)).toBe(0);
  expect(fileJournal(journalFile).open()).toEqual([]);
});

it("takes 'already known' for what it is", async () => {
  const at = await counter(chain);
  const repeating = intercept(rpc, async (method, params, next) => {
    const answer = await next(method, params);
    if (method === "eth_sendRawTransaction") throw new RpcError(method, { code: -32000, message: "already known" });
    return answer;
  });
  expect(await batch({ calls: [call(at, "one"), call(at, "two")], rpc: repeating })).toMatchObject({
    remaining: 0,
    sent: [{}, {}],
  });
  expect(await counted(chain, at)).toBe(2);
});

it("recognises its own mined transaction behind 'nonce too low'", async () => {
  const at = await counter(chain);
  const twice = intercept(rpc, async (method, params, next) => {
    if (method === "eth_sendRawTransaction") await next(method, params);
    return next(method, params);
  });
  expect(await batch({ calls: [call(at, "one")], rpc: twice })).toMatchObject({ remaining: 0 });
  expect(await counted(chain, at)).toBe(1);
});

it("says that the nonce went to another transaction when it did", async () => {
  const at = await counter(chain);
  const foreign = intercept(rpc, async (method, params, next) => {
    if (method === "eth_sendRawTransaction")
      await chain.request("eth_sendTransaction", [{ from: signer.address, to: plainAddress(9) }]);
    return next(method, params);
  });
  expect((await failure(batch({ calls: [call(at, "one")], rpc: foreign }))).message).toMatch(
    /ORD404 one: another transaction uses nonce 0: .*; expected .*nothing was sent/,
  );
  expect(await counted(chain, at)).toBe(0);
});

it("sends the same bytes again when the answer to the first time was lost, and applies the call once", async () => {
  const at = await counter(chain);
  for (const arrives of [true, false]) {
    let lost = false;
    const flaky = intercept(rpc, async (method, params, next) => {
      if (method !== "eth_sendRawTransaction" || lost) return next(method, params);
      lost = true;
      if (arrives) await next(method, params);
      throw new UnreachableError("eth_sendRawTransaction: rpc.example did not answer");
    });
    expect(await batch({ calls: [call(at, "one")], rpc: flaky })).toMatchObject({ remaining: 0 });
  }
  expect(await counted(chain, at)).toBe(2);
});

it("names the transaction that is not mined in time, and keeps it in the journal", async () => {
  const at = await counter(chain);
  await chain.request("evm_setAutomine", [false]);
  const result = await batch({ calls: [call(at, "one"), call(at, "two")], timeoutMs: 200 });
  expect(result).toMatchObject({
    sent: [],
    remaining: 2,
    failed: { index: 0, code: "ORD405", hash: expect.stringMatching(/^0x/) as string },
  });
  expect(result.failed!.reason).toContain(result.failed!.hash);
  expect(fileJournal(journalFile).open()).toMatchObject([{ hash: result.failed!.hash, text: "one" }]);
});

it("waits for the confirmations of every call", async () => {
  const at = await counter(chain);
  const ticking = setInterval(() => void chain.request("evm_mine", []), 30);
  try {
    const { sent } = await batch({ calls: [call(at, "one"), call(at, "two")], confirmations: 3 });
    expect(sent[1]!.blockNumber - sent[0]!.blockNumber).toBeGreaterThanOrEqual(3n);
  } finally {
    clearInterval(ticking);
  }
});

it("stops between calls when it is interrupted", async () => {
  const at = await counter(chain);
  const controller = new AbortController();
  const result = await batch({
    calls: [call(at, "one"), call(at, "two")],
    signal: controller.signal,
    onProgress: (line) => void (line.includes("mined") && controller.abort()),
  });
  expect(result).toMatchObject({
    sent: [{ text: "one" }],
    remaining: 1,
    failed: { index: 1, reason: "interrupted before it was sent" },
  });
});

it("lets an external signer send, and notices when it sends something else", async () => {
  const at = await counter(chain);
  let edit: object = {};
  const server = await fakeServer((method, params) => {
    if (method === "eth_accounts") return [signer.address];
    return method === "eth_sendTransaction"
      ? chain.request(method, [{ ...(params[0] as object), ...edit }])
      : chain.request(method, params);
  });
  try {
    const [external] = (await loadSigners({ ORDINANCE_SIGNER_URL: `http://127.0.0.1:${server.port}` })) as [Signer];
    expect(await batch({ calls: [call(at, "one"), call(at, "two")], signer: external })).toMatchObject({
      remaining: 0,
      sent: [{ nonce: 0 }, { nonce: 1 }],
    });
    expect(await counted(chain, at)).toBe(2);
    edit = { to: plainAddress(5) };
    const result = await batch({ calls: [call(at, "three")], signer: external });
    expect(result.failed).toMatchObject({
      code: "ORD407",
      reason: expect.stringMatching(/sent another transaction \(to differ\)/) as string,
    });
    expect(fileJournal(journalFile).open()).toEqual([]);
  } finally {
    await server.close();
  }
});

it("throws when the external signer declines the first call, and reports it later", async () => {
  const at = await counter(chain);
  let approvals = 0;
  const server = await fakeServer((method, params) => {
    if (method === "eth_accounts") return [signer.address];
    if (method === "eth_sendTransaction" && approvals-- <= 0)
      return Promise.reject({ code: 4001, message: "user rejected the request" });
    return chain.request(method, params);
  });
  try {
    const [external] = (await loadSigners({ ORDINANCE_SIGNER_URL: `http://127.0.0.1:${server.port}` })) as [Signer];
    expect((await failure(batch({ calls: [call(at, "one")], signer: external }))).message).toMatch(
      /ORD407 one: the signer did not sign: eth_sendTransaction: user rejected/,
    );
    approvals = 1;
    expect(await batch({ calls: [call(at, "one"), call(at, "two")], signer: external })).toMatchObject({
      sent: [{}],
      failed: { index: 1, code: "ORD407" },
    });
    expect(fileJournal(journalFile).open()).toEqual([]);
  } finally {
    await server.close();
  }
});

it("writes no key anywhere", async () => {
  const at = await counter(chain);
  const lines: string[] = [];
  const result = await batch({
    calls: [call(at, "one"), call(await refusing(chain), "two")],
    onProgress: (line) => lines.push(line),
  });
  const shown = [inspect(result, { depth: 20, showHidden: true }), readFileSync(journalFile, "utf8"), ...lines]
    .join("\n")
    .toLowerCase();
  expect(shown).not.toContain(key.slice(2).toLowerCase());
});
