import { FunctionFragment, ZeroAddress, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const someone = plainAddress(1);
let chain: InProcessChain;
let manager: Contract;

beforeAll(async () => {
  chain = await inProcessChain();
});
beforeEach(async () => {
  const zeros = [0, 0, 0, ZeroAddress, ZeroAddress, ZeroAddress];
  manager = await chain.deploy("StakeManager", [...zeros, chain.accounts[0]!.address]);
});
afterAll(() => chain.close());

const call = (fn: string, ...args: unknown[]) => manager.getFunction(fn)(...args);
const events = (fn: string, ...args: unknown[]) => eventsOf(manager, call(fn, ...args));
const reverts = (fn: string, ...args: unknown[]) => revertOf(manager, call(fn, ...args));
const asStranger = () => manager.connect(chain.accounts[1]!) as Contract;

it("lets governance or the pauser pause, twice never", async () => {
  expect(await revertOf(manager, asStranger().pause!())).toBe("Unauthorized");
  await call("setPauser", chain.accounts[1]!.address);
  await asStranger().pause!();
  expect(await reverts("pause")).toBe("EnforcedPause");
  await call("unpause");
  expect(await revertOf(manager, asStranger().unpause!())).toBe("ExpectedPause");
});

it("lets the manager of the pauser name it, and governance alone the manager", async () => {
  expect(await revertOf(manager, asStranger().setPauser!(someone))).toBe("NotGovernanceOrPauserManager");
  expect(await revertOf(manager, asStranger().setPauserManager!(someone))).toBe("NotGovernance");
  const stranger = chain.accounts[1]!.address;
  expect(await events("setPauserManager", stranger)).toEqual([`PauserManagerUpdated(${stranger})`]);
  expect(await eventsOf(manager, asStranger().setPauser!(someone))).toEqual([`PauserUpdated(${someone})`]);
  expect(await revertOf(manager, asStranger().setPauserManager!(someone))).toBe("NotGovernance");
});

it("leaves every setting to governance, also while paused", async () => {
  const other = asStranger();
  const setters = manager.interface.fragments
    .filter((fragment): fragment is FunctionFragment => FunctionFragment.isFragment(fragment))
    .filter(({ name }) => /^(set(?!Pauser$)|addAGI|removeAGI|autoTune|configureAuto|applyConf)/.test(name));
  expect(setters.length).toBe(35);
  for (const setter of setters) {
    const data = setter.selector + "0".repeat(64 * 96);
    const sent = other.runner!.sendTransaction!({ to: await manager.getAddress(), data });
    expect(await revertOf(manager, sent), setter.name).toBe("NotGovernance");
  }
  await call("pause");
  await call("setFeePct", 1);
});
