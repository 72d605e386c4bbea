import { namedMembersOf } from "../authority/reach.ts";
import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { World } from "../plan/world.ts";
import { partyText, type Party, type ReviewWords } from "./words.ts";

/** The owners of a Safe and how many of them have to sign. */
export interface People {
  readonly owners: readonly Party[];
  readonly threshold: number;
}

/** `undefined` for an account, and for a contract that is no Safe. */
export function peopleBehind(world: World, actor: Address, words: ReviewWords): People | undefined {
  const contract = world.byAddress.get(actor);
  if (contract?.kind.topology !== "safe") return undefined;
  return {
    owners: namedMembersOf(contract, "owners").map((owner) => words.party(owner)),
    threshold: Number(contract.values.get("threshold")),
  };
}

/** `2 of 3 as council` */
export function quorumText({ owners, threshold }: People, safe: string): string {
  return `${threshold} of ${owners.length} as ${safe}`;
}

/** An actor in words, and what has to be said beside it. */
export interface Subject {
  readonly who: string;
  readonly notes: readonly string[];
  readonly plural: boolean;
}

/** `alice, bob, carol` with `2 of 3 as council`; `guardian` alone. */
export function subjectOf(world: World, actor: Address, words: ReviewWords): Subject {
  if (actor === ZERO_ADDRESS) return { who: "anybody", notes: [], plural: false };
  const people = peopleBehind(world, actor, words);
  const name = words.name(actor);
  if (people) {
    const owners = people.owners.map(partyText);
    return { who: owners.join(", "), notes: [quorumText(people, name)], plural: owners.length > 1 };
  }
  const contract = world.byAddress.get(actor);
  if (!contract && world.hasCode(actor) === true)
    return { who: name, notes: ["a contract of no known kind"], plural: false };
  return { who: name, notes: [], plural: false };
}
