import { wantsByKey } from "../diff/diff.ts";
import type { LiveModule } from "../diff/live.ts";
import { memberKey } from "../kinds/property.ts";
import { aim, type Address, type Value } from "../kinds/value.ts";
import type { DesiredModule, DesiredWant, MembersWant, ScalarWant } from "../stack/desired.ts";
import type { Unit } from "../stack/unit.ts";
import { quotedText, visible } from "../visible.ts";
import { human, rawOf } from "./words.ts";

/** One module as the stack file would say it. */
export interface Sides {
  readonly live: readonly string[];
  readonly desired: readonly string[];
}

interface Entry {
  readonly live: Written;
  readonly desired: Written;
}

/** What stands after a key: on its line, or on lines of its own. */
type Written = { readonly inline: string } | { readonly block: readonly string[] };
type Tree = Map<string, Tree | Entry>;
/** The name of an address, or the address. */
export type Name = (address: Address) => string;

/** What the file manages of a module, in its order: as the chain has it, and as the file wants it. */
export function yamlSides(module: DesiredModule, state: LiveModule, name: Name): Sides {
  const tree: Tree = new Map();
  for (const want of module.wants) {
    const parts = want.path.split(".");
    let at = tree;
    for (const part of parts.slice(0, -1)) {
      const next = at.get(part);
      const inner = next instanceof Map ? next : new Map<string, Tree | Entry>();
      at.set(part, inner);
      at = inner;
    }
    at.set(parts.at(-1)!, entryOf(module, want, state, name));
  }
  const lines = (side: keyof Entry) => [`${module.name}:`, ...linesOf(tree, side, "  ")];
  return { live: lines("live"), desired: lines("desired") };
}

function linesOf(tree: Tree, side: keyof Entry, pad: string): string[] {
  return [...tree].flatMap(([key, entry]) => {
    const start = `${pad}${keyText(key)}:`;
    if (entry instanceof Map) return [start, ...linesOf(entry, side, `${pad}  `)];
    const written = entry[side];
    return "inline" in written
      ? [`${start} ${written.inline}`]
      : [start, ...written.block.map((line) => `${pad}  ${line}`)];
  });
}

function entryOf(module: DesiredModule, want: DesiredWant, state: LiveModule, name: Name): Entry {
  const reason = state.unreadable.get(want.path);
  if (reason !== undefined) {
    const unread = { inline: `# could not be read: ${visible(reason)}` };
    return { live: unread, desired: unread };
  }
  return "members" in want ? membersEntry(module, want, state, name) : scalarEntry(want, state, name);
}

function scalarEntry({ path, leaf, want, observe }: ScalarWant, state: LiveModule, name: Name): Entry {
  const live = state.values.get(path);
  const notes: string[] = [];
  if ("within" in want) {
    const [min, max] = [want.within.min, want.within.max].map((bound) => human(leaf.unit, bound, name));
    notes.push(`anything from ${min} to ${max}`);
  }
  if (observe) notes.push("observed only");
  const written = (value: Value | undefined): Written => ({
    inline: value === undefined ? "# not read" : valueText(leaf.unit, value, name, notes),
  });
  return { live: written(live), desired: written(aim(want, live)) };
}

function membersEntry(module: DesiredModule, want: MembersWant, state: LiveModule, name: Name): Entry {
  const { path, leaf } = want;
  const wanted = [...want.members.keys()];
  const others = [...wantsByKey({ ...module, wants: [want] }, state).keys()]
    .map((key) => key.slice(path.length + 1, -1) as Address)
    .filter((member) => !want.members.has(member))
    .sort();
  const side = (valueOf: (member: Address) => Value): Written => {
    const members = [...wanted, ...others].filter((member) => valueOf(member) !== leaf.absent);
    const list = members.every((member) => typeof valueOf(member) === "boolean");
    const listed = members.flatMap((member): string[] => {
      const value = valueOf(member);
      const [called, known] = [addressText(member, name), name(member) !== member];
      if (list) return [`- ${called}${known ? ` # ${member}` : ""}`];
      return [`${called}: ${valueText(leaf.unit, value, name, known ? [member] : [])}`];
    });
    const note = want.observe ? " # observed only" : "";
    if (listed.length === 0) return { inline: (typeof leaf.absent === "boolean" ? "[]" : "{}") + note };
    return { block: want.observe ? [note.trim(), ...listed] : listed };
  };
  return {
    live: side((member) => state.values.get(memberKey(path, member)) ?? leaf.absent),
    desired: side((member) => want.members.get(member) ?? leaf.absent),
  };
}

/** `5 % # 5`, `guardian # 0x...`: the raw value beside the human one, where it says more. */
function valueText(unit: Unit, value: Value, name: Name, notes: readonly string[]): string {
  const raw = String(rawOf(value));
  const text = unit.name === "address" ? addressText(value as Address, name) : plainText(unit, value, name);
  const shown = unit.name === "address" ? name(value as Address) : human(unit, value, name);
  const once = shown === raw || unit.name === "text" || typeof value === "boolean";
  const comments = once ? notes : [visible(raw), ...notes];
  return comments.length > 0 ? `${text} # ${comments.join(", ")}` : text;
}

function plainText(unit: Unit, value: Value, name: Name): string {
  const text = human(unit, value, name);
  // YAML would read a bare word of hexadecimal digits as a number.
  return unit.name === "word" && text.startsWith("0x") ? `"${text}"` : text;
}

/** The name of an address, or the address in quotes: without them YAML would read a number. */
export function addressText(address: Address, name: Name): string {
  const called = name(address);
  return called === address ? `"${address}"` : called;
}

/** A key as it may stand without quotes, otherwise in quotes. */
export function keyText(key: string): string {
  return /^[A-Za-z_$][\w$-]*$/.test(key) ? key : quotedText(key);
}
