import { AbiCoder } from "ethers/abi";
import { keccak256 } from "ethers/crypto";
import { executeData } from "../authority/timelock.ts";
import { membersOf, reachIn } from "../authority/reach.ts";
import { wayFrom } from "../authority/way.ts";
import type { Operation } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { safeApproval, submissionOf } from "../plan/approval.ts";
import type { Call, Envelope } from "../plan/call.ts";
import { compile, type Item } from "../plan/compile.ts";
import { worldOf, type PlanModule, type World } from "../plan/world.ts";
import { joinSignatures, preValidated } from "../safe/signatures.ts";
import { execTransactionData, safeTxHash, type SafeTransaction } from "../safe/transaction.ts";

/** One transaction that is tried out. */
export interface Step {
  readonly from: Address;
  readonly to: Address;
  readonly data: Hex;
  readonly calls: readonly Call[];
  /** Something that is queued by others and comes before: it may fail without failing the plan. */
  readonly foreign: boolean;
  /** What a Safe hides when it fails: the same calls, made by the Safe one by one. */
  readonly inner?: { readonly from: Address; readonly envelopes: readonly Envelope[] };
}

/** Transactions at one time, and words of storage that stand for signatures which are not there yet. */
export interface Stage {
  /** Seconds since 1970. */
  readonly time: bigint;
  readonly steps: readonly Step[];
  readonly storage: readonly { readonly address: Address; readonly slot: Hex; readonly value: Hex }[];
}

/** Safe.approvedHashes is the ninth word of storage in 1.3.0, 1.4.1 and 1.5.0. */
const APPROVED_HASHES = 8n;
const ONE: Hex = `0x${"1".padStart(64, "0")}`;

/**
 * The whole plan as transactions from the real senders: what is sent now, what timelocks execute when its time has come, and what
 * had to wait for that. Whatever is queued and runs before is tried first. Owners of Safes approve by a word in storage, so that
 * the Safe itself checks and executes.
 */
export function stagesOf(examined: Examined): readonly Stage[] {
  const { desired, live, plan } = examined;
  const world = worldOf(desired, live);
  const nonces = new Map<Address, bigint>();
  const first = new Builder();
  for (const set of plan.changeSets) {
    if (set.approval.kind === "signer") {
      for (const { to, data, calls } of set.transactions)
        first.add({ from: set.authority, to, data, calls, foreign: false });
      continue;
    }
    const proposals = live.proposals?.get(set.authority);
    const pending = proposals?.status === "read" ? [...proposals.pending] : [];
    for (const each of pending.sort((a, b) => (a.tx.nonce < b.tx.nonce ? -1 : 1))) {
      const mine = set.approval.proposed.find((proposed) => proposed.pending.hash === each.hash);
      const envelopes = mine?.transactions ?? [];
      carryOut(first, world, set.authority, each.tx, envelopes, !mine);
    }
    bySafe(first, world, set.authority, set.transactions);
  }
  const own = [
    ...plan.inFlight.filter(({ state }) => state === "queued").map(({ operation, calls }) => ({ operation, calls })),
    ...plan.scheduled.map(({ operation, calls }) => ({ operation, calls })),
  ];
  const times = own.map(({ operation }) => operation.readyAt);
  const time = times.reduce((latest, each) => (each > latest ? each : latest), live.block.timestamp) + 2n;
  const second = new Builder();
  const cancelled = new Set(plan.conflicts.map(({ operation }) => operation.id));
  const mine = new Set([
    ...own.map(({ operation }) => operation.id),
    ...plan.inFlight.map(({ operation }) => operation.id),
  ]);
  const others = live.operations.filter(({ id, readyAt }) => !mine.has(id) && !cancelled.has(id) && readyAt <= time);
  if (own.length > 0) {
    for (const operation of others) execute(second, world, operation, [], true);
    for (const { operation, calls } of own) execute(second, world, operation, calls, false);
  }
  const third = new Builder();
  const items: Item[] = plan.waiting.map(({ call }) => ({
    to: call.to,
    data: call.data,
    calls: [call],
    hops: call.way.hops,
    authority: call.way.authority,
  }));
  for (const { authority, ...envelope } of compile(world, items, (_timelock, batch) => batch)) {
    byAuthority(third, world, authority, envelope);
  }
  return [
    { time: live.block.timestamp + 1n, ...first.done() },
    { time, ...second.done() },
    { time: time + 1n, ...third.done() },
  ].filter(({ steps }) => steps.length > 0);

  /** One transaction of a Safe that its owners have approved. */
  function carryOut(
    into: Builder,
    of: World,
    safe: Address,
    tx: SafeTransaction,
    envelopes: readonly Envelope[],
    foreign: boolean,
  ): void {
    const contract = of.byAddress.get(safe)!;
    const hash = safeTxHash(desired.network.chainId, safe, tx);
    const owners = membersOf(contract, "owners").slice(0, Number(contract.values.get("threshold")));
    for (const owner of owners) into.approve(safe, owner, hash);
    nonces.set(safe, tx.nonce + 1n);
    into.add({
      from: owners[0]!,
      to: safe,
      data: execTransactionData(tx, joinSignatures(hash, owners.map(preValidated))),
      calls: envelopes.flatMap(({ calls }) => calls),
      foreign,
      inner: { from: safe, envelopes },
    });
  }

  function bySafe(into: Builder, of: World, safe: Address, envelopes: readonly Envelope[]): void {
    if (envelopes.length === 0) return;
    const contract = of.byAddress.get(safe)!;
    const { approval } = safeApproval(contract, [], undefined, new Set());
    const nonce = nonces.get(safe) ?? approval.nonce;
    const { tx } = submissionOf(desired.network.chainId, safe, approval, envelopes, nonce);
    carryOut(into, of, safe, tx, envelopes, false);
  }

  function byAuthority(into: Builder, of: World, authority: Address, envelope: Envelope): void {
    if (of.byAddress.get(authority)?.kind.topology === "safe") bySafe(into, of, authority, [envelope]);
    else into.add({ ...envelope, from: authority, foreign: false });
  }

  function execute(into: Builder, of: World, operation: Operation, calls: readonly Call[], foreign: boolean): void {
    const timelock = of.byAddress.get(operation.timelock)!;
    const envelope = { to: timelock.address, data: executeData(operation.batch, operation.single), calls };
    const executor = executorOf(of, timelock);
    // A Safe whose transaction fails keeps its nonce, and those that come after would not fit: it only calls here.
    if (foreign) into.add({ ...envelope, from: executor, foreign });
    else byAuthority(into, of, executor, envelope);
  }
}

/** Who executes: somebody with the role who needs no further contract, or the role's holder itself. */
function executorOf(world: World, timelock: PlanModule): Address {
  const reach = reachIn(world, () => true);
  const holders = membersOf(timelock, "roles.EXECUTOR_ROLE");
  const asked = holders.includes(ZERO_ADDRESS) ? membersOf(timelock, "roles.PROPOSER_ROLE") : holders;
  const direct = asked.find((holder) => {
    const found = wayFrom(world, holder, timelock.address, reach);
    return "way" in found && found.way.hops.length === 0;
  });
  return direct ?? asked[0] ?? ZERO_ADDRESS;
}

class Builder {
  readonly #steps: Step[] = [];
  readonly #storage: Stage["storage"][number][] = [];

  add(step: Step): void {
    this.#steps.push(step);
  }

  approve(address: Address, owner: Address, hash: Hex): void {
    const coder = AbiCoder.defaultAbiCoder();
    const outer = keccak256(coder.encode(["address", "uint256"], [owner, APPROVED_HASHES]));
    const slot = keccak256(coder.encode(["bytes32", "bytes32"], [hash, outer])) as Hex;
    this.#storage.push({ address, slot, value: ONE });
  }

  done(): Omit<Stage, "time"> {
    return { steps: this.#steps, storage: this.#storage };
  }
}
