import { getAddress } from "../checksum.ts";
import { decodeValues } from "./decode.ts";
import { id as topicOf } from "../keccak.ts";
import { managedBatch, managedId } from "../authority/manager-operation.ts";
import { batchId, NO_PREDECESSOR, singleId, type Batch, type TimelockCall } from "../authority/timelock.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { LogFilter, RawLog } from "./logs.ts";

/** TimelockController's own record of what was scheduled. */
const EVENTS = {
  scheduled: topicOf("CallScheduled(bytes32,uint256,address,uint256,bytes,bytes32,uint256)"),
  salt: topicOf("CallSalt(bytes32,bytes32)"),
  executed: topicOf("CallExecuted(bytes32,uint256,address,uint256,bytes)"),
  cancelled: topicOf("Cancelled(bytes32)"),
} as const;

/** AccessManager's: which operations still wait, it says itself. */
const MANAGED = topicOf("OperationScheduled(bytes32,uint32,uint48,address,address,bytes)");

/** An operation as the logs describe it; whether it still waits is read from the timelock itself. */
export interface Scheduled {
  readonly timelock: Address;
  readonly id: Hex;
  readonly batch: Batch;
  /** Scheduled with `schedule`, not `scheduleBatch`: it is executed in the same way. */
  readonly single: boolean;
  /** Of an AccessManager's. */
  readonly caller?: Address;
}

/** @param timelocks and AccessManagers. */
export function operationFilter(timelocks: readonly Address[], fromBlock: bigint): LogFilter {
  return { addresses: timelocks, topics: [[...Object.values(EVENTS), MANAGED] as Hex[]], fromBlock };
}

/** The calls that timelocks logged as made in a transaction. */
export function executedIn(logs: readonly RawLog[], transaction: Hex): readonly Hex[] {
  return logs
    .filter(({ topics, transactionHash }) => topics[0] === EVENTS.executed && transactionHash === transaction)
    .map(({ data }) => decodeValues(["address", "uint256", "bytes"], data)[2] as Hex);
}

/**
 * Every operation that the logs of `timelock` name and that they do not say is executed. One whose id does not follow from
 * its calls was not seen completely, and is named instead.
 */
export function operationsIn(
  timelock: Address,
  logs: readonly RawLog[],
): { readonly scheduled: readonly Scheduled[]; readonly executed: ReadonlySet<Hex>; readonly torn: readonly Hex[] } {
  const drafts = new Map<Hex, { calls: Map<bigint, TimelockCall>; predecessor: Hex; salt: Hex }>();
  const executed = new Set<Hex>();
  for (const log of logs) {
    if (log.address.toLowerCase() !== timelock.toLowerCase()) continue;
    const [event, operation, index] = log.topics;
    if (operation === undefined) continue;
    const draft = drafts.get(operation) ?? {
      calls: new Map<bigint, TimelockCall>(),
      predecessor: NO_PREDECESSOR,
      salt: NO_PREDECESSOR,
    };
    if (event === EVENTS.executed) executed.add(operation);
    else if (event === EVENTS.salt) drafts.set(operation, { ...draft, salt: log.data });
    else if (event === EVENTS.scheduled && index !== undefined) {
      const [to, value, data, predecessor] = decodeValues(
        ["address", "uint256", "bytes", "bytes32", "uint256"],
        log.data,
      ) as unknown as [string, bigint, Hex, Hex];
      draft.calls.set(BigInt(index), { to: getAddress(to), value, data });
      drafts.set(operation, { ...draft, predecessor });
    }
  }
  const scheduled: Scheduled[] = [];
  const torn: Hex[] = [];
  for (const [operation, { calls, predecessor, salt }] of drafts) {
    if (executed.has(operation)) continue;
    const ordered = [...calls].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, call]) => call);
    const batch = { calls: ordered, predecessor, salt };
    const single = ordered.length === 1 && singleId(batch) === operation;
    if (single || batchId(batch) === operation) scheduled.push({ timelock, id: operation, batch, single });
    else torn.push(operation);
  }
  return { scheduled, executed, torn };
}

/** Every call that the logs of an AccessManager name as scheduled, each once, be it done by now or not. */
export function managedOperationsIn(manager: Address, logs: readonly RawLog[]): readonly Scheduled[] {
  const found = new Map<Hex, Scheduled>();
  for (const { address, topics, data } of logs) {
    const [event, id] = topics;
    if (event !== MANAGED || id === undefined || address.toLowerCase() !== manager.toLowerCase()) continue;
    const [, from, target, payload] = decodeValues(["uint48", "address", "address", "bytes"], data) as unknown as [
      bigint,
      string,
      string,
      Hex,
    ];
    const caller = getAddress(from);
    const call = { to: getAddress(target), data: payload };
    if (managedId(caller, call) !== id) continue;
    found.set(id, { timelock: manager, id, batch: managedBatch(call), single: true, caller });
  }
  return [...found.values()];
}
