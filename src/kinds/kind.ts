import type { Binding, BindingsFor, Group, Key, Members, Scalar } from "./property.ts";
import type { Address, Hex, Value } from "./value.ts";
import type { Guard, Write } from "./write.ts";

/** How one kind of contract is read and written, in the contract's own terms. */
export interface Kind {
  readonly name: string;
  readonly properties: Group;
  /** What is read beside the properties because routes and calls need it; nothing that a stack file can declare. */
  readonly hidden?: Readonly<Record<string, Scalar | Members>>;
  readonly writes: readonly Write[];
  /** Conditions that every prefix of a plan keeps although the contract would let them break. */
  readonly invariants: readonly Guard[];
  /** Custom errors, so that a revert can be explained: `InvalidPercentage()`. */
  readonly errors: readonly string[];
  /** How it passes calls on, for contracts through which others are governed. */
  readonly topology?: Topology;
  /**
   * For a contract that different people make call different functions: the mapping whose members may make it call `fn` of
   * `target`, or why nobody may.
   */
  readonly passes?: (values: ReadonlyMap<Key, Value>, target: Address, fn: string) => Passed;
  /** Of the same: the mappings whose members may cancel a call of `target` that was scheduled. */
  readonly cancels?: (values: ReadonlyMap<Key, Value>, target: Address, data: Hex) => readonly Key[];
  /**
   * The kind of one module, where the keys under it are the user's own (names of roles). `written` is the module's entry as
   * it stands in the file, `addressOf` knows its names, and `governed` are the other modules; what is wrong with it is reported
   * when it is read with the resulting kind.
   */
  readonly specialise?: (
    written: Readonly<Record<string, unknown>>,
    addressOf?: (name: string) => Address | undefined,
    governed?: readonly Governed[],
  ) => Kind;
}

export type Passed = { readonly members: Key } | { readonly nobody: string };

/** A contract that others may govern, and its functions: `setFeePct(uint256)`. */
export interface Governed {
  readonly address: Address;
  readonly functions: readonly string[];
}

/** Contracts that stand between a person and a module, by how they pass a call on. */
export type Topology = "systemPause" | "ownerConfigurator" | "timelock" | "safe" | "accessManager";

export interface KindDefinition<T> {
  readonly name: string;
  readonly properties: BindingsFor<T>;
  readonly hidden?: NonNullable<Kind["hidden"]>;
  readonly writes: readonly Write[];
  readonly invariants?: readonly Guard[];
  readonly errors: readonly string[];
  readonly topology?: Topology;
  readonly specialise?: NonNullable<Kind["specialise"]>;
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
