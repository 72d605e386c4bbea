import type { Unit } from "../stack/unit.ts";
import { count, duration, flag } from "../stack/units.ts";
import { ADMIN_ROLE } from "./access-manager-unit.ts";
import { guard, memberSetter, number, scalar, setter } from "./make.ts";
import type { Group, Members } from "./property.ts";
import type { Guard, Right, Write } from "./write.ts";

/** A role of an AccessManager: its name in the file, its number in the contract. */
export interface ManagerRole {
  readonly name: string;
  readonly id: bigint;
}

/** Reads one role: hasRole(uint64,address), getRoleAdmin, getRoleGuardian and getRoleGrantDelay(uint64). */
export function managerRole({ id }: ManagerRole, unit: Unit): Group {
  const of = (getter: string) => scalar(getter, unit, "Parameters", { args: [id], returns: "uint64" });
  return {
    type: "group",
    settings: { id: count },
    members: {
      members: holders(id),
      admin: of("getRoleAdmin(uint64)"),
      guardian: of("getRoleGuardian(uint64)"),
      /** Seconds. setGrantDelay(uint64,uint32) only takes effect days later, so no write sets it. */
      grantDelay: scalar("getRoleGrantDelay(uint64)", duration, "Parameters", { args: [id], returns: "uint32" }),
    },
  };
}

/** hasRole answers with membership now, and with the member's execution delay, which is not read. */
function holders(id: bigint): Members {
  const where = { 1: `0x${id.toString(16).padStart(64, "0")}` };
  return {
    type: "members",
    unit: flag,
    absent: false,
    getter: "hasRole(uint64,address)",
    returns: "bool",
    args: [id],
    word: 0,
    events: [
      { signature: "RoleGranted(uint64,address,uint32,uint48,bool)", topic: 2, where },
      { signature: "RoleRevoked(uint64,address)", topic: 2, where },
    ],
    facet: "RoleMembers",
  };
}

export interface RoleRights {
  /** Members of `role`. */
  of(role: ManagerRole): Right;
  /** Members of the role that administers `role` at that moment, where the file has it. */
  administering(role: ManagerRole): Right;
}

/** AccessManager._getAdminRestrictions */
export function roleRights(roles: readonly ManagerRole[]): RoleRights {
  const keys = new Map(roles.map(({ id, name }) => [id, `roles.${name}.members[*]`]));
  return {
    of: ({ id }) => keys.get(id)!,
    administering: ({ name }) => {
      return (before) => {
        const admin = before.get(`roles.${name}.admin`);
        return typeof admin === "bigint" ? keys.get(admin) : undefined;
      };
    },
  };
}

/** Calls that change roles. Grants are made from the last role on, revocations from the first: ADMIN_ROLE is the last. */
export function roleWrites(roles: readonly ManagerRole[], rights: RoleRights, administration: Right): readonly Write[] {
  return [
    ...roles.flatMap((role) => [
      administrationWrite("setRoleAdmin(uint64,uint64)", role, "admin", administration),
      administrationWrite("setRoleGuardian(uint64,uint64)", role, "guardian", administration),
    ]),
    ...[...roles].reverse().map((role) => grant(role, rights.administering(role))),
    ...roles.map((role) => revoke(role, rights.administering(role))),
  ];
}

function administrationWrite(fn: string, { id, name }: ManagerRole, what: string, right: Right): Write {
  const key = `roles.${name}.${what}`;
  return setter(fn, [key], {
    rights: [right],
    guards: id === ADMIN_ROLE ? [locked(fn, key)] : [],
    args: (next) => [id, next.get(key)!],
    decode: ([role, value]) => (role === id ? { [key]: value as bigint } : undefined),
  });
}

function locked(fn: string, key: string): Guard {
  return guard(
    [key],
    `AccessManager.${fn}: ADMIN_ROLE keeps its administrator and its guardian (AccessManagerLockedRole)`,
    () => false,
  );
}

/** Execution delay 0: the member acts at once. */
function grant({ id, name }: ManagerRole, right: Right): Write {
  const path = `roles.${name}.members`;
  return memberSetter("grantRole(uint64,address,uint32)", path, {
    rights: [right],
    only: { [`${path}[*]`]: true },
    guards: [
      // A grant that does not count yet looks like none: the next plan would make it again.
      guard(
        [`roles.${name}.grantDelay`],
        `AccessManager.grantRole: grants of ${name} only count after its grant delay, and are not planned: grant by hand, or set the delay to 0`,
        (_after, before) => number(before, `roles.${name}.grantDelay`) === 0n,
      ),
    ],
    args: (_next, member) => [id, member!, 0n],
    decode: ([role, member]) => (role === id ? { [`${path}[${String(member)}]`]: true } : undefined),
  });
}

function revoke({ id, name }: ManagerRole, right: Right): Write {
  const path = `roles.${name}.members`;
  return memberSetter("revokeRole(uint64,address)", path, {
    rights: [right],
    only: { [`${path}[*]`]: false },
    args: (_next, member) => [id, member!],
    decode: ([role, member]) => (role === id ? { [`${path}[${String(member)}]`]: false } : undefined),
  });
}
