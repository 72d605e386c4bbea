import type { Key } from "./property.ts";
import type { Address, Hex, Value } from "./value.ts";

/**
 * Calls come in this order where the rules leave a choice: pausing first, grants before revocations, unpausing last but
 * for acts that need what the file wants to be in force, and for ownership.
 */
export const PHASES = ["pause", "grant", "set", "revoke", "unpause", "act", "own"] as const;
export type Phase = (typeof PHASES)[number];

/** The values of one module (and, through `other`, of the rest of the stack) at one moment of a plan. */
export interface View {
  /** `undefined` when the value was not read. */
  get(key: Key): Value | undefined;
  /** Address of the module whose view this is. */
  readonly address: Address;
  /** View of another managed module by its address; `undefined` if the stack does not manage it. */
  other(address: Address): View | undefined;
  /** Answer of `version()` of a contract that a reference is about to point to; `undefined` if it has none. */
  version(address: Address): bigint | undefined;
  /** Members of a mapping to flags. */
  members(path: Key): readonly Address[];
  /** Members of any mapping with their values. */
  entries(path: Key): readonly (readonly [Address, Value])[];
  /** Time of the block that was read, in seconds. */
  readonly now: bigint;
}

/** A condition of the contract, checked on the state after the write (and before it, where it looks back). */
export interface Guard {
  /** Local keys that the condition reads; they decide what must be planned together. */
  readonly keys: readonly Key[];
  /** For people, with the source: `StakeManager.setFeePct: fee + burn + validatorReward <= 100 % (InvalidPercentage)`. */
  readonly rule: string;
  /** @param member of the mapping, for calls that set one. */
  check(after: View, before: View, member?: Address): boolean;
  /** When the condition will hold by itself, in seconds: the call is then not refused but has to wait. */
  readonly until?: (before: View, member?: Address) => bigint | undefined;
}

/**
 * Who may make a call: the address that a value of the contract holds (`owner`), every member of a mapping
 * (`roles.DEFAULT_ADMIN_ROLE[*]`), the contract itself (`self`), or one of these depending on the contract's state.
 */
export type Right = Key | ((before: View) => Key | undefined);

export type Argument = Value | readonly Argument[];

/** One way to change values: a setter, with what it sets, needs and changes besides. */
export interface Write {
  /** `setFeePct(uint256)` */
  readonly fn: string;
  /** Local keys that it exists to set; `treasuryAllowlist[*]` stands for one member of a mapping. */
  readonly sets: readonly Key[];
  /** Who may call; the first is preferred. */
  readonly rights: readonly Right[];
  readonly phase?: Phase;
  /** Seconds for which the contract itself has the call scheduled before, whoever makes it. */
  readonly setback?: (before: View) => bigint;
  /** Only usable when the values being set are exactly these (pause() sets `paused` to true). */
  readonly only?: Readonly<Record<Key, Value>>;
  readonly guards: readonly Guard[];
  /**
   * Arguments from the wanted state. Default: the values of `sets` in their order; for a mapping, the member and its
   * value.
   */
  readonly args?: (next: View, member: Address | undefined, before: View) => readonly Argument[];
  /** Bytes behind the arguments, which the contract does not read: they say in the transaction itself what the call is for. */
  readonly remark?: Hex;
  /** An act that must never happen twice: its event is what is read back, and sending it takes more care than a setter. */
  readonly once?: true;
  /** What else the call changes, by local key: the clamped temperature, the clobbered slash reward. */
  readonly effects?: (after: View, before: View, member: Address | undefined) => Readonly<Record<Key, Value>>;
  /** Keys that `effects` may change. */
  readonly affects?: readonly Key[];
  /**
   * A call that may set several of `sets` at once and takes only those that differ: `applyConfiguration`. `args` then
   * gets the keys to set.
   */
  readonly batch?: (keys: readonly Key[], next: View) => readonly Argument[];
  /** For a `batch` that takes only certain keys together: the sets of open keys that one call may bring about. */
  readonly combine?: (open: readonly Key[], target: (key: Key) => Value) => readonly (readonly Key[])[];
  /**
   * What a call with these arguments sets: needed to understand calls that somebody else has queued. Default: the values of
   * `sets` in the order of the arguments, the fixed values of `only`, or a member and its value.
   */
  readonly decode?: (args: readonly Argument[]) => Readonly<Record<Key, Value>> | undefined;
}
