import type { TimelockModule } from "../stack/types.ts";
import { duration } from "../stack/units.ts";
import { accessControlErrors, DEFAULT_ADMIN_ROLE, roleProperties, roleWrites } from "./access-control.ts";
import { defineKind } from "./kind.ts";
import { scalar, setter } from "./make.ts";

/** OpenZeppelin TimelockController. The admin role comes last: its holders make the other changes. */
const ROLES = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE", DEFAULT_ADMIN_ROLE] as const;

/** TimelockController gives no role another administrator, and always has these: neither has to be asked. */
const { roles } = roleProperties(ROLES, { constants: false });

export const timelock = defineKind<TimelockModule>({
  name: "Timelock",
  properties: {
    minDelay: scalar("getMinDelay()", duration, "Parameters"),
    roles,
  },
  writes: [
    // A proposal to itself: the present delay passes before the new one counts.
    setter("updateDelay(uint256)", ["minDelay"], { rights: ["self"] }),
    ...roleWrites(ROLES, { right: () => `roles.${DEFAULT_ADMIN_ROLE}[*]` }),
  ],
  errors: [
    ...accessControlErrors,
    "FailedCall()",
    "TimelockInsufficientDelay(uint256,uint256)",
    "TimelockInvalidOperationLength(uint256,uint256,uint256)",
    "TimelockUnauthorizedCaller(address)",
    "TimelockUnexecutedPredecessor(bytes32)",
    "TimelockUnexpectedOperationState(bytes32,bytes32)",
  ],
  topology: "timelock",
});
