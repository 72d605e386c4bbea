import type { Kind } from "../kinds/kind.ts";
import type { Key } from "../kinds/property.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";

/** What was read of one module in the pinned block. */
export interface LiveModule {
  readonly name: string;
  readonly kind: Kind;
  readonly address: Address;
  /** By local key; a member of a mapping is present only if it is a member or was asked for. */
  readonly values: ReadonlyMap<Key, Value>;
  /** Why a value could not be read: the getter reverted or does not exist. Unreachable endpoints never get this far. */
  readonly unreadable: ReadonlyMap<Key, string>;
  readonly codeHash: Hex;
}

/** The block in which everything was read. */
export interface ReadBlock {
  readonly number: bigint;
  readonly parentHash: Hex;
  readonly timestamp: bigint;
}

/** How far the logs were scanned for members that contracts cannot list. */
export interface Scan {
  readonly from: bigint;
  readonly to: bigint;
  readonly complete: boolean;
  readonly gaps: readonly string[];
  /** Addresses that the logs name: hints for the next read, whatever became of them. */
  readonly named: readonly Address[];
}

/** The state of a whole stack in one block. */
export interface Live {
  readonly chainId: bigint;
  readonly block: ReadBlock;
  readonly modules: ReadonlyMap<string, LiveModule>;
  /** Answers of `version()` by address, for contracts that a stack file refers to. */
  readonly versions: ReadonlyMap<Address, bigint>;
  readonly scan: Scan;
}
