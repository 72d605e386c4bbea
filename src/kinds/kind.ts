import type { Binding, BindingsFor, Group } from "./property.ts";
import type { Guard, Write } from "./write.ts";

/** How one kind of contract is read and written, in the contract's own terms. */
export interface Kind {
  readonly name: string;
  readonly properties: Group;
  readonly writes: readonly Write[];
  /** Conditions that every prefix of a plan keeps although the contract would let them break. */
  readonly invariants: readonly Guard[];
  /** Custom errors, so that a revert can be explained: `InvalidPercentage()`. */
  readonly errors: readonly string[];
  /** Reads that rules need beside the properties, by local key (`version` ...). */
  readonly topology?: "systemPause" | "ownerConfigurator" | "timelock";
}

export interface KindDefinition<T> {
  readonly name: string;
  readonly properties: BindingsFor<T>;
  readonly writes: readonly Write[];
  readonly invariants?: readonly Guard[];
  readonly errors: readonly string[];
  readonly topology?: NonNullable<Kind["topology"]>;
}

/** Checks at compile time that each key of the generated type `T` has a binding of the right shape. */
export function defineKind<T>(definition: KindDefinition<T>): Kind {
  const members = definition.properties as unknown as Readonly<Record<string, Binding>>;
  return { invariants: [], ...definition, properties: { type: "group", members } };
}

/** Every scalar and mapping of a kind, with its path. */
export function leaves(group: Group, prefix = ""): ReadonlyMap<string, Exclude<Binding, Group>> {
  const found = new Map<string, Exclude<Binding, Group>>();
  for (const [name, binding] of Object.entries(group.members)) {
    const path = prefix + name;
    if (binding.type === "group") for (const [key, leaf] of leaves(binding, `${path}.`)) found.set(key, leaf);
    else found.set(path, binding);
  }
  return found;
}
