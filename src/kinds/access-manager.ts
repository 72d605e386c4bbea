import type { AccessManagerModule } from "../stack/types.ts";
import { address, count } from "../stack/units.ts";
import { managerCalls } from "./access-manager-calls.ts";
import { delayWords, delayWrites } from "./access-manager-delays.ts";
import { managerRole, roleRights, roleWrites, type ManagerRole } from "./access-manager-roles.ts";
import { managerTarget, selectorOf, targetWrites, type ManagerTarget } from "./access-manager-targets.ts";
import { ADMIN_ROLE, PUBLIC_ROLE, roleUnit } from "./access-manager-unit.ts";
import { administratorsLast } from "./administrators.ts";
import { defineKind, type Governed, type Kind } from "./kind.ts";
import { group } from "./make.ts";
import type { Binding, Group } from "./property.ts";
import type { Address } from "./value.ts";
import { exactOf, section, type Written } from "./written.ts";

const ROLE_NAME = /^[A-Z][A-Z0-9_]*$/;

const general = defineKind<AccessManagerModule>({
  name: "AccessManager",
  properties: { roles: group({}), targets: group({}) },
  writes: [],
  errors: [
    "AccessManagerAlreadyScheduled(bytes32)",
    "AccessManagerBadConfirmation()",
    "AccessManagerExpired(bytes32)",
    "AccessManagerLockedFunction(bytes4)",
    "AccessManagerLockedRole(uint64)",
    "AccessManagerNotReady(bytes32)",
    "AccessManagerNotScheduled(bytes32)",
    "AccessManagerUnauthorizedAccount(address,uint64)",
    "AccessManagerUnauthorizedCall(address,address,bytes4)",
    "AccessManagerUnauthorizedCancel(address,address,address,bytes4)",
    "AccessManagerUnauthorizedConsume(address)",
  ],
  topology: "accessManager",
});

/** OpenZeppelin AccessManager, by the names that its stack file gives to roles and targets. */
export const accessManager: Kind = { ...general, specialise: managerOf };

/**
 * The kind of one manager.
 * @param written the module's entry: its roles with their numbers, and its targets with their functions.
 * @param addressOf the address behind a name of the file; without it, targets are known by their addresses only.
 * @param governed the other contracts of the file, which the manager may be asked to call.
 */
export function managerOf(
  written: Written,
  addressOf: (name: string) => Address | undefined = () => undefined,
  governed: readonly Governed[] = [],
): Kind {
  const roles = rolesOf(written);
  const unit = roleUnit(roles);
  const targets = targetsOf(written, addressOf);
  const administration = roles.find(({ id }) => id === ADMIN_ROLE)!;
  const rights = roleRights(roles);
  const calls = managerCalls(roles, targets, governed, unit);
  const members: Readonly<Record<string, Group>> = {
    roles: group({ ...unnumbered(written), ...byName(roles, (role) => managerRole(role, unit)) }),
    targets: group(byName(targets, (target) => managerTarget(target, unit))),
  };
  return {
    ...general,
    properties: { type: "group", members },
    ...calls,
    hidden: { ...calls.hidden, ...delayWords(roles, targets) },
    writes: [
      ...targets.flatMap((target) => targetWrites(target, rights.of(administration))),
      ...roleWrites(roles, rights, rights.of(administration)),
      ...delayWrites(roles, targets, rights.of(administration)),
    ],
  };
}

/** The roles that have a number of their own; ADMIN_ROLE comes last and is there whether it is written or not. */
function rolesOf(written: Written): readonly ManagerRole[] {
  const found: ManagerRole[] = [];
  for (const name of Object.keys(section(written, "roles"))) {
    const id = idOf(written, name);
    // PUBLIC_ROLE is everybody's, and the manager changes nothing of it.
    if (id === undefined || id === PUBLIC_ROLE || found.some((other) => other.id === id)) continue;
    found.push({ name, id });
  }
  const administration = found.find(({ id }) => id === ADMIN_ROLE) ?? { name: "ADMIN_ROLE", id: ADMIN_ROLE };
  const roles = new Map([...found, administration].map((role) => [role.name, role]));
  const admin = (name: string) => exactOf(section(section(written, "roles"), name)["admin"]);
  return administratorsLast([...roles.keys()], admin, administration.name).map((name) => roles.get(name)!);
}

function idOf(written: Written, name: string): bigint | undefined {
  if (!ROLE_NAME.test(name) || name === "PUBLIC_ROLE") return undefined;
  const stated = section(section(written, "roles"), name)["id"];
  if (stated === undefined) return name === "ADMIN_ROLE" ? ADMIN_ROLE : undefined;
  const parsed = count.parse(String(stated as unknown));
  if (!("ok" in parsed) || typeof parsed.ok !== "bigint" || parsed.ok > PUBLIC_ROLE) return undefined;
  return name === "ADMIN_ROLE" && parsed.ok !== ADMIN_ROLE ? undefined : parsed.ok;
}

/** Written roles without a number of their own: nothing can be read of them, so that whatever they say is refused. */
function unnumbered(written: Written): Readonly<Record<string, Binding>> {
  const names = Object.keys(section(written, "roles")).filter((name) => ROLE_NAME.test(name) && name !== "PUBLIC_ROLE");
  return Object.fromEntries(names.map((name) => [name, { type: "group", members: {}, settings: { id: count } }]));
}

function targetsOf(written: Written, addressOf: (name: string) => Address | undefined): readonly ManagerTarget[] {
  const targets = section(written, "targets");
  return Object.keys(targets).flatMap((name) => {
    const parsed = address.parse(name);
    const at = "ok" in parsed ? (parsed.ok as Address) : addressOf(name);
    const functions = Object.keys(section(section(targets, name), "functions")).flatMap((fn) => {
      const selector = selectorOf(fn);
      return selector === undefined ? [] : [{ name: fn, selector }];
    });
    return at === undefined ? [] : [{ name, address: at, functions }];
  });
}

function byName<T extends { readonly name: string }, B>(list: readonly T[], make: (of: T) => B) {
  return Object.fromEntries(list.map((each) => [each.name, make(each)])) as Readonly<Record<string, B>>;
}
