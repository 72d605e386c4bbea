import { expect, it } from "vitest";
import { unusable } from "../../src/send/codes.ts";
import { resumeInFlight, type Journal } from "../../src/send/journal.ts";
import { RpcError, UnreachableError } from "../../src/send/rpc.ts";
import { loadSigners } from "../../src/send/signers.ts";
import { plainAddress } from "../support/doubles.ts";
import { call, counted, counter } from "./support/contracts.ts";
import { intercept } from "./support/rpcs.ts";
import { failure, sending } from "./support/sending.ts";

const on = sending();

it("sends nothing when fees are above the ceiling, and never signs more than the ceiling", async () => {
  const at = await counter(on.chain);
  const before = await on.nonce();
  const error = await failure(on.batch({ calls: [call(at, "one")], maxFeePerGas: 1_000n }));
  expect(error.message).toMatch(
    /^chain 31337 ORD403 a base fee of \d+ wei and a tip of \d+ wei per gas; expected at most 1000 wei together/,
  );
  expect(await on.nonce()).toBe(before);
  const block = (await on.chain.request("eth_getBlockByNumber", ["latest", false])) as { baseFeePerGas: string };
  const ceiling = BigInt(block.baseFeePerGas) + BigInt((await on.chain.request("eth_maxPriorityFeePerGas")) as string);
  const { sent } = await on.batch({ calls: [call(at, "one")], maxFeePerGas: ceiling });
  expect(
    BigInt(
      ((await on.chain.request("eth_getTransactionByHash", [sent[0]!.hash])) as Record<string, string>)[
        "maxFeePerGas"
      ]!,
    ),
  ).toBe(ceiling);
});

it("stops in the middle when fees rise above the ceiling", async () => {
  const at = await counter(on.chain);
  let blocks = 0;
  const rising = intercept(on.rpc, async (method, params, next) => {
    const answer = await next(method, params);
    return method === "eth_getBlockByNumber" && ++blocks > 1
      ? { ...(answer as object), baseFeePerGas: "0xffffffffffff" }
      : answer;
  });
  const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], rpc: rising, maxFeePerGas: 10n ** 11n });
  expect(result).toMatchObject({
    sent: [{ text: "one" }],
    remaining: 1,
    failed: { index: 1, code: "ORD403", reason: expect.stringMatching(/^a base fee of/) as string },
  });
});

it("refuses while somebody else's transaction of the account is in flight", async () => {
  const at = await counter(on.chain);
  await on.chain.request("evm_setAutomine", [false]);
  await on.chain.request("eth_sendTransaction", [{ from: on.signer.address, to: at }]);
  const error = await failure(on.batch({ calls: [call(at, "one")] }));
  expect(error.message).toMatch(
    /ORD404 nonce 0 of 0x70997970C51812dc3A010C7d01b50e0d17dc79C8 belongs to transactions in flight that were not sent from here \(hash unknown\)/,
  );
});

it("tells a call that the node does not estimate from a revert", async () => {
  const at = await counter(on.chain);
  const poor = intercept(on.rpc, (method, params, next) => {
    if (method === "eth_estimateGas")
      throw new RpcError(method, { code: -32000, message: "insufficient funds for transfer" });
    return next(method, params);
  });
  expect((await failure(on.batch({ calls: [call(at, "one")], rpc: poor }))).message).toMatch(
    /ORD407 one: eth_estimateGas: insufficient funds for transfer; /,
  );
});

it("refuses another chain, an account without funds, and what the caller's last check refuses", async () => {
  const at = await counter(on.chain);
  expect((await failure(on.batch({ calls: [call(at, "one")], chainId: 1n }))).message).toMatch(
    /^chain 1 ORD202 the endpoint serves chain 0x7a69; expected chain 1/,
  );
  const [poor] = await loadSigners({ ORDINANCE_PRIVATE_KEY: "11".repeat(32) });
  const poorError = await failure(on.batch({ calls: [call(at, "one")], signer: poor! }));
  expect(poorError.message).toMatch(/^chain 31337 ORD407 one: the network refused it: .*funds/);
  const refusal = new Error("the plan has changed");
  expect(await failure(on.batch({ calls: [call(at, "one")], before: () => Promise.reject(refusal) }))).toBe(refusal);
  expect(await counted(on.chain, at)).toBe(0);
  expect(on.journal().open()).toEqual([]);
});

it("takes 'already known' for what it is", async () => {
  const at = await counter(on.chain);
  const repeating = intercept(on.rpc, async (method, params, next) => {
    const answer = await next(method, params);
    if (method === "eth_sendRawTransaction") throw new RpcError(method, { code: -32000, message: "already known" });
    return answer;
  });
  expect(await on.batch({ calls: [call(at, "one"), call(at, "two")], rpc: repeating })).toMatchObject({
    remaining: 0,
    sent: [{}, {}],
  });
  expect(await counted(on.chain, at)).toBe(2);
});

it("takes nothing else for it: what the network does not know it refuses", async () => {
  const at = await counter(on.chain);
  const refusing = intercept(on.rpc, (method, params, next) => {
    if (method !== "eth_sendRawTransaction") return next(method, params);
    return Promise.reject(new RpcError(method, { code: -32000, message: "unknown transaction type" }));
  });
  const batch = on.batch({ calls: [call(at, "one")], rpc: refusing, timeoutMs: 500 });
  expect((await failure(batch)).message).toMatch(/ORD407 one: the network refused it: .*unknown transaction type/);
  expect(on.journal().open()).toEqual([]);
});

it("knows a nonce that another transaction has used, whatever the client calls that", async () => {
  const at = await counter(on.chain);
  for (const message of ["OldNonce, Current nonce: 1, nonce of rejected tx: 0", "ReplacementNotAllowed"]) {
    const refusing = intercept(on.rpc, (method, params, next) => {
      if (method !== "eth_sendRawTransaction") return next(method, params);
      return Promise.reject(new RpcError(method, { code: -32010, message }));
    });
    expect((await failure(on.batch({ calls: [call(at, "one")], rpc: refusing }))).message).toMatch(
      /ORD404 one: another transaction uses nonce 0/,
    );
  }
});

it("recognises its own mined transaction behind 'nonce too low'", async () => {
  const at = await counter(on.chain);
  const twice = intercept(on.rpc, async (method, params, next) => {
    if (method === "eth_sendRawTransaction") await next(method, params);
    return next(method, params);
  });
  expect(await on.batch({ calls: [call(at, "one")], rpc: twice })).toMatchObject({ remaining: 0 });
  expect(await counted(on.chain, at)).toBe(1);
});

it("says that the nonce went to another transaction when it did", async () => {
  const at = await counter(on.chain);
  const foreign = intercept(on.rpc, async (method, params, next) => {
    if (method === "eth_sendRawTransaction")
      await on.chain.request("eth_sendTransaction", [{ from: on.signer.address, to: plainAddress(9) }]);
    return next(method, params);
  });
  expect((await failure(on.batch({ calls: [call(at, "one")], rpc: foreign }))).message).toMatch(
    /ORD404 one: another transaction uses nonce 0: .*; expected .*nothing was sent/,
  );
  expect(await counted(on.chain, at)).toBe(0);
});

it("sends the same bytes again when the answer to the first time was lost, and applies the call once", async () => {
  const at = await counter(on.chain);
  for (const arrives of [true, false]) {
    let lost = false;
    const flaky = intercept(on.rpc, async (method, params, next) => {
      if (method !== "eth_sendRawTransaction" || lost) return next(method, params);
      lost = true;
      if (arrives) await next(method, params);
      throw new UnreachableError("eth_sendRawTransaction: rpc.example did not answer");
    });
    expect(await on.batch({ calls: [call(at, "one")], rpc: flaky })).toMatchObject({ remaining: 0 });
  }
  expect(await counted(on.chain, at)).toBe(2);
});

it("names the transaction that is not mined in time, and keeps it in the journal", async () => {
  const at = await counter(on.chain);
  await on.chain.request("evm_setAutomine", [false]);
  const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], timeoutMs: 200 });
  expect(result).toMatchObject({
    sent: [],
    remaining: 2,
    failed: { index: 0, code: "ORD405", hash: expect.stringMatching(/^0x/) as string },
  });
  expect(result.failed!.reason).toContain(result.failed!.hash);
  expect(on.journal().open()).toMatchObject([{ hash: result.failed!.hash, text: "one" }]);
});

it("does not claim that nothing was sent where the journal cannot be closed behind what is mined", async () => {
  const at = await counter(on.chain);
  const journal = on.journal();
  const full: Journal = {
    ...journal,
    append(record) {
      if (record.event === "started") journal.append(record);
      else
        throw unusable(journal.where, {
          code: "ORD412",
          found: "a journal that cannot be written",
          expected: "a file",
        });
    },
  };
  const result = await on.batch({ calls: [call(at, "one"), call(at, "two")], journal: full });
  expect(result).toMatchObject({ sent: [], failed: { index: 0, code: "ORD412", hash: journal.open()[0]!.hash } });
  expect(await counted(on.chain, at)).toBe(1);
  await resumeInFlight({ journal, rpc: on.rpc });
  expect(journal.open()).toEqual([]);
});
