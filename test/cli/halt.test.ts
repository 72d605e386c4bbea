import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { examineHalt } from "../../src/halt.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy, type Faults, type Proxy } from "../support/proxy.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const GUARDIAN = 1;
const STRANGER = 9;
/** pause() */
const PAUSE = "0x8456cb59";

describe.each(["council", "pauser"] as const)("ordinance halt where power is with the %s", (shape) => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let folder: string;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil", shape === "council" ? { council: true } : { topology: "pauser" });
    proxy = await startProxy(chain.url);
    mkdirSync(join(ROOT, ".cache"), { recursive: true });
    folder = mkdtempSync(join(ROOT, ".cache", "halt-"));
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(async () => {
    for (const fault of Object.keys(proxy.faults) as (keyof Faults)[]) delete proxy.faults[fault];
    await chain.revert(mark);
  });
  afterAll(async () => {
    rmSync(folder, { recursive: true, force: true });
    await proxy.stop();
    await chain.stop();
  });

  const text = () =>
    shape === "council" ? chain.stackText : chain.stackText.replaceAll("owner: systemPause", "owner: operator");
  /** Whose key pauses at once. */
  const key = () => localAccount(shape === "council" ? GUARDIAN : 0).key;
  function ordinance(args: readonly string[], env: Record<string, string> = {}) {
    const file = join(folder, "local.yaml");
    writeFileSync(file, text());
    return new Promise<{ code: number; all: string }>((done, fail) => {
      const run = [join(ROOT, "src/cli/ordinance.mjs"), ...args, "-s", file];
      const child = spawn(process.execPath, run, {
        cwd: ROOT,
        env: { ...process.env, ORDINANCE_RPC_URL: proxy.url, ORDINANCE_PRIVATE_KEY: "", ...env },
      });
      let all = "";
      child.stdout.on("data", (part: Buffer) => (all += part.toString()));
      child.stderr.on("data", (part: Buffer) => (all += part.toString()));
      child.once("error", fail);
      child.once("close", (code) => done({ code: code ?? -1, all }));
    });
  }

  it("only shows how, unless it is told to act", async () => {
    const block = await chain.block();
    const { code, all } = await ordinance(["halt"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(code, all).toBe(2);
    expect(all).toContain("add --execute");
    expect(await chain.block()).toBe(block);
  });

  it("pauses everything, in one call where one can, and nothing else that has drifted", async () => {
    await chain.impersonate(chain.addresses.systemPause, chain.addresses.stakeManager, PAUSE);
    const block = await chain.block();
    const { code, all } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(code, all).toBe(0);
    expect(all).toContain("Everything that can be paused is paused.");
    // One was paused already, so that pauseAll would revert.
    expect(await chain.transactionsSince(block)).toHaveLength(7);
    const status = await ordinance(["status", "--wait", "paused"]);
    expect([status.code, status.all]).toEqual([0, expect.stringContaining("8 of 8 are paused")]);
    const again = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(again.code, again.all).toBe(0);
    expect(await chain.transactionsSince(block)).toHaveLength(7);
  });

  it("works without logs", async () => {
    proxy.faults.drop = "eth_getLogs";
    const { code, all } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(code, all).toBe(0);
  });

  it("says whose keys would do, and sends nothing with others", async () => {
    const block = await chain.block();
    const { code, all } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: localAccount(STRANGER).key });
    expect(code).toBe(4);
    expect(all).toMatch(shape === "council" ? /ORD401.*keys of guardian/ : /ORD401.*keys of operator/);
    expect(await chain.block()).toBe(block);
  });

  it("takes the way that the given keys open, be it the slower one", async () => {
    if (shape !== "council") return;
    const file = join(folder, "local.yaml");
    writeFileSync(file, text());
    const owners = [2, 5].map((index) => localAccount(index).address as string);
    const env = { ...process.env, ORDINANCE_RPC_URL: proxy.url };
    const { plan } = await examineHalt(folder, "local.yaml", (account) => owners.includes(account), env);
    expect(plan.changeSets).toMatchObject([{ authority: chain.council }]);
    expect(plan.scheduled).toHaveLength(1);
  });
});
