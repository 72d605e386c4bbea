import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { main } from "../../src/cli/main.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { misbehave, startProxy, type Faults, type Proxy } from "../support/proxy.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");
const SEND = "eth_sendRawTransaction";
const DOWN: Faults = { status: { code: 503, times: 1_000 } };
const OTHER_CHAIN: Faults = { chainId: "0x1" };
const LAGGING: Faults = { lag: 10 };
const STRANGER = 9;

interface More {
  readonly key?: number;
  readonly quorum?: number;
  readonly confirmations?: number;
  /** What else the file says. */
  readonly edit?: (text: string) => string;
}

describe("ordinance halt over several endpoints", () => {
  let chain: DeployedChain;
  let proxies: Proxy[];
  let folder: string;
  let mark: string;
  let said: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    proxies = await Promise.all([1, 2, 3, 4].map(() => startProxy(chain.url)));
    mkdirSync(CACHE, { recursive: true });
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
    folder = mkdtempSync(join(CACHE, "halt-faults-"));
    writeFileSync(join(folder, "Pulumi.yaml"), "");
    vi.spyOn(process, "cwd").mockReturnValue(folder);
    for (const stream of ["log", "error"] as const)
      vi.spyOn(console, stream).mockImplementation((line: string) => void (said += `${line}\n`));
  });
  afterEach(async () => {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
    for (const proxy of proxies) {
      misbehave(proxy);
      proxy.seen.length = 0;
    }
    rmSync(folder, { recursive: true, force: true });
    await chain.revert(mark);
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await chain.stop();
  });

  /** Runs the command over as many endpoints as there are faults. */
  function ordinance(args: readonly string[], faults: readonly Faults[], more: More = {}) {
    said = "";
    proxies.forEach((proxy, index) => misbehave(proxy, faults[index]));
    const list = proxies.slice(0, faults.length).map(({ url }) => `"${url}/secret-token"`);
    const rpc = faults.length > 1 ? `[${list.join(", ")}]\n  quorum: ${more.quorum ?? 1}` : list[0]!;
    const file = join(folder, "test.yaml");
    writeFileSync(
      file,
      (more.edit?.(chain.stackText) ?? chain.stackText)
        .replace(/rpc: .*/, `rpc: ${rpc}`)
        .replace(/confirmations: 1/, `confirmations: ${more.confirmations ?? 1}`),
    );
    vi.stubEnv("ORDINANCE_PRIVATE_KEY", localAccount(more.key ?? 0).key);
    return main(["node", "ordinance", ...args, "-s", file]);
  }
  const halt = ["halt", "--execute"];
  const senders = () => proxies.flatMap(({ seen }, index) => (seen.flat().includes(SEND) ? [index + 1] : []));

  it.each<[string, readonly Faults[], number]>([
    ["is down", [DOWN, {}, {}], 2],
    ["serves another chain", [OTHER_CHAIN, {}, {}], 2],
    ["lags ten blocks behind", [LAGGING, {}, {}], 2],
    ["hangs", [{ hang: true }, {}, {}], 2],
    ["stops answering behind the roll call", [{ drop: "eth_call" }, {}, {}], 2],
    ["gives no logs, and neither do the others", [{ drop: "eth_getLogs" }, { drop: "eth_getLogs" }], 1],
  ])("pauses everything when the first endpoint %s", async (_what, faults, sender) => {
    await chain.pass(1, 12);
    const block = await chain.block();
    const start = performance.now();
    expect(await ordinance(halt, faults), said).toBe(0);
    expect(performance.now() - start).toBeLessThan(5_000);
    expect(said).toContain("Everything that can be paused is paused.");
    expect(await chain.transactionsSince(block)).toHaveLength(1);
    expect(senders()).toEqual([sender]);
  });

  it("waits on while the endpoint is down, once it could be read", async () => {
    const waiting = ordinance(["status", "--wait", "paused", "--timeout", "30"], [{}]);
    const [proxy] = proxies as [Proxy];
    const before = proxy.posts;
    const looks = (count: number) => vi.waitUntil(() => proxy.posts >= before + count, { timeout: 20_000 });
    // The second look begins when the first has read the chain.
    await looks(2);
    misbehave(proxy, DOWN);
    await looks(4);
    await chain.send("systemPause", "pauseAll()", []);
    misbehave(proxy);
    expect(await waiting, said).toBe(0);
    expect(said).toContain("8 of 8 are paused");
  });

  it("does not wait much longer than it should for an endpoint that hangs", async () => {
    const start = performance.now();
    expect(await ordinance(["status", "--wait", "paused", "--timeout", "1"], [{ hang: true }]), said).toBe(3);
    expect(said).toContain("ORD201");
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it("pauses what is not paused yet when one is down, one on another chain, one lags, and nobody has logs", async () => {
    await chain.pass(1, 12);
    // The endpoint that lags has not seen it.
    await chain.throughSystemPause("stakeManager", "pause()", []);
    const block = await chain.block();
    const faults = [DOWN, OTHER_CHAIN, LAGGING, { drop: "eth_getLogs" }];
    expect(await ordinance(["halt"], faults), said).toBe(2);
    expect(said).toContain("add --execute");
    expect(await chain.block()).toBe(block);
    expect(await ordinance(halt, faults), said).toBe(0);
    expect(await chain.transactionsSince(block)).toHaveLength(7);
    expect(senders()).toEqual([4]);
    expect(await ordinance(["status", "--wait", "paused"], faults), said).toBe(0);
    expect(said).toContain("8 of 8 are paused");
  });

  it("says whose keys would do, and sends nothing with others", async () => {
    const block = await chain.block();
    expect(await ordinance(halt, [DOWN, {}, {}], { key: STRANGER })).toBe(4);
    expect(said).toMatch(/ORD401.*keys of operator/);
    expect(await chain.block()).toBe(block);
  });

  it("gives the signed bytes to another endpoint when the one that was read goes silent, and sends no second transaction", async () => {
    const block = await chain.block();
    expect(await ordinance(halt, [{ drop: SEND }, {}]), said).toBe(0);
    expect(await chain.transactionsSince(block)).toHaveLength(1);
    expect(senders()).toEqual([1, 2]);
  });

  it("says why no endpoint can be read, and names none of their addresses", async () => {
    expect(await ordinance(halt, [DOWN, OTHER_CHAIN, { drop: "eth_chainId" }])).toBe(3);
    expect(said).toMatch(/endpoint 1 of 3 ORD201/);
    expect(said).toMatch(/endpoint 2 of 3 ORD202 chain 1; expected chain 31337/);
    expect(said).toMatch(/endpoint 3 of 3 ORD201/);
    expect(said).not.toMatch(/127\.0\.0\.1|secret-token/);
    expect(senders()).toEqual([]);
  });

  it("waits neither for what another account has under way, nor for more than one block", async () => {
    const journal = join(folder, ".cache", "journal");
    mkdirSync(journal, { recursive: true });
    const from = localAccount(STRANGER).address;
    const stuck = {
      chainId: "31337",
      from,
      nonce: 0,
      to: from,
      data: "0x",
      value: "0",
      confirmations: 1,
      text: "stuck",
    };
    const hash = `0x${"5".repeat(64)}`;
    writeFileSync(join(journal, `31337-${from}.jsonl`), `${JSON.stringify({ event: "started", ...stuck, hash })}\n`);
    await chain.throughSystemPause("stakeManager", "pause()", []);
    const block = await chain.block();
    expect(await ordinance(halt, [{}], { confirmations: 5 }), said).toBe(0);
    expect(await chain.transactionsSince(block)).toHaveLength(7);
  });

  it("says what is only observed, and takes nothing for paused where nothing else can be", async () => {
    const observed = (text: string) => text.replaceAll("paused: false", "paused: { value: false, observe: true }");
    for (const args of [halt, ["status", "--wait", "paused"]]) {
      expect(await ordinance(args, [{}], { edit: observed }), said).toBe(4);
      expect(said).toMatch(/ORD131 modules: only what is observed: stakeManager, /);
      expect(await ordinance(args, [{}], { edit: (text) => text.replace(/\nmodules:[^]*/, "\nmodules: {}\n") })).toBe(
        4,
      );
      expect(said).toContain("ORD131 modules: no contract that can be paused");
    }
    const one = { edit: (text: string) => text.replace("paused: false", "paused: { value: false, observe: true }") };
    expect(await ordinance(halt, [{}], one), said).toBe(0);
    expect(said).toContain("only observed, so that a halt leaves them as they are: stakeManager");
    expect(await ordinance(["status", "--wait", "paused", "--json"], [{}], one), said).toBe(0);
    expect(JSON.parse(said)).toMatchObject({ verdict: "clean", running: [], observed: ["stakeManager"] });
  });

  it("does not wait for a quorum, which the question whether all is paused does", async () => {
    const faults = [DOWN, {}, DOWN];
    expect(await ordinance(halt, faults, { quorum: 2 }), said).toBe(0);
    expect(await ordinance(["status", "--wait", "paused"], faults, { quorum: 2 })).toBe(3);
    expect(said).toMatch(/ORD208 network.quorum: 1 of 3 endpoints/);
    expect(await ordinance(["status", "--wait", "paused"], [{}, {}, DOWN], { quorum: 2 }), said).toBe(0);
  });

  it("takes three POSTs, the one that sends included", async () => {
    expect(await ordinance(halt, [{}]), said).toBe(0);
    expect(proxies[0]!.seen.findIndex((methods) => methods.includes(SEND))).toBe(2);
  });
});
