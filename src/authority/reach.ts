import { splitKey } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { PlanModule, World } from "../plan/world.ts";

/**
 * Whether somebody can act on `target`. What somebody can do may depend on the target: SystemPause passes on calls of the
 * modules that it knows, and of nothing else.
 */
export type Reach = (account: Address, target: Address) => boolean;

/**
 * Who can act in a state of the chain: accounts without code that `signs` accepts, and contracts that enough of those can
 * make act. Contracts that only own each other in a circle cannot.
 */
export function reachIn(world: World, signs: (account: Address) => boolean): Reach {
  const found = new Set<Address>();
  const reach: Reach = (account, target) => {
    const contract = world.byAddress.get(account);
    if (contract) return found.has(account) && refuses(contract, target) === undefined;
    return account !== ZERO_ADDRESS && world.hasCode(account) !== true && signs(account);
  };
  for (;;) {
    const fresh = world.passing.filter((each) => !found.has(each.address) && canAct(each, reach));
    if (fresh.length === 0) return reach;
    for (const { address } of fresh) found.add(address);
  }
}

/** Whether those who can act already can make `contract` act. */
export function canAct(contract: PlanModule, reach: Reach): boolean {
  const { topology } = contract.kind;
  const able = (account: Address) => reach(account, contract.address);
  switch (topology) {
    case undefined:
      return false;
    case "safe": {
      const threshold = contract.values.get("threshold");
      const owners = membersOf(contract, "owners").filter(able);
      return typeof threshold === "bigint" && threshold > 0n && BigInt(owners.length) >= threshold;
    }
    case "timelock":
      return nextOf(contract).some(able) && executorFor(contract, able);
    default:
      return nextOf(contract).some(able);
  }
}

/** Those on whose word alone a contract calls somebody else. Nobody's for a Safe, which takes a threshold of owners. */
export function nextOf(contract: PlanModule): readonly Address[] {
  switch (contract.kind.topology) {
    case "timelock":
      return membersOf(contract, "roles.PROPOSER_ROLE");
    case "accessManager":
      return membersOf(contract, "roles.ADMIN_ROLE.members");
    default: {
      const owner = contract.values.get("owner");
      return typeof owner === "string" && owner !== ZERO_ADDRESS ? [owner as Address] : [];
    }
  }
}

/** SystemPause.executeGovernanceCall takes only the eight modules that it knows (UnknownGovernanceTarget). */
export function refuses(contract: PlanModule, target: Address): string | undefined {
  if (contract.kind.topology !== "systemPause" || contract.address === target) return undefined;
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
  return holders.includes(ZERO_ADDRESS) ? nextOf(timelock) : holders;
}

/** Members of a mapping to flags, by address: in whatever order they are named, they are the same. */
export function membersOf(module: Pick<PlanModule, "values">, path: string): readonly Address[] {
  const found: Address[] = [];
  for (const [key, value] of module.values) {
    if (value !== true || !key.startsWith(`${path}[`)) continue;
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
