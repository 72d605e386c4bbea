import { isMap, isScalar, type Node } from "yaml";
import type { Group, Key, Members, Scalar } from "../kinds/property.ts";
import type { Value } from "../kinds/value.ts";
import type { DesiredWant } from "./desired.ts";
import { keysOf, reportUnknown } from "./keys.ts";
import type { Names } from "./names.ts";
import type { Position } from "./position.ts";
import { join, written, type Entry, type Sheet } from "./sheet.ts";
import { quoted } from "./units/quoted.ts";
import { choice, flag } from "./units.ts";
import { band, readMembers, readValue, readWithin } from "./values.ts";

/** Keys of a module that are no properties. */
export const META = ["kind", "address", "observe"] as const;

const intention = choice("word", ["intended"]);

/** Rights are what can be given up for good. */
function renounceable({ facet }: Scalar | Members): readonly string[] {
  return facet === "Ownership" || facet === "RoleMembers" ? ["renounce"] : [];
}

/** What a module's entries ask for, and where its groups are. */
export interface ModuleWants {
  readonly wants: readonly DesiredWant[];
  readonly groups: ReadonlyMap<Key, Position>;
  /** The module as a whole is only observed. */
  readonly observe: boolean;
}

/** `within: band` waits until the whole module is read: the group may follow. */
interface Pending {
  readonly path: Key;
  readonly leaf: Scalar;
  readonly node: Node;
  readonly group: string;
  readonly observe: boolean;
  readonly at: Position;
}

/** Reads the properties of one module along the tree of its kind. */
export function readWants(
  sheet: Sheet,
  names: Names,
  properties: Group,
  entries: readonly Entry[],
  module: string,
): ModuleWants {
  const wants: DesiredWant[] = [];
  const groups = new Map<Key, Position>();
  const pending: Pending[] = [];
  /** What is written, also if it is wrong. */
  const scalars = new Set<Key>();
  const full = (key: Key) => `modules.${module}.${key}`;

  const observe = readGroup(properties, entries, "", false);
  for (const each of pending) resolveBand(each);
  return { wants, groups, observe };

  function readGroup(group: Group, of: readonly Entry[], prefix: Key, inherited: boolean): boolean {
    const meta: readonly string[] = prefix === "" ? META : ["observe"];
    const marked = of.find(({ key }) => key === "observe");
    const observe = (marked && readFlag(marked.value, full(join(prefix, "observe")))) ?? inherited;
    for (const entry of of) {
      if (meta.includes(entry.key)) continue;
      const setting = Object.hasOwn(group.settings ?? {}, entry.key) ? group.settings?.[entry.key] : undefined;
      if (setting) {
        // It has shaped the kind already; only that it is of its unit is left to check.
        readValue(sheet, names, setting, entry.value, full(join(prefix, entry.key)));
        continue;
      }
      const binding = Object.hasOwn(group.members, entry.key) ? group.members[entry.key] : undefined;
      const path = join(prefix, entry.key);
      if (!binding)
        reportUnknown(sheet, entry, prefix === "" ? `modules.${module}` : full(prefix), [
          ...Object.keys(group.members),
          ...Object.keys(group.settings ?? {}),
          ...meta,
        ]);
      else if (binding.type === "scalar") readScalar(binding, entry, path, observe);
      else if (binding.type === "members") readSet(binding, entry, path, observe);
      else {
        groups.set(path, entry.at);
        const members = sheet.entries(
          entry.value,
          full(path),
          `a mapping with ${Object.keys(binding.members).join(", ")}`,
        );
        if (members) readGroup(binding, members, path, observe);
      }
    }
    return observe;
  }

  function readScalar(leaf: Scalar, { value: node, at }: Entry, path: Key, inherited: boolean): void {
    scalars.add(path);
    const put = (value: Value | undefined, observe: boolean, renounce = false) => {
      if (value === undefined) return;
      wants.push({ path, leaf, want: { exact: value }, observe, ...(renounce ? { renounce } : {}), at });
    };
    const target = sheet.resolve(node, full(path));
    if (!target) return;
    if (!isMap(target)) return put(readValue(sheet, names, leaf.unit, node, full(path)), inherited);
    const long = keysOf(sheet, node, full(path), {
      required: [],
      optional: ["value", "within", "observe", ...renounceable(leaf)],
    });
    const [value, within, marked, given] = ["value", "within", "observe", "renounce"].map((key) => long?.get(key));
    const observe = (marked && readFlag(marked.value, full(`${path}.observe`))) ?? inherited;
    if (Boolean(value) === Boolean(within)) {
      const found = value ? "both value and within" : "neither value nor within";
      return sheet.report(node, { code: "ORD105", path: full(path), found, expected: "one of them" });
    }
    if (value)
      return put(readValue(sheet, names, leaf.unit, value.value, full(path)), observe, readRenounce(given, path));
    const bounds = sheet.resolve(within!.value, full(path));
    if (bounds && isScalar(bounds) && typeof bounds.value === "string") {
      pending.push({ path, leaf, node: within!.value, group: written(bounds), observe, at });
      return;
    }
    const want = bounds && readWithin(sheet, names, leaf, within!.value, full(path));
    if (want) wants.push({ path, leaf, want, observe, at });
  }

  function readSet(leaf: Members, { value: node, at }: Entry, path: Key, inherited: boolean): void {
    const target = sheet.resolve(node, full(path));
    if (!target) return;
    const isLong = isMap(target) && target.items.some(({ key }) => isScalar(key) && key.value === "value");
    const long = isLong
      ? keysOf(sheet, node, full(path), { required: ["value"], optional: ["observe", ...renounceable(leaf)] })
      : undefined;
    const marked = long?.get("observe");
    const observe = (marked && readFlag(marked.value, full(`${path}.observe`))) ?? inherited;
    const members = readMembers(sheet, names, leaf, full(path), long?.get("value")?.value ?? node);
    const renounce = readRenounce(long?.get("renounce"), path) ? { renounce: true } : {};
    if (members) wants.push({ path, leaf, members, observe, ...renounce, at });
  }

  function readRenounce(entry: Entry | undefined, path: Key): boolean {
    return entry !== undefined && readValue(sheet, names, intention, entry.value, full(`${path}.renounce`)) === 0n;
  }

  function readFlag(node: Node, path: string): boolean | undefined {
    return readValue(sheet, names, flag, node, path) as boolean | undefined;
  }

  /** The band is the exact `min` and `max` of a group beside the value. */
  function resolveBand({ path, leaf, node, group, observe, at }: Pending): void {
    const parent = path.includes(".") ? `${path.slice(0, path.lastIndexOf("."))}.` : "";
    const [min, max] = ["min", "max"].map((name) => {
      const key = `${parent}${group}.${name}`;
      const want = wants.find((each) => each.path === key);
      if (want && "want" in want && "exact" in want.want) return want.want.exact;
      return !want && scalars.has(key) ? "wrong" : undefined;
    });
    if (min === undefined || max === undefined) {
      const found = `${quoted(group)} without exact min and max beside it in this file`;
      const expected = "[min, max] or the name of a group with min and max";
      return sheet.report(node, { code: "ORD117", path: full(path), found, expected });
    }
    // Wrong bounds have been reported where they stand.
    if (min === "wrong" || max === "wrong") return;
    // Equal or crossed bounds of the group are the group's mistake (see checks.ts), not this value's.
    if (typeof min === "bigint" && typeof max === "bigint" && min >= max) return;
    const want = band(sheet, leaf.unit, { min, max }, node, full(path));
    if (want) wants.push({ path, leaf, want, observe, at });
  }
}
