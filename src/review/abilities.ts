import type { Kind } from "../kinds/kind.ts";
import { perKind } from "../kinds/per-kind.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import type { Right, Write } from "../kinds/write.ts";
import { leavesOf } from "../plan/world.ts";
import { listText } from "./calls.ts";
import { SETS } from "./meaning.ts";

/** Something that somebody can do with a contract of some kind. */
export interface Ability {
  readonly verb: Verb;
  /** What it is done to; empty if it is the contract itself: `fees` of `set`. */
  readonly what: string;
  /** Whoever holds one of these. */
  readonly rights: readonly Right[];
  /** Any of these functions does it. */
  readonly fns: readonly string[];
  /** The mapping whose members can do it by themselves, without a call of a setter. */
  readonly members?: Key;
}

/** In the order in which a list shows them. */
const VERBS = ["hand over", "accept", "grant", "revoke", "use", "pause", "unpause", "set", "change"] as const;
export type Verb = (typeof VERBS)[number];

/** So many abilities are said in one line where somebody owns a contract. */
const WHOLE = 4;

const OWNERSHIP = new Set(["owner", "pendingOwner", "defaultAdmin", "pendingDefaultAdmin"]);

/** What the roles of a timelock are for. */
const TIMELOCK_ROLES: Readonly<Record<string, string | undefined>> = {
  PROPOSER_ROLE: "schedule calls in",
  EXECUTOR_ROLE: "execute what is due in",
  CANCELLER_ROLE: "cancel what is queued in",
};

export const abilitiesOf = perKind((kind): readonly Ability[] => {
  const found = new Map<string, Ability>();
  const note = (ability: Ability) => {
    const known = found.get(idOf(ability));
    found.set(idOf(ability), {
      ...ability,
      rights: [...new Set([...(known?.rights ?? []), ...ability.rights])],
      fns: [...new Set([...(known?.fns ?? []), ...ability.fns])],
    });
  };
  for (const write of kind.writes) {
    for (const key of write.sets) note({ ...doing(kind, write, key), rights: write.rights, fns: [write.fn] });
  }
  for (const [path, leaf] of leavesOf(kind)) {
    if (leaf.type !== "members") continue;
    const meaning = SETS[path];
    const what = leaf.facet === "RoleMembers" && path.startsWith("roles.") ? roleUse(kind, path) : undefined;
    const use = leaf.facet === "AddressSet" && meaning?.is === "power" ? meaning.to : what;
    if (use !== undefined) note({ verb: "use", what: use, rights: [], fns: [], members: path });
  }
  return [...found.values()].sort((a, b) => VERBS.indexOf(a.verb) - VERBS.indexOf(b.verb));
});

/** Identity among the abilities of one kind. */
export function idOf({ verb, what }: Pick<Ability, "verb" | "what">): string {
  return `${verb} ${what}`;
}

/** `set fees and minStake of stakeManager`, one line for each verb; one line altogether for all that its kind can do. */
export function abilityLines(module: string, kind: Kind, abilities: readonly Ability[]): readonly string[] {
  const of = (verb: Verb) => abilities.filter((each) => each.verb === verb).map(({ what }) => what);
  const pauses = (["pause", "unpause"] as const).filter((verb) => of(verb).length > 0);
  const whole = abilitiesOf(kind).filter(({ verb }) => verb !== "use" && verb !== "accept");
  const owns = of("hand over").length > 0 && whole.length >= WHOLE;
  if (owns && whole.every((each) => abilities.some((own) => idOf(own) === idOf(each)))) {
    const uses = of("use").map((what) => `${what} ${module}`);
    return [`${listText(["hand over", ...pauses, "set all values of"])} ${module}`, ...uses];
  }
  const list = (verb: Verb, line: (what: string) => string) => {
    const whats = of(verb);
    return whats.length === 0 ? [] : [line(listText(whats))];
  };
  return [
    ...list("hand over", () => `hand over ${module}`),
    ...list("accept", () => `accept ownership of ${module}`),
    ...list("grant", (what) => `grant ${what} of ${module}`),
    ...list("revoke", (what) => `revoke ${what} of ${module}`),
    ...of("use").map((what) => `${what} ${module}`),
    ...(pauses.length > 0 ? [`${pauses.join(" and ")} ${module}`] : []),
    ...list("set", (what) => `set ${what} of ${module}`),
    ...list("change", (what) => `change ${what} of ${module}`),
  ];
}

function doing(kind: Kind, { only, rights }: Write, key: Key): Pick<Ability, "verb" | "what"> {
  const { path, member } = splitKey(key);
  const [first = "", second = ""] = path.split(".");
  if (path === "paused") return { verb: only?.["paused"] === false ? "unpause" : "pause", what: "" };
  if (OWNERSHIP.has(path)) {
    const offered = rights.every((right) => typeof right === "string" && right.startsWith("pending"));
    return { verb: offered ? "accept" : "hand over", what: "" };
  }
  if (member === undefined) return { verb: "set", what: first };
  if (first !== "roles" || leavesOf(kind).get(path)?.facet !== "RoleMembers") return { verb: "change", what: first };
  return { verb: only?.[key] === false ? "revoke" : "grant", what: second };
}

function roleUse(kind: Kind, path: Key): string | undefined {
  const [, role = ""] = path.split(".");
  // What the admin of a timelock does is to grant and revoke.
  return kind.topology === "timelock" ? TIMELOCK_ROLES[role] : `use ${role} of`;
}
