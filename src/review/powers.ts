import { ZERO_ADDRESS, type Address } from "../kinds/value.ts";
import type { World } from "../plan/world.ts";
import { abilityLines, type Ability } from "./abilities.ts";
import { abilitiesIn, type Abilities, type Able } from "./abilities-in.ts";
import { peopleBehind, subjectOf, type People, type Subject } from "./people.ts";
import { signatureShifts, type Shift } from "./signatures.ts";
import { delayText } from "./time.ts";
import type { Party, ReviewWords } from "./words.ts";

/** What one account, or the people behind one Safe, can do in another way than before. */
export interface PowerGroup {
  readonly account: Party;
  /** Behind a Safe, when the plan has taken effect. */
  readonly people?: People;
  readonly powers: readonly Power[];
}

export interface Power {
  /** `sooner`, `later`: the same as before, after another delay. */
  readonly change: "gains" | "loses" | "sooner" | "later";
  /** `alice, bob, carol (2 of 3 as council, after 2 days)` */
  readonly subject: string;
  /** `gain`, `loses`, `act sooner` */
  readonly verb: string;
  /** `set fees and minStake of stakeManager` */
  readonly abilities: readonly string[];
}

/** Who gains and who loses what, between two states of the chain, with Safes, timelocks and the like resolved. */
export function powersBetween(before: World, after: World, words: ReviewWords): readonly PowerGroup[] {
  const [had, has] = [abilitiesIn(before), abilitiesIn(after)];
  const shifts = signatureShifts(before, after, had, has);
  const actors = new Set([...had.keys(), ...has.keys(), ...shifts.keys()]);
  const groups = [...actors].flatMap((actor): PowerGroup[] => {
    const own = changedAbilities(had.get(actor) ?? NONE, has.get(actor) ?? NONE);
    const powers = [
      ...own.flatMap((each) =>
        powersOf(each, subjectOf(each.change === "loses" ? before : after, actor, words), after),
      ),
      ...(shifts.get(actor) ?? []).map((shift) => shiftPower(shift, actor, words, { before, after })),
    ];
    if (powers.length === 0) return [];
    const people = peopleBehind(after, actor, words);
    return [{ account: words.party(actor), ...(people ? { people } : {}), powers: powers.sort(byChange) }];
  });
  return groups.sort(byName);
}

const NONE: Abilities = new Map();

interface Changed {
  readonly change: Power["change"];
  readonly was: bigint | undefined;
  readonly is: bigint | undefined;
  readonly able: readonly Able[];
}

/** Abilities that an actor gains, loses or has after another delay, together where the delays are the same. */
function changedAbilities(had: Abilities, has: Abilities): readonly Changed[] {
  const found = new Map<string, Changed>();
  for (const id of new Set([...had.keys(), ...has.keys()])) {
    const [was, is] = [had.get(id), has.get(id)];
    if (was?.delay === is?.delay) continue;
    const able = (is ?? was)!;
    // An offer that was taken is no loss.
    if (!is && able.ability.verb === "accept" && has.has(`${able.module} hand over `)) continue;
    const change = !was ? "gains" : !is ? "loses" : is.delay < was.delay ? "sooner" : "later";
    const group = `${change} ${was?.delay} ${is?.delay}`;
    const known = found.get(group)?.able ?? [];
    found.set(group, { change, was: was?.delay, is: is?.delay, able: [...known, able] });
  }
  return [...found.values()];
}

function powersOf({ change, was, is, able }: Changed, subject: Subject, world: World): Power[] {
  const wait = (is ?? was)!;
  const instead = change === "sooner" || change === "later" ? ` instead of ${delayText(was!)}` : "";
  const after = wait > 0n || instead !== "" ? [`after ${delayText(wait)}${instead}`] : [];
  return [powerOf(change, subject, after, linesOf(able, world))];
}

function powerOf(
  change: Power["change"],
  { who, notes, plural }: Subject,
  more: readonly string[],
  abilities: readonly string[],
): Power {
  const beside = [...notes, ...more];
  const verbs = { gains: "gain", loses: "lose", sooner: "act sooner", later: "act later" };
  const single = { gains: "gains", loses: "loses", sooner: "acts sooner", later: "acts later" };
  return {
    change,
    subject: beside.length > 0 ? `${who} (${beside.join(", ")})` : who,
    verb: (plural ? verbs : single)[change],
    abilities,
  };
}

/** Modules in the order of the stack. */
function linesOf(able: readonly Able[], world: World): readonly string[] {
  return [...world.modules.values()].flatMap(({ name, kind }) => {
    const own: readonly Ability[] = able.filter(({ module }) => module === name).map(({ ability }) => ability);
    return own.length > 0 ? abilityLines(name, kind, own) : [];
  });
}

/** Somebody who signs for a Safe from now on, or no longer; or a Safe that needs another number of signatures. */
function shiftPower(shift: Shift, actor: Address, words: ReviewWords, of: { before: World; after: World }): Power {
  const { change, safe, delay, able } = shift;
  const world = change === "loses" && actor !== safe ? of.before : of.after;
  const subject = subjectOf(world, actor, words);
  if (actor === safe) {
    const [was, is] = [shift.was, shift.is];
    return powerOf(change, subject, [], [`act as ${words.name(safe)} with ${signatures(is)} instead of ${was}`]);
  }
  const people = peopleBehind(world, safe, words)!;
  const signing = people.threshold === 1 ? "1 signs" : `${people.threshold} sign`;
  const others = `one of ${people.owners.length} owners of ${words.name(safe)}, of whom ${signing}`;
  const after = delay !== undefined && delay > 0n ? [`after ${delayText(delay)}`] : [];
  const lines = able.length > 0 ? linesOf(able, world) : [`sign for ${words.name(safe)}`];
  return powerOf(change, subject, [others, ...after], lines);
}

function signatures(count: number): string {
  return `${count} ${count === 1 ? "signature" : "signatures"}`;
}

const ORDER = ["gains", "sooner", "later", "loses"];

function byChange(a: Power, b: Power): number {
  return ORDER.indexOf(a.change) - ORDER.indexOf(b.change) || compare(a.subject, b.subject);
}

/** Those without a name first: nobody expects them. Everybody comes before all. */
function byName(a: PowerGroup, b: PowerGroup): number {
  const key = ({ account: { address, name } }: PowerGroup) =>
    address === ZERO_ADDRESS ? "0" : name === undefined ? `1${address}` : `2${name}`;
  return compare(key(a), key(b));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
