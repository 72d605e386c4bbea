import type { Operation } from "../diff/live.ts";
import type { Hex } from "../kinds/value.ts";
import { cancelManaged, executeManaged, managedIn } from "./manager-operation.ts";
import { cancelData, executeData, schedulingIn, type TimelockCall } from "./timelock.ts";

/** The calls that a call of a timelock or of an AccessManager schedules; `undefined` if it schedules none. */
export function scheduledIn(call: Pick<TimelockCall, "data">): readonly TimelockCall[] | undefined {
  const managed = managedIn(call);
  return managed ? [managed] : schedulingIn(call)?.batch.calls;
}

/** What is called to carry an operation out. */
export function executionOf({ batch, single, caller }: Operation): Hex {
  return caller === undefined ? executeData(batch, single) : executeManaged(batch.calls[0]!);
}

/** What is called to cancel an operation. */
export function cancellationOf({ id, batch, caller }: Operation): Hex {
  return caller === undefined ? cancelData(id) : cancelManaged(caller, batch.calls[0]!);
}
