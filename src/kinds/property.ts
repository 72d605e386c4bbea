import type { Unit } from "../stack/unit.ts";
import type { Value } from "./value.ts";

/** The Pulumi resource that shows a property. */
export type Facet =
  "PauseFlag" | "Ownership" | "RoleMembers" | "FeeSplit" | "ThermostatBand" | "AddressSet" | "Parameters";

/** How a value is read from the chain. */
export type Read =
  /** A getter without arguments, or with constant ones: `feePct()`, `roleShare(uint8)` with `args: [0n]`. */
  | { readonly getter: string; readonly returns: string; readonly args?: readonly Value[] }
  /** A storage word, where no getter tells the whole truth. `absent` is what an all-zero word means. */
  | { readonly slot: bigint; readonly absent: Value };

/** One value. */
export interface Scalar {
  readonly type: "scalar";
  readonly unit: Unit;
  readonly read: Read;
  readonly facet: Facet;
  /** Values that mean the same become the same (40 and 4000 in the slash percentages). */
  readonly normalise?: (raw: Value) => Value;
  /** For references to other contracts: the setter refuses a target that does not answer `version()` with 2. */
  readonly probe?: "version";
  /**
   * Path of the mapping that must hold the value before the setter takes it: whether it does has to be read even where
   * the stack file does not manage the mapping.
   */
  readonly memberOf?: Key;
}

/**
 * A mapping from addresses to values. A list in the stack file is a mapping to `true`. When it is listed it is
 * exhaustive: every other member is drift. Members that the contract cannot list come from `events` as candidates, each
 * verified by the getter.
 */
export interface Members {
  readonly type: "members";
  readonly unit: Unit;
  /** The value of an address that is not a member. */
  readonly absent: Value;
  /** A getter whose last argument is the member: `treasuryAllowlist(address)`. */
  readonly getter: string;
  readonly returns: string;
  /** Constant arguments before the member (the role of `hasRole(bytes32,address)`). */
  readonly args?: readonly Value[];
  /** Events that name members: which indexed argument (topic 1 to 3) holds the address. */
  readonly events: readonly MemberEvent[];
  readonly facet: Facet;
}

export interface MemberEvent {
  /** `RoleGranted(bytes32,address,address)` */
  readonly signature: string;
  /** 1 to 3. */
  readonly topic: number;
  /** Other topics that must match: `{ 1: role }`. */
  readonly where?: Readonly<Record<number, string>>;
}

/** Properties that belong together under one key of the stack file. */
export interface Group {
  readonly type: "group";
  readonly members: Readonly<Record<string, Binding>>;
}

export type Binding = Scalar | Members | Group;

/** Keys of a module in the stack file that are no properties. */
export type Meta = "kind" | "address" | "observe" | "startBlock";

/**
 * The binding that a key of a stack file must have: its generated type decides whether it is a scalar, a list, a mapping
 * or a group, so that a key without a fitting binding does not compile. Long forms are alternatives beside the plain one
 * and decide nothing.
 */
export type BindingFor<V> = [Extract<V, string | number | boolean>] extends [never]
  ? [Extract<V, readonly unknown[]>] extends [never]
    ? true extends IsMapping<V>
      ? Members
      : GroupFor<V>
    : Members
  : Scalar;

/** Whether an alternative of `V` has keys that the schema does not name: addresses. */
type IsMapping<V> = V extends unknown ? (string extends keyof V ? true : false) : never;

export interface GroupFor<V> {
  readonly type: "group";
  readonly members: { readonly [K in Exclude<keyof V, "observe">]-?: BindingFor<NonNullable<V[K]>> };
}

export type BindingsFor<T> = { readonly [K in Exclude<keyof T, Meta>]-?: BindingFor<NonNullable<T[K]>> };

/** Key of one value within its module: `fees.fee`, `treasuryAllowlist[0x...]`. */
export type Key = string;

export function memberKey(path: Key, member: string): Key {
  return `${path}[${member}]`;
}

/** Splits `treasuryAllowlist[0x...]` into its path and member; a scalar's key has no member. */
export function splitKey(key: Key): { readonly path: Key; readonly member?: string } {
  const open = key.indexOf("[");
  return open < 0 ? { path: key } : { path: key.slice(0, open), member: key.slice(open + 1, -1) };
}
