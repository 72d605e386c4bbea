import { id } from "../keccak.ts";
import { flag } from "../stack/units.ts";
import { quoted } from "../stack/units/quoted.ts";
import type { Unit } from "../stack/unit.ts";
import { group, memberSetter, scalar } from "./make.ts";
import type { Members, Scalar } from "./property.ts";
import type { Guard, Right, Write } from "./write.ts";

/** OpenZeppelin AccessControl: the role that administers every role without another administrator, itself included. */
export const DEFAULT_ADMIN_ROLE = "DEFAULT_ADMIN_ROLE";

const ZERO_WORD = `0x${"0".repeat(64)}`;

/** The word by which the contract knows a role: keccak256 of its name, zero for DEFAULT_ADMIN_ROLE. */
export function roleHash(name: string): string {
  return name === DEFAULT_ADMIN_ROLE ? ZERO_WORD : id(name);
}

/** How the contract at hand deviates from plain AccessControl. */
export interface RoleOptions {
  /** AccessControlEnumerable of OpenZeppelin 5.1 or later, which lists members itself: getRoleMembers(bytes32). */
  readonly enumerable?: boolean;
  /** The contract has a constant of each role's name; true unless said otherwise. */
  readonly constants?: boolean;
}

/**
 * `roles`: the holders of each role, exhaustive. `roleAdmins`: the role that administers it, getRoleAdmin(bytes32); there is
 * no setter, for AccessControl._setRoleAdmin is internal.
 */
export function roleProperties<N extends string>(names: readonly N[], more: RoleOptions = {}) {
  const unit = roleWord(names);
  return {
    roles: group(byName(names, (name) => holders(name, more))),
    roleAdmins: group(
      byName(names, (name): Scalar => scalar("getRoleAdmin(bytes32)", unit, "Parameters", { args: [roleHash(name)] })),
    ),
  };
}

/**
 * grantRole and revokeRole(bytes32,address) of each role. Members of the role that administers it may call, found from
 * `roleAdmins` as the contract has it at that moment; a role that is administered by one outside `names` has no right.
 * @param names administrators after the roles that they administer: they are granted first and revoked last.
 * @param more `right` instead of the role's administrator, `guards` beside what AccessControl demands.
 */
export function roleWrites(
  names: readonly string[],
  more: { readonly right?: (name: string) => Right; readonly guards?: (name: string) => readonly Guard[] } = {},
): readonly Write[] {
  const right = more.right ?? ((name: string) => administrator(names, name));
  const write = (fn: "grantRole" | "revokeRole", name: string) => {
    const path = `roles.${name}`;
    const role = roleHash(name);
    const held = fn === "grantRole";
    return memberSetter(`${fn}(bytes32,address)`, path, {
      rights: [right(name)],
      only: { [`${path}[*]`]: held },
      guards: more.guards?.(name) ?? [],
      args: (_next, member) => [role, member!],
      decode: ([of, member]) => (of === role ? { [`${path}[${String(member)}]`]: held } : undefined),
    });
  };
  return [
    ...[...names].reverse().map((name) => write("grantRole", name)),
    ...names.map((name) => write("revokeRole", name)),
  ];
}

/**
 * Whoever holds the role that administers `name`.
 * @param sole keys of the roles that the contract knows the only holder of (`defaultAdmin`), by the role's name.
 */
export function administrator(
  names: readonly string[],
  name: string,
  sole: Readonly<Record<string, string>> = {},
): Right {
  const keys = new Map(names.map((each) => [roleHash(each), sole[each] ?? `roles.${each}[*]`]));
  return (before) => {
    const admin = before.get(`roleAdmins.${name}`);
    return typeof admin === "string" ? keys.get(admin) : undefined;
  };
}

/** AccessControl.onlyRole and renounceRole. */
export const accessControlErrors = [
  "AccessControlBadConfirmation()",
  "AccessControlUnauthorizedAccount(address,bytes32)",
];

function holders(name: string, { enumerable = false, constants = true }: RoleOptions): Members {
  const role = roleHash(name);
  const where = { 1: role };
  return {
    type: "members",
    unit: flag,
    absent: false,
    getter: "hasRole(bytes32,address)",
    returns: "bool",
    args: [role],
    events: [
      { signature: "RoleGranted(bytes32,address,address)", topic: 2, where },
      { signature: "RoleRevoked(bytes32,address,address)", topic: 2, where },
    ],
    ...(enumerable && {
      list: { getter: "getRoleMembers(bytes32)", args: [role] },
      count: { getter: "getRoleMemberCount(bytes32)", args: [role] },
    }),
    ...(constants && { defined: { getter: `${name}()`, equals: role } }),
    facet: "RoleMembers",
  };
}

/** A role by its name where it is known, otherwise by its word. */
function roleWord(names: readonly string[]): Unit {
  const hashes = new Map(names.map((name) => [name, roleHash(name)]));
  const byHash = new Map(names.map((name) => [roleHash(name), name]));
  const expects = "a role of this module by name, or 32 bytes as 0x and 64 hexadecimal digits in quotes";
  return {
    name: "word",
    expects,
    parse(text) {
      const known = hashes.get(text);
      if (known !== undefined) return { ok: known };
      if (/^0x[0-9a-fA-F]{64}$/.test(text)) return { ok: text.toLowerCase() };
      return { problem: { found: quoted(text), expected: expects } };
    },
    format: (value) => byHash.get(String(value)) ?? String(value),
  };
}

function byName<N extends string, T>(names: readonly N[], make: (name: N) => T): Readonly<Record<N, T>> {
  return Object.fromEntries(names.map((name) => [name, make(name)])) as Record<N, T>;
}
