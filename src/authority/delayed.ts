import { accessOf, actsFrom } from "../kinds/access-manager-access.ts";
import { memberKey, type Key } from "../kinds/property.ts";
import type { PlanModule, World } from "../plan/world.ts";
import { duration } from "../stack/units.ts";
import { timeText } from "../stack/units/moment.ts";
import { membersOf } from "./reach.ts";

/**
 * Members of an AccessManager's role who have it and cannot make a call now, in words: those whose grant does not count yet,
 * and those with an execution delay, who have to schedule a call before they make it.
 */
export function delayedMembers(world: World, manager: PlanModule, path: Key): readonly string[] {
  if (manager.kind.topology !== "accessManager") return [];
  const delayed = membersOf(manager, path, (value) => {
    const access = accessOf(value);
    return access !== undefined && actsFrom(access) !== 0n;
  });
  return delayed.map((member) => {
    const who = world.byAddress.get(member)?.name ?? member;
    const { since, delay } = accessOf(manager.values.get(memberKey(path, member)))!;
    return since > 0n
      ? `${who} only counts as a member of ${path} of ${manager.name} from ${timeText(since)} on`
      : `${who} has to schedule a call of ${manager.name} ${duration.format(delay)} before (AccessManager.schedule), which is not planned`;
  });
}
