import { membersAt, type Binding, type Group, type Key, type Members, type Scalar } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import { section } from "../kinds/written.ts";
import { visible } from "../visible.ts";
import { keyText, type Name } from "../review/yaml.ts";
import { contradictionsOf } from "./contradictions.ts";
import { movingOf } from "./moving.ts";
import type { Found } from "./walk.ts";
import { membersText, sortedMembers, valueText, WIDTH, type Text } from "./yaml-text.ts";

/** One key with its value, or a comment in its place. */
type Piece = { readonly key: string; readonly text: Text; readonly note?: string } | { readonly comment: string };

/** What a file does not say of a module, and why. */
export interface LeftOut {
  readonly module: string;
  readonly path: Key;
  readonly why: string;
}

export interface ModuleText {
  readonly lines: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

/** How far the entries of modules are indented. */
const PAD = "  ";

/** The entry of one module: every value of its kind in human units, and a comment in the place of what cannot be said. */
export function moduleText(found: Found, names: ReadonlyMap<Address, string>, what: string): ModuleText {
  const nameOf: Name = (address) => names.get(address) ?? address;
  const name = nameOf(found.address);
  const leftOut: LeftOut[] = [];
  const contradictions = contradictionsOf(found, (path) => {
    const moving = movingOf(found, path);
    return !found.unreadable.has(path) && (moving === undefined || "observe" in moving);
  });
  const pieces = groupPieces(found.kind.properties, "", PAD.length + 2);
  const nameless = (found.entry?.nameless ?? []).map((role) => ({
    comment: left(`roles.${role}`, "a role whose name nobody knows: add it under its name"),
  }));
  const head = `${PAD}${keyText(name)}:${what === "" ? "" : ` # ${what}`}`;
  const own = [`kind: ${found.kind.name}`, `address: "${found.address}"`].map((line) => `${PAD}  ${line}`);
  return { lines: [head, ...own, ...blockLines([...pieces, ...nameless], `${PAD}  `)], leftOut };

  function left(path: Key, why: string): string {
    leftOut.push({ module: name, path, why });
    return `${path} is left out: ${visible(why)}`;
  }

  function groupPieces(group: Group, prefix: Key, column: number): readonly Piece[] {
    const settings = Object.entries(settingsOf(group, prefix)).map(([key, inline]) => ({ key, text: { inline } }));
    const members = Object.entries(group.members).flatMap(([key, binding]) => {
      return pieceOf(binding, key, prefix === "" ? key : `${prefix}.${key}`, column);
    });
    return [...settings, ...members];
  }

  function pieceOf(binding: Binding, key: string, path: Key, column: number): readonly Piece[] {
    if (binding.type === "group") {
      const shown = keyOf(key, path);
      const pieces = groupPieces(binding, path, column + 2);
      // A key without any value below it would be nothing.
      if (pieces.every((piece) => "comment" in piece)) return pieces;
      const inline = flow(pieces);
      const short = inline !== undefined && column + shown.length + 2 + inline.length <= WIDTH;
      return [{ key: shown, text: short ? { inline } : { block: blockLines(pieces, "") } }];
    }
    const why = found.unreadable.get(path) ?? contradictions.get(path);
    if (why !== undefined) return [{ comment: left(path, why) }];
    return [binding.type === "scalar" ? scalarPiece(binding, key, path) : membersPiece(binding, key, path, column)];
  }

  function scalarPiece({ unit }: Scalar, key: string, path: Key): Piece {
    const value = found.values.get(path);
    if (value === undefined) return { comment: left(path, "it was not read") };
    const moving = movingOf(found, path);
    const written = valueText(unit, value, nameOf);
    if ("why" in written) return { comment: left(path, written.why) };
    if (!moving) return { key, text: { inline: written.text } };
    if ("leave" in moving) return { comment: left(path, `${moving.leave} (${written.text})`) };
    const note = moving.why;
    if ("band" in moving) return { key, text: { inline: `{ within: ${moving.band} }` }, note };
    if ("observe" in moving) return { key, text: { inline: `{ value: ${written.text}, observe: true }` }, note };
    const bounds = [moving.within.min, moving.within.max].map((bound) => unit.format(bound)).join(", ");
    return { key, text: { inline: `{ within: [${bounds}] }` }, note };
  }

  function membersPiece(leaf: Members, key: string, path: Key, column: number): Piece {
    const members = membersOf(path, leaf);
    const moving = movingOf(found, path);
    const text = membersText(leaf, members, nameOf, WIDTH - column - key.length - 2);
    if ("why" in text) return { comment: left(path, text.why) };
    if (!moving || !("observe" in moving)) {
      const open = path.endsWith("EXECUTOR_ROLE") && members.has(ZERO_ADDRESS);
      return { key, text, ...(open && { note: "the zero address stands for everybody" }) };
    }
    const observed: Text =
      "inline" in text
        ? { inline: `{ value: ${text.inline}, observe: true }` }
        : { block: ["observe: true", "value:", ...text.block.map((line) => `  ${line}`)] };
    return { key, text: observed, note: moving.why };
  }

  /** A list of the contract's own keeps its order. */
  function membersOf(path: Key, leaf: Members): ReadonlyMap<Address, Value> {
    const members = membersAt(found.values, path);
    return leaf.list ? members : sortedMembers(members, names);
  }

  function settingsOf(group: Group, prefix: Key): Readonly<Record<string, string>> {
    const at = prefix === "" ? [] : prefix.split(".");
    const entry = at.reduce(section, found.entry?.written ?? {});
    return Object.fromEntries(
      Object.keys(group.settings ?? {}).flatMap((key) => (key in entry ? [[key, String(entry[key])]] : [])),
    );
  }

  /** Targets of an AccessManager are keys: by their names, if they have any. */
  function keyOf(key: string, path: Key): string {
    return path === `targets.${key}` ? nameOf(key as Address) : key;
  }
}

/** `{ fee: 5 %, burn: 1 % }`; `undefined` if something needs a line of its own. */
function flow(pieces: readonly Piece[]): string | undefined {
  const items = pieces.map((piece) =>
    "key" in piece && "inline" in piece.text && piece.note === undefined
      ? `${keyText(piece.key)}: ${piece.text.inline}`
      : undefined,
  );
  return items.includes(undefined) ? undefined : `{ ${items.join(", ")} }`;
}

function blockLines(pieces: readonly Piece[], pad: string): readonly string[] {
  return pieces.flatMap((piece) => {
    if ("comment" in piece) return [`${pad}# ${piece.comment}`];
    const { key, text, note } = piece;
    const start = `${pad}${keyText(key)}:`;
    const end = note === undefined ? "" : ` # ${note}`;
    if ("inline" in text) return [`${start} ${text.inline}${end}`];
    return [`${start}${end}`, ...text.block.map((line) => `${pad}  ${line}`)];
  });
}
