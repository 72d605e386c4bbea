import { callersIn, reachIn, type Errand } from "../authority/reach.ts";
import { holdersOf } from "../authority/way.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { leavesOf, view, type PlanModule, type World } from "../plan/world.ts";
import { abilitiesOf, idOf, type Ability } from "./abilities.ts";
import { actorsBehind, type Actors } from "./actors.ts";

/** What one actor can do, by module and ability, each with the least seconds it takes. */
export type Abilities = ReadonlyMap<string, Able>;

export interface Able {
  readonly module: string;
  readonly ability: Ability;
  readonly delay: bigint;
}

/** Who can do what in a state of the chain. The zero address stands for everybody. */
export function abilitiesIn(world: World): ReadonlyMap<Address, Abilities> {
  // Anybody may turn out to be able to sign: strangers count as well.
  const reach = reachIn(world, () => true);
  const found = new Map<Address, Map<string, Able>>();
  const remembered = new Map<string, Actors>();
  const behind = (holder: Address, errand: Errand): Actors => {
    // Only where a manager has a role for each function does it matter which it is.
    const passes = world.byAddress.get(holder)?.kind.passes !== undefined;
    const id = `${holder} ${errand.target} ${passes ? errand.fns.join(" ") : ""}`;
    const actors = remembered.get(id) ?? actorsBehind(world, reach, holder, errand);
    remembered.set(id, actors);
    return actors;
  };
  for (const module of world.modules.values()) {
    for (const ability of abilitiesOf(module.kind)) {
      for (const [holder, announced] of holdersOfAbility(world, module, ability)) {
        for (const [actor, waited] of actorsOf(world, holder, module, ability, behind)) {
          const delay = announced + waited;
          const own = found.get(actor) ?? new Map<string, Able>();
          const id = `${module.name} ${idOf(ability)}`;
          const known = own.get(id);
          if (known === undefined || delay < known.delay) own.set(id, { module: module.name, ability, delay });
          found.set(actor, own);
        }
      }
    }
  }
  return found;
}

/** Holders with the seconds for which they have to announce what they do: members of a manager's role may have to. */
function holdersOfAbility(world: World, module: PlanModule, { rights, members }: Ability): Actors {
  const manager = module.kind.topology === "accessManager";
  if (members === undefined) {
    const keys = manager
      ? rights.map((right) => (typeof right === "function" ? right(view(world, module)) : right))
      : [];
    const delayed = keys.flatMap((key) => (key?.endsWith("[*]") ? [...callersIn(module, key.slice(0, -3))] : []));
    const holders = rights.flatMap((right) => [...holdersOf(world, module, right)]);
    return new Map([...delayed, ...holders.map((holder) => [holder, 0n] as const)]);
  }
  if (manager) return callersIn(module, members);
  const leaf = leavesOf(module.kind).get(members);
  const absent = leaf?.type === "members" ? leaf.absent : undefined;
  return new Map(
    [...module.values].flatMap(([key, value]) =>
      key.startsWith(`${members}[`) && value !== absent
        ? [[key.slice(members.length + 1, -1) as Address, 0n] as const]
        : [],
    ),
  );
}

function actorsOf(
  world: World,
  holder: Address,
  module: PlanModule,
  ability: Ability,
  behind: (holder: Address, errand: Errand) => Actors,
): Actors {
  const errands = ability.fns.map((fn): Errand => ({ target: module.address, fns: [fn] }));
  if (ability.members === undefined) {
    // Whoever may use any of the functions can do it.
    const passes = world.byAddress.get(holder)?.kind.passes !== undefined;
    const found = new Map<Address, bigint>();
    for (const errand of passes ? errands : errands.slice(0, 1)) {
      for (const [actor, delay] of behind(holder, errand)) {
        const known = found.get(actor);
        if (known === undefined || delay < known) found.set(actor, delay);
      }
    }
    return found;
  }
  const alone = new Map([[holder, 0n]]);
  // An open role is everybody's, and a contract that makes no calls for others may well make its own.
  if (holder === ZERO_ADDRESS) return alone;
  const actors = behind(holder, { target: module.address, fns: [] });
  return actors.size > 0 ? actors : alone;
}
