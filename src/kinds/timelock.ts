import { id } from "ethers/hash";
import type { TimelockModule } from "../stack/types.ts";
import { duration, flag } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { group, memberSetter, scalar, setter } from "./make.ts";
import type { Members } from "./property.ts";
import type { Write } from "./write.ts";

/** OpenZeppelin TimelockController. The admin role comes last: its holders make the other changes. */
const ROLES = {
  PROPOSER_ROLE: id("PROPOSER_ROLE"),
  EXECUTOR_ROLE: id("EXECUTOR_ROLE"),
  CANCELLER_ROLE: id("CANCELLER_ROLE"),
  DEFAULT_ADMIN_ROLE: `0x${"0".repeat(64)}`,
} as const satisfies Readonly<Record<string, string>>;
type Role = keyof typeof ROLES;
const roles = Object.keys(ROLES) as Role[];

function holders(role: Role): Members {
  const where = { 1: ROLES[role] };
  return {
    type: "members",
    unit: flag,
    absent: false,
    getter: "hasRole(bytes32,address)",
    returns: "bool",
    args: [ROLES[role]],
    events: [
      { signature: "RoleGranted(bytes32,address,address)", topic: 2, where },
      { signature: "RoleRevoked(bytes32,address,address)", topic: 2, where },
    ],
    facet: "RoleMembers",
  };
}

function roleWrites(role: Role): Write[] {
  const path = `roles.${role}`;
  return [["grantRole", true] as const, ["revokeRole", false] as const].map(([fn, held]) =>
    memberSetter(`${fn}(bytes32,address)`, path, {
      rights: ["roleAdmin"],
      only: { [`${path}[*]`]: held },
      args: (_next, member) => [ROLES[role], member!],
    }),
  );
}

export const timelock = defineKind<TimelockModule>({
  name: "Timelock",
  properties: {
    minDelay: scalar("getMinDelay()", duration, "Parameters"),
    roles: group({
      PROPOSER_ROLE: holders("PROPOSER_ROLE"),
      EXECUTOR_ROLE: holders("EXECUTOR_ROLE"),
      CANCELLER_ROLE: holders("CANCELLER_ROLE"),
      DEFAULT_ADMIN_ROLE: holders("DEFAULT_ADMIN_ROLE"),
    }),
  },
  writes: [
    // A proposal to itself: the present delay passes before the new one counts.
    setter("updateDelay(uint256)", ["minDelay"], { rights: ["self"] }),
    ...roles.flatMap(roleWrites),
  ],
  errors: [
    "AccessControlBadConfirmation()",
    "AccessControlUnauthorizedAccount(address,bytes32)",
    "FailedCall()",
    "TimelockInsufficientDelay(uint256,uint256)",
    "TimelockInvalidOperationLength(uint256,uint256,uint256)",
    "TimelockUnauthorizedCaller(address)",
    "TimelockUnexecutedPredecessor(bytes32)",
    "TimelockUnexpectedOperationState(bytes32,bytes32)",
  ],
  topology: "timelock",
});
