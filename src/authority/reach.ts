import { splitKey } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { PlanModule, World } from "../plan/world.ts";

/**
 * Whether somebody can act on `target`: the distance from the people who sign, or `undefined`. Signers have 0. What somebody can
 * do may depend on the target: SystemPause passes on calls of the modules that it knows, and of nothing else.
 */
export type Reach = (account: Address, target: Address) => number | undefined;

/**
 * Who can act in a state of the chain: accounts without code that `signs` accepts, and contracts that enough of those can
 * make act. Contracts that only own each other in a circle cannot.
 */
export function reachIn(world: World, signs: (account: Address) => boolean): Reach {
  const found = new Map<Address, number>();
  const contracts = world.passing;
  const reach: Reach = (account, target) => {
    const contract = world.byAddress.get(account);
    if (contract) return refuses(contract, target) === undefined ? found.get(account) : undefined;
    return account !== ZERO_ADDRESS && world.hasCode(account) !== true && signs(account) ? 0 : undefined;
  };
  for (let rank = 1; ; rank++) {
    const fresh = contracts.filter(({ address }) => !found.has(address)).filter((contract) => canAct(contract, reach));
    if (fresh.length === 0) return reach;
    // All of a round together: none of them counts for another one of the same round.
    for (const { address } of fresh) found.set(address, rank);
  }
}

/** Whether those who can act already can make `contract` act. */
export function canAct(contract: PlanModule, reach: Reach): boolean {
  const { topology } = contract.kind;
  switch (topology) {
    case "safe": {
      const threshold = contract.values.get("threshold");
      const able = membersOf(contract, "owners").filter((owner) => reach(owner, contract.address) !== undefined);
      return typeof threshold === "bigint" && threshold > 0n && BigInt(able.length) >= threshold;
    }
    case "timelock":
      return (
        proposersOf(contract).some((proposer) => reach(proposer, contract.address) !== undefined) &&
        executorFor(contract, reach)
      );
    case "accessManager":
      return membersOf(contract, "roles.ADMIN_ROLE.members").some(
        (admin) => reach(admin, contract.address) !== undefined,
      );
    case "systemPause":
    case "ownerConfigurator": {
      const owner = contract.values.get("owner");
      return typeof owner === "string" && reach(owner as Address, contract.address) !== undefined;
    }
    default:
      return false;
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

export function proposersOf(timelock: PlanModule): readonly Address[] {
  return membersOf(timelock, "roles.PROPOSER_ROLE");
}

/** Members of a mapping to flags, in the order in which the stack file or the contract names them. */
export function membersOf(module: PlanModule, path: string): readonly Address[] {
  const found: Address[] = [];
  for (const [key, value] of module.values) {
    if (value !== true || !key.startsWith(`${path}[`)) continue;
    found.push(splitKey(key).member as Address);
  }
  const wanted = [...module.wants.keys()];
  const place = (member: Address) => {
    const at = wanted.indexOf(`${path}[${member}]`);
    return at < 0 ? wanted.length : at;
  };
  return found.sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1));
}

function executorFor(timelock: PlanModule, reach: Reach): boolean {
  if (isOpenExecutor(timelock)) return true;
  return membersOf(timelock, "roles.EXECUTOR_ROLE").some((executor) => reach(executor, timelock.address) !== undefined);
}
