import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { OrdinanceError } from "../../src/errors.ts";
import { examine } from "../../src/examine.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { misbehave, startProxy, type Faults, type Proxy } from "../support/proxy.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");
const DOWN: Faults = { status: { code: 503, times: 1_000 } };
const digits = (index: number) => localAccount(index).address.slice(2).toLowerCase();
/** The treasury is said to be another account. */
const LIE: Faults = { lie: { of: digits(3), with: digits(9) } };

describe("a quorum of endpoints", () => {
  let chain: DeployedChain;
  let proxies: Proxy[];
  let folder: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    proxies = await Promise.all([1, 2, 3].map(() => startProxy(chain.url)));
    mkdirSync(CACHE, { recursive: true });
  });
  beforeEach(() => {
    folder = mkdtempSync(join(CACHE, "quorum-"));
  });
  afterEach(() => {
    for (const proxy of proxies) {
      misbehave(proxy);
      proxy.seen.length = 0;
    }
    rmSync(folder, { recursive: true, force: true });
  });
  afterAll(async () => {
    await Promise.all(proxies.map((proxy) => proxy.stop()));
    await chain.stop();
  });

  function look(quorum: number, faults: readonly Faults[], atLeast?: bigint) {
    proxies.forEach((proxy, index) => misbehave(proxy, faults[index]));
    const list = proxies.map(({ url }) => `"${url}/secret-token"`);
    const text = chain.stackText.replace(/rpc: .*/, `rpc: [${list.join(", ")}]\n  quorum: ${quorum}`);
    writeFileSync(join(folder, "local.yaml"), text);
    return examine(folder, "local.yaml", atLeast === undefined ? {} : { atLeast });
  }
  const refused = (quorum: number, faults: readonly Faults[]) =>
    look(quorum, faults).then(
      () => expect.unreachable(),
      (error: unknown) => error as OrdinanceError,
    );
  const names = ({ desired }: Awaited<ReturnType<typeof look>>) => desired.network.rpc.map(({ name }) => name);

  it("reads one block from so many endpoints, with one POST each behind the roll call", async () => {
    const examined = await look(2, [{}, {}, {}]);
    expect(examined.plan.changes).toEqual([]);
    expect(proxies.map(({ seen }) => seen.length)).toEqual([2, 2, 1]);
    expect(names(examined)).toEqual(["endpoint 1 of 3", "endpoint 2 of 3", "endpoint 3 of 3"]);
    expect(existsSync(join(folder, ".cache", "logs"))).toBe(true);
  });

  it("does without those that it does not need", async () => {
    expect(names(await look(2, [DOWN, {}, {}]))).toEqual(["endpoint 2 of 3", "endpoint 3 of 3"]);
  });

  it("puts another in the place of one that stops answering", async () => {
    expect(names(await look(2, [{ drop: "eth_call" }, {}, {}]))).toEqual(["endpoint 2 of 3", "endpoint 3 of 3"]);
  });

  it("reads the latest block that enough of them have", async () => {
    await chain.pass(1, 3);
    const head = BigInt(await chain.block());
    expect((await look(2, [{ lag: 2 }, {}, {}])).live.block.number).toBe(head);
    expect((await look(3, [{ lag: 2 }, {}, {}])).live.block.number).toBe(head - 2n);
  });

  it("waits until enough of them have the block of the last receipt", async () => {
    await chain.pass(1, 3);
    const head = BigInt(await chain.block());
    const looking = look(3, [{ lag: 2 }, {}, {}], head);
    setTimeout(() => delete proxies[0]!.faults.lag, 300);
    expect((await looking).live.block.number).toBe(head);
  });

  it("plans nothing when they say different things, and says which says what", async () => {
    const error = await refused(2, [{}, LIE, {}]);
    expect(error).toBeInstanceOf(OrdinanceError);
    expect(new Set(error.problems.map(({ code }) => code))).toEqual(new Set(["ORD208"]));
    const [truth, lie] = [3, 9].map((index) => localAccount(index).address);
    expect(error.problems.find(({ path }) => path === "modules.stakeManager.treasury")?.found).toContain(
      `endpoint 1 of 3 says ${truth}, endpoint 2 of 3 says ${lie}`,
    );
    expect(error.message).not.toMatch(/127\.0\.0\.1|secret-token/);
    // What a liar says is not kept for later.
    expect(existsSync(join(folder, ".cache"))).toBe(false);
  });

  it("plans nothing when too few can be read, and says why", async () => {
    const error = await refused(2, [DOWN, { chainId: "0x1" }, {}]);
    expect(error.code).toBe("ORD208");
    expect(error.message).toMatch(/1 of 3 endpoints.*endpoint 1 of 3: .*503.*endpoint 2 of 3: chain 1.*expected 2/);
  });

  it("does not count one that lags behind", async () => {
    await chain.pass(1, 12);
    const late = await refused(3, [{}, {}, { lag: 10 }]);
    expect(late.message).toMatch(/endpoint 3 of 3: block \d+, expected block \d+ or about it/);
  });
});
