import { throughOwnerConfigurator } from "../authority/owner-configurator.ts";
import type { Address } from "../kinds/value.ts";
import { encodeCall } from "./calldata.ts";
import type { Envelope } from "./call.ts";
import type { TimelockStep } from "./timelock-step.ts";
import type { PlanModule, World } from "./world.ts";

/** Something on its way from a module out to its authority. */
export interface Item extends Envelope {
  /** Contracts that it still has to pass, the next one first. */
  readonly hops: readonly PlanModule[];
  readonly authority: Address;
}

/** What an authority has to send for some calls. */
export interface Outgoing extends Envelope {
  readonly authority: Address;
}

/**
 * Wraps calls along their ways, from the module outward. Calls that pass a timelock or an OwnerConfigurator on the same way
 * become one batch there, so that they take effect together; SystemPause and an AccessManager pass calls on one by one.
 *
 * @param schedule what becomes of a batch at a timelock; it may take calls out that are scheduled already.
 */
export function compile(world: World, start: readonly Item[], schedule: TimelockStep): readonly Outgoing[] {
  let items = [...start];
  for (;;) {
    items = items.map((item) => passSingly(item));
    // The longest way first: what others are inside of is complete before they are.
    const [next] = [...items].sort((a, b) => b.hops.length - a.hops.length);
    const hop = next?.hops[0];
    if (!next || !hop) break;
    const together = items.filter((item) => sameWay(item, next));
    const place = items.indexOf(together[0]!);
    const wrapped =
      hop.kind.topology === "timelock" ? schedule(hop, together) : [throughOwnerConfigurator(world, hop, together)];
    const outer = wrapped.map((envelope) => ({ ...envelope, hops: next.hops.slice(1), authority: next.authority }));
    const rest = items.filter((item) => !together.includes(item));
    items = [...rest.slice(0, place), ...outer, ...rest.slice(place)];
  }
  return items.map(({ to, data, calls: inside, authority }) => ({ to, data, calls: inside, authority }));
}

function passSingly(item: Item): Item {
  const [hop, ...rest] = item.hops;
  const through =
    hop && { systemPause: "executeGovernanceCall", accessManager: "execute" }[hop.kind.topology as string];
  if (!through) return item;
  // What the contract does itself, on the word of its owner, needs no wrapping.
  if (item.to === hop.address) return passSingly({ ...item, hops: rest });
  const data = encodeCall(`${through}(address,bytes)`, [item.to, item.data]);
  return passSingly({ ...item, to: hop.address, data, hops: rest });
}

function sameWay(one: Item, other: Item): boolean {
  return (
    one.authority === other.authority &&
    one.hops.length === other.hops.length &&
    one.hops.every((hop, index) => hop === other.hops[index])
  );
}
