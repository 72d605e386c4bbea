import { ZeroAddress, parseEther, type Contract } from "ethers";
import { afterAll, beforeEach, beforeAll, expect, it } from "vitest";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const moderator = plainAddress(1);
const other = plainAddress(2);
let chain: InProcessChain;
let governance: string;
let module: Contract;
let exempt: string;
let taxed: string;

beforeAll(async () => {
  chain = await inProcessChain();
  governance = chain.accounts[0]!.address;
  exempt = await answering(chain, 1);
  taxed = await answering(chain, 0);
});
beforeEach(async () => {
  module = await chain.deploy("DisputeModule", [ZeroAddress, 0, 0, ZeroAddress, governance]);
});
afterAll(() => chain.close());

it("takes zeros for the defaults at deployment, but not for governance", async () => {
  expect(await module.version!()).toBe(2n);
  expect(await module.disputeFee!()).toBe(parseEther("1"));
  expect(await module.disputeWindow!()).toBe(86400n);
  expect(await revertOf(module, chain.deploy("DisputeModule", [ZeroAddress, 0, 0, ZeroAddress, ZeroAddress]))).toBe(
    "ZeroAddress",
  );
});

it("reads a zero fee as no fee once it is set", async () => {
  expect(await eventsOf(module, module.setDisputeFee!(0))).toEqual(["DisputeFeeUpdated(0)"]);
  expect(await module.disputeFee!()).toBe(0n);
  expect(await eventsOf(module, module.setDisputeWindow!(0))).toEqual(["DisputeWindowUpdated(0)"]);
});

it("wires neighbours without asking them", async () => {
  expect(await eventsOf(module, module.setJobRegistry!(other))).toEqual([
    `JobRegistryUpdated(${other})`,
    `ModulesUpdated(${other},${ZeroAddress})`,
  ]);
  expect(await eventsOf(module, module.setStakeManager!(moderator))).toEqual([
    `StakeManagerUpdated(${moderator})`,
    `ModulesUpdated(${other},${moderator})`,
  ]);
  expect(await eventsOf(module, module.setCommittee!(other))).toEqual([`CommitteeUpdated(${other})`]);
  expect(await eventsOf(module, module.setCommittee!(ZeroAddress))).toEqual([`CommitteeUpdated(${ZeroAddress})`]);
});

it("wants an exempt tax policy", async () => {
  expect(await revertOf(module, module.setTaxPolicy!(ZeroAddress))).toBe("InvalidTaxPolicy");
  expect(await revertOf(module, module.setTaxPolicy!(taxed))).toBe("PolicyNotTaxExempt");
  expect(await eventsOf(module, module.setTaxPolicy!(exempt))).toEqual([`TaxPolicyUpdated(${exempt})`]);
});

it("weighs moderators, and refuses a weight that is already there", async () => {
  expect(await revertOf(module, module.setModerator!(ZeroAddress, 1))).toBe(`InvalidModerator(${ZeroAddress})`);
  expect(await revertOf(module, module.setModerator!(moderator, 0))).toBe("InvalidModeratorWeight");
  expect(await eventsOf(module, module.setModerator!(moderator, 5))).toEqual([`ModeratorUpdated(${moderator},5)`]);
  expect(await revertOf(module, module.setModerator!(moderator, 5))).toBe("InvalidModeratorWeight");
  await module.setModerator!(other, 7);
  expect(await module.totalModeratorWeight!()).toBe(12n);
  await module.setModerator!(moderator, 3);
  expect(await module.totalModeratorWeight!()).toBe(10n);
  expect(await eventsOf(module, module.removeModerator!(other))).toEqual([`ModeratorUpdated(${other},0)`]);
  expect(await revertOf(module, module.removeModerator!(other))).toBe("InvalidModeratorWeight");
  await module.setModerator!(moderator, 0);
  expect(await module.totalModeratorWeight!()).toBe(0n);
  expect(await module.moderatorWeights!(moderator)).toBe(0n);
});

it("lets the sum of weights overflow only by reverting", async () => {
  await module.setModerator!(moderator, 2n ** 96n - 1n);
  expect(await revertOf(module, module.setModerator!(other, 1))).toBe("panic 0x11");
});

it("freezes its six settings while paused, and not its moderators, pausers or governance", async () => {
  await module.pause!();
  for (const call of [
    () => module.setDisputeFee!(1),
    () => module.setDisputeWindow!(1),
    () => module.setCommittee!(other),
    () => module.setJobRegistry!(other),
    () => module.setStakeManager!(other),
    () => module.setTaxPolicy!(exempt),
  ]) {
    expect(await revertOf(module, call())).toBe("EnforcedPause");
  }
  await module.setModerator!(moderator, 1);
  await module.removeModerator!(moderator);
  await module.setPauserManager!(other);
  await module.setPauser!(other);
  await module.unpause!();
  await module.setDisputeFee!(1);
  expect(await module.disputeFee!()).toBe(1n);
});

it("is for its governance", async () => {
  const asStranger = module.connect(chain.accounts[1]!) as Contract;
  const stranger = chain.accounts[1]!.address;
  for (const call of [
    () => asStranger.setDisputeFee!(1),
    () => asStranger.setModerator!(moderator, 1),
    () => asStranger.removeModerator!(moderator),
    () => asStranger.setGovernance!(stranger),
  ]) {
    expect(await revertOf(module, call())).toBe("NotGovernance");
  }
  expect(await revertOf(module, asStranger.pause!())).toBe("NotGovernanceOrPauser");
  expect(await revertOf(module, asStranger.unpause!())).toBe("NotGovernanceOrPauser");
  expect(await revertOf(module, asStranger.setPauser!(stranger))).toBe("NotGovernanceOrPauserManager");
  await module.pause!();
  // Who is not governance hears that before it hears of the pause.
  expect(await revertOf(module, asStranger.setDisputeFee!(1))).toBe("NotGovernance");
});
