import type { Operation } from "../diff/live.ts";
import { splitKey } from "../kinds/property.ts";
import { CANCEL_MANAGED, CANCEL_OPERATION, EXECUTE_MANAGED, EXECUTE_OPERATION } from "../kinds/passing.ts";
import { satisfies, type Address } from "../kinds/value.ts";
import type { PlanModule } from "../plan/world.ts";
import { askedOf, callersIn } from "./reach.ts";
import type { TimelockCall } from "./timelock.ts";

/** What is to be done with an operation. */
export type Handling = "execute" | "cancel";

/** Who may do it: the first group in which somebody can act is asked. */
export interface Handlers {
  readonly groups: readonly (readonly Address[])[];
  readonly fns: readonly string[];
  /** `holds roles.EXECUTOR_ROLE` */
  readonly who: string;
}

export function handlersOf(
  holder: PlanModule,
  handling: Handling,
  operation: Pick<Operation, "caller" | "batch">,
): Handlers {
  return operation.caller === undefined ? ofTimelock(holder, handling) : ofManager(holder, handling, operation);
}

/** The roles of a TimelockController. */
function ofTimelock(timelock: PlanModule, handling: Handling): Handlers {
  const role = handling === "execute" ? "roles.EXECUTOR_ROLE" : "roles.CANCELLER_ROLE";
  const fns = handling === "execute" ? EXECUTE_OPERATION : [CANCEL_OPERATION];
  return { groups: [askedOf(timelock, role)], fns, who: `holds ${role}` };
}

/**
 * AccessManager.execute is up to who has scheduled the call; AccessManager._canCancel lets administrators cancel it, too, and
 * guardians of the function's role. They are asked where the file does not know the caller, who may have had no business there.
 */
function ofManager(
  manager: PlanModule,
  handling: Handling,
  { caller, batch: { calls } }: Pick<Operation, "caller" | "batch">,
): Handlers {
  if (handling === "execute") return { groups: [[caller!]], fns: [EXECUTE_MANAGED], who: `is ${caller}` };
  const wanted = [...manager.wants].some(
    ([key, want]) => splitKey(key).member === caller && satisfies(want, manager.values.get(key) ?? false),
  );
  const [{ to, data }] = calls as readonly [TimelockCall];
  const roles = manager.kind.cancels?.(manager.values, to, data) ?? [];
  const others = [...new Set(roles.flatMap((path) => [...callersIn(manager, path).keys()]))];
  return {
    groups: wanted ? [[caller!], others] : [others, [caller!]],
    fns: [CANCEL_MANAGED],
    who: `is ${caller}, in ADMIN_ROLE or a guardian`,
  };
}
