import type { Unit } from "../stack/unit.ts";
import { count, duration } from "../stack/units.ts";
import { accessIn, accessOf, actsFrom, granted, membership, settlesAt, valueOf } from "./access-manager-access.ts";
import { ADMIN_ROLE } from "./access-manager-unit.ts";
import { guard, memberSetter, number, scalar, setter } from "./make.ts";
import { memberKey, type Group, type Members } from "./property.ts";
import { MAX_UINT256, type Address } from "./value.ts";
import type { Guard, Right, View, Write } from "./write.ts";

/** A role of an AccessManager: its name in the file, its number in the contract. */
export interface ManagerRole {
  readonly name: string;
  readonly id: bigint;
}

/** Reads one role: getAccess(uint64,address), getRoleAdmin, getRoleGuardian and getRoleGrantDelay(uint64). */
export function managerRole({ id }: ManagerRole, unit: Unit): Group {
  const of = (getter: string) => scalar(getter, unit, "Parameters", { args: [id], returns: "uint64" });
  return {
    type: "group",
    settings: { id: count },
    members: {
      members: holders(id),
      admin: of("getRoleAdmin(uint64)"),
      guardian: of("getRoleGuardian(uint64)"),
      /** Seconds. */
      grantDelay: scalar("getRoleGrantDelay(uint64)", duration, "Parameters", { args: [id], returns: "uint32" }),
    },
  };
}

function holders(id: bigint): Members {
  const where = { 1: `0x${id.toString(16).padStart(64, "0")}` };
  return {
    type: "members",
    unit: membership,
    absent: false,
    getter: "getAccess(uint64,address)",
    returns: "uint48,uint32,uint32,uint48",
    meaning: accessIn,
    args: [id],
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
    ...[...roles].reverse().map((role) => grant(role, rights.administering(role), "grant")),
    ...roles.flatMap((role) => [
      revoke(role, rights.administering(role)),
      grant(role, rights.administering(role), "slow down"),
    ]),
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

/**
 * Grants a role, and sets the execution delay of those who have it: grantRole(uint64,address,uint32). Either may only count
 * later; it is not repeated meanwhile. A longer delay takes a power away, and so has its turn with revocations.
 */
function grant({ id, name }: ManagerRole, right: Right, how: "grant" | "slow down"): Write {
  const path = `roles.${name}.members`;
  const grantDelay = `roles.${name}.grantDelay`;
  const any = `${path}[*]`;
  const access = (view: View, member: Address | undefined) => accessOf(view.get(memberKey(path, member!)));
  const slows = (after: View, before: View, member: Address | undefined) =>
    (access(before, member)?.delay ?? MAX_UINT256) < (access(after, member)?.delay ?? 0n);
  return memberSetter("grantRole(uint64,address,uint32)", path, {
    phase: how === "grant" ? "grant" : "revoke",
    rights: [right],
    guards: [
      guard(
        [any],
        `AccessManager.grantRole: ${name} is granted to whoever is to have it`,
        (after, before, member) =>
          access(after, member) !== undefined && slows(after, before, member) === (how === "slow down"),
      ),
      {
        keys: [any, grantDelay],
        rule: `AccessManager.grantRole: ${name} is granted and its delay is set, but does not count yet`,
        check: (after, before, member) => {
          const known = access(before, member);
          return known === undefined || settlesAt(known, access(after, member)!.delay) === undefined;
        },
        until: (before, member) => {
          const known = access(before, member);
          return known && settlesAt(known, (known.next ?? known).delay);
        },
      },
      ...(how === "slow down" ? [notTheLast(name)] : []),
    ],
    args: (next, member) => [id, member!, access(next, member)!.delay],
    affects: [any],
    effects: (after, before, member) => {
      const { delay } = access(after, member)!;
      const known = granted(access(before, member), { delay, grantDelay: number(before, grantDelay), now: before.now });
      return { [memberKey(path, member!)]: valueOf(known) };
    },
    decode: ([role, member, delay]) =>
      role === id ? { [memberKey(path, String(member))]: valueOf({ since: 0n, delay: delay as bigint }) } : undefined,
  });
}

function revoke({ id, name }: ManagerRole, right: Right): Write {
  const path = `roles.${name}.members`;
  return memberSetter("revokeRole(uint64,address)", path, {
    rights: [right],
    only: { [`${path}[*]`]: false },
    guards: [notTheLast(name)],
    args: (_next, member) => [id, member!],
    decode: ([role, member]) => (role === id ? { [memberKey(path, String(member))]: false } : undefined),
  });
}

/** The last member who acts at once stays so until another one does, if one is to. */
function notTheLast(name: string): Guard {
  const path = `roles.${name}.members`;
  const starts = (view: View) => view.entries(path).flatMap(([, value]) => actsFrom(accessOf(value)) ?? []);
  return {
    keys: [`${path}[*]`],
    rule: `the last member of ${name} who acts at once stays until another one does`,
    check: (after, before, member) => {
      if (actsFrom(accessOf(before.get(memberKey(path, member!)))) !== 0n) return true;
      const left = starts(after);
      return left.includes(0n) || left.length === 0;
    },
    until: (before) => {
      const waiting = starts(before).filter((time) => time > 0n);
      return waiting.length === 0 ? undefined : waiting.reduce((one, other) => (one < other ? one : other));
    },
  };
}
