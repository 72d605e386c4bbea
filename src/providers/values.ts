import type { LiveModule } from "../diff/live.ts";
import type { Facet } from "../kinds/property.ts";
import { satisfies, type Value } from "../kinds/value.ts";
import type { DesiredModule, DesiredWant } from "../stack/desired.ts";
import type { Unit } from "../stack/unit.ts";
import { both } from "../stack/units.ts";

/** Values of one facet as the engine shows them: texts in human units, nested like the stack file. */
export type FacetValues = Readonly<Record<string, unknown>>;

/** Facets that a module's file entry has, in a fixed order. */
export function facetsOf(module: DesiredModule): readonly Facet[] {
  return [...new Set(shown(module).map((want) => want.leaf.facet))].sort();
}

export function desiredValues(module: DesiredModule, facet: Facet): FacetValues {
  return nest(wantsOf(module, facet).map((want) => [want.path, desiredText(want)]));
}

/** In the shape of `desiredValues`: equal texts exactly where nothing is to be done. */
export function liveValues(module: DesiredModule, live: LiveModule, facet: Facet): FacetValues {
  return nest(wantsOf(module, facet).map((want) => [want.path, liveText(want, live)]));
}

function wantsOf(module: DesiredModule, facet: Facet): readonly DesiredWant[] {
  return shown(module).filter((want) => want.leaf.facet === facet);
}

/** What is managed keeps its resource, also while it is not read. */
function shown({ wants, unread = [] }: DesiredModule): readonly DesiredWant[] {
  return [...wants, ...unread];
}

function desiredText(want: DesiredWant): string | readonly string[] {
  if (want.observe) return "observed";
  if ("members" in want) {
    return [...want.members]
      .filter(([, value]) => value !== want.leaf.absent)
      .map(([member, value]) => memberText(member, value, want.leaf.unit))
      .sort();
  }
  if ("exact" in want.want) return both(want.leaf.unit, want.want.exact);
  const { min, max } = want.want.within;
  return `within ${want.leaf.unit.format(min)} and ${want.leaf.unit.format(max)}`;
}

function liveText(want: DesiredWant, live: LiveModule): string | readonly string[] {
  if (want.observe) return "observed";
  const reason = live.unreadable.get(want.path);
  if (reason !== undefined) return `unreadable: ${reason}`;
  if ("members" in want) {
    const prefix = `${want.path}[`;
    return [...live.values]
      .filter(([key, value]) => key.startsWith(prefix) && value !== want.leaf.absent)
      .map(([key, value]) => memberText(key.slice(prefix.length, -1), value, want.leaf.unit))
      .sort();
  }
  const value = live.values.get(want.path);
  if (satisfies(want.want, value)) return desiredText(want);
  return value === undefined ? "not read" : both(want.leaf.unit, value);
}

function memberText(member: string, value: Value, unit: Unit): string {
  return value === true ? member : `${member}: ${both(unit, value)}`;
}

/** `[["fees.fee", "5 %"]]` becomes `{ fees: { fee: "5 %" } }`. */
function nest(entries: readonly (readonly [string, unknown])[]): FacetValues {
  const root: Record<string, unknown> = {};
  for (const [path, value] of entries) {
    const names = path.split(".");
    let at = root;
    for (const name of names.slice(0, -1)) at = (at[name] ??= {}) as Record<string, unknown>;
    at[names.at(-1)!] = value;
  }
  return root;
}
