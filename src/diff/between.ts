import type { Kind } from "../kinds/kind.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import type { Value } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Live } from "./live.ts";

/** A value that is another one in a later reading. */
export interface Moved {
  readonly module: string;
  readonly key: Key;
  /** `undefined` where it was not read. */
  readonly before: Value | undefined;
  readonly after: Value | undefined;
}

/**
 * Two readings of one stack, value by value: of its modules and of whatever governs them. The nonce of a Safe, which counts its
 * transactions, and the order of a list, which follows from its members, are left out.
 */
export function between(before: Live, after: Live): { readonly compared: number; readonly moved: readonly Moved[] } {
  const moved: Moved[] = [];
  let compared = 0;
  const contracts = [
    ...[...before.modules.values()].map((one) => [one, after.modules.get(one.name)] as const),
    ...[...before.authorities.values()].map((one) => [one, after.authorities.get(one.address)] as const),
  ];
  for (const [one, other] of contracts) {
    // Who governs no more is not read any more: what it still held is nobody's concern, and that it left is in another value.
    if (!other) continue;
    for (const key of new Set([...one.values.keys(), ...other.values.keys()])) {
      const absent = absentOf(one.kind, key);
      if (absent === undefined) continue;
      compared++;
      const [was, is] = [one, other].map(({ values }) => values.get(key) ?? absent.value);
      if (was !== is) moved.push({ module: one.name, key, before: was, after: is });
    }
  }
  return { compared, moved };
}

/** What a value is where it was not read; `undefined` for one that is not compared. */
function absentOf(kind: Kind, key: Key): { readonly value: Value | undefined } | undefined {
  const { path, member } = splitKey(key);
  const leaf = leavesOf(kind).get(path);
  if (!leaf || (kind.topology === "safe" && path === "nonce")) return undefined;
  if (leaf.type === "scalar") return { value: undefined };
  return member === undefined ? undefined : { value: leaf.absent };
}
