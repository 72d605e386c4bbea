import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { startProxy } from "../support/proxy.ts";
import { adopter, isFormatted, type Adopter } from "./support.ts";

describe("a protocol with SystemPause as a mere pauser", () => {
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

  it("is adopted from two contracts: the file asks for nothing and says everything", async () => {
    const { systemPause, rewardEngine } = chain.addresses;
    const { text, report } = await user.roundTrip([systemPause, rewardEngine]);
    expect(report.found.map(({ kind }) => kind).sort()).toEqual(
      [
        ...["ArbitratorCommittee", "DisputeModule", "FeePool", "JobRegistry", "PlatformRegistry", "ReputationEngine"],
        ...["RewardEngineMB", "StakeManager", "SystemPause", "TaxPolicy", "Thermostat", "Timelock", "ValidationModule"],
      ].sort(),
    );
    expect(report.unknown).toEqual([]);
    expect(report.beyond).toEqual([]);
    expect(await isFormatted(text)).toBe(true);
  });

  it("is the same wherever one starts, but for what nothing refers to", async () => {
    const { ownerConfigurator, feePool, timelock, rewardEngine } = chain.addresses;
    const { report } = await user.roundTrip([ownerConfigurator, feePool, rewardEngine]);
    const again = await user.roundTrip([timelock, rewardEngine, ownerConfigurator]);
    const kinds = (of: typeof report) => of.found.map(({ kind }) => kind).sort();
    expect(kinds(report)).toEqual(kinds(again.report));
    expect(kinds(report)).toContain("OwnerConfigurator");
  });
});

describe("a protocol governed through SystemPause by a council", () => {
  let chain: DeployedChain;
  let user: Adopter;
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council: true });
    user = adopter(chain.url);
  });
  afterAll(async () => {
    user.remove();
    await chain.stop();
  });

  it("names people by what they do, and says so", async () => {
    const { text, report } = await user.roundTrip([chain.addresses.systemPause, chain.addresses.rewardEngine]);
    expect(report.found.map(({ name, kind }) => [name, kind])).toContainEqual(["council", "Safe"]);
    expect(await isFormatted(text)).toBe(true);
    expect(text).toContain(
      `  guardian: "${chain.guardian.address}" # account: activePauser of systemPause, pauser of 8 modules, CANCELLER_ROLE of timelock\n`,
    );
    expect(text).toContain(`  owner1: "${localAccount(2).address}" # account: owner of council\n`);
    expect(text).toMatch(
      / {2}fallbackHandler: "0x\w{40}" # CompatibilityFallbackHandler 1\.4\.1: fallbackHandler of council\n/,
    );
    expect(text).toMatch(
      /\n {2}council: # Safe, 2 of 3; .*PROPOSER_ROLE and EXECUTOR_ROLE and CANCELLER_ROLE of timelock\n/,
    );
    expect(text).toContain("      PROPOSER_ROLE: [council]\n");
    const order = [...text.matchAll(/^ {2}(\w+):.*\n {4}kind/gm)].map(([, name]) => name);
    expect(order[0]).toBe("systemPause");
    expect(order.slice(1, 3)).toEqual(["jobRegistry", "stakeManager"]);
    expect(order.slice(-2)).toEqual(["timelock", "council"]);
  });

  it("keeps the names that are given", async () => {
    const { addresses, guardian, council, operator } = chain;
    const { text } = await user.roundTrip([
      { address: addresses.systemPause, name: "switch" },
      { address: council, name: "board" },
      { address: guardian.address, name: "watch-dog" },
      { address: localAccount(9).address, name: "treasury" },
      { address: operator.address },
      { address: addresses.rewardEngine },
    ]);
    expect(text).toMatch(/\n {2}switch:\n {4}kind: SystemPause/);
    expect(text).toMatch(/\n {2}board: # Safe, 2 of 3/);
    expect(text).toContain(`  watch-dog: "${guardian.address}" #`);
    expect(text).toContain(`  treasury: "${localAccount(9).address}" # account\n`);
    expect(text).toContain(`  treasury2: "${localAccount(3).address}" #`);
  });

  it("takes one POST for each step away from where it starts", async () => {
    const proxy = await startProxy(chain.url);
    try {
      const through = adopter(proxy.url);
      const { report } = await through.adopt([chain.addresses.systemPause, chain.addresses.rewardEngine]);
      expect(report.posts).toBe(proxy.posts);
      expect(report.posts).toBeLessThanOrEqual(7);
      through.remove();
    } finally {
      await proxy.stop();
    }
  });

  it("is the same through an endpoint that takes neither overrides nor large batches", async () => {
    const plain = await user.adopt([chain.addresses.timelock]);
    const proxy = await startProxy(chain.url, { overrides: "ignored", creation: "refused", maxBatch: 400 });
    try {
      const through = adopter(proxy.url);
      expect((await through.adopt([chain.addresses.timelock])).text).toBe(plain.text);
      through.remove();
    } finally {
      await proxy.stop();
    }
  });

  it("names the variable of its endpoint, never the endpoint", async () => {
    const { text } = await user.adopt([chain.addresses.taxPolicy], { variable: "MAINNET_RPC" });
    expect(text).toContain("\n  rpc: ${MAINNET_RPC}\n");
    expect(text).not.toContain(chain.url);
  });
});
