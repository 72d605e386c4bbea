import { accessOf } from "../kinds/access-manager-access.ts";
import { EXECUTE_OPERATION, PASSING, SCHEDULE_MANAGED } from "../kinds/passing.ts";
import { memberKey, splitKey, type Key } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import { leavesOf, type PlanModule, type World } from "../plan/world.ts";

/**
 * Whether somebody can call each of `fns` of `target`, or act on it somehow if none are named. What somebody can do may depend
 * on both: SystemPause passes on calls of the modules that it knows, and an AccessManager has a role for each function.
 */
export type Reach = (account: Address, target: Address, fns?: readonly string[]) => boolean;

/** What a contract is to be made to call: each of these functions of `target`. */
export interface Errand {
  readonly target: Address;
  readonly fns: readonly string[];
}

/**
 * Who can act in a state of the chain: accounts without code that `signs` accepts, and contracts that enough of those can
 * make act. Contracts that only own each other in a circle cannot.
 */
export function reachIn(world: World, signs: (account: Address) => boolean): Reach {
  const found = new Set<Address>();
  const reaches = (
    account: Address,
    target: Address,
    fns?: readonly string[],
    passed: readonly Address[] = [],
  ): boolean => {
    const contract = world.byAddress.get(account);
    if (!contract) return account !== ZERO_ADDRESS && world.hasCode(account) !== true && signs(account);
    if (!found.has(account) || refuses(contract, target, fns) !== undefined) return false;
    if (contract.kind.topology !== "accessManager" || !fns) return true;
    // That somebody can make it act is not enough: it has to be one of those who may make it do this.
    return (
      !passed.includes(account) &&
      [...nextOf(contract, { target, fns })].some(([each, delay]) =>
        reaches(each, account, actingAs(contract, delay > 0n).fns, [...passed, account]),
      )
    );
  };
  const reach: Reach = (account, target, fns) => reaches(account, target, fns);
  for (;;) {
    const fresh = world.passing.filter((each) => !found.has(each.address) && canAct(each, reach));
    if (fresh.length === 0) return reach;
    for (const { address } of fresh) found.add(address);
  }
}

/** Whether those who can act already can make `contract` act. */
export function canAct(contract: PlanModule, reach: Reach): boolean {
  const { topology } = contract.kind;
  const able = (account: Address) => reach(account, contract.address, topology && PASSING[topology]);
  switch (topology) {
    case undefined:
      return false;
    case "safe": {
      const threshold = contract.values.get("threshold");
      const owners = membersOf(contract, "owners").filter(able);
      return typeof threshold === "bigint" && threshold > 0n && BigInt(owners.length) >= threshold;
    }
    case "timelock":
      return (
        [...nextOf(contract).keys()].some(able) &&
        executorFor(contract, (account) => reach(account, contract.address, EXECUTE_OPERATION))
      );
    default:
      return [...nextOf(contract).keys()].some(able);
  }
}

/**
 * Those on whose word alone a contract calls somebody else, with the seconds for which an AccessManager has them schedule it before.
 * Nobody's for a Safe, which takes a threshold of owners.
 * @param errand what it is to call; without one, those are meant on whose word it calls anything.
 */
export function nextOf(contract: PlanModule, errand?: Errand): ReadonlyMap<Address, bigint> {
  switch (contract.kind.topology) {
    case "timelock":
      return atOnce(membersOf(contract, "roles.PROPOSER_ROLE"));
    case "accessManager":
      return callersThrough(contract, errand);
    default: {
      const owner = contract.values.get("owner");
      return atOnce(typeof owner === "string" && owner !== ZERO_ADDRESS ? [owner as Address] : []);
    }
  }
}

function atOnce(accounts: readonly Address[]): ReadonlyMap<Address, bigint> {
  return new Map(accounts.map((account) => [account, 0n]));
}

/**
 * What is called to make a contract act.
 * @param scheduled whether an AccessManager has the call scheduled before.
 */
export function actingAs({ address, kind: { topology } }: PlanModule, scheduled = false): Errand {
  const fns = topology ? PASSING[topology] : [];
  return { target: address, fns: scheduled ? [SCHEDULE_MANAGED, ...fns] : fns };
}

/**
 * Members of the roles of an AccessManager that may make it call each function of the errand, with the seconds for which they
 * have to schedule it before: AccessManager.execute.
 */
function callersThrough(manager: PlanModule, errand: Errand | undefined): ReadonlyMap<Address, bigint> {
  const { passes } = manager.kind;
  const found = new Map<Address, bigint>();
  if (!passes) return found;
  if (!errand) {
    const roles = [...leavesOf(manager.kind)].filter(([, leaf]) => leaf.type === "members");
    for (const [member, delay] of roles.flatMap(([path]) => [...callersIn(manager, path)])) {
      const known = found.get(member);
      if (known === undefined || delay < known) found.set(member, delay);
    }
    return found;
  }
  const roles = errand.fns.map((fn) => {
    const passed = passes(manager.values, errand.target, fn);
    return "members" in passed ? callersIn(manager, passed.members) : new Map<Address, bigint>();
  });
  for (const member of roles[0]?.keys() ?? []) {
    const delays = roles.flatMap((role) => role.get(member) ?? []);
    if (delays.length === roles.length)
      found.set(
        member,
        delays.reduce((one, other) => (one > other ? one : other)),
      );
  }
  return found;
}

/** Members of a role of an AccessManager who count, with their execution delays in seconds: AccessManager.hasRole. */
export function callersIn(manager: PlanModule, path: Key): ReadonlyMap<Address, bigint> {
  const counts = (value: Value) => accessOf(value)?.since === 0n;
  return new Map(
    membersOf(manager, path, counts).map((member) => [
      member,
      accessOf(manager.values.get(memberKey(path, member)))!.delay,
    ]),
  );
}

/**
 * Why a contract does not make a call whoever asks. SystemPause.executeGovernanceCall takes only the eight modules that it knows
 * (UnknownGovernanceTarget), an AccessManager only functions that somebody may call (AccessManagerUnauthorizedCall).
 */
export function refuses(contract: PlanModule, target: Address, fns: readonly string[] = []): string | undefined {
  const { topology, passes } = contract.kind;
  if (passes) {
    for (const fn of fns) {
      const passed = passes(contract.values, target, fn);
      if ("nobody" in passed)
        return `${contract.name} passes no call on: ${passed.nobody} (AccessManagerUnauthorizedCall)`;
    }
  }
  if (topology !== "systemPause" || contract.address === target) return undefined;
  const known = [...contract.values].some(([key, value]) => key.startsWith("modules.") && value === target);
  return known ? undefined : `${contract.name} does not know ${target} as one of its modules (UnknownGovernanceTarget)`;
}

/** The zero address as executor stands for everybody. */
export function isOpenExecutor(timelock: PlanModule): boolean {
  return membersOf(timelock, "roles.EXECUTOR_ROLE").includes(ZERO_ADDRESS);
}

/** Whom to ask for what a role of a timelock allows: where it is open it is anybody's, and whoever may propose is asked. */
export function askedOf(timelock: PlanModule, role: string): readonly Address[] {
  const holders = membersOf(timelock, role);
  return holders.includes(ZERO_ADDRESS) ? [...nextOf(timelock).keys()] : holders;
}

/**
 * Members of a mapping, by address: in whatever order they are named, they are the same.
 * @param is whether a value is that of a member; by default of one of a mapping to flags.
 */
export function membersOf(
  module: Pick<PlanModule, "values">,
  path: string,
  is: (value: Value) => boolean = (value) => value === true,
): readonly Address[] {
  const found: Address[] = [];
  const prefix = `${path}[`;
  for (const [key, value] of module.values) {
    if (!key.startsWith(prefix) || !is(value)) continue;
    found.push(splitKey(key).member as Address);
  }
  return found.sort();
}

/** The same in the order in which the file names them, others behind: for people. */
export function namedMembersOf(module: PlanModule, path: string): readonly Address[] {
  const { named = [] } = module;
  const place = (member: Address) => {
    const at = named.indexOf(`${path}[${member}]`);
    return at < 0 ? named.length : at;
  };
  return membersOf(module, path).toSorted((a, b) => place(a) - place(b));
}

function executorFor(timelock: PlanModule, able: (account: Address) => boolean): boolean {
  return isOpenExecutor(timelock) || membersOf(timelock, "roles.EXECUTOR_ROLE").some(able);
}
