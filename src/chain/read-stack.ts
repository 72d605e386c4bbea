import type { Live, LiveModule, Operation, Proposals } from "../diff/live.ts";
import { splitKey } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Hex } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired } from "../stack/desired.ts";
import { encodeGetter } from "./abi.ts";
import { Authorities } from "./authorities.ts";
import { withChainConsents } from "./consents.ts";
import type { Header } from "./header.ts";
import type { Hints } from "./hints.ts";
import type { LogCache } from "./log-cache.ts";
import { candidates, memberFilters } from "./members.ts";
import { operationFilter } from "./operations.ts";
import { penaltiesIn } from "./penalties.ts";
import { holdersAmong, Queue } from "./queue.ts";
import type { Question } from "./question.ts";
import { Draft } from "./read-contract.ts";
import { requireCode, requireCounts, requireReached, requireScan } from "./require.ts";
import { takeSnapshot, type Seen } from "./snapshot.ts";
import type { Position, ReadTransport } from "./transport.ts";
import { holdersIn, memberships, referenced, setsIn, setsOf } from "./wanted.ts";

export interface ReadOptions {
  /** Read this block or a later one: the block of the last receipt. */
  readonly atLeast?: bigint;
  /** Read this block and no other. */
  readonly pin?: Header;
  /** Met in earlier scans: more candidates to verify, never a reason to scan less. */
  readonly hints?: Hints;
  /** Logs of final blocks. */
  readonly logCache?: LogCache;
  /** What waits for signatures of Safes, by the nonce of each one's next transaction; nothing is asked unless told. */
  readonly proposalsOf?: (nonces: ReadonlyMap<Address, bigint>) => Promise<ReadonlyMap<Address, Proposals>>;
  /** Read the members of every mapping, listed in the file or not, of contracts that govern others as well. */
  readonly everySet?: boolean;
  /** Read the values of the file's modules and not who is behind them: nothing can be planned from that. */
  readonly valuesOnly?: boolean;
  /** Nobody waits for the values any more: endpoints count as silent from then on. */
  readonly signal?: AbortSignal;
}

/** The live state of every module of a stack, and of whatever governs it, read in one block. */
export async function readStack(transport: ReadTransport, desired: Desired, options: ReadOptions = {}): Promise<Live> {
  const { hints = { addresses: [], operations: [] }, everySet = false } = options;
  const drafts = desired.modules.map(({ name, kind, address }) => new Draft(name, kind, address));
  const modules = new Set(drafts.map(({ address }) => address));
  const named = new Set<Hex>();
  const versions = new Map<Address, bigint>();
  const authorities = new Authorities(desired.nameOf);
  const queue = new Queue();
  const sets = setsOf(desired, drafts, everySet);
  const listed = sets.filter(({ leaf, declared }) => declared && !leaf.list);
  const startBlock = desired.network.startBlock;
  const known = new Set([...desired.names.values(), ...holdersIn(desired), ...hints.addresses, ZERO_ADDRESS]);
  const holding = holdersAmong(drafts);
  const penalties = penaltiesIn(desired, drafts);

  const asked: Question[] = [
    ...drafts.flatMap((draft) => draft.questions()),
    ...[...referenced(desired)].map((address) => versionQuestion(address, versions)),
    ...sets.flatMap(({ draft, path, leaf, declared }) => [
      ...draft.membership(path, leaf, [...(declared ?? []), ...known]),
      ...(declared ? draft.crossChecks(path, leaf) : []),
    ]),
    ...memberships(desired, drafts).flatMap(({ draft, path, leaf, member }) => draft.membership(path, leaf, [member])),
    ...(options.valuesOnly ? [] : probes(known)),
    ...holding.flatMap((holder) => queue.questions(holder, hints.operations)),
    ...penalties.flatMap((each) => each.questions()),
  ];
  const slots = asked.filter(({ ask }) => "slot" in ask);
  const items = asked.filter(({ ask }) => !("slot" in ask));
  let open: readonly Question[] = items;

  const snapshot = await takeSnapshot(transport, {
    chainId: desired.network.chainId,
    calls: items.map(({ ask }) => ask as never),
    slots: slots.map(({ ask }) => ask as never),
    codeOf: desired.modules.map(({ address }) => address),
    logs: [
      ...memberFilters(listed, startBlock),
      ...penalties.map((each) => each.filter(startBlock)),
      ...(holding.length > 0
        ? [
            operationFilter(
              holding.map(({ address }) => address),
              startBlock,
            ),
          ]
        : []),
    ],
    expand: (seen) => {
      settle(seen);
      const fresh = authorities.fresh();
      open = further(seen, fresh);
      const positions = slashed(seen);
      const found = fresh.filter(({ kind }) => kind.topology === "timelock").map(({ address }) => address);
      const more = everySet ? setsIn(fresh).filter(({ leaf }) => !leaf.list) : [];
      listed.push(...more);
      return {
        items: open.map(({ ask }) => ask as never),
        logs: [...(found.length > 0 ? [operationFilter(found, startBlock)] : []), ...memberFilters(more, startBlock)],
        transactions: positions,
      };
    },
    ...(options.atLeast === undefined ? {} : { atLeast: options.atLeast }),
    ...(options.pin && { pin: options.pin }),
    ...(options.logCache && { logCache: options.logCache }),
  });

  requireCode(desired, snapshot);
  requireScan(desired, snapshot.scan, penalties.length > 0);
  requireCounts(desired, listed);
  const { timestamp } = snapshot.block;
  const governing = authorities.all(timestamp);
  const contracts = [...modules, ...governing.keys()];
  for (const each of penalties) each.settle(new Set(contracts.map((address) => address.toLowerCase())));
  const operations: Operation[] = queue.waiting();
  for (const { id } of operations) named.add(id);
  const live: Live = {
    chainId: snapshot.chainId,
    block: snapshot.block,
    modules: new Map(
      drafts.map((draft) => [draft.name, draft.done(snapshot.codeHashes.get(draft.address)!, timestamp)]),
    ),
    versions,
    authorities: governing,
    accounts: new Map([
      ...authorities.accounts,
      ...drafts.map(({ address }) => [address, snapshot.codeHashes.get(address)] as const),
    ]),
    operations,
    usedOperations: queue.used(),
    scan: { ...snapshot.scan, named: [...named] },
  };
  if (!options.proposalsOf) return live;
  const safes = safesIn(live);
  const nonces = new Map(safes.map(({ address, values }) => [address, values.get("nonce") as bigint]));
  const proposals = await options.proposalsOf(nonces);
  return { ...live, proposals: await withChainConsents(desired, safes, proposals, snapshot.further) };

  /** Everything that holds a right and is no module: what it is decides how calls get there. */
  function probes(addresses: Iterable<Address>): Question[] {
    return authorities.probe([...addresses].filter((address) => address !== ZERO_ADDRESS && !modules.has(address)));
  }

  /** Transactions that slashed: the answers to the last ones are taken in before the next are asked for. */
  function slashed({ logs, transactions }: Seen): readonly Position[] {
    let at = 0;
    return penalties.flatMap((each) => {
      each.take(transactions.slice(at, (at += each.asked)));
      return each.read(logs);
    });
  }

  function settle({ round, outcomes, slots: words }: Seen): void {
    open.forEach((question, index) => question.store(requireReached(desired, question, outcomes[index]!)));
    if (round === 0)
      slots.forEach((question, index) => question.store(requireReached(desired, question, words[index]!)));
  }

  /** What the answers make necessary. */
  function further({ logs }: Seen, fresh: readonly Draft[]): Question[] {
    const found: Question[] = [];
    const meet = new Set<Address>();
    for (const { draft, path, leaf } of listed) {
      const members = candidates({ address: draft.address, leaf }, logs);
      for (const member of members) {
        named.add(member);
        if (everySet || leaf.facet === "RoleMembers") meet.add(member);
      }
      found.push(...draft.membership(path, leaf, members));
    }
    for (const draft of [...drafts, ...fresh]) {
      for (const holder of holdersOf(draft)) {
        meet.add(holder);
        // Held by a value, it is in no log: without the hint it would cost a second request each time.
        if (holder !== ZERO_ADDRESS && !modules.has(holder)) named.add(holder);
      }
      found.push(...draft.dependent());
    }
    // A timelock that no file declares: whoever is known is asked about, and what it has scheduled.
    for (const draft of fresh) {
      for (const [path, leaf] of leavesOf(draft.kind)) {
        if (leaf.type === "members") found.push(...draft.membership(path, leaf, known));
      }
    }
    if (options.valuesOnly) return found;
    found.push(...queue.read(logs), ...probes(meet), ...penalties.flatMap((each) => each.dependent()));
    return found;
  }
}

function safesIn({ modules, authorities }: Live): readonly LiveModule[] {
  return [...modules.values(), ...authorities.values()].filter(({ kind }) => kind.topology === "safe");
}

/** Addresses that hold a right over the contract, as far as they are known. */
function holdersOf(draft: Draft): readonly Address[] {
  const found: Address[] = [];
  const leaves = leavesOf(draft.kind);
  for (const [key, value] of draft.values) {
    const { path, member } = splitKey(key);
    const leaf = leaves.get(path);
    if (leaf?.facet === "RoleMembers" && member !== undefined) found.push(member as Address);
    if (leaf?.type === "scalar" && leaf.facet === "Ownership" && leaf.unit.name === "address")
      found.push(value as Address);
  }
  return found;
}

function versionQuestion(address: Address, versions: Map<Address, bigint>): Question {
  return {
    ask: { to: address, data: encodeGetter("version()", []) },
    where: address,
    label: "version()",
    store(outcome) {
      // A contract without `version()` is an answer: the setters of references will refuse it.
      if (outcome.status === "ok" && outcome.data.length >= 66)
        versions.set(address, BigInt(outcome.data.slice(0, 66)));
    },
  };
}
