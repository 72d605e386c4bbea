import { callersIn, reachIn, type Errand } from "../authority/reach.ts";
import { holdersOf, keyOf } from "../authority/way.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { Right } from "../kinds/write.ts";
import { leavesOf, type PlanModule, type World } from "../plan/world.ts";
import { abilitiesOf, idOf, type Ability } from "./abilities.ts";
import { actorsBehind, quickest, type Actors } from "./actors.ts";

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
        for (const [actor, { delay: waited }] of actorsOf(holder, module, ability, behind)) {
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

/** Holders with the seconds for which they have to announce what they do. */
function holdersOfAbility(
  world: World,
  module: PlanModule,
  { rights, members }: Ability,
): ReadonlyMap<Address, bigint> {
  if (members !== undefined) return presentIn(module, members);
  const found = new Map<Address, bigint>();
  for (const [holder, delay] of rights.flatMap((right) => [...announcing(world, module, right)])) {
    const known = found.get(holder);
    if (known === undefined || delay < known) found.set(holder, delay);
  }
  return found;
}

/** Holders of a right with the seconds for which they have to announce its use: members of a manager's role may have to. */
export function announcing(world: World, module: PlanModule, right: Right): ReadonlyMap<Address, bigint> {
  const key = keyOf(world, module, right);
  if (module.kind.topology === "accessManager" && key?.endsWith("[*]")) return callersIn(module, key.slice(0, -3));
  return new Map(holdersOf(world, module, right).map((holder) => [holder, 0n]));
}

/** Whoever is in a mapping, of flags or of weights, with the seconds for which they have to announce what they do. */
export function presentIn(module: PlanModule, path: Key): ReadonlyMap<Address, bigint> {
  if (module.kind.topology === "accessManager") return callersIn(module, path);
  const leaf = leavesOf(module.kind).get(path);
  const absent = leaf?.type === "members" ? leaf.absent : undefined;
  return new Map(
    [...module.values].flatMap(([key, value]) =>
      key.startsWith(`${path}[`) && value !== absent ? [[splitKey(key).member as Address, 0n] as const] : [],
    ),
  );
}

function actorsOf(
  holder: Address,
  module: PlanModule,
  ability: Ability,
  behind: (holder: Address, errand: Errand) => Actors,
): Actors {
  const { fns, members } = ability;
  if (members === undefined) return quickest(fns.map((fn) => behind(holder, { target: module.address, fns: [fn] })));
  const alone: Actors = new Map([[holder, { delay: 0n, through: [] }]]);
  // An open role is everybody's, and a contract that makes no calls for others may well make its own.
  if (holder === ZERO_ADDRESS) return alone;
  const actors = behind(holder, { target: module.address, fns: [] });
  return actors.size > 0 ? actors : alone;
}
