import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { resumeInFlight } from "../../src/send/resume.ts";
import { RpcError } from "../../src/send/rpc.ts";
import { call, counted, counter, once, refusing } from "./support/contracts.ts";
import { intercept } from "./support/rpcs.ts";
import { sending } from "./support/sending.ts";

const on = sending();
const independent = true;

/** Until so many of the account's transactions wait to be mined. */
async function untilPending(number: number): Promise<void> {
  const count = async (tag: string) =>
    Number(await on.chain.request("eth_getTransactionCount", [on.signer.address, tag]));
  while ((await count("pending")) - (await count("latest")) < number) await sleep(20);
}

it("sends all before it waits for the first, so that one block takes them all", async () => {
  const at = await counter(on.chain);
  const first = await on.nonce();
  await on.chain.request("evm_setAutomine", [false]);
  const batch = on.batch({ independent, calls: [call(at, "one"), call(at, "two"), call(at, "three")] });
  await untilPending(3);
  expect(await counted(on.chain, at)).toBe(0);
  await on.chain.request("evm_mine", []);
  const { sent, failed, remaining } = await batch;
  expect([failed, remaining]).toEqual([undefined, 0]);
  expect(sent.map(({ index, nonce }) => [index, nonce])).toEqual([0, 1, 2].map((each) => [each, first + each]));
  expect(new Set(sent.map(({ blockNumber }) => blockNumber)).size).toBe(1);
  expect(await counted(on.chain, at)).toBe(3);
  expect(on.journal().open()).toEqual([]);
});

it("leaves out what would revert, first or later, and sends the others under nonces without a gap", async () => {
  const [good, bad] = [await counter(on.chain), await refusing(on.chain)];
  const first = await on.nonce();
  const calls = [call(bad, "first"), call(good, "second"), call(bad, "third"), call(good, "fourth")];
  const { sent, failed, remaining } = await on.batch({ independent, calls });
  expect(sent.map(({ index, nonce }) => [index, nonce])).toEqual([
    [1, first],
    [3, first + 1],
  ]);
  expect(failed).toEqual({ index: 0, text: "first", code: "ORD406", reason: "would revert: InvalidPercentage()" });
  expect(remaining).toBe(2);
  expect(await on.nonce()).toBe(first + 2);
});

it("tells of what reverts only when it is mined, and waits for the others", async () => {
  const [good, only] = [await counter(on.chain), await once(on.chain)];
  await on.chain.request("evm_setAutomine", [false]);
  const batch = on.batch({ independent, calls: [call(only, "one"), call(only, "two"), call(good, "three")] });
  await untilPending(3);
  await on.chain.request("evm_mine", []);
  const { sent, failed, remaining } = await batch;
  expect(sent.map(({ text }) => text)).toEqual(["one", "three"]);
  expect(failed).toMatchObject({ index: 1, code: "ORD406", hash: expect.stringMatching(/^0x/) as string });
  expect(remaining).toBe(1);
  expect(on.journal().open()).toEqual([]);
});

it("sends nothing behind what the network refuses: without its nonce nothing else is mined", async () => {
  const at = await counter(on.chain);
  let sends = 0;
  const rpc = intercept(on.rpc, (method, params, next) => {
    if (method === "eth_sendRawTransaction" && ++sends === 2)
      throw new RpcError(method, { code: -32000, message: "the pool is full" });
    return next(method, params);
  });
  const calls = [call(at, "one"), call(at, "two"), call(at, "three")];
  const { sent, failed, remaining } = await on.batch({ independent, rpc, calls });
  expect(sent.map(({ text }) => text)).toEqual(["one"]);
  expect(failed).toMatchObject({ index: 1, code: "ORD407" });
  expect([remaining, sends, await counted(on.chain, at)]).toEqual([2, 2, 1]);
  expect(on.journal().open()).toEqual([]);
});

it("throws what is wrong before anything is sent", async () => {
  const at = await counter(on.chain);
  const rpc = intercept(on.rpc, (method, params, next) => {
    if (method === "eth_sendRawTransaction") throw new RpcError(method, { code: -32000, message: "the pool is full" });
    return next(method, params);
  });
  await expect(on.batch({ independent, rpc, calls: [call(at, "one"), call(at, "two")] })).rejects.toThrow("ORD407");
  expect(on.journal().open()).toEqual([]);
});

it("leaves a journal of all that is on its way, which the next run brings to an end without sending anything twice", async () => {
  const at = await counter(on.chain);
  await on.chain.request("evm_setAutomine", [false]);
  const stop = new AbortController();
  const calls = [call(at, "one"), call(at, "two"), call(at, "three")];
  const batch = on.batch({ independent, calls, signal: stop.signal });
  await untilPending(3);
  stop.abort();
  const { sent, failed } = await batch;
  expect([sent, failed]).toMatchObject([[], { index: 0, code: "ORD405" }]);
  expect(on.journal().open()).toHaveLength(3);
  await on.chain.request("evm_setAutomine", [true]);
  await on.chain.request("evm_mine", []);
  await resumeInFlight({ journal: on.journal(), rpc: on.rpc, timeoutMs: 5_000 });
  expect(on.journal().open()).toEqual([]);
  expect(await counted(on.chain, at)).toBe(3);
});
