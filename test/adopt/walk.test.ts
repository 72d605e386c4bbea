import { JsonRpcProvider, Wallet } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Address } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { createSafe, deploySafeContracts } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy, type Proxy } from "../support/proxy.ts";
import { adopter, type Adopter } from "./support.ts";

const CANCELLER = "0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783";
const STRANGER = localAccount(9).address;

let chain: DeployedChain;
let proxy: Proxy;
let user: Adopter;
let through: Adopter;
let mark: string;
beforeAll(async () => {
  chain = await deployedChain("anvil", { topology: "pauser" });
  proxy = await startProxy(chain.url);
  user = adopter(chain.url);
  through = adopter(proxy.url);
});
afterAll(async () => {
  user.remove();
  through.remove();
  await proxy.stop();
  await chain.stop();
});
beforeEach(async () => {
  mark = await chain.snapshot();
});
afterEach(() => chain.revert(mark));

describe("what changes while it is being read", () => {
  it("is in the file as it was at the end, all of it of one block", async () => {
    proxy.faults.before = {
      method: "eth_getLogs",
      run: async () => {
        await chain.send("timelock", "grantRole(bytes32,address)", [CANCELLER, STRANGER]);
        await chain.send("thermostat", "transferOwnership(address)", [STRANGER]);
      },
    };
    const { addresses } = chain;
    const { text } = await through.adopt([addresses.systemPause, addresses.rewardEngine]);
    expect(text).toMatch(new RegExp(`"${STRANGER}" # account: .*owner of thermostat, CANCELLER_ROLE of timelock`));
    expect((await user.examine(text)).plan.changes).toEqual([]);
  });

  it("is looked at again if it is another contract then", async () => {
    const { addresses } = chain;
    let rounds = 0;
    const replace = async () => {
      rounds++;
      if (rounds === 3) await chain.giveCode(addresses.taxPolicy, "GovernanceToken");
      else proxy.faults.before = { method: "eth_getLogs", run: replace };
    };
    proxy.faults.before = { method: "eth_getLogs", run: replace };
    const { text, report } = await through.adopt([addresses.taxPolicy, addresses.feePool]);
    expect(report.found.map(({ kind }) => kind)).not.toContain("TaxPolicy");
    expect(report.unknown.map(({ address }) => address)).toContain(addresses.taxPolicy);
    expect((await user.examine(text)).plan.changes).toEqual([]);
  });
});

describe("people and contracts that govern", () => {
  it("are followed through Safes that own Safes, of any version", async () => {
    const provider = new JsonRpcProvider(chain.url, 31337, {
      staticNetwork: true,
      cacheTimeout: -1,
      pollingInterval: 20,
    });
    const sequence = await Sequence.of(new Wallet(localAccount(8).key, provider));
    const [alice, bob, carol] = [2, 5, 6].map((index) => localAccount(index).address) as [Address, Address, Address];
    const contracts = await deploySafeContracts(sequence, "1.5.0");
    const inner = await createSafe(sequence, contracts, { owners: [bob, carol], threshold: 2, saltNonce: 1n });
    const options = { owners: [inner, alice], threshold: 1, fallbackHandler: false, saltNonce: 2n };
    const outer = await createSafe(sequence, contracts, options);
    provider.destroy();
    await chain.send("thermostat", "transferOwnership(address)", [outer]);
    const { text, report } = await user.roundTrip([chain.addresses.thermostat]);
    expect(report.found.map(({ name, kind }) => [name, kind])).toEqual([
      ["thermostat", "Thermostat"],
      ["safe", "Safe"],
      ["safe2", "Safe"],
    ]);
    expect(text).toContain("  safe: # Safe, 1 of 2; owner of thermostat\n");
    expect(text).toContain("    owners: [safe2, owner1]\n");
    expect(text).toContain("    owners: [owner2, owner3]\n");
    expect(text).toMatch(/fallbackHandler: "0x\w{40}" # CompatibilityFallbackHandler 1\.5\.0/);
  });

  it("are not overlooked because the logs begin too late", async () => {
    const { timelock } = chain.addresses;
    const block = BigInt(await chain.block());
    const late = user.adopt([timelock], { startBlock: block });
    await expect(late).rejects.toThrow(
      new RegExp(`ORD205 ${timelock}: a Timelock in block ${block - 1n} already; expected nothing before`),
    );
    proxy.faults.drop = "eth_getCode";
    await expect(through.adopt([timelock], { startBlock: block })).rejects.toThrow(/ORD201 no answer to eth_getCode/);
    delete proxy.faults.drop;
    proxy.faults.refuseAfter = { method: "eth_getCode", times: 0 };
    const { text, report } = await through.adopt([timelock], { startBlock: block });
    delete proxy.faults.refuseAfter;
    expect(report.startChecked).toBe(false);
    expect(text).toContain(`  startBlock: ${block} #`);
    const vault = (await chain.deployContract("RoleVault", [STRANGER, STRANGER, STRANGER])) as Address;
    const fresh = await user.roundTrip([vault], { startBlock: block + 1n });
    expect(fresh.report.startChecked).toBe(true);
    expect(fresh.text).toContain("DEFAULT_ADMIN_ROLE: [account1]");
  });
});
