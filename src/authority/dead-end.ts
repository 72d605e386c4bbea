import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { PlanModule, World } from "../plan/world.ts";
import { futureMembers } from "./future-members.ts";
import type { Errand } from "./reach.ts";

/**
 * Why nobody who can act can use what `holder` holds.
 * @param errand what for; without one, for anything.
 */
export function deadEnd(world: World, holder: Address, errand?: Errand): string {
  const contract = world.byAddress.get(holder);
  if (!contract) {
    if (holder === ZERO_ADDRESS) return "nobody: the zero address holds the right";
    return world.hasCode(holder)
      ? `${holder} is a contract of no known kind: declare it under modules with its kind`
      : `${holder} is nobody whom the file mentions`;
  }
  const { topology } = contract.kind;
  switch (topology) {
    case "safe":
      return `${contract.name} cannot reach its threshold of ${String(contract.values.get("threshold"))} with owners who can act`;
    case "timelock":
      return `${contract.name} has no proposer or no executor who can act`;
    case "accessManager":
      return managerDeadEnd(world, contract, errand);
    case "systemPause":
    case "ownerConfigurator": {
      const owner = contract.values.get("owner") as Address | undefined;
      if (owner === undefined || owner === ZERO_ADDRESS) return `${contract.name} has no owner`;
      return `the owner of ${contract.name}, ${world.byAddress.get(owner)?.name ?? owner}, cannot act`;
    }
    default:
      return `${contract.name} holds the right, but a ${contract.kind.name} makes no calls for anybody`;
  }
}

/** Whoever may make a manager call the functions of an errand, and cannot. */
function managerDeadEnd(world: World, manager: PlanModule, errand: Errand | undefined): string {
  if (!errand) return `${manager.name} has nobody in any role who can act`;
  const { target, fns } = errand;
  const paths = fns.flatMap((fn) => {
    const passed = manager.kind.passes?.(manager.values, target, fn);
    return passed && "members" in passed ? [passed.members] : [];
  });
  const roles = [...new Set(paths)];
  const future = roles.flatMap((path) => futureMembers(world, manager, path));
  const who = roles.length === 0 ? "a role" : roles.join(" and ");
  return [`${manager.name} has nobody in ${who} who can act on ${target}`, ...future].join("; ");
}
