import type { Unit } from "../stack/unit.ts";
import { address, duration } from "../stack/units.ts";
import { moment } from "../stack/units/moment.ts";
import { DEFAULT_ADMIN_ROLE, roleHash } from "./access-control.ts";
import { delayHidden, delayWrites } from "./default-admin-delay.ts";
import { guard, nonZero, number, scalar, setter } from "./make.ts";
import { memberKey, type Key, type Scalar } from "./property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "./value.ts";
import type { Guard, View, Write } from "./write.ts";

/** OpenZeppelin AccessControlDefaultAdminRules: pendingDefaultAdmin() answers with the account and the time. */
function pending(word: number, unit: Unit, returns: string): Scalar {
  return { type: "scalar", unit, facet: "Ownership", read: { getter: "pendingDefaultAdmin()", returns, word } };
}

/** One holder of DEFAULT_ADMIN_ROLE, handed over in two steps with a delay between them. */
export const defaultAdminProperties = {
  defaultAdmin: scalar("defaultAdmin()", address, "Ownership"),
  /** Who may accept; zero without an offer. */
  pendingDefaultAdmin: pending(0, address, "address"),
  /** Seconds. */
  defaultAdminDelay: scalar("defaultAdminDelay()", duration, "Parameters", { returns: "uint48" }),
};

const SCHEDULE: Key = "pendingDefaultAdminSchedule";

/** Seconds since 1970 after which an offer may be accepted, 0 without one: only the contract sets it. */
export const defaultAdminHidden = { [SCHEDULE]: pending(1, moment, "uint48"), ...delayHidden };

const MEMBERS: Key = `roles.${DEFAULT_ADMIN_ROLE}`;

const newAdmin = nonZero(
  "defaultAdmin",
  "AccessControlDefaultAdminRules.acceptDefaultAdminTransfer: the zero address cannot accept (AccessControlInvalidDefaultAdmin)",
);

/** The time has to be later than the schedule, not equal: AccessControlDefaultAdminRules._hasSchedulePassed. */
const delayPassed: Guard = {
  keys: [SCHEDULE],
  rule: "AccessControlDefaultAdminRules.acceptDefaultAdminTransfer: only after the delay since the offer (AccessControlEnforcedDefaultAdminDelay)",
  check: (_after, before) => number(before, SCHEDULE) !== 0n && number(before, SCHEDULE) < before.now,
  until: (before) => (number(before, SCHEDULE) === 0n ? undefined : number(before, SCHEDULE) + 1n),
};

/** The same wait before the admin may give the role up, which begins with an offer to the zero address. */
const renunciation: readonly Guard[] = [
  guard(
    ["pendingDefaultAdmin", SCHEDULE],
    "AccessControlDefaultAdminRules.renounceRole: only after an offer to the zero address (AccessControlEnforcedDefaultAdminDelay)",
    (_after, before) => before.get("pendingDefaultAdmin") === ZERO_ADDRESS && number(before, SCHEDULE) !== 0n,
  ),
  {
    ...delayPassed,
    rule: "AccessControlDefaultAdminRules.renounceRole: only after the delay since the offer to the zero address (AccessControlEnforcedDefaultAdminDelay)",
  },
];

/** An offer may be accepted after the delay; a new offer starts the delay again. */
const offered = (before: View): Value => before.now + number(before, "defaultAdminDelay");

export const defaultAdminWrites: readonly Write[] = [
  setter("acceptDefaultAdminTransfer()", ["defaultAdmin"], {
    phase: "own",
    rights: ["pendingDefaultAdmin"],
    args: () => [],
    affects: ["pendingDefaultAdmin", SCHEDULE, `${MEMBERS}[*]`],
    effects: (after, before) => ({ pendingDefaultAdmin: ZERO_ADDRESS, [SCHEDULE]: 0n, ...handedOver(after, before) }),
    guards: [
      newAdmin,
      guard(
        ["pendingDefaultAdmin", "defaultAdmin"],
        "AccessControlDefaultAdminRules.acceptDefaultAdminTransfer: only the pending admin becomes the admin (AccessControlInvalidDefaultAdmin)",
        (after, before) => before.get("pendingDefaultAdmin") === after.get("defaultAdmin"),
      ),
      delayPassed,
    ],
    // Whom it makes the admin is not among its arguments.
    decode: () => undefined,
  }),
  // Nobody is the admin then, for good: a file has to say renounce: intended.
  setter("renounceRole(bytes32,address)", ["defaultAdmin"], {
    phase: "own",
    rights: ["defaultAdmin"],
    only: { defaultAdmin: ZERO_ADDRESS },
    args: (_next, _member, before) => [roleHash(DEFAULT_ADMIN_ROLE), before.get("defaultAdmin")!],
    affects: [SCHEDULE, `${MEMBERS}[*]`],
    effects: (after, before) => ({ [SCHEDULE]: 0n, ...handedOver(after, before) }),
    guards: renunciation,
    decode: ([role]) => (role === roleHash(DEFAULT_ADMIN_ROLE) ? { defaultAdmin: ZERO_ADDRESS } : undefined),
  }),
  setter("cancelDefaultAdminTransfer()", ["pendingDefaultAdmin"], {
    phase: "own",
    rights: ["defaultAdmin"],
    only: { pendingDefaultAdmin: ZERO_ADDRESS },
    args: () => [],
    affects: [SCHEDULE],
    effects: () => ({ [SCHEDULE]: 0n }),
    decode: () => ({ pendingDefaultAdmin: ZERO_ADDRESS }),
  }),
  setter("beginDefaultAdminTransfer(address)", ["pendingDefaultAdmin"], {
    phase: "own",
    rights: ["defaultAdmin"],
    affects: [SCHEDULE],
    effects: (_after, before) => ({ [SCHEDULE]: offered(before) }),
    guards: [
      nonZero(
        "pendingDefaultAdmin",
        "AccessControlDefaultAdminRules.beginDefaultAdminTransfer: an offer to the zero address would give the role up",
      ),
    ],
  }),
  // The offer that an acceptance needs, where only the admin is asked for: it brings the admin no further by itself.
  setter("beginDefaultAdminTransfer(address)", ["defaultAdmin"], {
    phase: "own",
    rights: ["defaultAdmin"],
    affects: ["defaultAdmin", "pendingDefaultAdmin", SCHEDULE],
    effects: (after, before) => ({
      defaultAdmin: before.get("defaultAdmin")!,
      pendingDefaultAdmin: after.get("defaultAdmin")!,
      [SCHEDULE]: offered(before),
    }),
    guards: [
      guard(
        ["pendingDefaultAdmin", "defaultAdmin", SCHEDULE],
        "AccessControlDefaultAdminRules.beginDefaultAdminTransfer: the new admin is the pending admin already",
        // Without an offer the zero address is pending as well.
        (after, before) =>
          before.get("pendingDefaultAdmin") !== after.get("defaultAdmin") || number(before, SCHEDULE) === 0n,
      ),
    ],
    decode: ([to]) => ({ pendingDefaultAdmin: to as Address }),
  }),
  ...delayWrites,
];

/** grantRole and revokeRole of DEFAULT_ADMIN_ROLE revert whatever their arguments; of any other role they do not. */
export function defaultAdminGuards(role: string): readonly Guard[] {
  if (role !== DEFAULT_ADMIN_ROLE) return [];
  return [
    guard(
      ["defaultAdmin"],
      "AccessControlDefaultAdminRules.grantRole and revokeRole: DEFAULT_ADMIN_ROLE is only handed over, declare defaultAdmin instead (AccessControlEnforcedDefaultAdminRules)",
      () => false,
    ),
  ];
}

export const defaultAdminErrors = [
  "AccessControlEnforcedDefaultAdminDelay(uint48)",
  "AccessControlEnforcedDefaultAdminRules()",
  "AccessControlInvalidDefaultAdmin(address)",
];

/** The role goes with the office. Where its holders were not read, the old one is not known as one. */
function handedOver(after: View, before: View): Readonly<Record<Key, Value>> {
  const from = memberKey(MEMBERS, String(before.get("defaultAdmin")));
  if (before.get(from) !== true) return {};
  const to = after.get("defaultAdmin");
  return { [from]: false, ...(to !== ZERO_ADDRESS && { [memberKey(MEMBERS, String(to))]: true }) };
}
