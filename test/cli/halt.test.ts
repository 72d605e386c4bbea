import { spawn, type ChildProcessWithoutNullStreams } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Interface } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { examineHalt } from "../../src/halt.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { httpRpc } from "../../src/send/rpc.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy, type Faults, type Proxy } from "../support/proxy.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const GUARDIAN = 1;
const STRANGER = 9;
/** pause() */
const PAUSE = "0x8456cb59";
const PASS_ON = "executeGovernanceCall(address,bytes)";
const SCHEDULE = "schedule(address,uint256,bytes,bytes32,bytes32,uint256)";

function encode(fn: string, args: readonly unknown[]): string {
  return new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), [...args]);
}

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
  function ordinance(
    args: readonly string[],
    env: Record<string, string> = {},
    then: (child: ChildProcessWithoutNullStreams) => void = () => undefined,
  ) {
    const file = join(folder, "local.yaml");
    writeFileSync(file, text());
    return new Promise<{ code: number; out: string; all: string }>((done, fail) => {
      const run = [join(ROOT, "src/cli/ordinance.mjs"), ...args, "-s", file];
      const child = spawn(process.execPath, run, {
        cwd: ROOT,
        env: { ...process.env, ORDINANCE_RPC_URL: proxy.url, ORDINANCE_PRIVATE_KEY: "", ...env },
      });
      let [out, all] = ["", ""];
      child.stdout.on("data", (part: Buffer) => {
        out += part.toString();
        all += part.toString();
      });
      child.stderr.on("data", (part: Buffer) => (all += part.toString()));
      child.once("error", fail);
      then(child);
      child.once("close", (code) => done({ code: code ?? -1, out, all }));
    });
  }

  /** Has a contract do what it does, but revert where it is to be paused. @returns what mends it. */
  async function breakPause(contract: string): Promise<() => Promise<unknown>> {
    const rpc = httpRpc(chain.url);
    const code = (await rpc.request("eth_getCode", [contract, "latest"])) as string;
    const logic = localAccount(STRANGER).address;
    await rpc.request("anvil_setCode", [logic, code]);
    const broken = `0x5f3560e01c63${PAUSE.slice(2)}14603b57365f5f375f5f365f73${logic.slice(2)}5af43d5f5f3e6037573d5ffd5b3d5ff35b5f5ffd`;
    await rpc.request("anvil_setCode", [contract, broken]);
    return () => rpc.request("anvil_setCode", [contract, code]);
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

  it("pauses the others when one reverts, because somebody was faster or it is broken", async () => {
    if (shape !== "council") return;
    const { jobRegistry, systemPause } = chain.addresses;
    const run = () => chain.impersonate(systemPause, jobRegistry, PAUSE);
    proxy.faults.before = { method: "eth_estimateGas", run };
    const block = await chain.block();
    const done = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(done.code, done.all).toBe(0);
    expect(done.all).toMatch(/ORD406 jobRegistry\.pause\(\).*EnforcedPause/);
    expect(await chain.transactionsSince(block)).toHaveLength(8);
  });

  it("pauses the others singly when the call that stands for all reverts, because one of them is broken", async () => {
    if (shape !== "pauser") return;
    const mend = await breakPause(chain.addresses.jobRegistry);
    const done = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    await mend();
    expect(done.code, done.all).toBe(2);
    expect(done.all).toMatch(/ORD406 .*pauseAll\(\)/);
    expect(done.out).toContain("not paused yet: jobRegistry");
    const status = await ordinance(["status"]);
    expect(status.out).toContain("7 of 8 are paused");
  });

  it("has a Safe pause the others when one reverts in its batch, and says which", async () => {
    if (shape !== "council") return;
    const { feePool, systemPause, timelock } = chain.addresses;
    await chain.impersonate(timelock, systemPause, encode("setGlobalPauser(address)", [chain.council]));
    const mend = await breakPause(feePool);
    const block = await chain.block();
    const keys = [COUNCIL.alice, COUNCIL.bob].map((index) => localAccount(index).key).join(",");
    const done = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: keys });
    await mend();
    expect(done.code, done.all).toBe(2);
    expect(done.all).toMatch(
      /ORD406 Safe transaction .*jobRegistry\.pause\(\).*: feePool\.pause\(\)[^;]*: [^;]*revert/,
    );
    expect(done.out).toContain("not paused yet: feePool\n");
    expect((await ordinance(["status"])).out).toContain("7 of 8 are paused");
    expect(await chain.transactionsSince(block)).toHaveLength(1);
  });

  it("makes way for the same key at work elsewhere, and pauses what that leaves", async () => {
    if (shape !== "council") return;
    const run = () => chain.impersonate(chain.guardian.address, chain.addresses.feePool, PAUSE);
    proxy.faults.before = { method: "eth_sendRawTransaction", run };
    const block = await chain.block();
    const { code, all } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(code, all).toBe(0);
    expect(all).toContain("Everything that can be paused is paused.");
    expect(await chain.transactionsSince(block)).toHaveLength(8);
  });

  it("sends all pauses before it waits for the first, so that one block takes them", async () => {
    if (shape !== "council") return;
    const rpc = httpRpc(chain.url);
    const waiting = async () => Number(((await rpc.request("txpool_status")) as { pending: string }).pending);
    await rpc.request("evm_setAutomine", [false]);
    const block = await chain.block();
    const halting = ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    while ((await waiting()) < 8) await sleep(50);
    await rpc.request("evm_mine");
    expect(await chain.block()).toBe(block + 1);
    expect(await chain.transactionsSince(block)).toHaveLength(8);
    await rpc.request("evm_setAutomine", [true]);
    const { code, all } = await halting;
    expect(code, all).toBe(0);
    expect(all).toContain("Everything that can be paused is paused.");
  });

  it("goes on when nobody reads any more what it says", async () => {
    await chain.impersonate(chain.addresses.systemPause, chain.addresses.stakeManager, PAUSE);
    const block = await chain.block();
    const { code } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() }, (child) =>
      child.stderr.destroy(),
    );
    expect(code).toBe(0);
    expect(await chain.transactionsSince(block)).toHaveLength(7);
  });

  it("says whose keys would do, and sends nothing with others", async () => {
    const block = await chain.block();
    const { code, all } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: localAccount(STRANGER).key });
    expect(code).toBe(4);
    expect(all).toMatch(shape === "council" ? /ORD401.*keys of guardian/ : /ORD401.*keys of operator/);
    expect(await chain.block()).toBe(block);
  });

  it("pauses what the given key may pause, and says whose keys would do for the rest", async () => {
    if (shape !== "council") return;
    const { systemPause, jobRegistry } = chain.addresses;
    const setPauser = encode("setPauser(address)", [localAccount(STRANGER).address]);
    await chain.impersonate(systemPause, jobRegistry, setPauser);
    const block = await chain.block();
    const { code, all } = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(code, all).toBe(2);
    expect(all).toContain("not paused yet: jobRegistry\n");
    expect(all).toMatch(/ORD401 keys of guardian, which may not pause jobRegistry; expected keys of 0xa0Ee/);
    expect(await chain.transactionsSince(block)).toHaveLength(7);
    const again = await ordinance(["halt", "--execute", "--json"], { ORDINANCE_PRIVATE_KEY: key() });
    expect([again.code, JSON.parse(again.out)]).toMatchObject([
      4,
      { verdict: "refused", executed: false, left: ["jobRegistry"], problems: [{ code: "ORD401" }], sent: [] },
    ]);
  });

  it.each([["unpause()"], ["unpauseAll()"]])("waits for nobody to cancel a queued %s, and names it", async (fn) => {
    if (shape !== "council") return;
    const { systemPause, stakeManager, timelock } = chain.addresses;
    const all = fn === "unpauseAll()";
    const data = all ? encode(fn, []) : encode(PASS_ON, [stakeManager, encode(fn, [])]);
    const zero = `0x${"0".repeat(64)}`;
    await chain.impersonate(chain.council, timelock, encode(SCHEDULE, [systemPause, 0, data, zero, zero, 2 * 86_400]));
    const done = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(done.code, done.all).toBe(0);
    expect(done.out).toMatch(
      /Everything that can be paused is paused\.\nconflict: operation 0x[0-9a-f]{64} of timelock .*not cancelled by this: it can be executed from/,
    );
    expect(done.out).toContain("stakeManager.paused: unpause() would set false, the file wants true");
    const shown = await ordinance(["halt", "--json"]);
    expect([shown.code, JSON.parse(shown.out)]).toMatchObject([
      0,
      { verdict: "clean", conflicts: [{ timelock: "timelock", cancelled: false }] },
    ]);
  });

  it("tells machines the same, with the same exit codes", async () => {
    type Report = { pauses: string[]; left: string[]; sent: { hash: string }[] };
    const run = async (args: readonly string[], account?: number) => {
      const given = account === undefined ? {} : { ORDINANCE_PRIVATE_KEY: localAccount(account).key };
      const { code, out } = await ordinance([...args, "--json"], given);
      return { code, ...(JSON.parse(out) as Report) };
    };
    const able = shape === "council" ? "guardian" : "operator";
    const shown = await run(["halt"]);
    expect(shown).toMatchObject({ version: 1, code: 2, verdict: "differs", executed: false, sent: [], pending: [] });
    expect(shown).toMatchObject({ ways: [{ authority: { name: able } }], chainId: "31337", refusals: [] });
    expect(shown.pauses).toHaveLength(8);
    expect(shown.left).toEqual(shown.pauses);
    const block = await chain.block();
    expect(await run(["halt", "--execute"], STRANGER)).toMatchObject({
      ...{ code: 4, verdict: "refused", executed: false, sent: [], left: shown.pauses },
      problems: [{ code: "ORD401", expected: expect.stringContaining(able) as string }],
      ways: [{ authority: { name: able } }],
    });
    expect(await chain.block()).toBe(block);
    const done = await run(["halt", "--execute"], shape === "council" ? GUARDIAN : 0);
    expect(done).toMatchObject({ code: 0, verdict: "clean", executed: true, pauses: shown.pauses, left: [] });
    const sent = await chain.transactionsSince(block);
    expect(done.sent).toHaveLength(sent.length);
    for (const each of done.sent)
      expect(each).toMatchObject({
        by: { name: able },
        authority: { name: able },
        hash: expect.stringMatching(/^0x/) as string,
      });
    expect(await run(["status", "--wait", "paused"])).toMatchObject({ code: 0, paused: shown.pauses, running: [] });
    expect(await run(["status", "--wait", "running", "--timeout", "0"])).toMatchObject({ code: 2, verdict: "differs" });
    expect(await run(["status", "--wait", "asleep"])).toMatchObject({ code: 4, problems: [{ code: "ORD125" }] });
    proxy.faults.status = { code: 500, times: 99 };
    expect(await run(["halt"])).toMatchObject({ code: 3, verdict: "unread", problems: [{ code: "ORD201" }], sent: [] });
    expect(await run(["status"])).toMatchObject({ code: 3, verdict: "unread", problems: [{ code: "ORD201" }] });
  });

  it("tells machines what it had sent when it fails half way", async () => {
    await chain.impersonate(chain.addresses.systemPause, chain.addresses.stakeManager, PAUSE);
    const block = await chain.block();
    proxy.faults.refuseAfter = { method: "eth_sendRawTransaction", times: 3 };
    const { code, out } = await ordinance(["halt", "--execute", "--json"], { ORDINANCE_PRIVATE_KEY: key() });
    expect([code, JSON.parse(out)]).toMatchObject([
      4,
      { verdict: "refused", error: expect.stringContaining(".pause()") as string, sent: [{}, {}, {}], pending: [] },
    ]);
    expect(await chain.transactionsSince(block)).toHaveLength(3);
  });

  it("does not take for paused what it cannot read", async () => {
    await chain.giveCode(chain.addresses.feePool, "TaxPolicy");
    const status = await ordinance(["status", "--wait", "running", "--timeout", "0"]);
    expect([status.code, status.out]).toEqual([3, expect.stringContaining("1 could not be read: feePool")]);
    const halted = await ordinance(["halt", "--execute"], { ORDINANCE_PRIVATE_KEY: key() });
    expect(halted.code, halted.all).toBe(3);
    expect(halted.all).not.toContain("Everything that can be paused is paused.");
    expect(halted.out).toContain("unreadable: feePool.paused");
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
