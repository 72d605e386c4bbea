import { expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { UnreachableError } from "../../src/send/rpc.ts";
import { untilConfirmed } from "../../src/send/wait.ts";
import { fakeRpc } from "./support/rpcs.ts";

const hash: Hex = `0x${"aa".repeat(32)}`;
const tx = { hash, from: "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", nonce: 4, raw: "0x02" } as const;
const inBlock = (block: number, fork = "a", status: string | null = "0x1") => ({
  blockNumber: `0x${block.toString(16)}`,
  blockHash: `0x${fork}${block}`,
  gasUsed: "0x5208",
  effectiveGasPrice: "0x7",
  ...(status === null ? {} : { status }),
});

/** Answers one after the other; the last one for ever. */
function script<T>(...answers: readonly (T | Error)[]): () => T {
  let next = 0;
  return () => {
    const answer = answers[Math.min(next++, answers.length - 1)]!;
    if (answer instanceof Error) throw answer;
    return answer;
  };
}

it("returns a receipt once it has its confirmations, and reads it again first", async () => {
  const rpc = fakeRpc({
    eth_getTransactionReceipt: script(null, inBlock(10)),
    eth_blockNumber: script("0xa", "0xb", "0xc"),
  });
  expect(await untilConfirmed(tx, rpc, { confirmations: 3 })).toEqual({
    state: "confirmed",
    receipt: { hash, blockNumber: 10n, blockHash: "0xa10", gasUsed: 21_000n, gasPrice: 7n, succeeded: true },
  });
  expect(rpc.calls.filter((method) => method === "eth_blockNumber")).toHaveLength(3);
  expect(rpc.calls.at(-1)).toBe("eth_getTransactionReceipt");
});

it("is content with one look twice when one confirmation is enough", async () => {
  const rpc = fakeRpc({ eth_getTransactionReceipt: inBlock(10), eth_blockNumber: "0xa" });
  const start = Date.now();
  expect(await untilConfirmed(tx, rpc, { confirmations: 1 })).toMatchObject({ state: "confirmed" });
  expect(rpc.calls).toEqual(["eth_getTransactionReceipt", "eth_blockNumber", "eth_getTransactionReceipt"]);
  expect(Date.now() - start).toBeLessThan(50);
});

it("starts counting anew when a reorganisation moves the transaction to another block", async () => {
  const rpc = fakeRpc({
    eth_getTransactionReceipt: script(inBlock(10), inBlock(10), inBlock(11, "b")),
    eth_blockNumber: script("0xa", "0xa", "0xb", "0xc"),
  });
  expect(await untilConfirmed(tx, rpc, { confirmations: 2 })).toMatchObject({
    state: "confirmed",
    receipt: { blockNumber: 11n, blockHash: "0xb11" },
  });
});

it("notices a block that is replaced at the last moment", async () => {
  const rpc = fakeRpc({
    eth_getTransactionReceipt: script(inBlock(10), inBlock(11, "b")),
    eth_blockNumber: script("0xb", "0xb", "0xc"),
  });
  expect(await untilConfirmed(tx, rpc, { confirmations: 2 })).toMatchObject({ receipt: { blockHash: "0xb11" } });
  expect(rpc.calls.filter((method) => method === "eth_blockNumber")).toHaveLength(3);
});

it("keeps waiting when a reorganisation removes the transaction", async () => {
  const rpc = fakeRpc({
    eth_getTransactionReceipt: script(inBlock(10), null, null, inBlock(12)),
    eth_blockNumber: script("0xa", "0xd"),
  });
  expect(await untilConfirmed(tx, rpc, { confirmations: 2 })).toMatchObject({
    state: "confirmed",
    receipt: { blockNumber: 12n },
  });
});

it("takes nothing but a status of 1 for success", async () => {
  for (const status of ["0x0", "0x01", "1", "true", null]) {
    const rpc = fakeRpc({ eth_getTransactionReceipt: inBlock(10, "a", status), eth_blockNumber: "0xa" });
    expect(await untilConfirmed(tx, rpc, { confirmations: 1 })).toMatchObject({ receipt: { succeeded: false } });
  }
});

it("waits while an endpoint is away", async () => {
  const away = new UnreachableError("eth_getTransactionReceipt: rpc.example did not answer");
  const rpc = fakeRpc({ eth_getTransactionReceipt: script<unknown>(away, away, inBlock(10)), eth_blockNumber: "0xa" });
  expect(await untilConfirmed(tx, rpc, { confirmations: 1 })).toMatchObject({ state: "confirmed" });
});

it("gives up after the time without progress, naming the transaction and what was seen last", async () => {
  const waiting = fakeRpc({ eth_getTransactionReceipt: null });
  expect(await untilConfirmed(tx, waiting, { confirmations: 1, timeoutMs: 120 })).toEqual({
    state: "timeout",
    reason: `${hash} (nonce 4) after 0.12 s without progress: not mined`,
  });
  const shallow = fakeRpc({ eth_getTransactionReceipt: inBlock(10), eth_blockNumber: "0xb" });
  expect(await untilConfirmed(tx, shallow, { confirmations: 3, timeoutMs: 120 })).toMatchObject({
    reason: expect.stringMatching(/mined in block 10, 2 of 3 confirmations/) as string,
  });
  const away = fakeRpc({
    eth_getTransactionReceipt: script<unknown>(new UnreachableError("rpc.example did not answer")),
  });
  expect(await untilConfirmed(tx, away, { confirmations: 1, timeoutMs: 120 })).toMatchObject({
    reason: expect.stringMatching(/rpc\.example did not answer$/) as string,
  });
});

it("stops when it is interrupted", async () => {
  const rpc = fakeRpc({ eth_getTransactionReceipt: null });
  expect(await untilConfirmed(tx, rpc, { confirmations: 1, signal: AbortSignal.timeout(80) })).toEqual({
    state: "interrupted",
    reason: `interrupted while waiting for ${hash}`,
  });
});

it("sends a transaction that the endpoint has lost again, byte for byte", async () => {
  const sent: unknown[] = [];
  const rpc = fakeRpc({
    eth_getTransactionReceipt: () => (sent.length > 0 ? inBlock(10) : null),
    eth_getTransactionByHash: null,
    eth_getTransactionCount: "0x4",
    eth_sendRawTransaction: (raw: string) => (sent.push(raw), hash),
    eth_blockNumber: "0xa",
  });
  expect(await untilConfirmed(tx, rpc, { confirmations: 1, recheckMs: 60 })).toMatchObject({ state: "confirmed" });
  expect(sent).toEqual(["0x02"]);
});

it("leaves a transaction alone that the endpoint still has", async () => {
  const rpc = fakeRpc({ eth_getTransactionReceipt: null, eth_getTransactionByHash: {} });
  expect(await untilConfirmed(tx, rpc, { confirmations: 1, recheckMs: 20, timeoutMs: 200 })).toMatchObject({
    state: "timeout",
  });
  expect(rpc.calls).not.toContain("eth_sendRawTransaction");
});

it("knows after three looks that another transaction took the nonce, and does not believe the first", async () => {
  const gone = { eth_getTransactionByHash: null, eth_blockNumber: "0xa" };
  const taken = fakeRpc({ ...gone, eth_getTransactionReceipt: null, eth_getTransactionCount: "0x5" });
  expect(await untilConfirmed(tx, taken, { confirmations: 1, recheckMs: 30 })).toEqual({ state: "replaced" });
  expect(taken.calls.filter((method) => method === "eth_getTransactionCount")).toHaveLength(3);
  const nonces: string[] = [];
  const lagging = fakeRpc({
    ...gone,
    eth_getTransactionCount: () => (nonces.push("0x5"), "0x5"),
    eth_getTransactionReceipt: () => (nonces.length >= 2 ? inBlock(10) : null),
  });
  expect(await untilConfirmed(tx, lagging, { confirmations: 1, recheckMs: 30 })).toMatchObject({ state: "confirmed" });
});
