import { getAddress } from "../checksum.ts";
import { id } from "../keccak.ts";
import type { Members } from "../kinds/property.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { LogFilter, RawLog } from "./logs.ts";
import type { ManagedSet } from "./wanted.ts";

/** One log filter for all managed sets: all their contracts, any of their events; none without a set. */
export function memberFilters(sets: readonly ManagedSet[], fromBlock: bigint): readonly LogFilter[] {
  if (sets.length === 0) return [];
  const addresses = [...new Set(sets.map(({ draft }) => draft.address))];
  const events = [...new Set(sets.flatMap(({ leaf }) => leaf.events.map((event) => topicOf(event.signature))))];
  return [{ addresses, topics: [events], fromBlock }];
}

/** Addresses that events name as members, whatever became of them later: each is verified by the getter. */
export function candidates(
  set: { readonly address: Address; readonly leaf: Members },
  logs: readonly RawLog[],
): ReadonlySet<Address> {
  const found = new Set<Address>();
  for (const log of logs) {
    if (log.address.toLowerCase() !== set.address.toLowerCase()) continue;
    for (const event of set.leaf.events) {
      const topic = log.topics[event.topic];
      if (log.topics[0] !== topicOf(event.signature) || topic === undefined) continue;
      const elsewhere = Object.entries(event.where ?? {}).some(
        ([index, wanted]) => log.topics[Number(index)] !== wanted,
      );
      if (!elsewhere) found.add(getAddress(`0x${topic.slice(-40)}`));
    }
  }
  return found;
}

function topicOf(signature: string): Hex {
  return id(signature) as Hex;
}
