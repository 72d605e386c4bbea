import { id } from "../keccak.ts";
import type { Unit } from "../stack/unit.ts";
import { duration, flag } from "../stack/units.ts";
import { group, guard, number, scalar, setter } from "./make.ts";
import type { Group, Key, Scalar } from "./property.ts";
import type { Address, Value } from "./value.ts";
import type { Right, View, Write } from "./write.ts";

/** A contract that asks an AccessManager, with the functions whose roles the file says. */
export interface ManagerTarget {
  readonly name: string;
  readonly address: Address;
  readonly functions: readonly { readonly name: string; readonly selector: string }[];
}

/** IAccessManaged.setAuthority(address): updateAuthority of the manager is the only way to it. */
const SET_AUTHORITY = selector("setAuthority(address)");

/**
 * The four bytes of a function that is written as its signature or as the selector itself; `undefined` for anything else.
 * Arrays are left to selectors: brackets mark members of mappings in keys.
 */
export function selectorOf(fn: string): string | undefined {
  if (/^0x[0-9a-fA-F]{8}$/.test(fn)) return fn.toLowerCase();
  return /^[A-Za-z_$][\w$]*\([A-Za-z0-9,()]*\)$/.test(fn) ? selector(fn) : undefined;
}

/** Reads one target: isTargetClosed(address), getTargetAdminDelay(address), and getTargetFunctionRole(address,bytes4) of each function. */
export function managerTarget({ address, functions }: ManagerTarget, unit: Unit): Group {
  return group({
    closed: scalar("isTargetClosed(address)", flag, "Parameters", { args: [address] }),
    /** Seconds. */
    adminDelay: scalar("getTargetAdminDelay(address)", duration, "Parameters", { args: [address], returns: "uint32" }),
    functions: group(
      Object.fromEntries(functions.map(({ name, selector }) => [name, targetFunctionRole(address, selector, unit)])),
    ),
  });
}

/** @param of the four bytes of a function. */
export function targetFunctionRole(target: Address, of: string, unit: Unit): Scalar {
  return scalar("getTargetFunctionRole(address,bytes4)", unit, "Parameters", {
    // Bytes stand on the left of their word.
    args: [target, of.padEnd(66, "0")],
    returns: "uint64",
  });
}

/** setTargetClosed and setTargetFunctionRole, by ADMIN_ROLE, scheduled for the admin delay before: AccessManager._getAdminRestrictions. */
export function targetWrites(target: ManagerTarget, administration: Right): readonly Write[] {
  const setback = (before: View) => number(before, `targets.${target.name}.adminDelay`);
  const closed = `targets.${target.name}.closed`;
  const keys = new Map(
    target.functions.map(({ name, selector }) => [selector, `targets.${target.name}.functions.${name}`]),
  );
  return [
    setter("setTargetClosed(address,bool)", [closed], {
      rights: [administration],
      setback,
      args: (next) => [target.address, next.get(closed)!],
      decode: ([at, value]) => (same(at, target.address) ? { [closed]: value as boolean } : undefined),
    }),
    ...[...keys].map(([selector, key]) =>
      setter("setTargetFunctionRole(address,bytes4[],uint64)", [key], {
        rights: [administration],
        setback,
        guards: selector === SET_AUTHORITY ? [authorityLocked(key)] : [],
        args: (next) => [target.address, [selector], next.get(key)!],
        decode: ([at, selectors, role]) =>
          same(at, target.address) && Array.isArray(selectors) ? rolesSet(keys, selectors, role as bigint) : undefined,
      }),
    ),
  ];
}

function authorityLocked(key: Key) {
  return guard(
    [key],
    "AccessManager.setTargetFunctionRole: setAuthority(address) has no role, updateAuthority is the way to it (AccessManagerLockedFunction)",
    () => false,
  );
}

/** Of all functions that the call names, also those that have a write of their own. */
function rolesSet(keys: ReadonlyMap<string, Key>, selectors: readonly unknown[], role: bigint) {
  const set: Record<Key, Value> = {};
  for (const each of selectors) {
    const key = keys.get(String(each).toLowerCase());
    if (key !== undefined) set[key] = role;
  }
  return Object.keys(set).length > 0 ? set : undefined;
}

function same(a: unknown, b: Address): boolean {
  return String(a).toLowerCase() === b.toLowerCase();
}

/** The four bytes of `setFee(uint256)`. */
export function selector(signature: string): string {
  return id(signature).slice(0, 10);
}
