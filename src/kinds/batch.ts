import { splitKey, type Key } from "./property.ts";
import type { Value } from "./value.ts";
import type { Argument, View } from "./write.ts";

/** A field of a batch's struct: a key, and the value that stands where its flag is false. */
export type Field = readonly [key: Key, idle: Value];

/** The struct of a batch: a flag and a value for each field. */
export function flagged(keys: readonly Key[], next: View, fields: readonly Field[]): readonly Argument[] {
  return fields.flatMap(([key, idle]) => (keys.includes(key) ? [true, valueOf(next, key)] : [false, idle]));
}

/** The members of the mapping `path` among `keys`, each with its new value. */
export function memberPairs(keys: readonly Key[], next: View, path: Key): readonly (readonly [string, Value])[] {
  return keys.flatMap((key) => {
    const { path: of, member } = splitKey(key);
    return of === path && member !== undefined ? [[member, valueOf(next, key)] as const] : [];
  });
}

function valueOf(view: View, key: Key): Value {
  const value = view.get(key);
  if (value === undefined) throw new TypeError(`${key} has no value to set`);
  return value;
}
