import { getAddress, toBeHex } from "ethers";
import { batchId, cancelData, executeData, NO_PREDECESSOR, scheduleData } from "../../src/authority/timelock.ts";
import type { Operation } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../../src/kinds/value.ts";
import type { Argument } from "../../src/kinds/write.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { changedBy } from "./plans.ts";
import { callOf, placeOf, sending, sentBy, throughPause, type Sent } from "./plans-tamper.ts";

/** A plan that cannot work, made of one that can. */
export interface Forced {
  readonly examined: Examined;
  /** Of the step that fails, from 1; 0 if none does and something is left to do. */
  readonly step: number;
}

export interface Forcing {
  readonly name: string;
  /** The file that the plan is made of. */
  readonly stack: (stack: string, seed: number) => string;
  readonly force: (examined: Examined) => Forced;
  /** What the contract says, or a part of it. */
  readonly reason: string;
}

const STRANGER = localAccount(9).address;
const COUNCIL = localAccount(2).address;
const SYSTEM_PAUSE: Address = "0xB7f8BC63BbcaD18155201308C8f3540b07f84F5e";
const WAD = 10n ** 18n;
const SALT: Hex = `0x${"5a".repeat(32)}`;

/** More words of storage than one transaction can write. */
export function tooMuch(examined: Examined) {
  const many = Array.from({ length: 800 }, (_, index) => getAddress(toBeHex(index + 1_000_000, 20)));
  return callOf(examined, "taxPolicy", "setAcknowledgers(address[],bool[])", [many, many.map(() => true)]);
}

/** What has to fail is not alone: something else is changed as well. */
const beside = (change: string) => (stack: string, seed: number) =>
  changedBy(changedBy(stack, seed, ["pid", "shares", "rewarders"][seed % 3]!), seed, change);

/** The first call of this module is made with other arguments. */
function wrong(change: string, module: string, fn: string, args: readonly Argument[], reason: string): Forcing {
  return {
    name: `${module}.${fn.split("(")[0]!} with ${args.flat().map(String).join(", ")}`,
    stack: beside(change),
    force(examined) {
      const sent = sentBy(examined);
      const at = sent.findIndex(({ calls }) => calls.some((call) => call.module === module));
      const forged = sent.map((each, index) =>
        index === at ? { ...each, ...callOf(examined, module, fn, args) } : each,
      );
      return { examined: sending(examined, forged), step: at + 1 };
    },
    reason,
  };
}

/** Something is changed about a transaction or its place. */
function moved(
  name: string,
  change: string,
  reason: string,
  force: (sent: readonly Sent[], examined: Examined) => { readonly sent: readonly Sent[]; readonly step: number },
): Forcing {
  return {
    name,
    stack: beside(change),
    force(examined) {
      const { sent, step } = force(sentBy(examined), examined);
      return { examined: sending(examined, sent), step };
    },
    reason,
  };
}

const by = (authority: Address, { to, data }: { readonly to: Address; readonly data: Hex }): Sent => ({
  authority,
  to,
  data,
  calls: [],
});

/** An account without the right makes a call. */
function unauthorised(change: string, fn: string, reason: string): Forcing {
  return moved(`${fn} by a stranger`, change, reason, (sent) => {
    const at = placeOf(sent, fn);
    return { sent: sent.with(at, { ...sent[at]!, authority: STRANGER }), step: at + 1 };
  });
}

const DELAY = 2n * 86_400n;

/** An operation of the timelock that changes nothing. */
function operationFor(examined: Examined): Operation {
  const { to, data } = callOf(examined, "thermostat", "owner()", []);
  const batch = { calls: [{ to, value: 0n, data }], predecessor: NO_PREDECESSOR, salt: SALT };
  const timelock = examined.live.modules.get("timelock")!.address;
  const readyAt = examined.live.block.timestamp + DELAY;
  return { timelock, id: batchId(batch), batch, single: false, readyAt };
}

/** The plan, and then calls of the timelock by whoever may propose and execute. */
function ofTimelock(name: string, reason: string, step: number, make: (operation: Operation) => readonly Hex[]) {
  return moved(name, "minStake", reason, (sent, examined) => {
    const operation = operationFor(examined);
    const all = [...sent, ...make(operation).map((data) => by(COUNCIL, { to: operation.timelock, data }))];
    return { sent: all, step: sent.length + step };
  });
}

/** It is scheduled once and to be executed twice. */
const DONE: Forcing = {
  name: "an operation that is done already",
  stack: beside("minStake"),
  force(examined) {
    const operation = operationFor(examined);
    const { id, batch, timelock: to } = operation;
    const sent = [...sentBy(examined), by(COUNCIL, { to, data: scheduleData(batch, DELAY) })];
    const planned = { timelock: "timelock", id, delay: DELAY, predecessor: NO_PREDECESSOR, calls: [], operation };
    return { examined: sending(examined, sent, [planned, planned]), step: sent.length + 2 };
  },
  reason: "TimelockUnexpectedOperationState",
};

/** Plans of a protocol that one key governs, each of which fails for a reason of its own. */
export const FORCINGS: readonly Forcing[] = [
  moved("a setter of a module that is paused before", "disputeFee", "EnforcedPause()", (sent, examined) => {
    const at = placeOf(sent, "setDisputeFee");
    const pause = by(sent[at]!.authority, callOf(examined, "disputeModule", "pause()", []));
    return { sent: sent.toSpliced(at, 0, pause), step: at + 2 };
  }),
  moved("a module that is paused already", "paused", "EnforcedPause()", (sent) => {
    const at = placeOf(sent, "pause");
    return { sent: sent.toSpliced(at, 0, sent[at]!), step: at + 2 };
  }),
  moved("a module that is not paused", "unbonding", "ExpectedPause()", (sent, examined) => {
    const unpause = by(sent[0]!.authority, callOf(examined, "feePool", "unpause()", []));
    return { sent: [...sent, unpause], step: sent.length + 1 };
  }),
  unauthorised("minStake", "setMinStake", "NotGovernance()"),
  unauthorised("band", "setTemperatureBounds", "NotGovernance()"),
  unauthorised("twoStepOwner", "transferOwnership", "OwnableUnauthorizedAccount"),
  unauthorised("cancellers", "grantRole", "AccessControlUnauthorizedAccount"),
  moved("an order that lists the treasury last", "stakeTreasury", "InvalidTreasury()", (sent) => {
    const reversed = sent.toReversed();
    return { sent: reversed, step: placeOf(reversed, "setTreasury") + 1 };
  }),
  moved("an acceptance before the offer", "twoStepOwner", "OwnableUnauthorizedAccount", (sent) => {
    const at = placeOf(sent, "acceptOwnership");
    return { sent: [sent[at]!, ...sent.toSpliced(at, 1)], step: 1 };
  }),
  moved("a treasury that is not allow-listed", "stakeTreasury", "InvalidTreasury()", (sent) => {
    const listed = placeOf(sent, "setTreasuryAllowlist");
    const left = sent.toSpliced(listed, 1);
    return { sent: left, step: placeOf(left, "setTreasury") + 1 };
  }),
  ofTimelock("an operation that is scheduled twice", "TimelockUnexpectedOperationState", 2, ({ batch }) =>
    [0, 1].map(() => scheduleData(batch, DELAY)),
  ),
  ofTimelock("an operation that is not scheduled", "TimelockUnexpectedOperationState", 1, ({ batch }) => [
    executeData(batch, false),
  ]),
  ofTimelock("an operation that is cancelled twice", "TimelockUnexpectedOperationState", 3, ({ id, batch }) => [
    scheduleData(batch, DELAY),
    ...[0, 1].map(() => cancelData(id)),
  ]),
  ofTimelock("an operation that does not wait", "TimelockInsufficientDelay(1, 172800)", 1, ({ batch }) => [
    scheduleData(batch, 1n),
  ]),
  DONE,
  moved("a target that SystemPause does not know", "minStake", "UnknownGovernanceTarget", (sent, { live }) => {
    const at = placeOf(sent, "setMinStake");
    const [pause, target] = ["systemPause", "thermostat"].map((name) => live.modules.get(name)!.address);
    const call = throughPause(pause!, target!, sent[at]!.calls[0]!.data);
    return { sent: sent.with(at, { ...sent[at]!, ...call }), step: at + 1 };
  }),
  wrong("minStake", "stakeManager", "nothing()", [], "GovernanceCallFailed"),
  moved("a target without code", "pid", "", (sent) => {
    const at = placeOf(sent, "setPID");
    return { sent: sent.with(at, { ...sent[at]!, to: STRANGER }), step: 0 };
  }),
  moved("a call that takes too much gas", "twoStepOwner", "it needs more than the 16000000 gas", (sent, examined) => {
    const owner = examined.live.modules.get("taxPolicy")!.values.get("owner") as Address;
    return { sent: [by(owner, tooMuch(examined)), ...sent], step: 1 };
  }),
  moved("a target that is another module", "pid", "reverted without data", (sent, { live }) => {
    const at = placeOf(sent, "setPID");
    return { sent: sent.with(at, { ...sent[at]!, to: live.modules.get("rewardEngine")!.address }), step: at + 1 };
  }),
  wrong("fees", "stakeManager", "setFeePct(uint256)", [101n], "InvalidPercentage()"),
  wrong("minStake", "stakeManager", "setMinStake(uint256)", [0n], "InvalidMinStake()"),
  wrong("unbonding", "stakeManager", "setUnbondingPeriod(uint256)", [0n], "InvalidUnbondingPeriod()"),
  wrong("jobFees", "jobRegistry", "setFeePct(uint256)", [97n], "InvalidPercentage()"),
  wrong("jobStake", "jobRegistry", "setTreasury(address)", [SYSTEM_PAUSE], "InvalidTreasury()"),
  wrong("commitReveal", "validationModule", "setCommitRevealWindows(uint256,uint256)", [0n, 60n], "InvalidWindows()"),
  wrong("arbitration", "arbitratorCommittee", "setCommitRevealWindows(uint256,uint256)", [60n, 0n], "windows"),
  wrong("disputeWindow", "disputeModule", "setModerator(address,uint96)", [ZERO_ADDRESS, 1n], "InvalidModerator"),
  wrong("band", "thermostat", "setTemperatureBounds(int256,int256)", [5n * WAD, WAD], "bounds"),
  wrong(
    "shares",
    "rewardEngine",
    "setRoleShares(uint256,uint256,uint256,uint256)",
    [WAD, 1n, 0n, 0n],
    "InvalidRoleShareSum",
  ),
  wrong("engineOwner", "rewardEngine", "setGovernance(address)", [ZERO_ADDRESS], "ZeroAddress()"),
  wrong("poolBurn", "feePool", "transferOwnership(address)", [ZERO_ADDRESS], "OwnableInvalidOwner"),
  wrong("poolTreasury", "feePool", "setTaxPolicy(address)", [ZERO_ADDRESS], "InvalidTaxPolicy()"),
];
