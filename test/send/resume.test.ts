import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import type { Address } from "../../src/kinds/value.ts";
import { fileJournal } from "../../src/send/journal.ts";
import { resumeInFlight } from "../../src/send/resume.ts";
import { UnreachableError, type JsonRpc } from "../../src/send/rpc.ts";
import { sendBatch } from "../../src/send/send.ts";
import type { Signer } from "../../src/send/signer.ts";
import { loadSigners } from "../../src/send/signers.ts";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { call, counted, counter, once } from "./support/contracts.ts";
import { chainRpc, fakeServer, intercept } from "./support/rpcs.ts";

let chain: InProcessChain;
let rpc: JsonRpc;
let signer: Signer;
let folder: string;
let at: Address;
beforeEach(async () => {
  chain = await inProcessChain();
  rpc = chainRpc(chain);
  at = await counter(chain);
  [signer] = (await loadSigners({ ORDINANCE_PRIVATE_KEY: localAccount(1).key })) as [Signer];
  folder = mkdtempSync(join(tmpdir(), "resume-"));
});
afterEach(async () => {
  await chain.close();
  rmSync(folder, { recursive: true });
});

/** A new instance each time, as after a restart. */
const journal = () => fileJournal(join(folder, "journal.jsonl"));
const nonce = async () => Number(await chain.request("eth_getTransactionCount", [signer.address, "latest"]));
const head = async () => BigInt((await chain.request("eth_blockNumber")) as string);
const resume = (more: Partial<Parameters<typeof resumeInFlight>[0]> = {}) =>
  resumeInFlight({ journal: journal(), rpc, timeoutMs: 3_000, recheckMs: 60, ...more });
const batch = (calls = [call(at, "one")], over: JsonRpc = rpc, by = signer) =>
  sendBatch({
    calls,
    signer: by,
    rpc: over,
    chainId: 31337n,
    confirmations: 1,
    journal: journal(),
    timeoutMs: 3_000,
    recheckMs: 60,
  });
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("it should fail"),
    (error: unknown) => error as Error,
  );

/** Runs a batch in a process that ends, as far as chain and disk can tell, at the `nth` broadcast: before or after it. */
async function killed(when: "before" | "after", calls = [call(at, "one")], nth = 1): Promise<void> {
  let seen = 0;
  await new Promise<void>((dead, fail) => {
    const dying = intercept(rpc, async (method, params, next) => {
      if (method !== "eth_sendRawTransaction" || ++seen < nth) return next(method, params);
      if (when === "after") await next(method, params);
      dead();
      return new Promise(() => {});
    });
    batch(calls, dying).then(() => fail(new Error("it should have been killed")), fail);
  });
}

it("has nothing to do without a journal, and asks nobody", async () => {
  expect(await resume({ rpc: { request: () => expect.unreachable("no request is needed") } })).toBeUndefined();
});

it("sends what was journaled and not broadcast, once", async () => {
  await killed("before");
  expect([await counted(chain, at), await nonce()]).toEqual([0, 0]);
  const [left] = journal().open();
  expect(left).toMatchObject({ nonce: 0, text: "one", from: signer.address, to: at });
  expect(await resume()).toBe(await head());
  expect([await counted(chain, at), await nonce()]).toEqual([1, 1]);
  expect(await chain.request("eth_getTransactionReceipt", [left!.hash])).toMatchObject({ status: "0x1" });
  expect(await resume()).toBeUndefined();
  expect([await counted(chain, at), await nonce()]).toEqual([1, 1]);
});

it("finds what was broadcast and mined meanwhile", async () => {
  await killed("after");
  await chain.request("evm_mine", []);
  expect(await resume()).toBe((await head()) - 1n);
  expect([await counted(chain, at), await nonce(), journal().open()]).toEqual([1, 1, []]);
});

it("waits for what is still pending, and sends nothing", async () => {
  await chain.request("evm_setAutomine", [false]);
  await killed("after");
  const methods: string[] = [];
  const watched = intercept(rpc, (method, params, next) => (methods.push(method), next(method, params)));
  const resumed = resume({ rpc: watched });
  setTimeout(() => void chain.request("evm_mine", []), 150);
  expect(await resumed).toBe(await head());
  expect(await counted(chain, at)).toBe(1);
});

it("sends again what the node dropped", async () => {
  await chain.request("evm_setAutomine", [false]);
  await killed("after");
  const [left] = journal().open();
  expect(await chain.request("hardhat_dropTransaction", [left!.hash])).toBe(true);
  await chain.request("evm_setAutomine", [true]);
  expect(await resume()).toBe(await head());
  expect([await counted(chain, at), await nonce()]).toEqual([1, 1]);
});

it("sends again what the node drops while it is waited for", async () => {
  await chain.request("evm_setAutomine", [false]);
  const sending = batch();
  while (journal().open().length === 0) await new Promise((done) => setTimeout(done, 10));
  const { hash } = journal().open()[0]!;
  while ((await chain.request("eth_getTransactionByHash", [hash])) === null)
    await new Promise((done) => setTimeout(done, 10));
  await chain.request("hardhat_dropTransaction", [hash]);
  await chain.request("evm_setAutomine", [true]);
  expect(await sending).toMatchObject({ remaining: 0, sent: [{ hash, nonce: 0 }] });
  expect(await counted(chain, at)).toBe(1);
});

it("survives a kill at every broadcast of a batch without applying a call twice or losing one", async () => {
  const calls = ["one", "two", "three"].map((text) => call(at, text));
  for (const when of ["before", "after"] as const) {
    for (const nth of [1, 2, 3]) {
      const [count, used] = [await counted(chain, at), await nonce()];
      await killed(when, calls, nth);
      await resume();
      expect(await counted(chain, at)).toBe(count + nth);
      // The caller reads the chain again and sends what is left.
      expect(await batch(calls.slice(nth))).toMatchObject({ remaining: 0 });
      expect([await counted(chain, at), await nonce()]).toEqual([count + 3, used + 3]);
    }
  }
});

it("keeps a batch from starting over what is unfinished", async () => {
  await killed("before");
  const error = await failure(batch());
  expect(error.message).toMatch(
    /ORD404 nonce 0 of 0x7099\w+ belongs to unfinished transactions of an earlier run \(0x[0-9a-f]{64}\); .*run again/,
  );
  expect(await nonce()).toBe(0);
});

it("gives up a transaction whose nonce another one took", async () => {
  await killed("before");
  await chain.request("eth_sendTransaction", [{ from: signer.address, to: plainAddress(7) }]);
  expect(await resume()).toBe(await head());
  expect([await counted(chain, at), journal().open()]).toEqual([0, []]);
  expect(await batch()).toMatchObject({ remaining: 0 });
  expect(await counted(chain, at)).toBe(1);
});

it("counts a transaction that reverted meanwhile as finished", async () => {
  const single = await once(chain);
  await killed("before", [call(single, "one")]);
  await chain.request("eth_sendTransaction", [{ from: chain.accounts[4]!.address, to: single }]);
  const lines: string[] = [];
  expect(await resume({ onProgress: (line) => lines.push(line) })).toBe(await head());
  expect(lines.at(-1)).toMatch(/^nonce 0: 0x[0-9a-f]{64} reverted in block \d+$/);
  expect(journal().open()).toEqual([]);
});

it("says which transaction holds everything up when it is not mined in time, and tries again the next time", async () => {
  await chain.request("evm_setAutomine", [false]);
  await killed("after");
  const { hash } = journal().open()[0]!;
  const error = await failure(resume({ timeoutMs: 150 }));
  expect(error.message).toMatch(
    new RegExp(`^chain 31337 ORD405 the transaction of an earlier run \\(one\\) is unfinished: ${hash} \\(nonce 0\\)`),
  );
  await chain.request("evm_mine", []);
  expect(await resume()).toBe(await head());
});

it("does not send to another chain, and does not take silence for absence", async () => {
  await killed("before");
  const other = intercept(rpc, (method, params, next) =>
    method === "eth_chainId" ? Promise.resolve("0x1") : next(method, params),
  );
  expect((await failure(resume({ rpc: other }))).message).toMatch(/^chain 31337 ORD202 the endpoint serves chain 0x1;/);
  const silent = intercept(rpc, (method) =>
    Promise.reject(new UnreachableError(`${method}: rpc.example did not answer`)),
  );
  expect((await failure(resume({ rpc: silent }))).message).toMatch(
    /^chain 31337 ORD201 eth_chainId: rpc\.example did not answer/,
  );
  expect(journal().open()).toHaveLength(1);
  expect(await nonce()).toBe(0);
});

/** An external signer whose answer to `eth_sendTransaction` never arrives. */
async function unanswered(forwards: boolean, run: (external: Signer) => Promise<void>): Promise<void> {
  const server = await fakeServer(async (method, params) => {
    if (method === "eth_accounts") return [signer.address];
    if (method === "eth_sendTransaction") {
      if (forwards) await chain.request(method, params);
      return "no hash";
    }
    return chain.request(method, params);
  });
  try {
    await run((await loadSigners({ ORDINANCE_SIGNER_URL: `http://127.0.0.1:${server.port}` }))[0]!);
  } finally {
    await server.close();
  }
}

it("tells by the nonce whether an external signer sent what it never answered for", async () => {
  await unanswered(true, async (external) => {
    const result = await batch([call(at, "one")], rpc, external);
    expect(result).toMatchObject({ sent: [], remaining: 1, failed: { index: 0, code: "ORD407" } });
  });
  expect(journal().open()).toMatchObject([{ nonce: 0, text: "one" }]);
  expect(journal().open()[0]!.hash).toBeUndefined();
  expect(await resume()).toBe(await head());
  expect([await counted(chain, at), journal().open()]).toEqual([1, []]);

  await unanswered(false, async (external) => {
    await batch([call(at, "two")], rpc, external);
  });
  expect(journal().open()).toMatchObject([{ nonce: 1, text: "two" }]);
  expect(await resume()).toBeUndefined();
  expect([await counted(chain, at), journal().open()]).toEqual([1, []]);
});
