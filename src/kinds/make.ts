import type { Unit } from "../stack/unit.ts";
import { address, flag } from "../stack/units.ts";
import type { Binding, Facet, Key, Members, Scalar } from "./property.ts";
import { memberKey } from "./property.ts";
import type { Argument, Guard, Right, View, Write } from "./write.ts";
import type { Address, Value } from "./value.ts";
import { ZERO_ADDRESS } from "./value.ts";

/** A value with a plain getter: `scalar("feePct()", percent, "FeeSplit")`. */
export function scalar(
  getter: string,
  unit: Unit,
  facet: Facet,
  more: { args?: readonly Value[]; returns?: string } & Partial<Pick<Scalar, "normalise" | "probe" | "memberOf">> = {},
): Scalar {
  const { args, returns = returnType(unit), ...rest } = more;
  return { type: "scalar", unit, facet, read: { getter, returns, ...(args ? { args } : {}) }, ...rest };
}

/** A reference to another contract of the protocol, whose setter demands `version() == 2` of a non-zero target. */
export function moduleRef(getter: string): Scalar {
  return scalar(getter, address, "Parameters", { probe: "version" });
}

/** A reference to another account or contract, whose setter does not look at what is there. */
export function reference(getter: string): Scalar {
  return scalar(getter, address, "Parameters");
}

/** Properties under one key of the stack file. */
export function group<M extends Readonly<Record<string, Binding>>>(members: M): { type: "group"; members: M } {
  return { type: "group", members };
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
export function guard(keys: readonly string[], rule: string, check: Guard["check"]): Guard {
  return { keys, rule, check };
}

/** `key` must lie between the bounds (raw units, inclusive) after the call. */
export function between(key: string, min: bigint, max: bigint, rule: string): Guard {
  return guard([key], rule, (after) => {
    const value = number(after, key);
    return value >= min && value <= max;
  });
}

/** The sum of `keys` (raw units) must not exceed `limit` after the call. */
export function sumAtMost(keys: readonly Key[], limit: bigint, rule: string): Guard {
  return guard(keys, rule, (after) => keys.reduce((sum, key) => sum + number(after, key), 0n) <= limit);
}

/** `of`, but only for calls that change `key`: a batch leaves alone what it does not set. */
export function whenChanged(key: Key, of: Guard): Guard {
  return guard(
    [...new Set([key, ...of.keys])],
    of.rule,
    (after, before) => after.get(key) === before.get(key) || of.check(after, before),
  );
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
  return guard(
    ["paused"],
    `${fn} reverts while paused (EnforcedPause)`,
    (_after, before) => before.get("paused") !== true,
  );
}

/** Adding the zero address to the set `path` reverts. */
export function noZeroMember(path: Key, rule: string): Guard {
  const zero = memberKey(path, ZERO_ADDRESS);
  return guard(
    [`${path}[*]`],
    rule,
    (after, before) => after.get(zero) === before.get(zero) || after.get(zero) === false,
  );
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
