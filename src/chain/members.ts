import { getAddress } from "ethers/address";
import { id } from "ethers/hash";
import type { Key, Members } from "../kinds/property.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { DesiredModule } from "../stack/desired.ts";
import type { RawLog } from "./snapshot.ts";

/** A mapping that a stack file lists, so that its members have to be found. */
export interface ManagedSet {
  readonly module: DesiredModule;
  readonly path: Key;
  readonly leaf: Members;
}

/** One log filter for all managed sets: all their contracts, any of their events. */
export function memberFilters(sets: readonly ManagedSet[], fromBlock: bigint) {
  const addresses = [...new Set(sets.map(({ module }) => module.address))];
  const events = [...new Set(sets.flatMap(({ leaf }) => leaf.events.map((event) => topicOf(event.signature))))];
  return [{ addresses, topics: [events], fromBlock }];
}

/** Addresses that events name as members, whatever became of them later: each is verified by the getter. */
export function candidates(set: ManagedSet, logs: readonly RawLog[]): ReadonlySet<Address> {
  const found = new Set<Address>();
  for (const log of logs) {
    if (log.address.toLowerCase() !== set.module.address.toLowerCase()) continue;
    for (const event of set.leaf.events) {
      const topic = log.topics[event.topic];
      if (log.topics[0] !== topicOf(event.signature) || topic === undefined) continue;
      const elsewhere = Object.entries(event.where ?? {}).some(
        ([index, wanted]) => log.topics[Number(index)] !== wanted,
      );
      if (!elsewhere) found.add(getAddress(`0x${topic.slice(-40)}`) as Address);
    }
  }
  return found;
}

function topicOf(signature: string): Hex {
  return id(signature) as Hex;
}
