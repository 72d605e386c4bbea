import type { Unit } from "../stack/unit.ts";
import { duration } from "../stack/units.ts";
import { moment } from "../stack/units/moment.ts";
import { number, scalar, setter } from "./make.ts";
import type { Key, Scalar } from "./property.ts";
import type { View, Write } from "./write.ts";

const PENDING: Key = "pendingDefaultAdminDelay";
const SCHEDULE: Key = "pendingDefaultAdminDelaySchedule";
const INCREASE_WAIT: Key = "defaultAdminDelayIncreaseWait";

function pending(word: number, unit: Unit): Scalar {
  const read = { getter: "pendingDefaultAdminDelay()", returns: "uint48", word };
  return { type: "scalar", unit, facet: "Parameters", read };
}

/**
 * A change of the delay of the admin that has not taken effect: the new delay in seconds, and the time, in seconds since 1970,
 * after which it counts, 0 without one. And the most seconds that a longer delay waits.
 */
export const delayHidden = {
  [PENDING]: pending(0, duration),
  [SCHEDULE]: pending(1, moment),
  [INCREASE_WAIT]: scalar("defaultAdminDelayIncreaseWait()", duration, "Parameters", { returns: "uint48" }),
};

/** AccessControlDefaultAdminRules._delayChangeWait: a shorter delay counts when the difference has passed. */
function wait(before: View, delay: bigint): bigint {
  const [now, most] = [number(before, "defaultAdminDelay"), number(before, INCREASE_WAIT)];
  if (delay <= now) return now - delay;
  return delay < most ? delay : most;
}

/** The change comes before its withdrawal: what is wanted and on its way is waited for, and anything else withdrawn. */
export const delayWrites: readonly Write[] = [
  setter("changeDefaultAdminDelay(uint48)", ["defaultAdminDelay"], {
    rights: ["defaultAdmin"],
    affects: ["defaultAdminDelay", PENDING, SCHEDULE],
    effects: (after, before) => {
      const delay = number(after, "defaultAdminDelay");
      return {
        defaultAdminDelay: before.get("defaultAdminDelay")!,
        [PENDING]: delay,
        [SCHEDULE]: before.now + wait(before, delay),
      };
    },
    guards: [
      {
        keys: [PENDING, SCHEDULE],
        rule: "AccessControlDefaultAdminRules.changeDefaultAdminDelay: the delay has been changed, but the change does not count yet",
        check: (after, before) =>
          number(before, SCHEDULE) === 0n || number(before, PENDING) !== number(after, "defaultAdminDelay"),
        // The time has to be later than the schedule, not equal: AccessControlDefaultAdminRules._hasSchedulePassed.
        until: (before) => (number(before, SCHEDULE) === 0n ? undefined : number(before, SCHEDULE) + 1n),
      },
    ],
  }),
  setter("rollbackDefaultAdminDelay()", [SCHEDULE], {
    rights: ["defaultAdmin"],
    only: { [SCHEDULE]: 0n },
    args: () => [],
    affects: [PENDING],
    effects: () => ({ [PENDING]: 0n }),
    decode: () => ({ [SCHEDULE]: 0n }),
  }),
];
