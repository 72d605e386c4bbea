import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { examine } from "../src/examine.ts";
import { localAccount } from "../src/local/accounts.ts";
import { callsOf, transactionsOf } from "../src/plan/plan.ts";
import { desiredValues, facetsOf, liveValues } from "../src/providers/values.ts";
import { requirePlannable } from "../src/plan/refuse.ts";
import { deployedChain, type DeployedChain } from "./support/deployed.ts";
import { penalty, withPenalties } from "./support/penalties.ts";
import { startProxy, type Proxy } from "./support/proxy.ts";

const CACHE = resolve(import.meta.dirname, "../.cache");

describe.each(["owned", "pauser"] as const)("a protocol in topology %s", (topology) => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let folder: string;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { topology });
    proxy = await startProxy(chain.url);
    mkdirSync(CACHE, { recursive: true });
    folder = mkdtempSync(join(CACHE, "examine-"));
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await proxy.stop();
    await chain.stop();
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(() => chain.revert(mark));

  /** The committed stack, with the owners of the topology. */
  const text = () =>
    topology === "owned" ? chain.stackText : chain.stackText.replaceAll("owner: systemPause", "owner: operator");
  const look = (stack: string, more: NodeJS.ProcessEnv = {}) => {
    writeFileSync(join(folder, "local.yaml"), stack);
    return examine(folder, "local.yaml", { env: { ...process.env, ...more, ORDINANCE_RPC_URL: proxy.url } });
  };

  it("is as its stack file says after deployment, and takes one POST to find out", async () => {
    const before = proxy.posts;
    const { plan } = await look(text());
    expect(plan.changes).toEqual([]);
    expect(plan.changeSets).toEqual([]);
    expect(proxy.posts - before).toBe(1);
  });

  it("is paused and not touched otherwise in the scope of a halt, which still shows what has drifted", async () => {
    const drifted = text().replace("fee: 5 %, burn", "fee: 6 %, burn");
    const { plan, desired } = await look(drifted, { ORDINANCE_SCOPE: "halt" });
    expect(callsOf(plan).map(({ module, fn }) => `${module}.${fn}`)).toEqual(["systemPause.pauseAll()"]);
    expect(plan.changes.filter(({ observe }) => observe)).toMatchObject([{ module: "stakeManager", key: "fees.fee" }]);
    const stakes = desired.modules.find(({ name }) => name === "stakeManager")!;
    expect(desiredValues(stakes, "FeeSplit")).toMatchObject({ fees: { fee: "observed" } });
    expect(desiredValues(stakes, "PauseFlag")).toEqual({ paused: "true" });
    await expect(look(drifted, { ORDINANCE_SCOPE: "everything" })).rejects.toThrow(/ORDINANCE_SCOPE ORD109/);
  });

  it("needs no logs in the scope of a halt, also where the file lists penalties", async () => {
    const punished = withPenalties(text(), penalty("INC-1"));
    proxy.faults.drop = "eth_getLogs";
    try {
      await expect(look(punished)).rejects.toThrow(/ORD205/);
      const { plan, desired, live } = await look(punished, { ORDINANCE_SCOPE: "halt" });
      expect(callsOf(plan).map(({ fn }) => fn)).toEqual(["pauseAll()"]);
      expect(plan.penalties).toEqual([]);
      // The engine is not told that they are managed no more.
      const stakes = desired.modules.find(({ name }) => name === "stakeManager")!;
      expect(facetsOf(stakes)).toContain("Penalties");
      const shown = { penalties: { "INC-1": "observed" } };
      expect(desiredValues(stakes, "Penalties")).toEqual(shown);
      expect(liveValues(stakes, live.modules.get("stakeManager")!, "Penalties")).toEqual(shown);
    } finally {
      delete proxy.faults.drop;
    }
  });

  it("is paused and resumed as a whole by one call each", async () => {
    const halt = await look(text().replace("emergency: none", "emergency: halt"));
    expect(callsOf(halt.plan).map(({ module, fn }) => `${module}.${fn}`)).toEqual(["systemPause.pauseAll()"]);
    for (const { to, data } of transactionsOf(halt.plan)) await chain.transact(to, data);
    expect((await look(text().replace("emergency: none", "emergency: halt"))).plan.changes).toEqual([]);
    const resume = await look(text());
    expect(callsOf(resume.plan).map(({ module, fn }) => `${module}.${fn}`)).toEqual(["systemPause.unpauseAll()"]);
    for (const { to, data } of transactionsOf(resume.plan)) await chain.transact(to, data);
    expect((await look(text())).plan.changes).toEqual([]);
  });

  it("is paused module by module where pauseAll would revert because one already is", async () => {
    const pause = await look(text().replace(/(feePool:[^]*?)paused: false/, "$1paused: true"));
    for (const { to, data } of transactionsOf(pause.plan)) await chain.transact(to, data);
    const halt = await look(text().replace("emergency: none", "emergency: halt"));
    const calls = callsOf(halt.plan);
    expect(calls.map(({ fn }) => fn)).toEqual(Array.from({ length: 7 }, () => "pause()"));
    for (const { to, data } of transactionsOf(halt.plan)) await chain.transact(to, data);
    expect((await look(text().replace("emergency: none", "emergency: halt"))).plan.changes).toEqual([]);
  });

  it("refuses a setting that is barred while a module stays paused, with the rule", async () => {
    const pause = await look(text().replace("emergency: none", "emergency: halt"));
    for (const { to, data } of transactionsOf(pause.plan)) await chain.transact(to, data);
    const examined = await look(
      text().replace("emergency: none", "emergency: halt").replace("disputeFee: 1 AGIALPHA", "disputeFee: 2 AGIALPHA"),
    );
    expect(examined.plan.changeSets).toEqual([]);
    expect(() => requirePlannable(examined)).toThrow(
      /local\.yaml:\d+:\d+ ORD301 modules\.disputeModule\.disputeFee.*EnforcedPause/,
    );
    // Pausing and setting at once is possible: the setting comes before the pause.
    for (const { to, data } of transactionsOf((await look(text())).plan)) await chain.transact(to, data);
    const both = await look(
      text().replace("emergency: none", "emergency: halt").replace("disputeFee: 1 AGIALPHA", "disputeFee: 2 AGIALPHA"),
    );
    for (const { to, data } of transactionsOf(both.plan)) await chain.transact(to, data);
    expect(
      (
        await look(
          text()
            .replace("emergency: none", "emergency: halt")
            .replace("disputeFee: 1 AGIALPHA", "disputeFee: 2 AGIALPHA"),
        )
      ).plan.changes,
    ).toEqual([]);
  });

  it("shows a holder that nobody declared, and revokes it", async () => {
    const intruder = localAccount(9).address;
    const role = "0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783";
    await chain.send("timelock", "grantRole(bytes32,address)", [role, intruder]);
    const { plan } = await look(text());
    expect(plan.changes.map(({ module, key, before, after }) => [module, key, before, after])).toEqual([
      ["timelock", `roles.CANCELLER_ROLE[${intruder}]`, true, false],
    ]);
    expect(callsOf(plan).map(({ fn, args }) => [fn, ...args])).toEqual([
      ["revokeRole(bytes32,address)", role, intruder],
    ]);
  });

  it("has a plan whose identity depends on values and not on blocks", async () => {
    const one = await look(text().replace("burn: 5 %", "burn: 6 %"));
    await chain.send("thermostat", "setSystemTemperature(int256)", [2n * 10n ** 18n]);
    const same = await look(text().replace("burn: 5 %", "burn: 6 %"));
    expect(same.live.block.number).toBeGreaterThan(one.live.block.number);
    expect(same.plan.hash).toBe(one.plan.hash);
    const other = await look(text().replace("burn: 5 %", "burn: 7 %"));
    expect(other.plan.hash).not.toBe(one.plan.hash);
  });

  it("says which line names another chain or an address without code", async () => {
    await expect(look(text().replace("chainId: 31337", "chainId: 1"))).rejects.toThrow(/ORD202/);
    const empty = localAccount(8).address;
    const wrong = text().replace(chain.addresses.rewardEngine, empty);
    await expect(look(wrong)).rejects.toThrow(/local\.yaml:\d+:\d+ ORD203 modules\.rewardEngine\.address/);
  });

  it("never takes an endpoint that does not answer for a clean chain", async () => {
    proxy.faults.status = { code: 500, times: 1 };
    await expect(look(text())).rejects.toThrow(/ORD201/);
  });
});
