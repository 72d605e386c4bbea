import type { Unit } from "../stack/unit.ts";
import type { Penalty } from "./penalty.ts";
import type { Address, Value } from "./value.ts";

/** The Pulumi resource that shows a property. */
export type Facet =
  "PauseFlag" | "Ownership" | "RoleMembers" | "FeeSplit" | "ThermostatBand" | "AddressSet" | "Parameters" | "Penalties";

/** How a value is read from the chain. */
export type Read =
  /**
   * A getter without arguments, or with constant ones: `feePct()`, `roleShare(uint8)` with `args: [0n]`. `word` is which
   * 32-byte word of the answer holds the value, from 0, where it holds several: `returns` is that word's type.
   */
  | { readonly getter: string; readonly returns: string; readonly args?: readonly Value[]; readonly word?: number }
  /**
   * A storage word, where no getter tells the whole truth. `absent` is what an all-zero word means; any other is a signed
   * number unless `as` says otherwise.
   */
  | { readonly slot: bigint; readonly absent: Value; readonly as?: "address" }
  /** Hash of the code at the address that another value of the same contract holds: what a proxy runs. */
  | { readonly codeOf: Key }
  /** Whether a penalty has been enacted: an act leaves no state, so that its events and their transactions tell. */
  | { readonly enacted: Penalty };

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
  /** A getter of one member: `treasuryAllowlist(address)`. */
  readonly getter: string;
  readonly returns: string;
  /** Constant arguments before the member (the role of `hasRole(bytes32,address)`). */
  readonly args?: readonly Value[];
  /** Constant arguments behind the member (the role of `stakes(address,uint8)`). */
  readonly rest?: readonly Value[];
  /** Which 32-byte word of the getter's answer holds the value, where it holds several: see `Read`. */
  readonly word?: number;
  /** What the numbers of the answer mean together; `returns` is their types then, as in `uint48,uint32`. */
  readonly meaning?: Meaning;
  /** Events that name members: which indexed argument (topic 1 to 3) holds the address. */
  readonly events: readonly MemberEvent[];
  /**
   * A getter that returns all members as `address[]`, where the contract can list them: no log is needed then. Its order is
   * kept under the mapping's own path as one text, addresses joined by commas: linked lists are changed by it.
   */
  readonly list?: { readonly getter: string; readonly args?: readonly Value[] };
  /** A getter of how many members there are: a scan that found another number is not complete. */
  readonly count?: { readonly getter: string; readonly args?: readonly Value[] };
  /** A constant of the contract that must exist: a role that it does not define is an error of the file. */
  readonly defined?: { readonly getter: string; readonly equals: Value };
  readonly facet: Facet;
}

/** The value in an answer of several numbers in a block of this time (seconds): some things only count from some time on. */
export type Meaning = (answer: readonly bigint[], now: bigint) => Value;

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
  /**
   * Keys that may be written in this group beside its members and hold no value of the contract: they shaped the kind (see
   * `Kind.specialise`). What is written must be of the unit.
   */
  readonly settings?: Readonly<Record<string, Unit>>;
}

export type Binding = Scalar | Members | Group;

/** Keys of a module in the stack file that are no properties. */
export type Meta = "kind" | "address" | "observe" | "startBlock" | "enumerable" | "adminRules";

/**
 * The binding that a key of a stack file must have: its generated type decides whether it is a scalar, a list, a mapping
 * or a group, so that a key without a fitting binding does not compile. Long forms are alternatives beside the plain one
 * and decide nothing.
 */
export type BindingFor<V> = [Extract<V, string | number | boolean>] extends [never]
  ? [Extract<V, readonly unknown[]>] extends [never]
    ? true extends IsMapping<V>
      ? true extends IsOpen<V>
        ? Group
        : Members
      : GroupFor<V>
    : Members
  : Scalar;

/** Whether an alternative of `V` has keys that the schema does not name: addresses. */
type IsMapping<V> = V extends unknown ? (string extends keyof V ? true : false) : never;

/** Whether the keys that the schema leaves open hold more than one value each: names of roles, each with its own binding. */
type IsOpen<V> = V extends unknown
  ? string extends keyof V
    ? [Extract<V[keyof V], object>] extends [never]
      ? false
      : true
    : false
  : never;

export interface GroupFor<V> {
  readonly type: "group";
  readonly members: { readonly [K in Exclude<keyof V, "observe">]-?: BindingFor<NonNullable<V[K]>> };
}

export type BindingsFor<T> = { readonly [K in Exclude<keyof T, Meta>]-?: BindingFor<NonNullable<T[K]>> };

/** Key of one value within its module: `fees.fee`, `treasuryAllowlist[0x...]`. */
export type Key = string;

/** A value of one of several modules. */
export interface ModuleKey {
  readonly module: string;
  readonly key: Key;
}

export function memberKey(path: Key, member: string): Key {
  return `${path}[${member}]`;
}

/** What the getter of a mapping is asked with for one member. */
export function memberArguments({ args = [], rest = [] }: Members, member: Address): readonly Value[] {
  return [...args, member, ...rest];
}

/** Splits `treasuryAllowlist[0x...]` into its path and member; a scalar's key has no member. */
export function splitKey(key: Key): { readonly path: Key; readonly member?: string } {
  const open = key.indexOf("[");
  return open < 0 ? { path: key } : { path: key.slice(0, open), member: key.slice(open + 1, -1) };
}

/** The members of a mapping and their values, in the order in which `values` has them. */
export function membersAt<V>(values: ReadonlyMap<Key, V>, path: Key): ReadonlyMap<Address, V> {
  const prefix = `${path}[`;
  const found = new Map<Address, V>();
  for (const [key, value] of values)
    if (key.startsWith(prefix)) found.set(key.slice(prefix.length, -1) as Address, value);
  return found;
}
