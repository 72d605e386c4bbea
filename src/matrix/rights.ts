import { keyOf } from "../authority/way.ts";
import type { Key } from "../kinds/property.ts";
import { leavesOf, type PlanModule, type World } from "../plan/world.ts";
import { abilitiesOf, abilityLines } from "../review/abilities.ts";
import { SETS } from "../review/meaning.ts";

/** What of a contract lets whoever holds it act. */
export interface Right {
  /** `owner`, `roles.PROPOSER_ROLE`, or `self` for what only the contract itself may call. */
  readonly key: Key;
  /** Whether it is a mapping, with any number of holders. */
  readonly members: boolean;
  /** Functions that it allows to call; empty where it is used without a call of a setter. */
  readonly fns: readonly string[];
  /** `set fees and minStake of stakeManager`; never empty. */
  readonly allows: readonly string[];
}

/** What holders may do without a call of a setter; the module's name follows. */
const USES: Readonly<Record<Key, string>> = {
  // Safe: OwnerManager, ModuleManager, GuardManager, FallbackManager.
  owners: "sign for",
  modules: "act without signatures for",
  guard: "check transactions of",
  fallbackHandler: "answer what is asked of",
  // FeePool.governanceWithdraw
  governance: "withdraw from",
  // The admin of ERC-1967.
  admin: "upgrade",
};

/** The rights of a contract in the state that the world holds, in the order of its kind. */
export function rightsOf(world: World, module: PlanModule): readonly Right[] {
  const { name, kind } = module;
  const abilities = abilitiesOf(kind);
  const rightOf = (key: Key, members: boolean): Right => {
    const held = members ? `${key}[*]` : key;
    const own = abilities.filter(
      (ability) => ability.members === key || ability.rights.some((right) => keyOf(world, module, right) === held),
    );
    const use = USES[key];
    return {
      key,
      members,
      fns: [...new Set(own.flatMap(({ fns }) => fns))],
      allows: [...(use === undefined ? [] : [`${use} ${name}`]), ...abilityLines(name, kind, own)],
    };
  };
  const rights = [...leavesOf(kind)].flatMap(([key, leaf]): Right[] => {
    if (leaf.type === "members") {
      const power = leaf.facet === "RoleMembers" || SETS[key]?.is === "power";
      return power ? [rightOf(key, true)] : [];
    }
    return leaf.facet === "Ownership" && leaf.unit.name === "address" ? [rightOf(key, false)] : [];
  });
  return [...rights, rightOf("self", false)].filter(({ allows }) => allows.length > 0);
}
