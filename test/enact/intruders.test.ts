import { id, Interface, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address } from "../../src/kinds/value.ts";
import { callsOf } from "../../src/plan/plan.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";

const ADMIN_ROLE = `0x${"0".repeat(64)}`;
const OPERATOR_ROLE = id("OPERATOR_ROLE");
const MINTER_ROLE = id("MINTER_ROLE");
const roles = new Interface(["function grantRole(bytes32,address)", "function revokeRole(bytes32,address)"]);

/** People whom no file names, each with a history of their own. */
const intruder = (index: number) => new Wallet(id(`intruder ${index}`)).address as Address;
const COUNT = 24;

describe.each(["hardhat", "anvil"] as const)("holders that nobody declared, on %s", (node) => {
  let chain: DeployedChain;
  let proxy: Proxy;
  let at: Operator;
  let stack: string;
  /** What must be gone afterwards, by contract and role or set. */
  const seeded: string[] = [];
  beforeAll(async () => {
    chain = await deployedChain(node);
    proxy = await startProxy(chain.url);
    at = operator(proxy.url);
    const me = chain.operator.address;
    // The minter of the constructor is an intruder too: no transaction of anybody granted it.
    const vault = await chain.deployContract("RoleVault", [me, chain.guardian.address, intruder(0)]);
    const listed = await chain.deployContract("ListedRoleVault", [me, chain.guardian.address, intruder(1)]);
    seeded.push(`vault.roles.MINTER_ROLE[${intruder(0)}]`, `listed.roles.MINTER_ROLE[${intruder(1)}]`);
    stack = withVaults(chain.stackText, vault, listed);
    const send = (to: string, fn: "grantRole" | "revokeRole", role: string, who: string, from = me) =>
      chain.impersonate(from, to, roles.encodeFunctionData(fn, [role, who]));
    for (let index = 2; index < COUNT; index++) {
      const who = intruder(index);
      const contract = index % 2 === 0 ? "vault" : "listed";
      const to = contract === "vault" ? vault : listed;
      if (index % 6 < 2) {
        // Granted, revoked, and granted again.
        await send(to, "grantRole", OPERATOR_ROLE, who);
        await send(to, "revokeRole", OPERATOR_ROLE, who);
        await send(to, "grantRole", OPERATOR_ROLE, who);
        seeded.push(`${contract}.roles.OPERATOR_ROLE[${who}]`);
      } else if (index % 6 < 4) {
        // By an operator, who administers the minters.
        await send(to, "grantRole", MINTER_ROLE, who, chain.guardian.address);
        seeded.push(`${contract}.roles.MINTER_ROLE[${who}]`);
      } else {
        // A second administrator, who has left somebody else behind.
        await send(to, "grantRole", ADMIN_ROLE, who);
        await send(to, "grantRole", OPERATOR_ROLE, intruder(100 + index), who);
        seeded.push(`${contract}.roles.DEFAULT_ADMIN_ROLE[${who}]`);
        seeded.push(`${contract}.roles.OPERATOR_ROLE[${intruder(100 + index)}]`);
      }
    }
    // Sets that only events know, and a role of the timelock.
    for (let index = 200; index < 206; index++) {
      await chain.throughSystemPause("platformRegistry", "setRegistrar(address,bool)", [intruder(index), true]);
      await chain.throughSystemPause("feePool", "setRewarder(address,bool)", [intruder(index), index % 2 === 0]);
      seeded.push(`platformRegistry.registrars[${intruder(index)}]`);
      if (index % 2 === 0) seeded.push(`feePool.rewarders[${intruder(index)}]`);
    }
    await chain.send("timelock", "grantRole(bytes32,address)", [id("EXECUTOR_ROLE"), intruder(300)]);
    seeded.push(`timelock.roles.EXECUTOR_ROLE[${intruder(300)}]`);
  });
  afterAll(async () => {
    at.remove();
    await proxy.stop();
    await chain.stop();
  });

  it("are all found, and nobody else is touched", async () => {
    const { plan, live } = await at.look(stack);
    expect(live.scan).toMatchObject({ complete: true, gaps: [] });
    expect(plan.changes.map(({ module, key }) => `${module}.${key}`).sort()).toEqual([...seeded].sort());
    const after = new Set(callsOf(plan).flatMap(({ effects }) => effects.map(({ module, key }) => `${module}.${key}`)));
    expect([...after].sort()).toEqual([...seeded].sort());
  });

  it("are found as well where the source of logs cuts its results without a word", async () => {
    proxy.faults.logCap = { max: 50, silent: true };
    const { plan, live } = await at.look(stack);
    expect(live.scan.complete).toBe(true);
    expect(plan.changes).toHaveLength(seeded.length);
    delete proxy.faults.logCap;
  });

  it("are reported as overlooked where a single block was cut: nothing is called clean", async () => {
    const mark = await chain.snapshot();
    await chain.inOneBlock(60, (index) => ({
      to: chain.addresses.timelock,
      data: roles.encodeFunctionData("grantRole", [id("EXECUTOR_ROLE"), intruder(400 + index)]),
    }));
    expect((await at.look(stack)).plan.changes).toHaveLength(seeded.length + 60);
    proxy.faults.logCap = { max: 50, silent: true };
    // Without logs that are kept from before: where a longer range was cut too, the number tells.
    const afresh = operator(proxy.url);
    await expect(afresh.look(stack)).rejects.toThrow(/ORD205.*no logs of block/);
    const best = await afresh.look(stack.replace("startBlock: 0", "startBlock: 0\n  scan: best-effort"));
    expect(best.live.scan).toMatchObject({ complete: false });
    afresh.remove();
    delete proxy.faults.logCap;
    await chain.revert(mark);
  });

  it("are all gone after one up, and a scan proves it", async () => {
    const [outcome] = await at.up(stack, [0, 1]);
    expect(outcome?.failure).toBeUndefined();
    await at.up(stack, [0, 1]);
    const { plan, live } = await at.look(stack);
    expect(live.scan.complete).toBe(true);
    expect(plan.changes).toEqual([]);
  });
});

function withVaults(text: string, vault: string, listed: string): string {
  const entry = (name: string, address: string, more: string) => `
  ${name}:
    kind: AccessControl
    address: "${address}"${more}
    roles: { DEFAULT_ADMIN_ROLE: [operator], OPERATOR_ROLE: [guardian], MINTER_ROLE: [] }
`;
  return `${text}\n${entry("vault", vault, "")}${entry("listed", listed, "\n    enumerable: true")}`;
}
