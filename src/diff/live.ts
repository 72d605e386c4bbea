import type { Kind } from "../kinds/kind.ts";
import type { Key } from "../kinds/property.ts";
import type { Batch } from "../authority/timelock.ts";
import type { Address, Hex, Value } from "../kinds/value.ts";
import type { PendingSafeTransaction } from "../safe/service-entry.ts";

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
  /** Where penalties were enacted, by their keys; without an entry one is open. */
  readonly enactments?: ReadonlyMap<Key, Enactment>;
}

/** The transaction that enacted a penalty. */
export interface Enactment {
  readonly block: bigint;
  readonly transaction: Hex;
  /** What was taken, wei. */
  readonly amount: bigint;
  /** Whether the call says which incident it is for; one that was made by other means does not. */
  readonly named: boolean;
}

/** The block in which everything was read. */
export interface ReadBlock {
  readonly number: bigint;
  /** Absent where the reading only knows what came before. */
  readonly hash?: Hex;
  readonly parentHash: Hex;
  readonly timestamp: bigint;
}

/** How far the logs were scanned for members that contracts cannot list. */
export interface Scan {
  readonly from: bigint;
  readonly to: bigint;
  readonly complete: boolean;
  readonly gaps: readonly string[];
  /** Addresses and operations that were met: hints for the next read, whatever became of them. */
  readonly named: readonly Hex[];
}

/** What a timelock or an AccessManager has scheduled and not done yet. */
export interface Operation {
  readonly timelock: Address;
  /** TimelockController.hashOperationBatch, or hashOperation of a `single` one; AccessManager.hashOperation. */
  readonly id: Hex;
  readonly batch: Batch;
  readonly single: boolean;
  /** From when on it can be executed, in seconds. */
  readonly readyAt: bigint;
  /** Who has scheduled it in an AccessManager and has to execute it; absent in a timelock. */
  readonly caller?: Address;
}

/** What waits for signatures of a Safe's owners, by the word of its transaction service. */
export type Proposals =
  | { readonly status: "no service" }
  | { readonly status: "unreachable"; readonly reason: string }
  | { readonly status: "read"; readonly pending: readonly PendingSafeTransaction[] };

/** The state of a whole stack in one block. */
export interface Live {
  readonly chainId: bigint;
  readonly block: ReadBlock;
  readonly modules: ReadonlyMap<string, LiveModule>;
  /** Answers of `version()` by address, for contracts that a stack file refers to. */
  readonly versions: ReadonlyMap<Address, bigint>;
  /** Contracts that hold rights over modules and are no modules themselves, by address. */
  readonly authorities: ReadonlyMap<Address, LiveModule>;
  /** Code hashes of addresses that hold a right or may hold one; `undefined` for an account without code. */
  readonly accounts: ReadonlyMap<Address, Hex | undefined>;
  /** Scheduled in a timelock, waiting or ready. */
  readonly operations: readonly Operation[];
  /** Ids that cannot be scheduled again: done, or scheduled now. */
  readonly usedOperations: ReadonlySet<Hex>;
  /** By Safe; one that is missing has no service. */
  readonly proposals?: ReadonlyMap<Address, Proposals>;
  readonly scan: Scan;
}
