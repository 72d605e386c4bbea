import type { Examined } from "../examine.ts";
import type { Address } from "../kinds/value.ts";
import { worldOf } from "../plan/world.ts";
import { route } from "./route.ts";

/**
 * Everybody who has to approve something now, in the order in which their calls are sent, and then everybody else who
 * owns a managed contract: a change set without calls shows that an authority has nothing to do.
 */
export function authoritiesOf({ desired, live, plan }: Examined): readonly Address[] {
  const found = new Set<Address>(plan.changeSets.map(({ authority }) => authority));
  const world = worldOf(desired, live);
  for (const module of world.modules.values()) {
    const probe = {
      module,
      write: { fn: "owner()", sets: [], rights: ["owner"], guards: [] },
      data: "0x",
      effects: [],
    } as const;
    const routed = route(world, probe);
    if ("route" in routed) found.add(routed.route.authority);
  }
  return [...found];
}
