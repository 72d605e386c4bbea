import { ZeroAddress, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

let chain: InProcessChain;
let module: Contract;
let version2: string;
let version1: string;

async function read(...names: string[]): Promise<number[]> {
  return Promise.all(names.map(async (name) => Number(await module.getFunction(name)())));
}
const sizes = () => read("minValidators", "maxValidators", "validatorsPerJob", "maxValidatorsPerJob");
const reverts = (call: Promise<unknown>) => revertOf(module, call);
const events = (call: Promise<unknown>) => eventsOf(module, call);
const setParameters5 = (...values: number[]) =>
  module.getFunction("setParameters(uint256,uint256,uint256,uint256,uint256)")(...values);
const setParameters3 = (...values: number[]) => module.getFunction("setParameters(uint256,uint256,uint256)")(...values);

beforeAll(async () => {
  chain = await inProcessChain();
  version2 = await answering(chain, 2);
  version1 = await answering(chain, 1);
});
beforeEach(async () => {
  module = await chain.deploy("ValidationModule", [ZeroAddress, ZeroAddress, 0, 0, 0, 0, []]);
});
afterAll(() => chain.close());

describe("deployment", () => {
  it("takes zeros for the defaults", async () => {
    expect(await read("version", "commitWindow", "revealWindow")).toEqual([2, 1800, 1800]);
    expect(await sizes()).toEqual([3, 5, 3, 100]);
    expect(await read("approvalThreshold", "requiredValidatorApprovals")).toEqual([66, 2]);
    expect(await module.autoApprovalTarget!()).toBe(true);
    expect(await read("revealQuorumPct", "minRevealValidators")).toEqual([67, 3]);
    expect(await read("nonRevealPenaltyBps", "nonRevealBanBlocks")).toEqual([50, 7200]);
    expect(await read("earlyFinalizeDelay", "forceFinalizeGrace")).toEqual([300, 3600]);
    expect(await read("validatorSlashingPercentage", "selectionStrategy")).toEqual([50, 0]);
    expect(await read("validatorPoolSampleSize", "maxValidatorPoolSize")).toEqual([100, 1000]);
  });

  it("checks the bounds, and neither the references nor the pool", async () => {
    const deploy = (min: number, max: number) =>
      chain.deploy("ValidationModule", [plainAddress(1), plainAddress(2), 0, 0, min, max, [ZeroAddress]]);
    expect(await reverts(deploy(2, 5))).toBe("InvalidValidatorBounds");
    expect(await reverts(deploy(4, 3))).toBe("InvalidValidatorBounds");
    module = await deploy(4, 200);
    expect(await sizes()).toEqual([4, 200, 4, 100]);
    expect(await read("requiredValidatorApprovals", "minRevealValidators")).toEqual([3, 4]);
    expect(await module.validatorPool!(0)).toBe(ZeroAddress);
    expect(await module.jobRegistry!()).toBe(plainAddress(1));
  });
});

describe("windows", () => {
  it("are above zero, each with an error of its own", async () => {
    expect(await reverts(module.setCommitRevealWindows!(0, 1))).toBe("InvalidWindows");
    expect(await reverts(module.setTiming!(1, 0))).toBe("InvalidWindows");
    expect(await reverts(module.setCommitWindow!(0))).toBe("InvalidCommitWindow");
    expect(await reverts(module.setRevealWindow!(0))).toBe("InvalidRevealWindow");
  });

  it("say what moved", async () => {
    const both = ["TimingUpdated(10,20)", "CommitWindowUpdated(10)", "RevealWindowUpdated(20)"];
    expect(await events(module.setCommitRevealWindows!(10, 20))).toEqual(both);
    expect(await events(module.setTiming!(10, 20))).toEqual(both);
    expect(await events(module.setCommitWindow!(30))).toEqual(["TimingUpdated(30,20)", "CommitWindowUpdated(30)"]);
    expect(await events(module.setRevealWindow!(40))).toEqual(["TimingUpdated(30,40)", "RevealWindowUpdated(40)"]);
  });
});

describe("sizes of a committee", () => {
  it("bounds the bounds", async () => {
    expect(await reverts(module.setValidatorBounds!(2, 5))).toBe("InvalidValidatorBounds");
    expect(await reverts(module.setValidatorBounds!(5, 4))).toBe("InvalidValidatorBounds");
    expect(await reverts(module.setValidatorBounds!(3, 101))).toBe("InvalidValidatorBounds");
  });

  it("pulls the committee between new bounds", async () => {
    expect(await events(module.setValidatorBounds!(6, 9))).toEqual([
      "ValidatorsPerJobUpdated(6)",
      "RequiredValidatorApprovalsUpdated(4)",
      "ValidatorBoundsUpdated(6,9)",
    ]);
    await module.setValidatorsPerJob!(9);
    expect(await events(module.setValidatorBounds!(3, 4))).toEqual([
      "ValidatorsPerJobUpdated(4)",
      "RequiredValidatorApprovalsUpdated(3)",
      "ValidatorBoundsUpdated(3,4)",
    ]);
    expect(await events(module.setValidatorBounds!(3, 8))).toEqual(["ValidatorBoundsUpdated(3,8)"]);
    await module.setValidatorBounds!(7, 7);
    expect(await sizes()).toEqual([7, 7, 7, 100]);
  });

  it("does not follow a new minimum", async () => {
    expect(await reverts(module.setMinValidators!(7))).toBe("InvalidValidatorBounds");
    expect(await reverts(module.setMinValidators!(0))).toBe("InvalidValidatorBounds");
    await module.setMaxValidators!(9);
    expect(await events(module.setMinValidators!(7))).toEqual(["ValidatorBoundsUpdated(7,9)"]);
    expect(await sizes()).toEqual([7, 9, 3, 100]);
    await module.setMinValidators!(1);
    expect(await sizes()).toEqual([1, 9, 3, 100]);
  });

  it("lets a lone maximum pass the hard limit and fall below the committee", async () => {
    expect(await reverts(module.setMaxValidators!(2))).toBe("InvalidValidatorBounds");
    expect(await events(module.setMaxValidators!(200))).toEqual(["ValidatorBoundsUpdated(3,200)"]);
    await module.setValidatorsPerJob!(100);
    await module.setMaxValidators!(4);
    expect(await sizes()).toEqual([3, 4, 100, 100]);
  });

  it("keeps the committee at three or more, between the bounds, below the hard limit", async () => {
    expect(await reverts(module.setValidatorsPerJob!(6))).toBe("InvalidValidatorBounds");
    await module.setMinValidators!(1);
    expect(await reverts(module.setValidatorsPerJob!(2))).toBe("InvalidValidatorBounds");
    await module.setMinValidators!(4);
    expect(await reverts(module.setValidatorsPerJob!(3))).toBe("InvalidValidatorBounds");
    await module.setMaxValidators!(200);
    expect(await reverts(module.setValidatorsPerJob!(101))).toBe("InvalidValidatorBounds");
    expect(await events(module.setValidatorsPerJob!(5))).toEqual([
      "RequiredValidatorApprovalsUpdated(4)",
      "ValidatorsPerJobUpdated(5)",
    ]);
  });

  it("shrinks with the hard limit, while the required approvals stay", async () => {
    await module.setValidatorBounds!(3, 10);
    await module.setValidatorsPerJob!(10);
    expect(await reverts(module.setMaxValidatorsPerJob!(2))).toBe("InvalidValidatorBounds");
    expect(await events(module.setMaxValidatorsPerJob!(4))).toEqual([
      "ValidatorsPerJobUpdated(4)",
      "ValidatorBoundsUpdated(3,4)",
      "MaxValidatorsPerJobUpdated(4)",
    ]);
    expect(await sizes()).toEqual([3, 4, 4, 4]);
    expect(await read("requiredValidatorApprovals")).toEqual([7]);
  });
});

describe("required approvals", () => {
  it("follow the threshold, rounded up, until they are set", async () => {
    expect(await reverts(module.setApprovalThreshold!(0))).toBe("InvalidPercentage");
    expect(await reverts(module.setApprovalThreshold!(101))).toBe("InvalidPercentage");
    expect(await events(module.setApprovalThreshold!(67))).toEqual([
      "ApprovalThresholdUpdated(67)",
      "RequiredValidatorApprovalsUpdated(3)",
    ]);
    expect(await events(module.setRequiredValidatorApprovals!(1))).toEqual([
      "AutoApprovalTargetUpdated(false)",
      "RequiredValidatorApprovalsUpdated(1)",
    ]);
    expect(await events(module.setApprovalThreshold!(100))).toEqual(["ApprovalThresholdUpdated(100)"]);
    expect(await events(module.setAutoApprovalTarget!(true))).toEqual([
      "AutoApprovalTargetUpdated(true)",
      "RequiredValidatorApprovalsUpdated(3)",
    ]);
    expect(await events(module.setAutoApprovalTarget!(true))).toEqual([]);
    expect(await events(module.setAutoApprovalTarget!(false))).toEqual(["AutoApprovalTargetUpdated(false)"]);
  });

  it("are bounded by the maximum but clamped to the committee", async () => {
    expect(await reverts(module.setRequiredValidatorApprovals!(0))).toBe("InvalidApprovals");
    expect(await reverts(module.setRequiredValidatorApprovals!(6))).toBe("InvalidApprovals");
    await module.setRequiredValidatorApprovals!(5);
    expect(await read("requiredValidatorApprovals")).toEqual([3]);
    await module.setValidatorsPerJob!(5);
    await module.setRequiredValidatorApprovals!(5);
    expect(await events(module.setValidatorsPerJob!(3))).toEqual([
      "RequiredValidatorApprovalsUpdated(3)",
      "ValidatorsPerJobUpdated(3)",
    ]);
  });
});

describe("the batch of parameters", () => {
  it("refuses what its parts refuse, with errors of its own", async () => {
    expect(await reverts(setParameters3(2, 1, 1))).toBe("InvalidValidatorBounds");
    expect(await reverts(setParameters3(101, 1, 1))).toBe("InvalidValidatorBounds");
    expect(await reverts(setParameters3(3, 0, 1))).toBe("InvalidWindows");
    expect(await reverts(setParameters5(3, 1, 1, 0, 0))).toBe("InvalidApprovalThreshold");
    expect(await reverts(setParameters5(3, 1, 1, 101, 0))).toBe("InvalidApprovalThreshold");
    expect(await reverts(setParameters5(3, 1, 1, 100, 101))).toBe("InvalidSlashingPercentage");
  });

  it("sets one size for minimum, maximum and committee", async () => {
    expect(await events(setParameters3(4, 10, 20))).toEqual([
      "RequiredValidatorApprovalsUpdated(3)",
      "ValidatorBoundsUpdated(4,4)",
      "ValidatorsPerJobUpdated(4)",
      "TimingUpdated(10,20)",
    ]);
    expect(await sizes()).toEqual([4, 4, 4, 100]);
  });

  it("leaves the required approvals at the old threshold", async () => {
    expect(await events(setParameters5(5, 10, 20, 100, 7))).toEqual([
      "RequiredValidatorApprovalsUpdated(4)",
      "ValidatorBoundsUpdated(5,5)",
      "ValidatorsPerJobUpdated(5)",
      "TimingUpdated(10,20)",
      "ApprovalThresholdUpdated(100)",
      "ValidatorSlashingPctUpdated(7)",
      "ParametersUpdated(5,10,20,100,7)",
    ]);
    expect(await read("approvalThreshold", "requiredValidatorApprovals")).toEqual([100, 4]);
    // The same threshold again, by its own setter, repairs the count.
    await module.setApprovalThreshold!(100);
    expect(await read("requiredValidatorApprovals")).toEqual([5]);
  });
});

it("bounds slash, quorum, penalty and grace", async () => {
  expect(await reverts(module.setValidatorSlashingPct!(101))).toBe("InvalidPercentage");
  expect(await events(module.setValidatorSlashingPct!(0))).toEqual(["ValidatorSlashingPctUpdated(0)"]);
  expect(await reverts(module.setRevealQuorum!(101, 1))).toBe("InvalidPercentage");
  expect(await reverts(module.setRevealQuorum!(0, 0))).toBe("InvalidValidatorBounds");
  expect(await events(module.setRevealQuorum!(0, 1))).toEqual(["RevealQuorumUpdated(0,1)"]);
  expect(await reverts(module.setNonRevealPenalty!(1001, 0))).toBe("InvalidPenalty");
  expect(await events(module.setNonRevealPenalty!(1000, 0))).toEqual(["NonRevealPenaltyUpdated(1000,0)"]);
  expect(await events(module.setEarlyFinalizeDelay!(0))).toEqual(["EarlyFinalizeDelayUpdated(0)"]);
  expect(await reverts(module.setForceFinalizeGrace!(0))).toBe("InvalidForceFinalizeGrace");
  expect(await events(module.setForceFinalizeGrace!(9))).toEqual(["ForceFinalizeGraceUpdated(9)"]);
});

it("wires neighbours: three of version 2, two without a check", async () => {
  expect(await reverts(module.setJobRegistry!(ZeroAddress))).toBe("InvalidJobRegistry");
  expect(await reverts(module.setJobRegistry!(version1))).toBe("InvalidJobRegistry");
  expect(await reverts(module.setJobRegistry!(plainAddress(1)))).toBe("");
  expect(await events(module.setJobRegistry!(version2))).toEqual([
    `JobRegistryUpdated(${version2})`,
    `ModulesUpdated(${version2},${ZeroAddress})`,
  ]);
  expect(await reverts(module.setStakeManager!(ZeroAddress))).toBe("InvalidStakeManager");
  expect(await reverts(module.setStakeManager!(version1))).toBe("InvalidStakeManager");
  expect(await events(module.setStakeManager!(version2))).toEqual([
    `StakeManagerUpdated(${version2})`,
    `ModulesUpdated(${version2},${version2})`,
  ]);
  expect(await reverts(module.setIdentityRegistry!(ZeroAddress))).toBe("ZeroIdentityRegistry");
  expect(await reverts(module.setIdentityRegistry!(version1))).toBe("InvalidIdentityRegistry");
  expect(await events(module.setIdentityRegistry!(version2))).toEqual([`IdentityRegistryUpdated(${version2})`]);
  expect(await events(module.setReputationEngine!(ZeroAddress))).toEqual([`ReputationEngineUpdated(${ZeroAddress})`]);
  expect(await events(module.setRandaoCoordinator!(version1))).toEqual([`RandaoCoordinatorUpdated(${version1})`]);
});

it("names validators, by the owner in bulk or by each for itself", async () => {
  expect(await reverts(module.setValidatorSubdomains!([plainAddress(0), plainAddress(1)], ["a"]))).toBe(
    "InvalidArrayLength",
  );
  expect(await events(module.setValidatorSubdomains!([plainAddress(0)], ["a"]))).toEqual([
    `ValidatorSubdomainUpdated(${plainAddress(0)},a)`,
  ]);
  const self = chain.accounts[1]!;
  await (module.connect(self) as Contract).setMySubdomain!("mine");
  expect(await module.validatorSubdomains!(self.address)).toBe("mine");
});

it("is for its owner", async () => {
  const stranger = chain.accounts[1]!.address;
  const asStranger = module.connect(chain.accounts[1]!) as Contract;
  const refusal = `OwnableUnauthorizedAccount(${stranger})`;
  expect(await reverts(asStranger.setCommitWindow!(1))).toBe(refusal);
  expect(await reverts(asStranger.setValidatorPool!([]))).toBe(refusal);
  expect(await reverts(asStranger.bumpValidatorAuthCacheVersion!())).toBe(refusal);
  expect(await reverts(asStranger.triggerFailover!(1, 1, 1, ""))).toBe(refusal);
  expect(await reverts(asStranger.pause!())).toBe("owner or pauser only");
  expect(await reverts(asStranger.setPauser!(stranger))).toBe("NotOwnerOrPauserManager");
  await module.pause!();
  await module.setCommitWindow!(1);
  expect(await read("commitWindow")).toEqual([1]);
});
