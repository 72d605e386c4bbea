import { memberKey, membersAt } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { backFrom, naming, type Goal } from "./goals.ts";
import type { Ground, Offered } from "./lever.ts";

/** What a name of `addresses` holds on chain of the rights that the file manages. */
interface Holder {
  readonly name: string;
  readonly goals: (to: Address) => readonly Goal[];
  readonly rights: number;
  readonly pausers: number;
}

/**
 * A key changes hands, in everything that it holds, and back: that of a pauser if there is one, else of whoever holds the least,
 * as guardians do.
 */
export function rotateLever(ground: Ground): Offered {
  const { declared, desired, live } = ground;
  const holders = [...declared.names].flatMap(([name, address]) => holderOf(ground, name, address));
  const [holder] = holders.toSorted((a, b) => b.pausers - a.pausers || a.rights - b.rights);
  if (!holder) {
    return { skipped: "no name of addresses holds a right on chain that the file manages" };
  }
  const { name } = holder;
  const to = ground.fresh(name);
  const goals = holder.goals(to);
  return {
    desired: naming(desired, to, `fresh ${name}`),
    moves: [
      { what: `move what ${name} holds to a fresh address`, goals },
      { what: `move it back to ${name}`, goals: backFrom(desired, live, goals) },
    ],
    undone: "calls",
    notes: [],
  };
}

function holderOf({ declared, live }: Ground, name: string, address: Address): readonly Holder[] {
  if (address === ZERO_ADDRESS || declared.modules.some((module) => module.name === name)) return [];
  const held = declared.modules.flatMap(({ name: module, kind, wants }) =>
    wants.flatMap(
      ({ path, observe }): { readonly path: string; readonly goals: (to: Address) => readonly Goal[] }[] => {
        const leaf = leavesOf(kind).get(path);
        const values = live.modules.get(module)?.values;
        if (!leaf || !values || observe || (leaf.facet !== "Ownership" && leaf.facet !== "RoleMembers")) return [];
        if (leaf.type === "scalar") {
          if (leaf.unit.name !== "address" || values.get(path) !== address) return [];
          return [{ path, goals: (to) => [{ module, key: path, value: to }] }];
        }
        const value = membersAt(values, path).get(address);
        if (value === undefined || value === leaf.absent) return [];
        const leaves = { module, key: memberKey(path, address), value: leaf.absent };
        return [{ path, goals: (to) => [{ module, key: memberKey(path, to), value }, leaves] }];
      },
    ),
  );
  if (held.length === 0) return [];
  return [
    {
      name,
      goals: (to) => held.flatMap(({ goals }) => goals(to)),
      rights: held.length,
      pausers: held.filter(({ path }) => path === "pauser").length,
    },
  ];
}
