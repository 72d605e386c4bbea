import { reachIn } from "../authority/reach.ts";
import { holdersOf } from "../authority/way.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { leavesOf, type PlanModule, type World } from "../plan/world.ts";
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
  const behind = (holder: Address, target: Address): Actors => {
    const id = `${holder} ${target}`;
    const actors = remembered.get(id) ?? actorsBehind(world, reach, holder, target);
    remembered.set(id, actors);
    return actors;
  };
  for (const module of world.modules.values()) {
    for (const ability of abilitiesOf(module.kind)) {
      for (const holder of holdersOfAbility(world, module, ability)) {
        for (const [actor, { delay }] of actorsOf(holder, module, ability, behind)) {
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

function holdersOfAbility(world: World, module: PlanModule, { rights, members }: Ability): readonly Address[] {
  if (members === undefined) return rights.flatMap((right) => [...holdersOf(world, module, right)]);
  return presentIn(module, members);
}

/** Whoever is in a mapping, of flags or of weights. */
export function presentIn(module: PlanModule, path: Key): readonly Address[] {
  const leaf = leavesOf(module.kind).get(path);
  const absent = leaf?.type === "members" ? leaf.absent : undefined;
  return [...module.values].flatMap(([key, value]) =>
    key.startsWith(`${path}[`) && value !== absent ? [splitKey(key).member as Address] : [],
  );
}

function actorsOf(
  holder: Address,
  module: PlanModule,
  ability: Ability,
  behind: (holder: Address, target: Address) => Actors,
): Actors {
  const alone: Actors = new Map([[holder, { delay: 0n, through: [] }]]);
  if (ability.members === undefined) return behind(holder, module.address);
  // An open role is everybody's, and a contract that makes no calls for others may well make its own.
  if (holder === ZERO_ADDRESS) return alone;
  const actors = behind(holder, module.address);
  return actors.size > 0 ? actors : alone;
}
