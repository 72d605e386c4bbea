import { isMap, type Node } from "yaml";
import type { Key, Members, Scalar } from "../kinds/property.ts";
import type { Address, Value, Want } from "../kinds/value.ts";
import type { Names } from "./names.ts";
import { isQuoted, written, type Sheet } from "./sheet.ts";
import type { Unit } from "./unit.ts";
import { quoted } from "./units/quoted.ts";

/** The exact value of a node in the contract's own number; `undefined` (and reported) if it has none. */
export function readValue(sheet: Sheet, names: Names, unit: Unit, node: Node, path: string): Value | undefined {
  if (unit.name === "address") return names.addressAt(node, path);
  const scalar = sheet.scalar(node, path, unit.expects);
  if (scalar === undefined) return undefined;
  const text = written(scalar);
  if (unit.name === "flag" && isQuoted(scalar)) {
    sheet.report(node, {
      code: "ORD109",
      path,
      found: `the text ${quoted(text)}`,
      expected: "true or false without quotes",
    });
    return undefined;
  }
  if ((unit.name === "word" || unit.name === "text") && !isQuoted(scalar) && typeof scalar.value !== "string") {
    const found = `${quoted(text)} without quotes, which YAML does not read as a text`;
    sheet.report(node, { code: "ORD109", path, found, expected: `"${text.slice(0, 80)}"` });
    return undefined;
  }
  const parsed = unit.parse(text);
  if ("ok" in parsed) return parsed.ok;
  const remedy = text.includes("${") ? { remedy: "environment variables are only read in network.rpc" } : {};
  sheet.report(node, { code: "ORD109", path, ...parsed.problem, ...remedy });
  return undefined;
}

/**
 * `within: [min, max]`; `undefined` (and reported) unless both are numbers of the unit and min < max. Other forms of
 * `within` name a group and are the caller's.
 */
export function readWithin(sheet: Sheet, names: Names, leaf: Scalar, node: Node, path: string): Want | undefined {
  const expected = "[min, max] or the name of a group with min and max";
  const items = sheet.items(node, path, expected);
  if (!items) return undefined;
  if (items.length !== 2) {
    sheet.report(node, { code: "ORD117", path, found: `${items.length} values`, expected });
    return undefined;
  }
  const [min, max] = items.map((item) => readValue(sheet, names, leaf.unit, item, path));
  if (min === undefined || max === undefined) return undefined;
  return band(sheet, leaf.unit, { min, max }, node, path);
}

/** A band that holds more than one value; otherwise `undefined` (and reported). */
export function band(
  sheet: Sheet,
  unit: Unit,
  { min, max }: { readonly min: Value; readonly max: Value },
  node: Node,
  path: string,
): Want | undefined {
  if (typeof min !== "bigint" || typeof max !== "bigint") {
    const found = `a band for a value without an order (${unit.format(min)}, ${unit.format(max)})`;
    sheet.report(node, { code: "ORD117", path, found, expected: "an exact value" });
    return undefined;
  }
  if (min < max) return { within: { min, max } };
  const found = `the bounds ${unit.format(min)} and ${unit.format(max)}`;
  const expected = min === max ? "a lower and a larger bound, or the exact value" : "the lower bound first";
  sheet.report(node, { code: "ORD117", path, found, expected });
  return undefined;
}

/**
 * A list of addresses, which become members, or a mapping from addresses to values. Each address once, however it is
 * named. `undefined` (and reported) if it is neither.
 */
export function readMembers(
  sheet: Sheet,
  names: Names,
  leaf: Members,
  path: Key,
  node: Node,
): ReadonlyMap<Address, Value> | undefined {
  const target = sheet.resolve(node, path);
  if (target === undefined) return undefined;
  const list = ["flag", "membership"].includes(leaf.unit.name);
  const members = new Map<Address, Value>();
  const add = (at: Node, value: Value | undefined) => {
    const member = names.addressAt(at, path);
    if (member === undefined || value === undefined) return;
    if (!members.has(member)) members.set(member, value);
    else sheet.report(at, { code: "ORD115", path, found: `${member} a second time`, expected: "each address once" });
  };
  if (list && !isMap(target)) {
    const items = sheet.items(node, path, "a list of addresses and names; [] for none");
    items?.forEach((item) => add(item, true));
    return items && members;
  }
  const entries = sheet.entries(
    node,
    path,
    `a mapping from addresses to values, each ${leaf.unit.expects}; {} for none`,
  );
  entries?.forEach(({ keyNode, value }) => add(keyNode, readValue(sheet, names, leaf.unit, value, path)));
  return entries && members;
}
