import { id, Interface } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { adopter, isFormatted, type Adopter } from "./support.ts";

const [operator, alice, bob, carol] = [0, 1, 2, 3].map((index) => localAccount(index).address) as [
  Address,
  Address,
  Address,
  Address,
];
const SECRET = id("SECRET_ROLE");

let chain: DeployedChain;
let user: Adopter;
beforeAll(async () => {
  chain = await deployedChain("anvil", { topology: "pauser" });
  user = adopter(chain.url);
});
afterAll(async () => {
  user.remove();
  await chain.stop();
});

const deploy = (name: string, ...args: readonly unknown[]) => chain.deployContract(name, args) as Promise<Address>;

async function send(to: string, fn: string, ...args: readonly unknown[]): Promise<void> {
  const encoded = new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), args);
  await chain.transact(to, encoded);
}

describe("contracts with roles", () => {
  it("are written with the names of the roles that they have granted, and with who administers them", async () => {
    const vault = await deploy("RoleVault", operator, alice, bob);
    const { text, report } = await user.roundTrip([vault]);
    expect(report.found).toMatchObject([{ name: "accessControl", kind: "AccessControl", by: "interface" }]);
    expect(text).toContain(
      "    roles: { MINTER_ROLE: [account1], OPERATOR_ROLE: [account2], DEFAULT_ADMIN_ROLE: [account3] }\n",
    );
    expect(text).toContain("      MINTER_ROLE: OPERATOR_ROLE\n");
    expect(text).toContain(`  account1: "${bob}" # account: MINTER_ROLE of accessControl\n`);
    expect(text).not.toContain("enumerable");
    expect(report.leftOut).toEqual([]);
  });

  it("with roles whose names nobody knows say so and leave them out", async () => {
    const vault = await deploy("RoleVault", operator, alice, bob);
    await send(vault, "grantRole(bytes32,address)", SECRET, carol);
    // A name that is known, of a role that the contract has no constant for.
    await send(vault, "grantRole(bytes32,address)", id("PAUSER_ROLE"), carol);
    const { text, report } = await user.roundTrip([vault]);
    expect(report.leftOut.map(({ path }) => path)).toEqual(["roles.PAUSER_ROLE", `roles.${SECRET}`]);
    expect(text).toContain(`    # roles.${SECRET} is left out: a role whose name nobody knows`);
    expect(text).toMatch(/# roles\.PAUSER_ROLE is left out: the contract does not define roles\.PAUSER_ROLE/);
  });

  it("that list their members are read by their lists", async () => {
    const vault = await deploy("ListedRoleVault", operator, alice, bob);
    const { text } = await user.roundTrip([vault]);
    expect(text).toContain("    enumerable: true\n");
  });

  it("that hand their admin over in two steps have a default admin", async () => {
    const vault = await deploy("RuledVault", operator);
    await send(vault, "beginDefaultAdminTransfer(address)", carol);
    const { text } = await user.roundTrip([vault]);
    expect(text).toContain("    adminRules: true\n");
    expect(text).toContain("    pendingDefaultAdmin: account2\n    defaultAdminDelay: 1 day\n");
  });
});

describe("an AccessManager", () => {
  it("is written with roles by their labels, and with targets and their functions", async () => {
    const manager = await deploy("ProtocolAccessManager", operator);
    const vault = await deploy("ManagedVault", manager);
    await send(manager, "labelRole(uint64,string)", 5, "FEE_ROLE");
    await send(manager, "labelRole(uint64,string)", 6, "no name\n    owner: evil");
    await send(manager, "labelRole(uint64,string)", 7, "FEE_ROLE");
    await send(manager, "grantRole(uint64,address,uint32)", 5, alice, 0);
    await send(manager, "grantRole(uint64,address,uint32)", 6, bob, 0);
    await send(manager, "setRoleAdmin(uint64,uint64)", 5, 6);
    const functions = ["setFee(uint256)", "pause()"].map((fn) => id(fn).slice(0, 10));
    await send(manager, "setTargetFunctionRole(address,bytes4[],uint64)", vault, functions, 5);
    await send(manager, "setTargetClosed(address,bool)", chain.addresses.feePool, true);
    const { text, report } = await user.roundTrip([{ address: manager, name: "manager" }]);
    expect(report.found.map(({ kind }) => kind)).toContain("FeePool");
    expect(text).toMatch(
      /FEE_ROLE: \{ id: 5, members: \[\w+\], admin: ROLE_6, guardian: ADMIN_ROLE, grantDelay: 0 days \}/,
    );
    expect(text).toContain("      ROLE_7: { id: 7, members: [], ");
    expect(text).toMatch(/ {6}contract1:\n {8}closed: false\n {8}adminDelay: 0 days\n {8}functions:/);
    expect(text).toContain(`functions: { "${functions[0]!}": FEE_ROLE, "pause()": FEE_ROLE }\n`);
    expect(text).toContain("      feePool: { closed: true, adminDelay: 0 days }\n");
    expect(text).not.toContain("evil");
    expect(await isFormatted(text)).toBe(true);
  });
});

describe("a proxy", () => {
  it("is written with the code that it runs, and whoever may upgrade it is found", async () => {
    const logic = await deploy("VaultLogic");
    const proxy = await deploy("VaultProxy", logic, operator);
    const { text, report } = await user.roundTrip([proxy]);
    expect(report.found).toMatchObject([
      { name: "proxy", kind: "Proxy", by: "storage" },
      { name: "proxyAdmin", kind: "ProxyAdmin", by: "getters" },
    ]);
    expect(text).toMatch(
      /implementation: implementation\n {4}implementationCode: "0x[0-9a-f]{64}"\n {4}admin: proxyAdmin\n/,
    );
  });

  it("is no reason to take what it runs for something that is governed", async () => {
    const logic = await deploy("Thermostat", 10n ** 18n, 10n ** 17n, 5n * 10n ** 18n, operator);
    const proxy = await deploy("VaultProxy", await deploy("VaultLogic"), operator);
    const slot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";
    const params = [proxy, slot, `0x${logic.slice(2).padStart(64, "0")}`];
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method: "anvil_setStorageAt", params });
    await fetch(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    const { report } = await user.roundTrip([proxy]);
    expect(report.found.map(({ address }) => address)).not.toContain(logic);
  });
});
