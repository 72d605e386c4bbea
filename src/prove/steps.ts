import { encodeValues } from "../chain/encode.ts";
import { keccak256 } from "../keccak.ts";
import { executeManaged, scheduleManaged } from "../authority/manager-operation.ts";
import { executionOf, scheduledIn } from "../authority/scheduled.ts";
import { askedOf, membersOf, reachIn } from "../authority/reach.ts";
import { wayFrom, type Way } from "../authority/way.ts";
import type { Operation } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import { EXECUTE_OPERATION } from "../kinds/passing.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { takeEffect } from "../plan/aggregate.ts";
import { safeApproval, submissionOf } from "../plan/approval.ts";
import type { Call, Envelope } from "../plan/call.ts";
import { compile, type Item } from "../plan/compile.ts";
import { worldOf, type PlanModule, type World } from "../plan/world.ts";
import { joinSignatures, preValidated } from "../safe/signatures.ts";
import { Builder } from "./builder.ts";
import { execTransactionData, safeTxHash, type SafeTransaction } from "../safe/transaction.ts";

/** What each transaction gets that is tried out: just below the most that one may use (EIP-7825). */
export const TRANSACTION_GAS = 16_000_000n;

/** One transaction that is tried out. */
export interface Step {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly calls: readonly Call[];
  /** Something that is queued by others and comes before: it may fail without failing the plan. */
  readonly foreign: boolean;
  /** Of a Safe: what it hides when it fails, the same calls, made by the Safe one by one; and the owners who approve. */
  readonly inner?: {
    readonly from: Address;
    readonly envelopes: readonly Envelope[];
    readonly approvers: readonly Address[];
  };
}

/** Transactions at one time, and words of storage that stand for signatures which are not there yet. */
export interface Stage {
  /** Seconds since 1970. */
  readonly time: bigint;
  readonly steps: readonly Step[];
  readonly storage: readonly { readonly address: Address; readonly slot: Hex; readonly value: Hex }[];
}

/** Words of a Safe's storage in 1.3.0, 1.4.1 and 1.5.0: `nonce` and the mapping `approvedHashes`. */
const NONCE = 5n;
const APPROVED_HASHES = 8n;

/**
 * The whole plan as transactions from the real senders: what is sent now, what timelocks execute when its time has come, and what
 * had to wait for that. Whatever is queued and runs before is tried first. Owners of Safes approve by a word in storage, so that
 * the Safe itself checks and executes.
 */
export function stagesOf(examined: Examined): readonly Stage[] {
  const { desired, live, plan } = examined;
  /** As the steps so far leave it: whoever owns a Safe by then signs. */
  const world = worldOf(desired, live);
  const nonces = new Map<Address, bigint>();
  const unsure = new Set<Address>();
  const rejected = new Set(plan.rejected.map(({ pending }) => pending));
  const first = [new Builder()];
  for (const set of plan.changeSets) {
    if (set.approval.kind === "signer") {
      for (const transaction of set.transactions) byAccount(first, set.authority, transaction);
      continue;
    }
    const proposals = live.proposals?.get(set.authority);
    const { turn, proposed } = set.approval;
    const asked = new Set(proposed.map((each) => each.pending));
    // Only one of those with the same nonce is carried out, and what comes behind all this is not in its way.
    const beside = new Set(proposed.flatMap(({ rivals }) => rivals.map((rival) => rival.pending)));
    const pending = (proposals?.status === "read" ? proposals.pending : []).filter(
      (each) => each.tx.nonce < turn && !rejected.has(each) && (asked.has(each) || !beside.has(each)),
    );
    for (const each of pending.sort((a, b) => (a.tx.nonce < b.tx.nonce ? -1 : 1))) {
      const mine = proposed.find((one) => one.pending.hash === each.hash);
      const envelopes = mine?.transactions ?? [];
      carryOut(first, set.authority, each.tx, envelopes, !mine);
    }
    bySafe(first, set.authority, set.transactions);
  }
  const own = [
    ...plan.inFlight.filter(({ state }) => state === "queued").map(({ operation, calls }) => ({ operation, calls })),
    ...plan.scheduled.map(({ operation, calls }) => ({ operation, calls })),
  ];
  const times = own.map(({ operation }) => operation.readyAt);
  // A fork mines each step by itself, a second later each time: what is scheduled last is ready that much later.
  const passed = BigInt(first.reduce((sum, { steps }) => sum + steps.length, 2));
  const ready = latest([live.block.timestamp, ...times]) + passed;
  const cancelled = new Set(plan.conflicts.map(({ operation }) => operation.id));
  const mine = new Set([
    ...own.map(({ operation }) => operation.id),
    ...plan.inFlight.map(({ operation }) => operation.id),
  ]);
  const others = live.operations.filter(({ id, readyAt }) => !mine.has(id) && !cancelled.has(id) && readyAt <= ready);
  // An AccessManager forgets what nobody executes for a week after its time: it does not wait for what takes longer elsewhere.
  const soon = [new Builder()];
  const soonest = own.flatMap(({ operation }) => (operation.caller === undefined ? [] : [operation.readyAt]));
  for (const { operation, calls } of own) if (operation.caller !== undefined) execute(soon, operation, calls, false);
  const second = [new Builder()];
  if (own.length > 0) {
    for (const operation of others) execute(second, operation, [], true);
    for (const { operation, calls } of own)
      if (operation.caller === undefined) execute(second, operation, calls, false);
  }
  const third = [new Builder()];
  const fourth = [new Builder()];
  const held: { readonly delay: bigint; readonly caller: Address; readonly envelope: Envelope }[] = [];
  const items = plan.waiting.map(({ call }): Item => ({
    to: call.to,
    data: call.data,
    calls: [call],
    ...by(call.way),
  }));
  for (const { authority, ...envelope } of compile(world, items, (hop, batch) => scheduleHeld(hop, batch, held))) {
    byAuthority(third, authority, envelope);
  }
  for (const { caller, envelope } of held) byAuthority(fourth, caller, envelope);
  let time = live.block.timestamp;
  return [
    ...first.map((builder) => ({ least: 0n, builder })),
    ...soon.map((builder) => ({ least: latest(soonest) + passed, builder })),
    ...[...second, ...third].map((builder) => ({ least: ready, builder })),
    ...fourth.map((builder) => ({ least: ready + passed + latest(held.map(({ delay }) => delay)), builder })),
  ].flatMap(({ least, builder }) => {
    const { steps, storage } = builder;
    if (steps.length === 0) return [];
    time = time + 1n > least ? time + 1n : least;
    return [{ time, steps, storage }];
  });

  /** One transaction of a Safe that its owners have approved. */
  function carryOut(
    into: Builder[],
    safe: Address,
    tx: SafeTransaction,
    envelopes: readonly Envelope[],
    foreign: boolean,
  ): void {
    // What others have asked for may fail, and does not take its nonce then: whatever comes next is not to fail with it.
    if (unsure.has(safe)) into.push(new Builder().put(safe, word(NONCE), word(tx.nonce)));
    if (foreign) unsure.add(safe);
    else unsure.delete(safe);
    const contract = world.byAddress.get(safe)!;
    const hash = safeTxHash(desired.network.chainId, safe, tx);
    const owners = membersOf(contract, "owners").slice(0, Number(contract.values.get("threshold")));
    for (const owner of owners) into.at(-1)!.put(safe, approvedHash(owner, hash), word(1n));
    nonces.set(safe, tx.nonce + 1n);
    into.at(-1)!.add({
      from: owners[0]!,
      to: safe,
      data: execTransactionData(tx, joinSignatures(hash, owners.map(preValidated))),
      calls: envelopes.flatMap(({ calls }) => calls),
      foreign,
      inner: { from: safe, envelopes, approvers: owners },
    });
    happen(envelopes);
  }

  function bySafe(into: Builder[], safe: Address, envelopes: readonly Envelope[]): void {
    if (envelopes.length === 0) return;
    const { approval } = safeApproval(world.byAddress.get(safe)!);
    const nonce = nonces.get(safe) ?? approval.nonce;
    const { tx } = submissionOf(desired.network.chainId, safe, approval, envelopes, nonce);
    carryOut(into, safe, tx, envelopes, false);
  }

  function byAccount(into: Builder[], from: Address, envelope: Envelope): void {
    into.at(-1)!.add({ ...envelope, from, foreign: false });
    happen([envelope]);
  }

  function byAuthority(into: Builder[], authority: Address, envelope: Envelope): void {
    if (world.byAddress.get(authority)?.kind.topology === "safe") bySafe(into, authority, [envelope]);
    else byAccount(into, authority, envelope);
  }

  function execute(into: Builder[], operation: Operation, calls: readonly Call[], foreign: boolean): void {
    const timelock = world.byAddress.get(operation.timelock)!;
    const envelope = { to: timelock.address, data: executionOf(operation), calls };
    const executor = operation.caller ?? executorOf(world, timelock);
    // A Safe whose transaction fails keeps its nonce, and those that come after would not fit: it only calls here.
    if (foreign) into.at(-1)!.add({ ...envelope, from: executor, foreign });
    else byAuthority(into, executor, envelope);
  }

  /** What is only scheduled does not happen yet. */
  function happen(envelopes: readonly Envelope[]): void {
    for (const { data, calls } of envelopes) {
      if (!scheduledIn({ data })) for (const call of calls) takeEffect(world, call);
    }
  }
}

/**
 * Whoever makes a call in the end: a timelock, however long it takes until it does, or who has to schedule it in an AccessManager
 * itself.
 */
function by({ hops, authority, setbacks }: Way): Pick<Item, "hops" | "authority" | "setbacks"> {
  const at = hops.findIndex(({ kind, address }) => kind.topology === "timelock" || setbacks?.has(address));
  if (at < 0) return { hops, authority };
  if (hops[at]!.kind.topology === "timelock") return { hops: hops.slice(0, at), authority: hops[at]!.address };
  return { hops: hops.slice(0, at + 1), authority: hops[at + 1]?.address ?? authority, setbacks: setbacks! };
}

/** What becomes of calls that reach an AccessManager which lets them wait; a timelock makes them itself by then. */
function scheduleHeld(
  hop: PlanModule,
  batch: readonly Item[],
  held: { readonly delay: bigint; readonly caller: Address; readonly envelope: Envelope }[],
): readonly Envelope[] {
  if (hop.kind.topology === "timelock") return batch;
  return batch.map((item) => {
    const delay = item.setbacks?.get(hop.address) ?? 0n;
    const envelope = { to: hop.address, data: executeManaged(item), calls: item.calls };
    held.push({ delay, caller: item.authority, envelope });
    return { to: hop.address, data: scheduleManaged(item), calls: item.calls };
  });
}

/** Who executes: somebody with the role who needs no further contract, or the role's holder itself. */
function executorOf(world: World, timelock: PlanModule): Address {
  const reach = reachIn(world, () => true);
  const asked = askedOf(timelock, "roles.EXECUTOR_ROLE");
  const direct = asked.find((holder) => {
    const found = wayFrom(world, holder, { target: timelock.address, fns: EXECUTE_OPERATION }, reach);
    return "way" in found && found.way.hops.length === 0;
  });
  return direct ?? asked[0] ?? ZERO_ADDRESS;
}

/** 0 of none. */
export function latest(times: readonly bigint[]): bigint {
  return times.reduce((most, each) => (each > most ? each : most), 0n);
}

function approvedHash(owner: Address, hash: Hex): Hex {
  const outer = keccak256(encodeValues(["address", "uint256"], [owner, APPROVED_HASHES]));
  return keccak256(encodeValues(["bytes32", "bytes32"], [hash, outer]));
}

function word(value: bigint): Hex {
  return `0x${value.toString(16).padStart(64, "0")}`;
}
