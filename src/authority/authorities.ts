import type { Examined } from "../examine.ts";
import type { Address } from "../kinds/value.ts";
import { aim } from "../kinds/value.ts";
import type { Right } from "../kinds/write.ts";
import { worldOf, type PlanModule, type World } from "../plan/world.ts";
import { reachIn } from "./reach.ts";
import { holdersOf, wayFrom } from "./way.ts";

/** Whoever is to govern nothing once the file holds; their calls have one change set together. */
export const OTHERS = "others";
export type Authority = Address | typeof OTHERS;

/**
 * Those who approve calls, in the order in which their calls are sent now, and then those who have nothing to do. Who they are
 * follows from what the file wants, not from what is the case: a change set that came and went with an authority's calls would
 * itself be a change.
 */
export function authoritiesOf({ desired, live, plan }: Examined): readonly Authority[] {
  const lasting = authoritiesIn(worldAsWanted(worldOf(desired, live)));
  const now = plan.changeSets.map(({ authority }) => (lasting.has(authority) ? authority : OTHERS));
  return [...new Set<Authority>([...now, ...lasting, OTHERS])];
}

/** The change sets that belong to `authority`. */
export function changeSetsOf(examined: Examined, authority: Authority): Examined["plan"]["changeSets"] {
  const { changeSets } = examined.plan;
  if (authority !== OTHERS) return changeSets.filter((set) => set.authority === authority);
  const lasting = authoritiesIn(worldAsWanted(worldOf(examined.desired, examined.live)));
  return changeSets.filter((set) => !lasting.has(set.authority));
}

/** Everybody on whose word some call of a managed module can be made. */
function authoritiesIn(world: World): ReadonlySet<Address> {
  const reach = reachIn(world, () => true);
  const found = new Set<Address>();
  for (const module of world.modules.values()) {
    if (module.wants.size === 0 && !module.exhaustive?.size) continue;
    for (const [holder, fns] of callersOf(world, module)) {
      // Who is asked depends on the function only where a manager has a role for each.
      const each = world.byAddress.get(holder)?.kind.passes ? fns : fns.slice(0, 1);
      for (const fn of each) {
        const way = wayFrom(world, holder, { target: module.address, fns: [fn] }, reach);
        if ("way" in way) found.add(way.way.authority);
      }
    }
  }
  return found;
}

/** Holders of the rights of a module with the functions that they may call. */
function callersOf(world: World, module: PlanModule): ReadonlyMap<Address, readonly string[]> {
  const byRight = new Map<Right, string[]>();
  for (const { fn, rights } of module.kind.writes) {
    for (const right of rights) byRight.set(right, [...(byRight.get(right) ?? []), fn]);
  }
  const found = new Map<Address, string[]>();
  for (const [right, fns] of byRight) {
    for (const holder of holdersOf(world, module, right)) found.set(holder, [...(found.get(holder) ?? []), ...fns]);
  }
  return found;
}

function worldAsWanted(world: World): World {
  for (const module of world.modules.values()) {
    const values = new Map(module.values);
    for (const [key, want] of module.wants) values.set(key, aim(want, values.get(key)));
    module.values = values;
  }
  return world;
}
