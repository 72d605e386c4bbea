import { reachIn, type Reach } from "../authority/reach.ts";
import type { Live } from "../diff/live.ts";
import type { Examined } from "../examine.ts";
import { satisfies, ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { worldOf, type PlanModule, type World } from "../plan/world.ts";
import { announcing, presentIn } from "../review/abilities-in.ts";
import { actorsBehind, quickest, type Actors } from "../review/actors.ts";
import { addressesIn } from "../review/addresses.ts";
import { subjectOf } from "../review/people.ts";
import { delayText } from "../review/time.ts";
import { partyText, reviewWords, type Party, type ReviewWords } from "../review/words.ts";
import type { Desired, DesiredWant } from "../stack/desired.ts";
import { rightsOf, type Right } from "./rights.ts";

/** Who can do what with every contract of a stack. Plain data, without a block: the same rights give the same matrix. */
export interface AuthorityMatrix {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  readonly chainId: string;
  /** False where logs could not be had: holders that only those name are overlooked. */
  readonly complete: boolean;
  /** Of the stack file, in its order; then those that govern them without being declared. */
  readonly contracts: readonly AuthorityContract[];
  /** Every address that is mentioned. */
  readonly addresses: readonly Party[];
}

export interface AuthorityContract {
  readonly contract: Party;
  readonly kind: string;
  /** Whether it is a module of the stack file. */
  readonly declared: boolean;
  readonly rights: readonly AuthorityRight[];
}

export interface AuthorityRight {
  /** `owner`, `roles.PROPOSER_ROLE`, `self` */
  readonly right: string;
  readonly allows: readonly string[];
  /** Empty where nobody holds it. */
  readonly holders: readonly Holding[];
  /** Why it could not be read. */
  readonly unreadable?: string;
}

/**
 * `declared`: the file names this holder. `undeclared`: the file names others. `missing`: the file names it, but it does not hold
 * the right. `unmanaged`: the file says nothing of the right. `inherent`: the contract has it by its code.
 */
export type Standing = "declared" | "undeclared" | "missing" | "unmanaged" | "inherent";

export interface Holding {
  /** The zero address stands for everybody where anybody acts as it, and for nobody elsewhere. */
  readonly holder: Party;
  readonly standing: Standing;
  /** Those on whose word the holder acts, the quickest first; empty where nobody can. */
  readonly actors: readonly Actor[];
}

export interface Actor {
  readonly actor: Party;
  /** `alice, bob, carol (2 of 3 as council)` */
  readonly who: string;
  /** Contracts that pass the call on, the one next to the actor first; the holder is the last of them. */
  readonly through: readonly Party[];
  /** Seconds that pass in timelocks, and for which members of an AccessManager's role have to announce calls. */
  readonly delay: string;
}

/** What the matrix is made from. */
export interface Rights {
  readonly desired: Desired;
  readonly live: Live;
  readonly world: World;
  readonly words: ReviewWords;
  readonly reach: Reach;
  /** The modules in the order of the file, and then contracts that govern them without being declared. */
  readonly contracts: readonly Governed[];
}

/** A contract, and what lets others act on it. */
export interface Governed {
  readonly module: PlanModule;
  readonly rights: readonly Right[];
}

export function rightsIn({ desired, live }: Pick<Examined, "desired" | "live">): Rights {
  const world = worldOf(desired, live);
  // Anybody may turn out to be able to sign.
  const reach = reachIn(world, () => true);
  return { desired, live, world, words: reviewWords(desired), reach, contracts: contractsOf(desired, world) };
}

/** Contracts that were only met in other readings of the chain govern nothing here and are left out. */
function contractsOf(desired: Desired, world: World): readonly Governed[] {
  const declared = desired.modules.flatMap(({ name }) => world.modules.get(name) ?? []);
  const found = new Map<PlanModule, Governed>();
  const met = new Set(declared);
  // The set grows while it is walked through.
  for (const module of met) {
    const rights = rightsOf(world, module);
    found.set(module, { module, rights });
    for (const holder of rights.flatMap((right) => [...heldBy(world, module, right).keys()])) {
      const contract = world.byAddress.get(holder);
      if (contract) met.add(contract);
    }
  }
  const others = [...met].slice(declared.length).sort((a, b) => (a.address < b.address ? -1 : 1));
  return [...declared, ...others].flatMap((module) => found.get(module) ?? []);
}

/** Holders with the seconds for which they have to announce what they do. */
function heldBy(world: World, module: PlanModule, { key, members }: Right): ReadonlyMap<Address, bigint> {
  return members ? presentIn(module, key) : announcing(world, module, key);
}

/** Every right over every contract, who holds it, and who acts in the end. Pure. */
export function authorityOf(rights: Rights): AuthorityMatrix {
  const { desired, live } = rights;
  const contracts = rights.contracts.map(({ module, rights: each }): AuthorityContract => ({
    contract: rights.words.party(module.address),
    kind: module.kind.name,
    declared: live.modules.has(module.name),
    rights: each.map((right) => authorityRight(rights, module, right)),
  }));
  return {
    version: 1,
    stack: desired.stack,
    chainId: String(live.chainId),
    complete: live.scan.complete,
    contracts,
    addresses: addressesIn(contracts, desired),
  };
}

/** Whether it matters which function of a contract is called: to a manager, which has a role for each. */
export function tellsApart({ passing }: World): boolean {
  return passing.some(({ kind }) => kind.passes !== undefined);
}

/**
 * Who acts in the end where `holder` holds a right over `module`.
 * @param announced seconds for which the holder has to announce what it does.
 */
export function actorsOf(
  { world, reach, words }: Rights,
  module: PlanModule,
  { key, members, fns }: Pick<Right, "key" | "members" | "fns">,
  [holder, announced]: readonly [holder: Address, announced: bigint],
): readonly Actor[] {
  const own: Actors = new Map([[holder, { delay: 0n, through: [] }]]);
  // TimelockController.onlyRoleOrOpenRole: only executing can be open to everybody.
  const open = holder === ZERO_ADDRESS && module.kind.topology === "timelock" && key === "roles.EXECUTOR_ROLE";
  // Whoever may use any of them counts.
  const apart = tellsApart(world) ? fns : fns.slice(0, 1);
  const errands = apart.length > 0 ? apart.map((fn) => [fn]) : [[]];
  const found = quickest(
    errands.map((each) => actorsBehind(world, reach, holder, { target: module.address, fns: each })),
  );
  // A contract that makes no calls for others may well use by itself what it was given.
  const contract = world.byAddress.get(holder);
  const itself = members && contract !== undefined && contract.kind.topology === undefined;
  return [...(open || itself ? own : found)]
    .sort(([a, one], [b, other]) => Number(one.delay - other.delay) || byName(words.party(a), words.party(b)))
    .map(([actor, { delay, through }]) => {
      const { who, notes } = subjectOf(world, actor, words);
      return {
        actor: words.party(actor),
        who: notes.length > 0 ? `${who} (${notes.join(", ")})` : who,
        through: through.map((each) => words.party(each)),
        delay: String(announced + delay),
      };
    });
}

/** `everybody`, or the name or the address. */
export function holderText({ holder, actors }: Holding): string {
  return holder.address === ZERO_ADDRESS && actors.length > 0 ? "everybody" : partyText(holder);
}

/** `alice, bob, carol (2 of 3 as council) through timelock and systemPause after 2 days` */
export function actorText({ who, through, delay }: Actor): string {
  const hops = through.map(partyText);
  const route = hops.length > 0 ? ` through ${hops.join(" -> ")}` : "";
  return `${who}${route}${delay === "0" ? "" : ` after ${delayText(BigInt(delay))}`}`;
}

function authorityRight(rights: Rights, module: PlanModule, right: Right): AuthorityRight {
  const { key, allows } = right;
  const { desired, live, world, words } = rights;
  const unreadable = live.modules.get(module.name)?.unreadable.get(key);
  if (unreadable !== undefined) return { right: key, allows, holders: [], unreadable };
  const want = desired.modules.find(({ name }) => name === module.name)?.wants.find(({ path }) => path === key);
  const holders = heldBy(world, module, right);
  const held = [...holders].map(([holder, announced]): Holding => ({
    holder: words.party(holder),
    standing: key === "self" ? "inherent" : standingOf(want, holder),
    actors: actorsOf(rights, module, right, [holder, announced]),
  }));
  const missing = wantedIn(want)
    .filter((holder) => !holders.has(holder))
    .map((holder): Holding => ({ holder: words.party(holder), standing: "missing", actors: [] }));
  return { right: key, allows, holders: [...held, ...missing].sort((a, b) => byName(a.holder, b.holder)) };
}

function standingOf(want: DesiredWant | undefined, holder: Address): Standing {
  if (!want) return "unmanaged";
  const held =
    "members" in want
      ? (want.members.get(holder) ?? want.leaf.absent) !== want.leaf.absent
      : satisfies(want.want, holder);
  return held ? "declared" : "undeclared";
}

/** Those whom the file wants to hold a right. */
function wantedIn(want: DesiredWant | undefined): readonly Address[] {
  if (!want) return [];
  if ("members" in want)
    return [...want.members].flatMap(([holder, value]) => (value === want.leaf.absent ? [] : [holder]));
  const one = "exact" in want.want ? (want.want.exact as Address) : ZERO_ADDRESS;
  return one === ZERO_ADDRESS ? [] : [one];
}

/** Those with a name first. */
function byName(a: Party, b: Party): number {
  const key = ({ address, name }: Party) => (name === undefined ? `1${address}` : `0${name}`);
  return key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0;
}
