import { scheduledIn } from "../authority/scheduled.ts";
import type { TimelockCall } from "../authority/timelock.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { innersOf } from "../safe/multi-send.ts";
import type { SafeTransaction } from "../safe/transaction.ts";
import { isMultiSend } from "../safe/versions.ts";
import { decodeCall, unwrap, type Decoded } from "./decode.ts";
import type { World } from "./world.ts";

/** One call that somebody else's transaction of a Safe would make, decoded as far as the kinds tell. */
export interface Deed {
  readonly to: Address;
  /** Wei. */
  readonly value: bigint;
  readonly data: Hex;
  /** The timelock or AccessManager in which it would only be scheduled. */
  readonly scheduledIn?: Address;
  /** Absent if it goes to no managed contract, or to a function that its kind does not know. */
  readonly decoded?: Decoded;
}

/** What a transaction of a Safe does; `undefined` if foreign code runs in the Safe's place, so that nobody can tell. */
export function deedsOf(world: World, tx: SafeTransaction): readonly Deed[] | undefined {
  const inners = innersOf(tx, isMultiSend);
  if (inners.length === 0) return undefined;
  return inners.flatMap((inner) => {
    const scheduled = scheduledIn(inner);
    return deedsIn(world, scheduled ?? [inner]).map((deed) => ({
      ...deed,
      ...(scheduled && { scheduledIn: inner.to }),
    }));
  });
}

/** What calls do in the end, behind contracts that pass them on. */
export function deedsIn(world: World, calls: readonly TimelockCall[]): readonly Deed[] {
  return calls
    .flatMap((call) => unwrap(world, call))
    .map(({ to, value, data }): Deed => {
      const decoded = value === 0n ? decodeCall(world, { to, value, data }) : undefined;
      return { to, value, data, ...(decoded && { decoded }) };
    });
}
