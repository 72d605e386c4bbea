import { Interface, ZeroAddress, id, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answering, plainAddress, recording } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { MODULES, deployModules, handOver, type Modules } from "../support/modules.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const PAUSED = id("Paused(address)");
let chain: InProcessChain;
let me: string;
let stranger: string;
let modules: Modules;
let pause: Contract;
let self: string;
let snapshot: unknown;

beforeAll(async () => {
  chain = await inProcessChain();
  [me, stranger] = [chain.accounts[0]!.address, chain.accounts[1]!.address];
  modules = await deployModules(chain);
  pause = modules.pause;
  self = await pause.getAddress();
  snapshot = await chain.request("evm_snapshot");
});
beforeEach(async () => {
  await chain.request("evm_revert", [snapshot]);
  snapshot = await chain.request("evm_snapshot");
});
afterAll(() => chain.close());

const reverts = (call: Promise<unknown>) => revertOf(pause, call);
const asStranger = () => pause.connect(chain.accounts[1]!) as Contract;
const execute = (module: Contract, fn: string, args: readonly unknown[]) =>
  pause.executeGovernanceCall!(module, module.interface.encodeFunctionData(fn, args));
const own = async () => {
  await handOver(modules, self);
  await (await pause.refreshPausers!()).wait();
};
const read = (getter: string) => Promise.all(modules.all.map((module) => module.getFunction(getter)()));
const eight = <T>(value: T): T[] => Array<T>(8).fill(value);

describe("deployment", () => {
  it("wants code at each of the eight addresses and names the one without", async () => {
    for (const [i, name] of MODULES.entries()) {
      for (const wrong of [ZeroAddress, plainAddress(i)]) {
        const args = modules.addresses.map((address, j) => (i === j ? wrong : address));
        expect(await reverts(chain.deploy("SystemPause", [...args, me]))).toBe(`Invalid${name}(${wrong})`);
        expect(await reverts(pause.setModules!(...args))).toBe(`Invalid${name}(${wrong})`);
      }
    }
    expect(await reverts(chain.deploy("SystemPause", [...modules.addresses, ZeroAddress]))).toBe("ZeroAddress");
  });

  it("neither asks for ownership nor sets pausers, and so has no power yet", async () => {
    const logs = await chain.provider.getLogs({ address: self, fromBlock: 0 });
    expect(logs.map((log) => pause.interface.parseLog(log)!.name)).toEqual([
      "GovernanceUpdated",
      "OwnershipTransferred",
    ]);
    expect(await pause.activePauser!()).toBe(ZeroAddress);
    expect(await read("pauser")).toEqual(eight(ZeroAddress));
    expect(await revertOf(modules.of.JobRegistry, pause.pauseAll!())).toBe("NotGovernanceOrPauser");
  });
});

describe("wiring", () => {
  it("hands the pausers over only when every module is its own", async () => {
    await handOver({ ...modules, all: modules.all.slice(0, 7) }, self);
    const refusal = `ModuleNotOwned(${modules.addresses[7]}, ${me})`;
    expect(await reverts(pause.setModules!(...modules.addresses))).toBe(refusal);
    expect(await reverts(pause.refreshPausers!())).toBe(refusal);
    expect(await reverts(pause.setGlobalPauser!(stranger))).toBe(refusal);
    expect(await read("pauser")).toEqual(eight(ZeroAddress));
    await modules.all[7]!.transferOwnership!(self);
    expect(await eventsOf(pause, pause.setModules!(...modules.addresses))).toEqual([
      `PausersUpdated(${self})`,
      `ModulesUpdated(${modules.addresses.join(",")})`,
    ]);
    expect(await read("pauser")).toEqual(eight(self));
    expect(await read("pauserManager")).toEqual(eight(self));
    expect(await pause.activePauser!()).toBe(self);
  });

  it("delegates pausing, but not to nobody", async () => {
    await own();
    expect(await reverts(pause.setGlobalPauser!(ZeroAddress))).toBe(`InvalidPauser(${ZeroAddress})`);
    expect(await eventsOf(pause, pause.setGlobalPauser!(stranger))).toEqual([`PausersUpdated(${stranger})`]);
    expect(await read("pauser")).toEqual(eight(stranger));
    expect(await pause.activePauser!()).toBe(stranger);
    expect(await reverts(asStranger().pauseAll!())).toBe("NotGovernance");
    expect(await eventsOf(pause, pause.refreshPausers!())).toEqual([`PausersUpdated(${self})`]);
    expect(await read("pauser")).toEqual(eight(self));
  });

  it("names a module that does not let it manage the pauser", async () => {
    await handOver(modules, self);
    const stubborn = await (await chain.deploy("UndelegatedModule")).getAddress();
    expect(await reverts(pause.setModules!(...modules.addresses.slice(0, 7), stubborn))).toBe(
      `PauserManagerNotDelegated(${stubborn})`,
    );
  });
});

describe("pausing all", () => {
  it("pauses and resumes the eight in order, without an event of its own", async () => {
    await own();
    const receipt = await (await pause.pauseAll!()).wait();
    expect(receipt.logs.map((log: { address: string }) => log.address)).toEqual(modules.addresses);
    expect(receipt.logs.map((log: { topics: string[] }) => log.topics[0])).toEqual(eight(PAUSED));
    expect(await read("paused")).toEqual(eight(true));
    await pause.unpauseAll!();
    expect(await read("paused")).toEqual(eight(false));
  });

  it("fails as a whole when one module is there already", async () => {
    await own();
    await pause.setGlobalPauser!(stranger);
    const feePool = modules.of.FeePool.connect(chain.accounts[1]!) as Contract;
    await feePool.pause!();
    expect(await revertOf(feePool, pause.pauseAll!())).toBe("EnforcedPause");
    expect((await read("paused")).filter(Boolean)).toHaveLength(1);
    await feePool.unpause!();
    expect(await revertOf(feePool, pause.unpauseAll!())).toBe("ExpectedPause");
    await pause.pauseAll!();
    await feePool.unpause!();
    expect(await revertOf(feePool, pause.unpauseAll!())).toBe("ExpectedPause");
  });

  it("works as a mere pauser, which nothing else does", async () => {
    for (const module of modules.all) await module.setPauser!(self);
    await pause.pauseAll!();
    await pause.unpauseAll!();
    expect(await read("paused")).toEqual(eight(false));
    expect(await reverts(pause.refreshPausers!())).toBe(`ModuleNotOwned(${modules.addresses[0]}, ${me})`);
    const { FeePool, StakeManager } = modules.of;
    expect(await revertOf(FeePool, execute(FeePool, "setBurnPct", [2]))).toBe(`OwnableUnauthorizedAccount(${self})`);
    expect(await revertOf(StakeManager, execute(StakeManager, "setFeePct", [2]))).toBe("NotGovernance");
  });

  it("keeps the pause, and nothing else, when one module is rotated away", async () => {
    await own();
    await execute(modules.of.StakeManager, "setGovernance", [stranger]);
    const refusal = `ModuleNotOwned(${modules.addresses[1]}, ${stranger})`;
    expect(await reverts(pause.setModules!(...modules.addresses))).toBe(refusal);
    expect(await reverts(pause.refreshPausers!())).toBe(refusal);
    expect(await reverts(pause.setGlobalPauser!(stranger))).toBe(refusal);
    expect(await revertOf(modules.of.StakeManager, execute(modules.of.StakeManager, "setFeePct", [1]))).toBe(
      "NotGovernance",
    );
    await pause.pauseAll!();
    expect(await read("paused")).toEqual(eight(true));
  });

  it("is disarmed by a rotation when no pauser was ever set", async () => {
    for (const [name, refusal] of [
      ["JobRegistry", "NotGovernanceOrPauser"],
      ["StakeManager", "Unauthorized"],
    ] as const) {
      await handOver(modules, self);
      await pause.pauseAll!();
      await pause.unpauseAll!();
      await execute(modules.of[name], "transferOwnership", [stranger]);
      expect(await revertOf(modules.of[name], pause.pauseAll!())).toBe(refusal);
      await chain.request("evm_revert", [snapshot]);
      snapshot = await chain.request("evm_snapshot");
    }
  });
});

describe("calls for governance", () => {
  beforeEach(own);

  it("is the only way to a setter of an owned module", async () => {
    const { StakeManager } = modules.of;
    expect(await revertOf(StakeManager, StakeManager.setFeePct!(3))).toBe("NotGovernance");
    const data = StakeManager.interface.encodeFunctionData("setFeePct", [3]);
    expect(await eventsOf(pause, pause.executeGovernanceCall!(StakeManager, data))).toEqual([
      `GovernanceCallExecuted(${modules.addresses[1]},${data.slice(0, 10)},0x)`,
    ]);
    expect(await StakeManager.feePct!()).toBe(3n);
    const version = StakeManager.interface.encodeFunctionData("version");
    expect(await pause.executeGovernanceCall!.staticCall(StakeManager, version)).toBe(`0x${"2".padStart(64, "0")}`);
  });

  it("refuses other targets and calls without a selector", async () => {
    const thermostat = await (await chain.deploy("Thermostat", [10n, 1n, 20n, self])).getAddress();
    expect(await reverts(pause.executeGovernanceCall!(thermostat, "0x12345678"))).toBe(
      `UnknownGovernanceTarget(${thermostat})`,
    );
    expect(await reverts(pause.executeGovernanceCall!(modules.of.FeePool, "0x123456"))).toBe("MissingSelector");
    expect(await reverts(asStranger().executeGovernanceCall!(modules.of.FeePool, "0x123456"))).toBe("NotGovernance");
  });

  it("passes on what a module reverts with, and says so when that is nothing", async () => {
    const { StakeManager } = modules.of;
    expect(await revertOf(StakeManager, execute(StakeManager, "setFeePct", [101]))).toBe("InvalidPercentage");
    const data = StakeManager.interface.encodeFunctionData("setJobRegistry", [stranger]);
    expect(await reverts(pause.executeGovernanceCall!(StakeManager, data))).toBe(
      `GovernanceCallFailed(${modules.addresses[1]}, ${data})`,
    );
  });

  it("reaches settings that may change while paused, and no others", async () => {
    await pause.pauseAll!();
    const { DisputeModule, StakeManager } = modules.of;
    expect(await revertOf(DisputeModule, execute(DisputeModule, "setDisputeFee", [1]))).toBe("EnforcedPause");
    const slash = [stranger, 0, 100, me];
    expect(await revertOf(StakeManager, execute(StakeManager, "governanceSlash", slash))).toBe("EnforcedPause");
    await execute(StakeManager, "setFeePct", [3]);
    await execute(DisputeModule, "setModerator", [stranger, 1]);
    expect(await StakeManager.feePct!()).toBe(3n);
  });
});

it("forwards a failover to the validation module", async () => {
  const recorder = await recording(chain);
  const addresses = modules.addresses.map((address, i) => (i === 2 ? recorder : address));
  const other = await chain.deploy("SystemPause", [...addresses, me]);
  const receipt = await (await other.triggerValidationFailover!(7, 1, 60, "stalled")).wait();
  const forwarded = new Interface(["function triggerFailover(uint256,uint8,uint64,string)"]);
  expect(receipt.logs[0].data).toBe(forwarded.encodeFunctionData("triggerFailover", [7, 1, 60, "stalled"]));
  const event = other.interface.parseLog(receipt.logs[1])!;
  expect([event.name, ...event.args]).toEqual(["ValidationFailoverForwarded", 7n, 1n, 60n, "stalled"]);
  const refused = (other.connect(chain.accounts[1]!) as Contract).triggerValidationFailover!(7, 1, 60, "stalled");
  expect(await revertOf(other, refused)).toBe("NotGovernance");
});

it("moves its governance in one step to any address but zero", async () => {
  expect(await reverts(pause.transferOwnership!(ZeroAddress))).toBe("ZeroAddress");
  const anybody = await answering(chain, 2);
  expect(await eventsOf(pause, pause.setGovernance!(anybody))).toEqual([
    `GovernanceUpdated(${anybody})`,
    `OwnershipTransferred(${me},${anybody})`,
  ]);
  expect(await pause.owner!()).toBe(anybody);
  expect(await reverts(pause.setGovernance!(me))).toBe("NotGovernance");
});

it("lets nobody else act", async () => {
  const other = asStranger();
  for (const call of [
    () => other.pauseAll!(),
    () => other.unpauseAll!(),
    () => other.refreshPausers!(),
    () => other.setGlobalPauser!(stranger),
    () => other.setModules!(...modules.addresses),
    () => other.transferOwnership!(stranger),
  ])
    expect(await reverts(call())).toBe("NotGovernance");
});
