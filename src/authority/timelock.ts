import { encodeValues } from "../chain/encode.ts";
import { id, keccak256 } from "../keccak.ts";
import { CANCEL_OPERATION, EXECUTE_OPERATION, SCHEDULE_BATCH } from "../kinds/passing.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { encodeCall, parseCall } from "../plan/calldata.ts";

/** One call that a timelock will make. */
export interface TimelockCall {
  readonly to: Address;
  /** Wei. */
  readonly value: bigint;
  readonly data: Hex;
}

/** What TimelockController.scheduleBatch takes. */
export interface Batch {
  readonly calls: readonly TimelockCall[];
  readonly predecessor: Hex;
  readonly salt: Hex;
}

export const NO_PREDECESSOR: Hex = `0x${"0".repeat(64)}`;
const BATCH = "address[],uint256[],bytes[],bytes32,bytes32";
const SINGLE = "address,uint256,bytes,bytes32,bytes32";
const [EXECUTE, EXECUTE_BATCH] = EXECUTE_OPERATION;
const SCHEDULING = [`schedule(${SINGLE},uint256)`, SCHEDULE_BATCH];

/** TimelockController.hashOperationBatch. */
export function batchId({ calls, predecessor, salt }: Batch): Hex {
  return hash(BATCH, [...columns(calls), predecessor, salt]);
}

/** TimelockController.hashOperation: of an operation that was scheduled with `schedule` and has one call. */
export function singleId({ calls: [call], predecessor, salt }: Batch): Hex | undefined {
  return call && hash(SINGLE, [call.to, call.value, call.data, predecessor, salt]);
}

/** @param delay seconds, at least the timelock's own (TimelockInsufficientDelay). */
export function scheduleData(batch: Batch, delay: bigint): Hex {
  return encodeCall(SCHEDULE_BATCH, [...columns(batch.calls), batch.predecessor, batch.salt, delay]);
}

/** What a call of a timelock schedules. */
export interface Scheduling {
  readonly id: Hex;
  readonly batch: Batch;
  /** Seconds. */
  readonly delay: bigint;
}

/** `undefined` if a call schedules nothing. */
export function schedulingIn({ data }: Pick<TimelockCall, "data">): Scheduling | undefined {
  const parsed = parseCall(SCHEDULING, data);
  if (!parsed) return undefined;
  const [to, value, payload, predecessor, salt, delay] = parsed.args as unknown as [
    ...[Address | Address[], bigint | bigint[], Hex | Hex[]],
    ...[Hex, Hex, bigint],
  ];
  if (!Array.isArray(to)) {
    const batch = { calls: [{ to, value: value as bigint, data: payload as Hex }], predecessor, salt };
    return { id: singleId(batch)!, batch, delay };
  }
  const [values, payloads] = [value as bigint[], payload as Hex[]];
  // The timelock refuses lists of different lengths (TimelockInvalidOperationLength).
  if (values.length !== to.length || payloads.length !== to.length) return undefined;
  const calls = to.map((each, index) => ({ to: each, value: values[index]!, data: payloads[index]! }));
  const batch = { calls, predecessor, salt };
  return { id: batchId(batch), batch, delay };
}

/** @param single of an operation that was scheduled alone: it has another id. */
export function executeData(batch: Batch, single: boolean): Hex {
  const [call] = batch.calls;
  if (single && call) {
    return encodeCall(EXECUTE, [call.to, call.value, call.data, batch.predecessor, batch.salt]);
  }
  return encodeCall(EXECUTE_BATCH, [...columns(batch.calls), batch.predecessor, batch.salt]);
}

export function cancelData(operation: Hex): Hex {
  return encodeCall(CANCEL_OPERATION, [operation]);
}

/**
 * A salt that follows from the content alone, so that two people who plan the same thing schedule the same operation, and
 * from how often it was scheduled before, so that a value can go from A to B and back more than once.
 * @param taken whether an operation of this id exists or existed.
 */
export function saltFor(
  calls: readonly TimelockCall[],
  predecessor: Hex,
  taken: (operation: Hex) => boolean,
): { readonly salt: Hex; readonly operation: Hex } {
  const content = hash(BATCH, [...columns(calls), predecessor, NO_PREDECESSOR]);
  for (let occurrence = 0; ; occurrence++) {
    const salt = id(`ordinance ${content} ${occurrence}`) as Hex;
    const operation = batchId({ calls, predecessor, salt });
    if (!taken(operation)) return { salt, operation };
  }
}

function columns(calls: readonly TimelockCall[]): [Address[], bigint[], Hex[]] {
  return [calls.map(({ to }) => to), calls.map(({ value }) => value), calls.map(({ data }) => data)];
}

function hash(types: string, values: readonly unknown[]): Hex {
  return keccak256(encodeValues(types.split(","), values)) as Hex;
}
