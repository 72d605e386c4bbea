import type { AuthorityMatrix } from "../matrix/authority.ts";
import type { Party } from "../review/words.ts";

/** Somebody who can act, with everything that takes the same time. */
export interface Acting {
  readonly actor: Party;
  /** `alice, bob, carol (2 of 3 as council)` */
  readonly who: string;
  /** Seconds. */
  readonly delay: string;
  /** `owner` of these contracts, by itself or through others. */
  readonly rights: readonly { readonly right: string; readonly contracts: readonly Party[] }[];
}

/** A matrix by those who act in the end, the quickest first, and of those who hold most. What contracts do with themselves is left out. */
export function actingIn({ contracts }: Pick<AuthorityMatrix, "contracts">): readonly Acting[] {
  const found = new Map<string, { actor: Party; who: string; delay: string; rights: Map<string, Party[]> }>();
  for (const { contract, rights } of contracts) {
    for (const { right, holders } of rights.filter((each) => each.right !== "self")) {
      for (const { actor, who, delay } of holders.flatMap(({ actors }) => actors)) {
        const id = `${actor.address} ${delay}`;
        const own = found.get(id) ?? { actor, who, delay, rights: new Map<string, Party[]>() };
        found.set(id, own);
        const over = own.rights.get(right) ?? [];
        own.rights.set(right, over);
        // Two holders of one right may be the same people in the end.
        if (over.at(-1)?.address !== contract.address) over.push(contract);
      }
    }
  }
  const all = [...found.values()].map(({ rights, ...each }): Acting => ({
    ...each,
    rights: [...rights].map(([right, over]) => ({ right, contracts: over })),
  }));
  const breadth = (each: Acting) => each.rights.reduce((sum, { contracts: over }) => sum + over.length, 0);
  return all.toSorted(
    (a, b) =>
      Number(BigInt(a.delay) - BigInt(b.delay)) ||
      breadth(b) - breadth(a) ||
      (a.actor.address < b.actor.address ? -1 : 1),
  );
}
