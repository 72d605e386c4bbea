import type { Live, LiveModule } from "../diff/live.ts";
import { memberKey, type Key, type Members, type Scalar } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Hex, type Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired, DesiredModule } from "../stack/desired.ts";
import { OrdinanceError } from "../errors.ts";
import { decode, encodeGetter } from "./abi.ts";
import { candidates, memberFilters, type ManagedSet } from "./members.ts";
import { takeSnapshot, type Outcome, type RawLog, type Snapshot } from "./snapshot.ts";
import type { ReadTransport } from "./transport.ts";

/** One value to read, and where it belongs. */
interface Wish {
  readonly module: string;
  readonly key: Key;
  readonly label: string;
  store(outcome: Outcome): void;
}

export interface ReadOptions {
  /** Read this block or a later one: the block of the last receipt. */
  readonly atLeast?: bigint;
  /** Members found in earlier scans: more candidates to verify, never a reason to scan less. */
  readonly hints?: readonly Address[];
}

/** The live state of every module of a stack, read in one block. */
export async function readStack(transport: ReadTransport, desired: Desired, options: ReadOptions = {}): Promise<Live> {
  const drafts = new Map(desired.modules.map((module) => [module.name, draftOf(module)]));
  const calls: { to: Address; data: Hex; wish: Wish }[] = [];
  const slots: { to: Address; slot: bigint; wish: Wish }[] = [];
  const versions = new Map<Address, bigint>();

  for (const module of desired.modules) {
    const draft = drafts.get(module.name)!;
    for (const [path, leaf] of leavesOf(module.kind)) {
      if (leaf.type === "scalar") addScalar(module, path, leaf, draft, calls, slots);
    }
  }
  for (const address of referenced(desired)) {
    const wish = versionWish(address, versions);
    calls.push({ to: address, data: encodeGetter("version()", []), wish });
  }

  const sets = desired.modules.flatMap((module) =>
    module.wants.flatMap((want) =>
      "members" in want ? [{ module, path: want.path, leaf: want.leaf, declared: [...want.members.keys()] }] : [],
    ),
  );
  const hints = [...desired.names.values(), ...(options.hints ?? []), ZERO_ADDRESS];
  const asked = new Set<string>();
  const memberCalls = (of: ManagedSet, members: Iterable<Address>) => {
    const fresh: typeof calls = [];
    for (const member of members) {
      const id = `${of.module.name}.${of.path}[${member}]`;
      if (asked.has(id)) continue;
      asked.add(id);
      const draft = drafts.get(of.module.name)!;
      fresh.push({
        to: of.module.address,
        data: encodeGetter(of.leaf.getter, [...(of.leaf.args ?? []), member]),
        wish: memberWish(of.module, of.path, of.leaf, member, draft),
      });
    }
    return fresh;
  };
  for (const set of sets) calls.push(...memberCalls(set, [...set.declared, ...hints]));
  for (const { set, member } of memberships(desired)) calls.push(...memberCalls(set, [member]));

  const later: typeof calls = [];
  const named = new Set<Address>();
  const snapshot = await takeSnapshot(transport, {
    chainId: desired.network.chainId,
    calls: calls.map(({ to, data }) => ({ to, data })),
    slots: slots.map(({ to, slot }) => ({ to, slot })),
    codeOf: desired.modules.map(({ address }) => address),
    ...(sets.length > 0 ? { logs: memberFilters(sets, desired.network.startBlock) } : {}),
    expand: (logs: readonly RawLog[]) => {
      for (const set of sets) {
        const found = candidates(set, logs);
        for (const address of found) named.add(address);
        later.push(...memberCalls(set, found));
      }
      return { calls: later.map(({ to, data }) => ({ to, data })) };
    },
    ...(options.atLeast === undefined ? {} : { atLeast: options.atLeast }),
  });

  requireCode(desired, snapshot);
  requireScan(desired, snapshot);
  calls.forEach(({ wish }, index) => settle(desired, wish, snapshot.calls[index]!));
  later.forEach(({ wish }, index) => settle(desired, wish, snapshot.expanded[index]!));
  slots.forEach(({ wish }, index) => settle(desired, wish, snapshot.slots[index]!));
  return {
    chainId: snapshot.chainId,
    block: snapshot.block,
    modules: new Map(
      [...drafts].map(([name, draft]) => [name, { ...draft, codeHash: snapshot.codeHashes.get(draft.address)! }]),
    ),
    versions,
    scan: { ...snapshot.scan, named: [...named] },
  };
}

type Draft = Omit<LiveModule, "codeHash" | "values" | "unreadable"> & {
  readonly values: Map<Key, Value>;
  readonly unreadable: Map<Key, string>;
};

function draftOf(module: DesiredModule): Draft {
  return { name: module.name, kind: module.kind, address: module.address, values: new Map(), unreadable: new Map() };
}

function addScalar(
  module: DesiredModule,
  path: Key,
  leaf: Scalar,
  draft: Draft,
  calls: { to: Address; data: Hex; wish: Wish }[],
  slots: { to: Address; slot: bigint; wish: Wish }[],
): void {
  const { read } = leaf;
  if ("slot" in read) {
    const wish: Wish = {
      module: module.name,
      key: path,
      label: `storage ${read.slot}`,
      store: (outcome) => put(() => word(outcome, read.absent)),
    };
    slots.push({ to: module.address, slot: read.slot, wish });
  } else {
    const wish: Wish = {
      module: module.name,
      key: path,
      label: read.getter,
      store: (outcome) => put(() => value(outcome, read.returns, read.getter)),
    };
    calls.push({ to: module.address, data: encodeGetter(read.getter, read.args ?? []), wish });
  }
  function put(get: () => Value | Failed): void {
    const found = get();
    if (typeof found === "object") draft.unreadable.set(path, found.failed);
    else draft.values.set(path, leaf.normalise ? leaf.normalise(found) : found);
  }
}

interface Failed {
  readonly failed: string;
}

function value(outcome: Outcome, type: string, getter: string): Value | Failed {
  switch (outcome.status) {
    case "ok":
      return decoded(type, outcome.data, getter);
    case "reverted":
      return { failed: `${getter} reverted` };
    case "no-code":
      return { failed: "no contract at this address" };
    case "unreachable":
      throw new TypeError("an unreachable value is refused before it is stored");
  }
}

/** Data that is not of the getter's type is a finding about the contract, and said as such. */
function decoded(type: string, data: Hex, getter: string): Value | Failed {
  try {
    return decode(type, data);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { failed: `${getter} returned something else than ${type}: ${error.message}` };
  }
}

/** A storage word as a signed number, or what an all-zero word means. */
function word(outcome: Outcome, absent: Value): Value | Failed {
  if (outcome.status !== "ok") return { failed: "the storage word could not be read" };
  const raw = BigInt.asIntN(256, BigInt(outcome.data));
  return raw === 0n ? absent : raw;
}

function memberWish(module: DesiredModule, path: Key, leaf: Members, member: Address, draft: Draft): Wish {
  return {
    module: module.name,
    key: memberKey(path, member),
    label: leaf.getter,
    store(outcome) {
      const found = value(outcome, leaf.returns, leaf.getter);
      if (typeof found === "object") draft.unreadable.set(path, found.failed);
      else if (found !== leaf.absent) draft.values.set(memberKey(path, member), found);
    },
  };
}

function versionWish(address: Address, versions: Map<Address, bigint>): Wish {
  return {
    module: address,
    key: "version",
    label: "version()",
    store(outcome) {
      // A contract without `version()` is an answer: the setters of references will refuse it.
      if (outcome.status === "ok" && outcome.data.length >= 66)
        versions.set(address, BigInt(outcome.data.slice(0, 66)));
    },
  };
}

/** Addresses that references with a `version` probe are to point to. */
function referenced(desired: Desired): readonly Address[] {
  const found = new Set<Address>();
  for (const { wants } of desired.modules) {
    for (const want of wants) {
      if ("members" in want || want.leaf.probe !== "version" || !("exact" in want.want)) continue;
      if (want.want.exact !== ZERO_ADDRESS) found.add(want.want.exact as Address);
    }
  }
  return [...found];
}

/** Values whose setter demands that they are in a mapping, whether the file lists it or not. */
function memberships(desired: Desired): readonly { set: ManagedSet; member: Address }[] {
  return desired.modules.flatMap((module) =>
    module.wants.flatMap((want) => {
      if ("members" in want || want.leaf.memberOf === undefined || !("exact" in want.want)) return [];
      const leaf = leavesOf(module.kind).get(want.leaf.memberOf);
      if (leaf?.type !== "members") return [];
      return [{ set: { module, path: want.leaf.memberOf, leaf }, member: want.want.exact as Address }];
    }),
  );
}

function requireCode(desired: Desired, snapshot: Snapshot): void {
  const missing = desired.modules.filter(({ address }) => snapshot.codeHashes.get(address) === undefined);
  if (missing.length === 0) return;
  throw new OrdinanceError(
    missing.map((module) => ({
      code: "ORD203" as const,
      file: desired.file,
      line: module.at.line,
      column: module.at.column,
      path: `modules.${module.name}.address`,
      found: `no code at ${module.address} in block ${snapshot.block.number} of chain ${snapshot.chainId}`,
      expected: `a ${module.kind.name} contract`,
      remedy: "check the address and that network.rpc is the chain it was deployed on",
    })),
  );
}

/** Members that only the logs know may be missing from an incomplete scan: a clean report would be a guess. */
function requireScan(desired: Desired, { scan }: Snapshot): void {
  if (scan.complete) return;
  throw new OrdinanceError([
    {
      code: "ORD205",
      file: desired.file,
      path: "network.startBlock",
      found: `no logs of ${scan.gaps.join(", ")}`,
      expected: `all logs of the listed roles and sets from block ${scan.from} to ${scan.to}`,
      remedy: "use an endpoint that serves them; no holder is taken as absent",
    },
  ]);
}

function settle(desired: Desired, wish: Wish, outcome: Outcome): void {
  if (outcome.status !== "unreachable") return wish.store(outcome);
  throw new OrdinanceError([
    {
      code: "ORD201",
      file: desired.file,
      path: `modules.${wish.module}.${wish.key}`,
      found: `no answer to ${wish.label}: ${outcome.reason}`,
      expected: "a value from the endpoint",
      remedy: "run again; an endpoint that does not answer is never taken as an absent value",
    },
  ]);
}
