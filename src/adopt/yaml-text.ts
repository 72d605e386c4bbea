import { membership } from "../kinds/access-manager-access.ts";
import type { Members, Scalar } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import { quotedText } from "../visible.ts";
import { addressText, type Name } from "../review/yaml.ts";

/** What stands after a key: on its line, or below it. */
export type Text = { readonly inline: string } | { readonly block: readonly string[] };

/** The widest line that is not broken. */
export const WIDTH = 110;
/** So many members of a list stand on one line. */
const MOST_INLINE = 6;

/**
 * A value as a stack file says it, or why it has no such form: what is read back must be the value that was read.
 */
export function valueText(
  unit: Scalar["unit"],
  value: Value,
  name: Name,
): { readonly text: string } | { readonly why: string } {
  if (unit.name === "address") return { text: addressText(value as Address, name) };
  const text = unit.format(value);
  const back = unit.parse(text);
  if (!("ok" in back) || back.ok !== value) return { why: `${text} is nothing that a stack file can ask for` };
  // A word of hexadecimal digits would be read as a number, and a text may hold anything.
  const quotes = unit.name === "text" || /^0x/i.test(text);
  return { text: quotes ? quotedText(text) : text };
}

/** The members of a set or mapping: on one line while they are few and short. */
export function membersText(
  leaf: Members,
  members: ReadonlyMap<Address, Value>,
  name: Name,
  room: number,
): Text | { readonly why: string } {
  const { name: unit } = leaf.unit;
  // Those who act at once are listed; as soon as one has a delay, all are written with theirs.
  const list = unit === "flag" || (unit === membership.name && [...members.values()].every((value) => value === true));
  if (members.size === 0) return { inline: list ? "[]" : "{}" };
  const items: string[] = [];
  for (const [member, value] of members) {
    const called = addressText(member, name);
    const written = valueText(leaf.unit, value, name);
    if ("why" in written) return written;
    items.push(list ? called : `${called}: ${written.text}`);
  }
  const inline = list ? `[${items.join(", ")}]` : `{ ${items.join(", ")} }`;
  if (items.length <= MOST_INLINE && inline.length <= room) return { inline };
  return { block: list ? items.map((item) => `- ${item}`) : items };
}

/** Members as the file knows them: those with names first, in the order of the names, nobody last. */
export function sortedMembers(members: ReadonlyMap<Address, Value>, names: ReadonlyMap<Address, string>) {
  const places = new Map([...names.keys()].map((address, index) => [address, index]));
  const place = (address: Address) => (address === ZERO_ADDRESS ? names.size + 1 : (places.get(address) ?? names.size));
  return new Map(
    [...members].sort(
      ([one], [other]) => place(one) - place(other) || (one.toLowerCase() < other.toLowerCase() ? -1 : 1),
    ),
  );
}
