import type { Examined } from "../examine.ts";
import type { Hex } from "../kinds/value.ts";
import { deedsIn, deedsOf } from "../plan/deeds.ts";
import type { World } from "../plan/world.ts";
import { doesText } from "../review/does.ts";
import { whenOf } from "../review/time.ts";
import type { Party, ReviewWords, When } from "../review/words.ts";

/** What waits: in timelocks, and for signatures of the owners of Safes. */
export interface Queues {
  readonly operations: readonly QueuedOperation[];
  readonly safes: readonly SafeQueue[];
}

export interface QueuedOperation {
  readonly id: Hex;
  readonly timelock: Party;
  /** At the block that was read. */
  readonly state: "queued" | "ready";
  readonly readyAt: When;
  /** Each of its calls: `stakeManager.setFeePct(uint256) sets fees.fee to 7 % [7]` */
  readonly does: readonly string[];
  /** `wanted`: it brings about what the file wants. `unwanted`: the opposite. `other`: neither. */
  readonly standing: "wanted" | "unwanted" | "other";
}

/** The queue of one Safe; Safes without a service are left out, because nothing is known of theirs. */
export interface SafeQueue {
  readonly safe: Party;
  /** Why the service did not tell; absent where it did. */
  readonly unreachable?: string;
  readonly proposals: readonly QueuedProposal[];
}

export interface QueuedProposal {
  readonly hash: Hex;
  readonly nonce: string;
  readonly confirmations: number;
  /** Each of its calls, and what they schedule elsewhere. */
  readonly does: readonly string[];
}

export function queuesOf({ live, plan }: Examined, world: World, words: ReviewWords): Queues {
  const wanted = new Set(plan.inFlight.map(({ operation }) => operation.id));
  const unwanted = new Set(plan.conflicts.map(({ operation }) => operation.id));
  return {
    operations: live.operations
      .toSorted((a, b) => (a.readyAt === b.readyAt ? (a.id < b.id ? -1 : 1) : a.readyAt < b.readyAt ? -1 : 1))
      .map(({ id, timelock, readyAt, batch }) => ({
        id,
        timelock: words.party(timelock),
        state: readyAt <= live.block.timestamp ? "ready" : "queued",
        readyAt: whenOf(readyAt),
        does: doesText(deedsIn(world, batch.calls), timelock, words),
        standing: unwanted.has(id) ? "unwanted" : wanted.has(id) ? "wanted" : "other",
      })),
    safes: [...(live.proposals ?? [])].flatMap(([address, proposals]): readonly SafeQueue[] => {
      const safe = words.party(address);
      if (proposals.status === "no service") return [];
      if (proposals.status === "unreachable") return [{ safe, unreachable: proposals.reason, proposals: [] }];
      const waiting = proposals.pending.map(({ hash, tx, confirmations }) => {
        const does = doesText(deedsOf(world, tx), address, words);
        return { hash, nonce: String(tx.nonce), confirmations: confirmations.length, does };
      });
      return [{ safe, proposals: waiting }];
    }),
  };
}
