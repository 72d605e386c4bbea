import type { Kind } from "../kinds/kind.ts";
import type { Key, Members, Scalar } from "../kinds/property.ts";
import type { Address, Hex, Value, Want } from "../kinds/value.ts";
import type { Position } from "./position.ts";

export type { Position } from "./position.ts";

/** What a stack file asks for, with every name resolved and every value in the contract's own numbers. */
export interface Desired {
  /** As people call it: `stacks/local.yaml`. */
  readonly file: string;
  /** `local` */
  readonly stack: string;
  readonly network: Network;
  readonly approvals: Approvals;
  /** Wei of an 18-decimals token that fee splits are shown for in a review; the review's own assumption if absent. */
  readonly volume?: bigint;
  /** Names of `addresses` and of modules. */
  readonly names: ReadonlyMap<string, Address>;
  readonly modules: readonly DesiredModule[];
  /** Where the file says `emergency: halt`, if it does. */
  readonly halt?: Position;
  /** The name of an address, a module's before any other. */
  readonly nameOf: (address: Address) => string | undefined;
  /** Whether the file mentions the address, by name or as it is. */
  readonly declared: (address: Address) => boolean;
}

export interface Network {
  readonly chainId: bigint;
  /**
   * In the order of the file; once the chain was read, the endpoint that was read and behind it those that could take its place.
   * Not enumerable, so that no inspection or serialization shows it: it may hold a secret.
   */
  readonly rpc: readonly [RpcEndpoint, ...RpcEndpoint[]];
  /** So many endpoints must agree on what was read. */
  readonly quorum: number;
  /** Blocks to wait for, the one with the transaction included. */
  readonly confirmations: number;
  /** The first block that is scanned for logs. */
  readonly startBlock: bigint;
  /** Wei. */
  readonly maxFeePerGas?: bigint;
  /** Whether holders that only unscanned blocks name may be overlooked; they may not unless the file says so. */
  readonly scan: "complete" | "best-effort";
}

/** One way to the chain. */
export interface RpcEndpoint {
  readonly url: string;
  /** What messages call it: `endpoint 2 of 3`. The only one of a file has no name and is called by its host. */
  readonly name?: string;
}

/** The same network over other endpoints. */
export function withEndpoints(network: Omit<Network, "rpc">, rpc: Network["rpc"]): Network {
  return Object.defineProperty({ ...network }, "rpc", { value: rpc, enumerable: false }) as Network;
}

/** How calls are submitted to Safes and timelocks. */
export interface Approvals {
  /** Safe Transaction Service. Not enumerable: it may hold a secret. */
  readonly safeService?: string;
  /** Seconds that new timelock operations wait, if longer than the timelock's own delay. */
  readonly delay?: bigint;
  /** A ValueGuard: it comes first in what waits for approval, and stops it if a value has moved since. */
  readonly guard?: Address;
  /** Hashes of proposals to Safes that may become void: what is enacted may take their nonce. */
  readonly supersede?: readonly Hex[];
  /** Operations that no longer fit are named and not cancelled: a halt waits for nobody's right to cancel. */
  readonly cancelsNothing?: true;
}

export interface DesiredModule {
  readonly name: string;
  readonly kind: Kind;
  readonly address: Address;
  readonly wants: readonly DesiredWant[];
  /** Managed, but left alone this time and not even read: penalties, while nothing but pausing matters. */
  readonly unread?: readonly DesiredWant[];
  /** Whether the module as a whole is only observed. */
  readonly observed?: boolean;
  /** Of the module's name. */
  readonly at: Position;
}

/** `observe` values are compared and reported, never changed. `at` is the position of the key. */
export type DesiredWant = ScalarWant | MembersWant;

/** A difference that is known and tolerated. */
export interface Deviation {
  readonly reason: string;
  /** The last day, `2027-01-31`. */
  readonly until: string;
}

export interface ScalarWant {
  /** `fees.fee` */
  readonly path: Key;
  readonly leaf: Scalar;
  readonly want: Want;
  readonly observe: boolean;
  /** Nobody who can act needs to hold this right any more. */
  readonly renounce?: boolean;
  readonly deviation?: Deviation;
  readonly at: Position;
}

/** Exhaustive: an address that is not in the mapping must have the leaf's `absent` value. */
export interface MembersWant {
  readonly path: Key;
  readonly leaf: Members;
  readonly members: ReadonlyMap<Address, Value>;
  readonly observe: boolean;
  readonly renounce?: boolean;
  readonly deviation?: Deviation;
  readonly at: Position;
}

/** Custom errors that the contracts of a stack revert with, as signatures, each once. */
export function errorsOf({ modules }: Pick<Desired, "modules">): readonly string[] {
  return [...new Set(modules.flatMap(({ kind }) => kind.errors))];
}
