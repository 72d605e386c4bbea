import { batchId, cancelData, executeData, scheduleData, type TimelockCall } from "../../src/authority/timelock.ts";
import type { Examined } from "../../src/examine.ts";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import type { Argument } from "../../src/kinds/write.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { changedBy } from "./plans.ts";
import type { Forced, Forcing } from "./plans-forced.ts";
import { callOf, scheduling, sending, sentBy, throughPause } from "./plans-tamper.ts";

const STRANGER = localAccount(9).address;
const WAD = 10n ** 18n;
/** A Safe's transaction is one step, and so is what the timelock executes later. */
const [SCHEDULING, EXECUTING] = [1, 2];

function forcing(name: string, change: string, reason: string, force: (examined: Examined) => Forced): Forcing {
  return { name, stack: (stack, seed) => changedBy(stack, seed, change), force, reason };
}

/** Other calls are scheduled than the ones that are needed. */
function batch(
  name: string,
  change: string,
  reason: string,
  make: (calls: readonly TimelockCall[], examined: Examined) => readonly TimelockCall[],
): Forcing {
  return forcing(name, change, reason, (examined) => ({
    examined: scheduling(examined, (calls) => make(calls, examined)),
    step: reason === "" ? 0 : EXECUTING,
  }));
}

function wrong(change: string, module: string, fn: string, args: readonly Argument[], reason: string): Forcing {
  return batch(`${module}.${fn} that is refused`, change, reason, (calls, examined) => [
    ...calls.slice(1),
    callOf(examined, module, fn, args),
  ]);
}

/** The Safe's transaction makes other calls of the timelock. */
function ofTimelock(
  name: string,
  reason: string,
  make: (planned: Examined["plan"]["scheduled"][number]) => readonly ReturnType<typeof cancelData>[],
): Forcing {
  return forcing(name, "minStake", reason, (examined) => {
    const [planned] = examined.plan.scheduled;
    const [first] = sentBy(examined);
    const sent = make(planned!).map((data) => ({ ...first!, data }));
    return { examined: sending(examined, sent, []), step: SCHEDULING };
  });
}

/** Plans of a Safe that acts through a timelock, each of which fails for a reason of its own. */
export const COUNCIL_FORCINGS: readonly Forcing[] = [
  batch("an order that lists the treasury last", "stakeTreasury", "InvalidTreasury()", (calls) => calls.toReversed()),
  batch("a treasury that is not allow-listed", "stakeTreasury", "InvalidTreasury()", (calls) => calls.slice(1)),
  batch("a module that is paused before", "disputeFee", "EnforcedPause()", (calls, examined) => [
    callOf(examined, "disputeModule", "pause()", []),
    ...calls,
  ]),
  batch("a target that SystemPause does not know", "minStake", "UnknownGovernanceTarget", (_calls, { live }) => {
    const [pause, target] = ["systemPause", "thermostat"].map((name) => live.modules.get(name)!.address);
    return [throughPause(pause!, target!, "0x8da5cb5b")];
  }),
  batch("a target without code", "pid", "", (calls) => calls.map((call) => ({ ...call, to: STRANGER }))),
  batch("a target that is another module", "pid", "reverted without data", (calls, { live }) =>
    calls.map((call) => ({ ...call, to: live.modules.get("rewardEngine")!.address })),
  ),
  wrong("fees", "stakeManager", "setFeePct(uint256)", [101n], "InvalidPercentage()"),
  wrong("minStake", "stakeManager", "setMinStake(uint256)", [0n], "InvalidMinStake()"),
  wrong("unbonding", "stakeManager", "setUnbondingPeriod(uint256)", [0n], "InvalidUnbondingPeriod()"),
  wrong("jobFees", "jobRegistry", "setFeePct(uint256)", [101n], "InvalidPercentage()"),
  wrong("band", "thermostat", "setTemperatureBounds(int256,int256)", [5n * WAD, WAD], "bounds"),
  wrong("poolBurn", "feePool", "transferOwnership(address)", [ZERO_ADDRESS], "OwnableInvalidOwner"),
  ofTimelock("an operation that is scheduled twice", "TimelockUnexpectedOperationState", ({ operation, delay }) =>
    [0, 1].map(() => scheduleData(operation.batch, delay)),
  ),
  ofTimelock("an operation that is not scheduled", "TimelockUnexpectedOperationState", ({ operation }) => [
    executeData(operation.batch, false),
  ]),
  ofTimelock("an operation that is cancelled twice", "TimelockUnexpectedOperationState", ({ operation, delay }) => [
    scheduleData(operation.batch, delay),
    ...[0, 1].map(() => cancelData(batchId(operation.batch))),
  ]),
  ofTimelock("an operation that does not wait", "TimelockInsufficientDelay(1, 172800)", ({ operation }) => [
    scheduleData(operation.batch, 1n),
  ]),
  forcing("an operation that is done already", "minStake", "TimelockUnexpectedOperationState", (examined) => ({
    examined: sending(examined, sentBy(examined), [...examined.plan.scheduled, ...examined.plan.scheduled]),
    step: EXECUTING + 1,
  })),
  forcing("a Safe without the right", "minStake", "NotGovernance()", (examined) => {
    const call = callOf(examined, "stakeManager", "setMinStake(uint256)", [5n]);
    return {
      examined: sending(
        examined,
        sentBy(examined).map((each) => ({ ...each, ...call })),
        [],
      ),
      step: SCHEDULING,
    };
  }),
  forcing("a stranger who pauses", "paused", "NotGovernanceOrPauser()", (examined) => ({
    examined: sending(
      examined,
      sentBy(examined).map((each) => ({ ...each, authority: STRANGER })),
    ),
    step: 1,
  })),
  forcing("a module that is paused already", "paused", "EnforcedPause()", (examined) => ({
    examined: sending(
      examined,
      sentBy(examined).flatMap((each) => [each, each]),
    ),
    step: 2,
  })),
];
