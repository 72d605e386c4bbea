import { Contract, ZeroAddress, ZeroHash, id, parseEther } from "ethers";
import { afterEach, expect, it } from "vitest";
import { readArtifact } from "../../src/local/artifacts.ts";
import { deployProtocol, type DeployOptions, type ProtocolAddresses } from "../../src/local/deploy.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const PAUSABLE = [
  ...["jobRegistry", "stakeManager", "validationModule", "disputeModule"],
  ...["platformRegistry", "feePool", "reputationEngine", "arbitratorCommittee"],
] as (keyof ProtocolAddresses)[];

const open: InProcessChain[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((chain) => chain.close()));
});

interface Deployment {
  readonly chain: InProcessChain;
  readonly at: ProtocolAddresses;
  /** The contract called `name` in the sources, with the deployer as its caller. */
  readonly contract: (name: string, address: string) => Promise<Contract>;
}

async function deploy(topology: DeployOptions["topology"], more: Partial<DeployOptions> = {}): Promise<Deployment> {
  const chain = await inProcessChain();
  open.push(chain);
  const [signer, guardian, council, treasury] = chain.accounts;
  const at = await deployProtocol({
    signer: signer!,
    readArtifact,
    rpc: (method, params) => chain.request(method, params),
    topology,
    guardian: guardian!.address,
    council: council!.address,
    treasury: treasury!.address,
    timelockMinDelay: 172_800n,
    ...more,
  });
  return {
    chain,
    at,
    contract: async (name, address) => new Contract(address, (await readArtifact(name)).abi, signer),
  };
}

async function paused({ chain, at }: Deployment): Promise<boolean[]> {
  const abi = ["function paused() view returns (bool)"];
  return Promise.all(
    PAUSABLE.map(async (name) => (await new Contract(at[name], abi, chain.provider).paused!()) as boolean),
  );
}

const all = (value: boolean) => PAUSABLE.map(() => value);

it("is deployed with SystemPause as owner, which pauses, resumes and governs", async () => {
  const deployment = await deploy("owned");
  const { at, chain, contract } = deployment;
  const systemPause = await contract("SystemPause", at.systemPause);
  expect(await systemPause.activePauser!()).toBe(at.systemPause);
  for (const name of PAUSABLE) {
    const module = await contract("FeePool", at[name]);
    expect(await systemPause.getFunction(name)(), name).toBe(at[name]);
    expect(await module.owner!(), name).toBe(at.systemPause);
    expect(await module.pauser!(), name).toBe(at.systemPause);
    expect(await module.pauserManager!(), name).toBe(at.systemPause);
  }
  await systemPause.pauseAll!();
  expect(await paused(deployment)).toEqual(all(true));
  await systemPause.unpauseAll!();
  expect(await paused(deployment)).toEqual(all(false));

  const feePool = await contract("FeePool", at.feePool);
  const call = feePool.interface.encodeFunctionData("setBurnPct", [9]);
  await systemPause.executeGovernanceCall!(at.feePool, call);
  expect(await feePool.burnPct!()).toBe(9n);
  const operator = chain.accounts[0]!.address;
  expect(await revertOf(feePool, feePool.setBurnPct!(1))).toBe(`OwnableUnauthorizedAccount(${operator})`);
});

it("is deployed with SystemPause as pauser only, which pauses and resumes but does not govern", async () => {
  const deployment = await deploy("pauser");
  const { at, chain, contract } = deployment;
  const operator = chain.accounts[0]!.address;
  const systemPause = await contract("SystemPause", at.systemPause);
  for (const name of PAUSABLE) {
    const module = await contract("FeePool", at[name]);
    expect(await module.owner!(), name).toBe(operator);
    expect(await module.pauser!(), name).toBe(at.systemPause);
    expect(await module.pauserManager!(), name).toBe(ZeroAddress);
  }
  await systemPause.pauseAll!();
  expect(await paused(deployment)).toEqual(all(true));
  await systemPause.unpauseAll!();
  expect(await paused(deployment)).toEqual(all(false));

  const feePool = await contract("FeePool", at.feePool);
  const call = feePool.interface.encodeFunctionData("setBurnPct", [9]);
  const governed = systemPause.executeGovernanceCall!(at.feePool, call);
  expect(await revertOf(feePool, governed)).toBe(`OwnableUnauthorizedAccount(${at.systemPause})`);
  expect(await revertOf(systemPause, systemPause.refreshPausers!())).toBe(
    `ModuleNotOwned(${at.jobRegistry}, ${operator})`,
  );
  await feePool.setBurnPct!(9);
  expect(await feePool.burnPct!()).toBe(9n);
});

it("has the same addresses on every fresh chain and in every topology", async () => {
  const [first, second] = [await deploy("owned"), await deploy("pauser")];
  expect(second.at).toEqual(first.at);
  expect(new Set(Object.values(first.at)).size).toBe(15);
  for (const [name, address] of Object.entries(first.at)) {
    expect(await first.chain.provider.getCode(address), name).not.toBe("0x");
  }
});

it("is wired and settled", async () => {
  const { at, chain, contract } = await deploy("owned");
  const treasury = chain.accounts[3]!.address;
  const stakeManager = await contract("StakeManager", at.stakeManager);
  const jobRegistry = await contract("JobRegistry", at.jobRegistry);
  const disputeModule = await contract("DisputeModule", at.disputeModule);
  const read = (from: Contract, ...names: string[]) => Promise.all(names.map((name) => from.getFunction(name)()));

  expect(await read(stakeManager, "jobRegistry", "disputeModule", "validationModule", "feePool", "treasury")).toEqual([
    ...[at.jobRegistry, at.disputeModule, at.validationModule, at.feePool, treasury],
  ]);
  expect(await read(stakeManager, "feePct", "burnPct", "validatorRewardPct", "validatorSlashRewardPct")).toEqual([
    ...[5n, 1n, 10n, 0n],
  ]);
  expect(await read(jobRegistry, "stakeManager", "feePool", "taxPolicy", "feePct", "validatorRewardPct")).toEqual([
    ...[at.stakeManager, at.feePool, at.taxPolicy, 5n, 8n],
  ]);
  expect(await read(disputeModule, "jobRegistry", "stakeManager", "committee")).toEqual([
    ...[at.jobRegistry, at.stakeManager, at.arbitratorCommittee],
  ]);
  const thermostat = await contract("Thermostat", at.thermostat);
  expect(await thermostat.getRoleTemperature!(1)).toBe(parseEther("1.2"));
  expect(await thermostat.getRoleTemperature!(0)).toBe(parseEther("1"));
});

it("holds real stakes, which governance slashes", async () => {
  const { at, chain, contract } = await deploy("owned");
  const [operator, , , treasury, , , , , , beneficiary] = chain.accounts.map(({ address }) => address);
  const systemPause = await contract("SystemPause", at.systemPause);
  const stakeManager = await contract("StakeManager", at.stakeManager);
  const token = await contract("GovernanceToken", at.token);
  expect(await token.balanceOf!(at.stakeManager)).toBe(parseEther("30000"));
  const call = stakeManager.interface.encodeFunctionData("governanceSlash", [operator, 1, 1000, beneficiary]);
  expect(await eventsOf(stakeManager, systemPause.executeGovernanceCall!(at.stakeManager, call))).toContain(
    `GovernanceSlash(${operator},1,${beneficiary},${parseEther("1000")},1000,${at.systemPause})`,
  );
  expect(await stakeManager.stakeOf!(operator, 1)).toBe(parseEther("9000"));
  expect(await token.balanceOf!(beneficiary)).toBe(parseEther("500"));
  expect(await token.balanceOf!(treasury)).toBe(parseEther("500"));
});

it("leaves the timelock to itself, unless it is given an admin", async () => {
  const roles = async ({ at, chain, contract }: Deployment) => {
    const timelock = await contract("ProtocolTimelock", at.timelock);
    const has = (role: string, account: string) => timelock.hasRole!(role, account) as Promise<boolean>;
    const [operator, guardian, council] = chain.accounts.map(({ address }) => address) as [string, string, string];
    return {
      delay: await timelock.getMinDelay!(),
      itself: await has(ZeroHash, at.timelock),
      operator: await has(ZeroHash, operator),
      council: await Promise.all(
        ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"].map((role) => has(id(role), council)),
      ),
      guardian: await Promise.all(
        ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"].map((role) => has(id(role), guardian)),
      ),
    };
  };
  const expected = {
    delay: 172_800n,
    itself: true,
    operator: false,
    council: [true, true, true],
    guardian: [false, false, true],
  };
  const closed = await deploy("owned");
  expect(await roles(closed)).toEqual(expected);
  const administered = await deploy("owned", { timelockAdmin: closed.chain.accounts[0]!.address });
  expect(await roles(administered)).toEqual({ ...expected, operator: true });
});

it("is handed to another authority, which has to accept the two-step contracts", async () => {
  const probe = await inProcessChain();
  open.push(probe);
  const [operator, , council] = probe.accounts.map(({ address }) => address) as [string, string, string];
  const { at, contract } = await deploy("owned", { authority: council });
  for (const address of [at.systemPause, at.thermostat, at.rewardEngine]) {
    expect(await (await contract("Thermostat", address)).governance!()).toBe(council);
  }
  for (const address of [at.ownerConfigurator, at.taxPolicy]) {
    const offered = await contract("TaxPolicy", address);
    expect(await offered.owner!()).toBe(operator);
    expect(await offered.pendingOwner!()).toBe(council);
  }
  const systemPause = await contract("SystemPause", at.systemPause);
  expect(await revertOf(systemPause, systemPause.pauseAll!())).toBe("NotGovernance");
});
