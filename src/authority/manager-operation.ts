import { encodeValues } from "../chain/encode.ts";
import { keccak256 } from "../keccak.ts";
import { CANCEL_MANAGED, EXECUTE_MANAGED, SCHEDULE_MANAGED } from "../kinds/passing.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { encodeCall, parseCall } from "../plan/calldata.ts";
import { NO_PREDECESSOR, type Batch, type TimelockCall } from "./timelock.ts";

const SCHEDULING = [SCHEDULE_MANAGED];

/** A call that an AccessManager is to make, without what it wraps around it. */
export type Managed = Pick<TimelockCall, "to" | "data">;

/** AccessManager.hashOperation: one call of one caller. It is the same each time, however often it was scheduled before. */
export function managedId(caller: Address, { to, data }: Managed): Hex {
  return keccak256(encodeValues(["address", "address", "bytes"], [caller, to, data]));
}

/** AccessManager.schedule: as soon as the caller's delay allows (`when` 0), so that the same call has the same bytes. */
export function scheduleManaged({ to, data }: Managed): Hex {
  return encodeCall(SCHEDULE_MANAGED, [to, data, 0n]);
}

/** AccessManager.execute, by the caller who has scheduled it. */
export function executeManaged({ to, data }: Managed): Hex {
  return encodeCall(EXECUTE_MANAGED, [to, data]);
}

/** AccessManager.cancel, by the caller, an administrator or a guardian of the function's role. */
export function cancelManaged(caller: Address, { to, data }: Managed): Hex {
  return encodeCall(CANCEL_MANAGED, [caller, to, data]);
}

/** The call that a call of an AccessManager schedules; `undefined` if it schedules none. */
export function managedIn({ data }: Pick<TimelockCall, "data">): TimelockCall | undefined {
  const parsed = parseCall(SCHEDULING, data);
  if (!parsed) return undefined;
  const [to, inner] = parsed.args as unknown as [Address, Hex, bigint];
  return { to, value: 0n, data: inner };
}

/** As what a timelock would hold. */
export function managedBatch({ to, data }: Managed): Batch {
  return { calls: [{ to, value: 0n, data }], predecessor: NO_PREDECESSOR, salt: NO_PREDECESSOR };
}
