import type { PlanModule, World } from "../plan/world.ts";
import { actingAs, nextOf, reachIn, type Errand } from "./reach.ts";
import { holdersOf, type Way, type Wish } from "./way.ts";

/** Whether a way leads from its authority to the module in this state, be it the best or not. */
export function isWay(world: World, wish: Wish, way: Way): boolean {
  return isOpenFrom(world, wish, way, -1);
}

/**
 * Whether a call that something on its way holds up can be submitted in this state: what comes behind that is only needed when
 * its time has come.
 */
export function isSubmittable(world: World, wish: Wish, way: Way): boolean {
  const holdsUp = ({ address, kind }: PlanModule) =>
    kind.topology === "timelock" || way.setbacks?.has(address) === true;
  return isOpenFrom(world, wish, way, passedBy(wish, way).findLastIndex(holdsUp));
}

/** @param behind the place on the way that is passed already. */
function isOpenFrom(world: World, wish: Wish, way: Way, behind: number): boolean {
  const { module, write } = wish;
  const reach = reachIn(world, () => true);
  const steps = [...passedBy(wish, way).map(({ address }) => address), way.authority];
  const holders = write.rights.flatMap((right) => holdersOf(world, module, right));
  if (behind < 0 && !holders.includes(steps[0]!)) return false;
  let errand: Errand = { target: module.address, fns: [write.fn] };
  for (const [index, account] of steps.entries()) {
    const from = index === 0 ? undefined : world.byAddress.get(steps[index - 1]!);
    if (from) {
      const delay = nextOf(from, errand).get(account);
      if (index > behind && delay === undefined) return false;
      errand = actingAs(from, delay !== undefined && delay > 0n);
    }
    if (index > behind && !reach(account, errand.target, errand.fns)) return false;
  }
  return true;
}

/** Without a manager that lets calls to itself wait: it is asked by whoever has the right. */
function passedBy({ module }: Wish, { hops }: Way): readonly PlanModule[] {
  return hops[0]?.address === module.address && module.kind.topology === "accessManager" ? hops.slice(1) : hops;
}
