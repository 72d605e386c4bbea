import type { Key, Members } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired } from "../stack/desired.ts";
import type { Draft } from "./read-contract.ts";

/** A mapping of a contract whose members are read. */
export interface ManagedSet {
  readonly draft: Draft;
  readonly path: Key;
  readonly leaf: Members;
  /** What the stack file lists, which makes it exhaustive; `undefined` if it is only read for its rights. */
  readonly declared: readonly Address[] | undefined;
}

/**
 * Every mapping that the stack file lists, and every role, whose holders may be on the way of a call.
 * @param every all others are read as if the file listed nobody in them.
 */
export function setsOf(desired: Desired, drafts: readonly Draft[], every: boolean): readonly ManagedSet[] {
  return desired.modules.flatMap((module, index) =>
    [...leavesOf(module.kind)].flatMap(([path, leaf]): ManagedSet[] => {
      if (leaf.type !== "members") return [];
      const want = module.wants.find((each) => each.path === path);
      const declared = want && "members" in want ? [...want.members.keys()] : every ? [] : undefined;
      if (!declared && leaf.facet !== "RoleMembers") return [];
      return [{ draft: drafts[index]!, path, leaf, declared }];
    }),
  );
}

/** Every mapping of contracts that no file declares. */
export function setsIn(drafts: readonly Draft[]): readonly ManagedSet[] {
  return drafts.flatMap((draft) =>
    [...leavesOf(draft.kind)].flatMap(([path, leaf]): ManagedSet[] =>
      leaf.type === "members" ? [{ draft, path, leaf, declared: [] }] : [],
    ),
  );
}

/** Addresses that the file wants to hold a right, named or not. */
export function holdersIn(desired: Desired): readonly Address[] {
  return desired.modules.flatMap(({ wants }) =>
    wants.flatMap((want): Address[] => {
      if ("members" in want) return want.leaf.facet === "RoleMembers" ? [...want.members.keys()] : [];
      const isHolder = want.leaf.facet === "Ownership" && want.leaf.unit.name === "address" && "exact" in want.want;
      return isHolder ? [(want.want as { exact: Address }).exact] : [];
    }),
  );
}

/** Addresses that references with a `version` probe are to point to. */
export function referenced(desired: Desired): ReadonlySet<Address> {
  const found = new Set<Address>();
  for (const { wants } of desired.modules) {
    for (const want of wants) {
      if ("members" in want || want.leaf.probe !== "version" || !("exact" in want.want)) continue;
      if (want.want.exact !== ZERO_ADDRESS) found.add(want.want.exact as Address);
    }
  }
  return found;
}

/** Values whose setter demands that they are in a mapping, whether the file lists it or not. */
export function memberships(
  desired: Desired,
  drafts: readonly Draft[],
): readonly { draft: Draft; path: Key; leaf: Members; member: Address }[] {
  return desired.modules.flatMap((module, index) =>
    module.wants.flatMap((want) => {
      if ("members" in want || want.leaf.memberOf === undefined || !("exact" in want.want)) return [];
      const leaf = leavesOf(module.kind).get(want.leaf.memberOf);
      if (leaf?.type !== "members") return [];
      return [{ draft: drafts[index]!, path: want.leaf.memberOf, leaf, member: want.want.exact as Address }];
    }),
  );
}
