import type { Unit } from "../stack/unit.ts";
import { address, flag } from "../stack/units.ts";
import type { Facet, Members, Scalar } from "./property.ts";
import type { Argument, Guard, Right, View, Write } from "./write.ts";
import type { Address, Value } from "./value.ts";
import { ZERO_ADDRESS } from "./value.ts";

/** A value with a plain getter: `scalar("feePct()", percent, "FeeSplit")`. */
export function scalar(
  getter: string,
  unit: Unit,
  facet: Facet,
  more: { args?: readonly Value[]; returns?: string; normalise?: Scalar["normalise"]; probe?: "version" } = {},
): Scalar {
  const { args, returns = returnType(unit), ...rest } = more;
  return { type: "scalar", unit, facet, read: { getter, returns, ...(args ? { args } : {}) }, ...rest };
}

/** A reference to another contract of the protocol, whose setter demands `version() == 2` of a non-zero target. */
export function moduleRef(getter: string): Scalar {
  return scalar(getter, address, "Parameters", { probe: "version" });
}

/** A set of addresses with a boolean getter and one event that names each change in its first topic. */
export function addressSet(getter: string, event: string): Members {
  return {
    type: "members",
    unit: flag,
    absent: false,
    getter,
    returns: "bool",
    events: [{ signature: event, topic: 1 }],
    facet: "AddressSet",
  };
}

function returnType(unit: Unit): string {
  switch (unit.name) {
    case "flag":
      return "bool";
    case "address":
      return "address";
    case "word":
      return "bytes32";
    case "text":
      return "string";
    case "wad":
    case "integer":
      return "int256";
    default:
      return "uint256";
  }
}

/** A plain setter: `setter("setFeePct(uint256)", ["fees.fee"], { guards: [...] })`, callable by the owner. */
export function setter(fn: string, sets: readonly string[], more: Partial<Omit<Write, "fn" | "sets">> = {}): Write {
  return { fn, sets, rights: ["owner"] as readonly Right[], guards: [], ...more };
}

/** A setter of one member of a mapping: `memberSetter("setRewarder(address,bool)", "rewarders")`. */
export function memberSetter(fn: string, path: string, more: Partial<Omit<Write, "fn" | "sets">> = {}): Write {
  return setter(fn, [`${path}[*]`], more);
}

/** `keys` are local keys; `check` sees the state after the call and before it. */
export function guard(
  keys: readonly string[],
  rule: string,
  check: (after: View, before: View) => boolean,
): Guard {
  return { keys, rule, check };
}

/** `key` must lie between the bounds (raw units, inclusive) after the call. */
export function between(key: string, min: bigint, max: bigint, rule: string): Guard {
  return guard([key], rule, (after) => {
    const value = number(after, key);
    return value >= min && value <= max;
  });
}

/** `key` must not be the zero address, zero, or the empty text after the call. */
export function nonZero(key: string, rule: string): Guard {
  return guard([key], rule, (after) => {
    const value = after.get(key);
    return value !== 0n && value !== ZERO_ADDRESS && value !== "";
  });
}

/** A non-zero target must answer `version()` with 2 (or zero is refused altogether). */
export function versioned(key: string, rule: string, more: { zero: "allowed" | "refused" }): Guard {
  return guard([key], rule, (after) => {
    const target = after.get(key) as Address;
    if (target === ZERO_ADDRESS) return more.zero === "allowed";
    return after.version(target) === 2n;
  });
}

/** The call reverts while the contract is paused (`EnforcedPause`). */
export function whenNotPaused(fn: string): Guard {
  return guard(["paused"], `${fn} reverts while paused (EnforcedPause)`, (_after, before) => before.get("paused") !== true);
}

/** Numeric value of a key; a value that was not read counts as an error of the kind, not as zero. */
export function number(view: View, key: string): bigint {
  const value = view.get(key);
  if (typeof value !== "bigint") throw new TypeError(`${key} is not a number that was read`);
  return value;
}

export function values(view: View, keys: readonly string[]): readonly Argument[] {
  return keys.map((key) => {
    const value = view.get(key);
    if (value === undefined) throw new TypeError(`${key} was not read`);
    return value;
  });
}
