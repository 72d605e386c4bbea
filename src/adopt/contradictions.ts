import { membersAt, type Key } from "../kinds/property.ts";
import type { Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { CHECKS, type Check, type Written } from "../stack/checks.ts";
import type { Unit } from "../stack/unit.ts";
import { count } from "../stack/units.ts";
import type { Found } from "./walk.ts";

/**
 * Values that a contract holds together although a stack file cannot ask for them together (a role's temperature outside of
 * a band that was moved later): as few as possible are left out, each with what would be wrong.
 * @param exact which values would be written as they are.
 */
export function contradictionsOf(found: Found, exact: (path: Key) => boolean): ReadonlyMap<Key, string> {
  const checks = CHECKS[found.kind.name] ?? [];
  let written = writtenOf(found, exact);
  const left = new Map<Key, string>();
  for (;;) {
    const failing = failuresOf(checks, written);
    const first = failing[0];
    if (!first) return left;
    const key = mostHelpful(checks, written, first.check.keys);
    written = without(written, key);
    left.set(key, `${first.found}, where a stack file may only ask for ${first.expected}`);
  }
}

function writtenOf({ kind, values }: Found, exact: (path: Key) => boolean): Written {
  const written = new Map<Key, { readonly value: Value; readonly unit: Unit }>();
  for (const [path, leaf] of leavesOf(kind)) {
    if (!exact(path)) continue;
    const value = values.get(path);
    if (leaf.type === "scalar" && value !== undefined) written.set(path, { value, unit: leaf.unit });
    if (leaf.type !== "members") continue;
    written.set(path, { value: BigInt(membersAt(values, path).size), unit: count });
  }
  return written;
}

function failuresOf(checks: readonly Check[], written: Written) {
  return checks.flatMap((check) => {
    const failure = check.fails(written);
    return failure ? [{ check, ...failure }] : [];
  });
}

function without(written: Written, key: Key): Written {
  return new Map([...written].filter(([other]) => other !== key));
}

/** The key that the fewest checks are about (a bound of a band counts for many); of several, the one that helps most. */
function mostHelpful(checks: readonly Check[], written: Written, keys: readonly Key[]): Key {
  const weight = (key: Key): number => {
    const failures = failuresOf(checks, without(written, key)).length;
    return checks.filter((check) => check.keys.includes(key)).length * 1000 + failures;
  };
  const present = keys.filter((key) => written.has(key));
  return present.reduce((best, key) => (weight(key) < weight(best) ? key : best));
}
