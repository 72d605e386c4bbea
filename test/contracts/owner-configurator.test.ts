import { ZeroAddress, encodeBytes32String, id, parseEther, toBeHex, type Contract, type Log } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { deployModules, handOver, placeToken } from "../support/modules.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const MODULE = id("THERMOSTAT");
const PARAMETER = id("SET_SYSTEM_TEMPERATURE");
let chain: InProcessChain;
let me: string;
let heir: string;
let configurator: Contract;
let self: string;
let thermostat: Contract;

beforeAll(async () => {
  chain = await inProcessChain();
  [me, heir] = [chain.accounts[0]!.address, chain.accounts[1]!.address];
});
beforeEach(async () => {
  configurator = await chain.deploy("OwnerConfigurator", [me]);
  self = await configurator.getAddress();
  thermostat = await chain.deploy("Thermostat", [10n, 1n, 20n, self]);
});
afterAll(() => chain.close());

const asHeir = () => configurator.connect(chain.accounts[1]!) as Contract;
const reverts = (call: Promise<unknown>) => revertOf(configurator, call);
const temperature = (value: number) => thermostat.interface.encodeFunctionData("setSystemTemperature", [value]);
const configure = (target: unknown, data: string) =>
  configurator.configure!(target, data, MODULE, PARAMETER, "0x0a", "0x0b");

describe("configure", () => {
  it("makes the call and logs what the caller says about it", async () => {
    expect(await eventsOf(configurator, configure(thermostat, temperature(12)))).toEqual([
      `ParameterUpdated(${MODULE},${PARAMETER},0x0a,0x0b,${me})`,
    ]);
    expect(await thermostat.systemTemperature!()).toBe(12n);
  });

  it("returns what the target returns", async () => {
    const data = thermostat.interface.encodeFunctionData("maxTemp");
    expect(await configurator.configure!.staticCall(thermostat, data, MODULE, PARAMETER, "0x", "0x")).toBe(
      toBeHex(20, 32),
    );
  });

  it("passes on what the target reverts with", async () => {
    expect(await revertOf(thermostat, configure(thermostat, temperature(21)))).toBe("temp");
    const foreign = await chain.deploy("Thermostat", [10n, 1n, 20n, me]);
    expect(await revertOf(foreign, configure(foreign, temperature(12)))).toBe("NotGovernance");
    expect(await reverts(configure(thermostat, "0x12345678"))).toBe("FailedCall");
  });

  it("wants a target with code", async () => {
    expect(await reverts(configure(ZeroAddress, "0x12345678"))).toBe("OwnerConfigurator__ZeroTarget");
    expect(await reverts(configure(plainAddress(1), "0x12345678"))).toBe(`AddressEmptyCode(${plainAddress(1)})`);
  });

  it("works for its owner only", async () => {
    const refusal = `OwnableUnauthorizedAccount(${heir})`;
    expect(await reverts(asHeir().configure!(thermostat, temperature(12), MODULE, PARAMETER, "0x", "0x"))).toBe(
      refusal,
    );
    expect(await reverts(asHeir().configureBatch!([]))).toBe(refusal);
  });
});

describe("configureBatch", () => {
  const entry = (value: number) => [thermostat, temperature(value), MODULE, PARAMETER, "0x", toBeHex(value)];

  it("makes the calls in order and logs each", async () => {
    expect(await configurator.configureBatch!.staticCall([entry(12), entry(13)])).toEqual(["0x", "0x"]);
    expect(await eventsOf(configurator, configurator.configureBatch!([entry(12), entry(13)]))).toHaveLength(2);
    expect(await thermostat.systemTemperature!()).toBe(13n);
  });

  it("makes all of them or none", async () => {
    expect(await revertOf(thermostat, configurator.configureBatch!([entry(12), entry(21)]))).toBe("temp");
    expect(await thermostat.systemTemperature!()).toBe(10n);
  });
});

describe("ownership", () => {
  it("starts with the deployer when nobody is named", async () => {
    expect(await (await chain.deploy("OwnerConfigurator", [ZeroAddress])).owner!()).toBe(me);
    expect(await (await chain.deploy("OwnerConfigurator", [heir])).owner!()).toBe(heir);
  });

  it("moves only when the new owner accepts", async () => {
    expect(await eventsOf(configurator, configurator.transferOwnership!(heir))).toEqual([
      `OwnershipTransferStarted(${me},${heir})`,
    ]);
    expect([await configurator.owner!(), await configurator.pendingOwner!()]).toEqual([me, heir]);
    expect(await reverts(configurator.acceptOwnership!())).toBe(`OwnableUnauthorizedAccount(${me})`);
    expect(await eventsOf(configurator, asHeir().acceptOwnership!())).toEqual([`OwnershipTransferred(${me},${heir})`]);
    expect([await configurator.owner!(), await configurator.pendingOwner!()]).toEqual([heir, ZeroAddress]);
  });

  it("can be taken back before, and given up", async () => {
    await configurator.transferOwnership!(heir);
    await configurator.transferOwnership!(ZeroAddress);
    expect(await reverts(asHeir().acceptOwnership!())).toBe(`OwnableUnauthorizedAccount(${heir})`);
    await configurator.renounceOwnership!();
    expect(await configurator.owner!()).toBe(ZeroAddress);
  });
});

it("slashes through SystemPause, with the whole chain of logs in one receipt", async () => {
  const token = await placeToken(chain);
  const modules = await deployModules(chain);
  const { StakeManager } = modules.of;
  await token.mint!(heir, parseEther("10"));
  await (token.connect(chain.accounts[1]!) as Contract).approve!(StakeManager, parseEther("10"));
  await (StakeManager.connect(chain.accounts[1]!) as Contract).depositStake!(1, parseEther("10"));
  await handOver(modules, await modules.pause.getAddress());
  await modules.pause.transferOwnership!(self);

  const slash = StakeManager.interface.encodeFunctionData("governanceSlash", [heir, 1, 2500, plainAddress(1)]);
  const call = modules.pause.interface.encodeFunctionData("executeGovernanceCall", [modules.addresses[1], slash]);
  const label = encodeBytes32String("slash");
  const receipt = await (await configurator.configure!(modules.pause, call, label, label, "0x", "0x")).wait();
  const interfaces = [StakeManager.interface, modules.pause.interface, configurator.interface];
  const names = receipt.logs
    .map((log: Log) => interfaces.map((each) => each.parseLog(log)).find((event) => event !== null)?.name)
    .filter((name: string | undefined) => name !== undefined);
  expect(names).toEqual([
    "TokensBurned",
    "Slash",
    "StakeSlashed",
    "SlashingStats",
    "GovernanceSlash",
    "GovernanceCallExecuted",
    "ParameterUpdated",
  ]);
  expect(await StakeManager.stakeOf!(heir, 1)).toBe(parseEther("7.5"));
  expect(await revertOf(modules.pause, modules.pause.pauseAll!())).toBe("NotGovernance");
});
