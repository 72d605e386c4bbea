import { ZeroAddress, type Contract } from "ethers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

let chain: InProcessChain;
let committee: Contract;
let asStranger: Contract;
let stranger: string;

beforeAll(async () => {
  chain = await inProcessChain();
  committee = await chain.deploy("ArbitratorCommittee", [ZeroAddress, ZeroAddress]);
  stranger = chain.accounts[1]!.address;
  asStranger = committee.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

it("starts with days for windows and no slash, and accepts zero references", async () => {
  expect(await committee.commitWindow!()).toBe(86400n);
  expect(await committee.revealWindow!()).toBe(86400n);
  expect(await committee.absenteeSlash!()).toBe(0n);
  expect(await committee.jobRegistry!()).toBe(ZeroAddress);
  expect(await committee.disputeModule!()).toBe(ZeroAddress);
  expect(committee.interface.getFunction("version")).toBe(null);
  expect(committee.interface.getFunction("setJobRegistry")).toBe(null);
});

it("needs both windows above zero", async () => {
  expect(await revertOf(committee, committee.setCommitRevealWindows!(0, 1))).toBe("windows");
  expect(await revertOf(committee, committee.setCommitRevealWindows!(1, 0))).toBe("windows");
  expect(await eventsOf(committee, committee.setCommitRevealWindows!(10, 20))).toEqual(["TimingUpdated(10,20)"]);
  expect(await committee.commitWindow!()).toBe(10n);
  expect(await committee.revealWindow!()).toBe(20n);
});

it("takes any slash, and any dispute module without an event", async () => {
  expect(await eventsOf(committee, committee.setAbsenteeSlash!(7))).toEqual(["AbsenteeSlashUpdated(7)"]);
  expect(await eventsOf(committee, committee.setDisputeModule!(plainAddress(1)))).toEqual([]);
  expect(await committee.disputeModule!()).toBe(plainAddress(1));
});

it("is for its owner, and pauses for owner or pauser", async () => {
  const refusal = `OwnableUnauthorizedAccount(${stranger})`;
  expect(await revertOf(committee, asStranger.setAbsenteeSlash!(1))).toBe(refusal);
  expect(await revertOf(committee, asStranger.setCommitRevealWindows!(1, 1))).toBe(refusal);
  expect(await revertOf(committee, asStranger.setDisputeModule!(ZeroAddress))).toBe(refusal);
  expect(await revertOf(committee, asStranger.pause!())).toBe("owner or pauser only");
  expect(await revertOf(committee, asStranger.setPauser!(stranger))).toBe("NotOwnerOrPauserManager");
  await committee.setPauserManager!(stranger);
  await asStranger.setPauser!(stranger);
  expect(await eventsOf(committee, asStranger.pause!())).toEqual([`Paused(${stranger})`]);
  expect(await revertOf(committee, committee.pause!())).toBe("EnforcedPause");
  await committee.unpause!();
  expect(await revertOf(committee, committee.unpause!())).toBe("ExpectedPause");
});
