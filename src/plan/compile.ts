import { throughOwnerConfigurator } from "../authority/owner-configurator.ts";
import type { Address } from "../kinds/value.ts";
import type { Way } from "../authority/way.ts";
import { encodeCall } from "./calldata.ts";
import type { Envelope } from "./call.ts";
import type { TimelockStep } from "./timelock-step.ts";
import type { PlanModule, World } from "./world.ts";

/** Something on its way from a module out to its authority. */
export interface Item extends Envelope, Pick<Way, "setbacks"> {
  /** Contracts that it still has to pass, the next one first. */
  readonly hops: readonly PlanModule[];
  readonly authority: Address;
  /** It has passed a timelock already. */
  readonly delayed?: boolean;
}

/** Which calls on one way become one batch: all, or those that nothing in between would be overtaken by. */
export type Joining = "wherever they stand" | "in a row";

/** What an authority has to send for some calls. */
export interface Outgoing extends Envelope {
  readonly authority: Address;
}

/**
 * Wraps calls along their ways, from the module outward. Calls that pass a timelock or an OwnerConfigurator on the same way
 * become one batch there, so that they take effect together; SystemPause and an AccessManager pass calls on one by one.
 *
 * @param schedule what becomes of calls at a timelock or at an AccessManager that lets them wait; it may take calls out that are
 *   scheduled already.
 */
export function compile(
  world: World,
  start: readonly Item[],
  schedule: TimelockStep,
  joining: Joining = "wherever they stand",
): readonly Outgoing[] {
  let items = [...start];
  for (;;) {
    items = items.map((item) => passSingly(item));
    // The longest way first: what others are inside of is complete before they are.
    const [next] = [...items].sort((a, b) => b.hops.length - a.hops.length);
    const hop = next?.hops[0];
    if (!next || !hop) break;
    const together = joining === "in a row" ? run(items, next) : items.filter((item) => sameWay(item, next));
    const place = items.indexOf(together[0]!);
    const wrapped =
      hop.kind.topology === "ownerConfigurator"
        ? [throughOwnerConfigurator(world, hop, together)]
        : schedule(hop, together);
    const delayed = next.delayed === true || waits(next, hop);
    const outer = wrapped.map((envelope) => ({
      ...envelope,
      hops: next.hops.slice(1),
      authority: next.authority,
      ...(next.setbacks && { setbacks: next.setbacks }),
      delayed,
    }));
    const rest = items.filter((item) => !together.includes(item));
    items = [...rest.slice(0, place), ...outer, ...rest.slice(place)];
  }
  return items.map(({ to, data, calls: inside, authority }) => ({ to, data, calls: inside, authority }));
}

/**
 * Those that may be made together with the first on the way of `next`: nothing may be overtaken that takes effect in between.
 * What is made at once takes effect before anything that waits, wherever it stands.
 */
function run(items: readonly Item[], next: Item): readonly Item[] {
  const first = items.findIndex((item) => sameWay(item, next));
  const found: Item[] = [];
  const waits = isDelayed(next);
  for (const item of items.slice(first)) {
    if (sameWay(item, next)) found.push(item);
    else if (!waits || isDelayed(item)) break;
  }
  return found;
}

function isDelayed(item: Item): boolean {
  return item.delayed === true || item.hops.some((hop) => waits(item, hop));
}

/** Whether a call is held up where it passes. */
function waits({ setbacks }: Pick<Item, "setbacks">, { address, kind }: PlanModule): boolean {
  return kind.topology === "timelock" || (setbacks?.get(address) ?? 0n) > 0n;
}

function passSingly(item: Item): Item {
  const [hop, ...rest] = item.hops;
  const through =
    hop && { systemPause: "executeGovernanceCall", accessManager: "execute" }[hop.kind.topology as string];
  if (!through || waits(item, hop)) return item;
  // What the contract does itself, on the word of its owner, needs no wrapping.
  if (item.to === hop.address) return passSingly({ ...item, hops: rest });
  const data = encodeCall(`${through}(address,bytes)`, [item.to, item.data]);
  return passSingly({ ...item, to: hop.address, data, hops: rest });
}

function sameWay(one: Item, other: Item): boolean {
  return (
    one.authority === other.authority &&
    one.hops.length === other.hops.length &&
    one.hops.every((hop, index) => hop.address === other.hops[index]!.address && waits(one, hop) === waits(other, hop))
  );
}
