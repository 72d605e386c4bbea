import type { Live, Operation, Proposals } from "../diff/live.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import { satisfies, type Address, type Value, type Want } from "../kinds/value.ts";
import { scheduledIn } from "../authority/scheduled.ts";
import type { TimelockCall } from "../authority/timelock.ts";
import { innersOf } from "../safe/multi-send.ts";
import type { PendingSafeTransaction } from "../safe/service-entry.ts";
import { isMultiSend } from "../safe/versions.ts";
import type { Call } from "./call.ts";
import { decodeCall, unwrap } from "./decode.ts";
import { leavesOf, wantOf, type World } from "./world.ts";

/** Something queued would set a managed value to another one than the file wants. */
export interface Conflict {
  readonly module: string;
  readonly key: Key;
  /** `undefined` if the kind cannot tell what the call sets. */
  readonly queued: Value | undefined;
  readonly desired: Want;
  /** `setFeePct(uint256)` */
  readonly fn: string;
}

export interface ConflictingOperation {
  readonly operation: Operation;
  readonly conflicts: readonly Conflict[];
  /** Nothing in the plan cancels it. */
  readonly stays?: true;
}

/** Timelock operations that no longer fit what the file wants. */
export function conflictingOperations(world: World, live: Live, planned: ReadonlySet<string>): ConflictingOperation[] {
  return live.operations.flatMap((operation) => {
    const conflicts = conflictsIn(world, operation.batch.calls, planned);
    return conflicts.length > 0 ? [{ operation, conflicts }] : [];
  });
}

/** A proposal to a Safe that would set a managed value to another one than the file wants. */
export interface ConflictingProposal {
  readonly safe: Address;
  readonly pending: PendingSafeTransaction;
  readonly conflicts: readonly Conflict[];
}

/** Proposals that no longer fit. What they schedule in a timelock counts like what they do themselves. */
export function proposalConflicts(world: World, live: Live, calls: readonly Call[]): ConflictingProposal[] {
  const planned = new Set(calls.map(callId));
  return [...(live.proposals ?? [])].flatMap(([safe, proposals]) =>
    (proposals.status === "read" ? proposals.pending : []).flatMap((pending) => {
      const inners = innersOf(pending.tx, isMultiSend).flatMap((inner) => scheduledIn(inner) ?? [inner]);
      const conflicts = conflictsIn(world, inners, planned);
      return conflicts.length > 0 ? [{ safe, pending, conflicts }] : [];
    }),
  );
}

/** Proposals without those that no longer fit: what only they would do is not on its way. */
export function fittingProposals(
  live: Live,
  rejected: readonly ConflictingProposal[],
): ReadonlyMap<Address, Proposals> {
  const unfit = new Set(rejected.map(({ pending }) => pending));
  return new Map(
    [...(live.proposals ?? [])].map(([safe, proposals]) => [
      safe,
      proposals.status === "read"
        ? { ...proposals, pending: proposals.pending.filter((each) => !unfit.has(each)) }
        : proposals,
    ]),
  );
}

/**
 * @param planned identities (see `callId`) of the calls that the plan itself needs on the way to what is wanted.
 */
export function conflictsIn(world: World, calls: readonly TimelockCall[], planned: ReadonlySet<string>): Conflict[] {
  const found: Conflict[] = [];
  for (const call of calls.flatMap((each) => unwrap(world, each))) {
    const decoded = planned.has(callId(call)) ? undefined : decodeCall(world, call);
    if (!decoded) continue;
    const { module, fn, sets, keys } = decoded;
    for (const key of keys) {
      const want = key.endsWith("[*]") ? undefined : wantOf(module, key);
      if (!want) continue;
      const queued = sets?.[key];
      const { path } = splitKey(key);
      const leaf = leavesOf(module.kind).get(path);
      const normal =
        queued !== undefined && leaf?.type === "scalar" && leaf.normalise ? leaf.normalise(queued) : queued;
      if (normal !== undefined && satisfies(want, normal)) continue;
      // A call whose values are not known counts if it touches a managed value at all.
      found.push({ module: module.name, key, queued: normal, desired: want, fn });
    }
  }
  return found;
}

export function callId({ to, data }: { readonly to: string; readonly data: string }): string {
  return `${to}:${data}`;
}
