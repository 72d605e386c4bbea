import { readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { READ_METHODS } from "../../src/chain/transport.ts";
import type { Examined } from "../../src/examine.ts";
import { simulateInFork } from "../../src/prove/fork.ts";
import { prove } from "../../src/prove/prove.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { deployedOnGeth, gethBinary } from "../support/geth.ts";
import { operator, type Operator } from "../support/operate.ts";
import { misbehave, startProxy, type Proxy } from "../support/proxy.ts";

const STATE = ["eth_getBalance", "eth_getCode", "eth_getStorageAt", "eth_getTransactionCount"];

/** POSTs and questions that a proof in a fork needs. */
async function provenOver(proxy: Proxy, examined: Examined) {
  proxy.seen.length = 0;
  const proof = await prove(examined, [simulateInFork]);
  const asked = proxy.seen.flat();
  expect(asked.filter((method) => !(READ_METHODS as readonly string[]).includes(method))).toEqual([]);
  const alone = proxy.seen.filter((post) => post.every((method) => STATE.includes(method)));
  return { proof, posts: proxy.seen.length, asked: asked.length, alone: alone.length };
}

describe("a proof in a copy of a drifted protocol that a Safe governs through a timelock", () => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let at: Operator;
  let examined: Examined;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council: true, drifted: true });
    proxy = await startProxy(chain.url);
    at = operator(proxy.url);
    examined = await at.look(chain.stackText);
  });
  afterEach(() => misbehave(proxy));
  afterAll(async () => {
    at.remove();
    await proxy.stop();
    await chain.stop();
  });

  it("takes a few POSTs, and asks next to nothing one by one", async () => {
    const { proof, posts, asked, alone } = await provenOver(proxy, examined);
    expect(proof).toMatchObject({ method: "fork", converges: true, failures: [] });
    expect(proof.prefixes.of).toBeGreaterThan(2);
    expect(posts).toBeLessThanOrEqual(10);
    expect(asked).toBeLessThanOrEqual(600);
    expect(alone).toBeLessThanOrEqual(3);
  });

  it("finds the same where the endpoint makes no access lists, and asks each thing once", async () => {
    const { proof } = await provenOver(proxy, examined);
    misbehave(proxy, { refuseAfter: { method: "eth_createAccessList", times: 0 } });
    const slower = await provenOver(proxy, examined);
    expect(slower.proof).toEqual(proof);
    expect(slower.posts).toBeGreaterThan(200);
    expect(slower.asked).toBeLessThanOrEqual(600);
  });

  it("makes smaller what is too large for the endpoint", async () => {
    misbehave(proxy, { maxBatch: 100 });
    const { proof, posts } = await provenOver(proxy, examined);
    expect(proof).toMatchObject({ method: "fork", converges: true });
    expect(posts).toBeLessThanOrEqual(30);
  });

  it("works where the endpoint takes one request at a time", { timeout: 120_000 }, async () => {
    misbehave(proxy, { maxBatch: 1 });
    const { proof } = await provenOver(proxy, examined);
    expect(proof).toMatchObject({ method: "fork", converges: true });
  });

  it("takes what an endpoint leaves out from the endpoint, and never as nothing", async () => {
    const { proof } = await provenOver(proxy, examined);
    // All that is asked in advance; what the copy asks later gets through.
    misbehave(proxy, { refuseAfter: { method: "eth_getStorageAt", times: 0 } });
    const silent = await prove(examined, [simulateInFork]);
    expect(silent).toMatchObject({ method: "not simulated", failures: [], remaining: [] });
    misbehave(proxy, { refuseAfter: { method: "eth_getBalance", times: 0 } });
    expect(await prove(examined, [simulateInFork])).toMatchObject({ method: "not simulated", failures: [] });
    misbehave(proxy, { status: { code: 500, times: 3 } });
    expect(await prove(examined, [simulateInFork])).toEqual(proof);
  });

  it("is none of a block that was replaced", async () => {
    const { live } = examined;
    const other = { ...live, block: { ...live.block, hash: `0x${"11".repeat(32)}` as const } };
    const proof = await prove({ ...examined, live: other }, [simulateInFork]);
    expect(proof).toMatchObject({
      method: "not simulated",
      why: `block ${live.block.number} was replaced meanwhile`,
      failures: [],
    });
  });
});

it("a proof in a copy takes a few POSTs over geth, where it is there", { timeout: 120_000 }, async () => {
  const geth = await gethBinary();
  if ("missing" in geth) {
    console.log(`left out: ${geth.missing}`);
    return;
  }
  const node = await deployedOnGeth(geth.path);
  const proxy = await startProxy(node.url);
  const at = operator(proxy.url);
  try {
    const file = new URL("../support/stacks/operator.yaml", import.meta.url);
    const stack = readFileSync(file, "utf8").replace("fee: 5 %, burn", "fee: 6 %, burn");
    const { proof, posts } = await provenOver(proxy, await at.look(stack));
    expect(proof).toMatchObject({ method: "fork", converges: true, failures: [] });
    expect(posts).toBeLessThanOrEqual(10);
  } finally {
    at.remove();
    await proxy.stop();
    await node.stop();
  }
});
