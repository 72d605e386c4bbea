import type { Scalar } from "../kinds/property.ts";
import { leavesOf } from "../plan/world.ts";
import { plan } from "../plan/plan.ts";
import type { DesiredModule } from "../stack/desired.ts";
import { backFrom, wanting, withoutQueues, type Goal } from "./goals.ts";
import type { Ground, Offered } from "./lever.ts";

/** A little of each unit: how far a value is moved. */
const STEPS: Readonly<Record<string, bigint>> = {
  percent: 1n,
  slashPercent: 1n,
  bps: 100n,
  wadFraction: 10n ** 16n,
  duration: 60n,
  token: 10n ** 18n,
  wad: 10n ** 16n,
  unsignedWad: 10n ** 16n,
  count: 1n,
  integer: 1n,
};
const SIGNED = new Set(["wad", "integer"]);

/** A value of each contract is changed a little, within its rules, and back: shares first, then bands, durations, and others. */
export function parametersLever(ground: Ground): Offered {
  const { declared, desired, live } = ground;
  const notes: string[] = [];
  const goals = declared.modules.flatMap((module): readonly Goal[] => {
    const candidates = candidatesIn(ground, module);
    if (candidates.length === 0) return [];
    let why = "";
    for (const candidate of candidates) {
      const { refusals, unreadable } = plan(wanting(desired, live, candidate), withoutQueues(live));
      if (refusals.length === 0 && unreadable.length === 0) return candidate;
      why ||= refusals.map(({ keys, rule }) => `${keys.join(", ")}: ${rule}`).join("; ");
    }
    notes.push(`${module.name} is left out, none of its values can be changed: ${why}`);
    return [];
  });
  if (goals.length === 0) return { skipped: notes.join("; ") || "no contract has a value that a call sets" };
  return {
    desired,
    moves: [
      { what: "change a value of each contract", goals },
      { what: "change them back", goals: backFrom(desired, live, goals) },
    ],
    undone: "calls",
    notes,
  };
}

/** What could be changed of a contract, the best first; nothing of one through which others are governed. */
function candidatesIn({ live }: Ground, { name, kind, observed, wants }: DesiredModule): readonly (readonly Goal[])[] {
  if (kind.topology !== undefined || observed) return [];
  const numbers = [...leavesOf(kind)].flatMap(([path, leaf]) => {
    const value = live.modules.get(name)?.values.get(path);
    const step = STEPS[leaf.unit.name];
    const settable = kind.writes.some(({ sets, once }) => sets.includes(path) && !once);
    const kept = wants.some((want) => want.path === path && want.observe);
    if (leaf.type !== "scalar" || typeof value !== "bigint" || step === undefined || !settable || kept) return [];
    return [{ path, leaf, value, step }];
  });
  numbers.sort((a, b) => rankOf(a) - rankOf(b));
  return numbers.flatMap(({ path, leaf, value, step }) => {
    const to = (key: string, of: bigint): Goal => ({ module: name, key, value: of });
    const lower = value >= step || SIGNED.has(leaf.unit.name);
    const single = [[to(path, value + step)], ...(lower ? [[to(path, value - step)]] : [])];
    if (leaf.facet !== "FeeSplit" || !lower) return single;
    // Shares that make up a whole only move together.
    const group = path.slice(0, path.lastIndexOf(".") + 1);
    const others = numbers.filter((other) => other.path !== path && group !== "" && other.path.startsWith(group));
    return [...single, ...others.map((other) => [to(path, value - step), to(other.path, other.value + other.step)])];
  });
}

function rankOf({ path, leaf: { facet, unit } }: { readonly path: string; readonly leaf: Scalar }): number {
  if (facet === "FeeSplit") return 0;
  // What lies in the band may move by itself.
  if (path.startsWith("band.")) return 1;
  return unit.name === "duration" ? 2 : 3;
}
