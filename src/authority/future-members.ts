import { accessOf } from "../kinds/access-manager-access.ts";
import { memberKey, type Key } from "../kinds/property.ts";
import type { PlanModule, World } from "../plan/world.ts";
import { timeText } from "../stack/units/moment.ts";
import { membersOf } from "./reach.ts";

/** Members of an AccessManager's role whose grant does not count yet, in words. */
export function futureMembers(world: World, manager: PlanModule, path: Key): readonly string[] {
  if (manager.kind.topology !== "accessManager") return [];
  return membersOf(manager, path, (value) => (accessOf(value)?.since ?? 0n) > 0n).map((member) => {
    const who = world.byAddress.get(member)?.name ?? member;
    const { since } = accessOf(manager.values.get(memberKey(path, member)))!;
    return `${who} only counts as a member of ${path} of ${manager.name} from ${timeText(since)} on`;
  });
}
