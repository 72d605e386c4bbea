import type { Unit } from "../stack/unit.ts";
import { flag } from "../stack/units.ts";
import type { ManagerRole } from "./access-manager-roles.ts";
import { selector, targetFunctionRole, type ManagerTarget } from "./access-manager-targets.ts";
import { ADMIN_ROLE, PUBLIC_ROLE } from "./access-manager-unit.ts";
import type { Governed, Kind } from "./kind.ts";
import { scalar } from "./make.ts";
import type { Key, Scalar } from "./property.ts";
import type { Address } from "./value.ts";

/** Which calls of other contracts a manager makes on whose word, whether the file says it or not. */
export interface ManagerCalls {
  readonly hidden: Readonly<Record<Key, Scalar>>;
  readonly passes: NonNullable<Kind["passes"]>;
  readonly cancels: NonNullable<Kind["cancels"]>;
}

/**
 * AccessManager.canCall: the members of getTargetFunctionRole(address,bytes4), unless isTargetClosed(address).
 * @param governed other contracts of the file: their functions' roles are read where `targets` does not name them.
 */
export function managerCalls(
  roles: readonly ManagerRole[],
  targets: readonly ManagerTarget[],
  governed: readonly Governed[],
  unit: Unit,
): ManagerCalls {
  const hidden: Record<Key, Scalar> = {};
  const roleKeys = new Map<string, Key>();
  const closedKeys = new Map<Address, Key>();
  for (const { name, address, functions } of targets) {
    closedKeys.set(address, `targets.${name}.closed`);
    for (const each of functions) roleKeys.set(`${address} ${each.selector}`, `targets.${name}.functions.${each.name}`);
  }
  for (const { address, functions } of governed) {
    if (!closedKeys.has(address)) {
      closedKeys.set(address, `closed.${address}`);
      hidden[`closed.${address}`] = scalar("isTargetClosed(address)", flag, "Parameters", { args: [address] });
    }
    for (const of of functions.map(selector)) {
      if (roleKeys.has(`${address} ${of}`)) continue;
      roleKeys.set(`${address} ${of}`, `functionRoles.${address}.${of}`);
      hidden[`functionRoles.${address}.${of}`] = targetFunctionRole(address, of, unit);
    }
  }
  const members = new Map(roles.map(({ id, name }) => [id, `roles.${name}.members`]));
  return {
    hidden,
    passes(values, target, fn) {
      if (values.get(closedKeys.get(target) ?? "") === true) return { nobody: `${target} is closed` };
      const role = values.get(roleKeys.get(`${target} ${selector(fn)}`) ?? "");
      if (typeof role !== "bigint") return { nobody: `which role may call ${fn} of ${target} is not read` };
      // Who may do what everybody may: its administrators are people to ask.
      const found = members.get(role === PUBLIC_ROLE ? ADMIN_ROLE : role);
      return found ? { members: found } : { nobody: `${unit.format(role)} is no role of the file: it may call ${fn}` };
    },
    cancels(values, target, data) {
      const role = values.get(roleKeys.get(`${target} ${data.slice(0, 10)}`) ?? "");
      const name = roles.find(({ id }) => id === role)?.name;
      const guardian = name === undefined ? undefined : values.get(`roles.${name}.guardian`);
      return [ADMIN_ROLE, guardian].flatMap((of) => (typeof of === "bigint" ? (members.get(of) ?? []) : []));
    },
  };
}
