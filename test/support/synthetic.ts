import { defineKind, type Kind } from "../../src/kinds/kind.ts";
import type { Binding, Key, Scalar } from "../../src/kinds/property.ts";
import type { Address, Value, Want } from "../../src/kinds/value.ts";
import type { Guard, Write } from "../../src/kinds/write.ts";
import { world, type PlanModule, type World } from "../../src/plan/world.ts";
import type { Unit } from "../../src/stack/unit.ts";

/** Whole numbers, as plain as a unit can be. */
export const plain: Unit = {
  name: "count",
  expects: "a number",
  parse: (text) => ({ ok: BigInt(text) }),
  format: (value) => String(value),
};

export function plainScalar(getter: string, facet: Scalar["facet"] = "Parameters"): Scalar {
  return { type: "scalar", unit: plain, facet, read: { getter, returns: "uint256" } };
}

export function syntheticKind(
  properties: Record<string, Binding>,
  writes: readonly Write[],
  invariants: readonly Guard[] = [],
): Kind {
  return defineKind<Record<string, never>>({
    name: "Synthetic",
    properties: properties as never,
    writes,
    invariants,
    errors: [],
  });
}

export function syntheticModule(
  kind: Kind,
  values: Readonly<Record<Key, Value>>,
  wants: Readonly<Record<Key, Value | Want>>,
  name = "module",
  address: Address = "0x0000000000000000000000000000000000001001",
): { world: World; module: PlanModule } {
  const module: PlanModule = {
    name,
    kind,
    address,
    values: new Map(Object.entries(values)),
    wants: new Map(
      Object.entries(wants).map(([key, want]) => [key, typeof want === "object" ? want : { exact: want }]),
    ),
  };
  return { world: world([module]), module };
}
