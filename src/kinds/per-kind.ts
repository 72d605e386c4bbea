import type { Kind } from "./kind.ts";

/** What follows from a kind alone, computed once for each: kinds are constants. */
export function perKind<T>(compute: (kind: Kind) => T): (kind: Kind) => T {
  const computed = new WeakMap<Kind, { readonly result: T }>();
  return (kind) => {
    const { result } = computed.get(kind) ?? { result: compute(kind) };
    computed.set(kind, { result });
    return result;
  };
}
