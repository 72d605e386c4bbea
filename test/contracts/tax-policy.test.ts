import { ZeroAddress, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const user = plainAddress(1);

let chain: InProcessChain;
let policy: Contract;
let asStranger: Contract;
let owner: string;
let stranger: string;

const reverts = (call: Promise<unknown>) => revertOf(policy, call);
const events = (call: Promise<unknown>) => eventsOf(policy, call);

beforeAll(async () => {
  chain = await inProcessChain();
  owner = chain.accounts[0]!.address;
  stranger = chain.accounts[1]!.address;
});
beforeEach(async () => {
  policy = await chain.deploy("TaxPolicy", ["ipfs://a", "I pay"]);
  asStranger = policy.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

describe("texts", () => {
  it("start with version one", async () => {
    expect(await policy.policyURI!()).toBe("ipfs://a");
    expect(await policy.acknowledgement!()).toBe("I pay");
    expect(await policy.policyDetails!()).toEqual(["I pay", "ipfs://a"]);
    expect(await policy.policyVersion!()).toBe(1n);
    expect(await policy.isTaxExempt!()).toBe(true);
  });

  it("start a new version with every write, equal or not", async () => {
    expect(await events(policy.setPolicyURI!("ipfs://b"))).toEqual([
      "TaxPolicyURIUpdated(ipfs://b)",
      "PolicyVersionUpdated(2)",
    ]);
    expect(await events(policy.setPolicyURI!("ipfs://b"))).toEqual([
      "TaxPolicyURIUpdated(ipfs://b)",
      "PolicyVersionUpdated(3)",
    ]);
    expect(await events(policy.setAcknowledgement!("I pay"))).toEqual([
      "AcknowledgementUpdated(I pay)",
      "PolicyVersionUpdated(4)",
    ]);
    expect(await policy.policyDetails!()).toEqual(["I pay", "ipfs://b"]);
  });

  it("share one version when both are written together", async () => {
    expect(await events(policy.setPolicy!("", ""))).toEqual([
      "TaxPolicyURIUpdated()",
      "AcknowledgementUpdated()",
      "PolicyVersionUpdated(2)",
    ]);
    expect(await policy.policyVersion!()).toBe(2n);
  });

  it("are given a new version without a write as well", async () => {
    expect(await events(policy.bumpPolicyVersion!())).toEqual(["PolicyVersionUpdated(2)", "PolicyVersionBumped(2)"]);
    expect(await policy.policyURI!()).toBe("ipfs://a");
  });
});

describe("acknowledgements", () => {
  it("hold for one version only", async () => {
    expect(await policy.hasAcknowledged!(stranger)).toBe(false);
    expect(await asStranger.acknowledge!.staticCall()).toBe("I pay");
    expect(await events(asStranger.acknowledge!())).toEqual([`PolicyAcknowledged(${stranger},1)`]);
    expect(await policy.hasAcknowledged!(stranger)).toBe(true);
    await policy.setPolicyURI!("ipfs://a");
    expect(await policy.hasAcknowledged!(stranger)).toBe(false);
    expect(await policy.acknowledgedVersion!(stranger)).toBe(1n);
  });

  it("are given for others by acknowledgers, and by everybody for themselves", async () => {
    expect(await reverts(asStranger.acknowledgeFor!(user))).toBe("NotAcknowledger");
    expect(await events(asStranger.acknowledgeFor!(stranger))).toEqual([`PolicyAcknowledged(${stranger},1)`]);
    expect(await events(policy.setAcknowledger!(stranger, true))).toEqual([`AcknowledgerUpdated(${stranger},true)`]);
    expect(await policy.acknowledgerAllowed!(stranger)).toBe(true);
    expect(await events(asStranger.acknowledgeFor!(user))).toEqual([`PolicyAcknowledged(${user},1)`]);
    expect(await policy.hasAcknowledged!(user)).toBe(true);
  });

  it("are revoked by the owner, whether there are any or not", async () => {
    await asStranger.acknowledge!();
    expect(await events(policy.revokeAcknowledgements!([stranger, user]))).toEqual([
      `AcknowledgementRevoked(${stranger},1)`,
      `AcknowledgementRevoked(${user},0)`,
    ]);
    expect(await policy.hasAcknowledged!(stranger)).toBe(false);
    expect(await reverts(policy.revokeAcknowledgement!(ZeroAddress))).toBe("ZeroUserAddress");
    expect(await reverts(policy.revokeAcknowledgements!([user, ZeroAddress]))).toBe("ZeroUserAddress");
  });
});

describe("acknowledgers", () => {
  it("may not be the zero address, but that may be refused", async () => {
    expect(await reverts(policy.setAcknowledger!(ZeroAddress, true))).toBe("ZeroAcknowledgerAddress");
    expect(await events(policy.setAcknowledger!(ZeroAddress, false))).toEqual([
      `AcknowledgerUpdated(${ZeroAddress},false)`,
    ]);
  });

  it("are set many at a time, all or none, without a new version", async () => {
    expect(await reverts(policy.setAcknowledgers!([user], []))).toBe("ArrayLengthMismatch");
    expect(await reverts(policy.setAcknowledgers!([user, ZeroAddress], [true, true]))).toBe("ZeroAcknowledgerAddress");
    expect(await policy.acknowledgerAllowed!(user)).toBe(false);
    expect(await events(policy.setAcknowledgers!([user, owner], [true, false]))).toEqual([
      `AcknowledgerUpdated(${user},true)`,
      `AcknowledgerUpdated(${owner},false)`,
    ]);
    expect(await policy.policyVersion!()).toBe(1n);
  });
});

it("changes its owner in two steps, and an offer to nobody takes the last one back", async () => {
  expect(await events(policy.transferOwnership!(stranger))).toEqual([`OwnershipTransferStarted(${owner},${stranger})`]);
  expect(await policy.owner!()).toBe(owner);
  expect(await policy.pendingOwner!()).toBe(stranger);
  await policy.transferOwnership!(ZeroAddress);
  expect(await policy.pendingOwner!()).toBe(ZeroAddress);
  expect(await reverts(asStranger.acceptOwnership!())).toBe(`OwnableUnauthorizedAccount(${stranger})`);
  await policy.transferOwnership!(stranger);
  expect(await events(asStranger.acceptOwnership!())).toEqual([`OwnershipTransferred(${owner},${stranger})`]);
  expect(await policy.owner!()).toBe(stranger);
  expect(await policy.pendingOwner!()).toBe(ZeroAddress);
});

it("is for its owner", async () => {
  for (const [name, ...args] of [
    ["setPolicyURI", ""],
    ["setAcknowledgement", ""],
    ["setPolicy", "", ""],
    ["bumpPolicyVersion"],
    ["setAcknowledger", user, true],
    ["setAcknowledgers", [user], [true]],
    ["revokeAcknowledgement", user],
    ["revokeAcknowledgements", [user]],
    ["transferOwnership", stranger],
  ] as const) {
    expect(await reverts(asStranger.getFunction(name)(...args)), name).toBe(`OwnableUnauthorizedAccount(${stranger})`);
  }
});
