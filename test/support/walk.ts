import fc from "fast-check";
import type { Kind } from "../../src/kinds/kind.ts";
import { memberKey, splitKey, type Key } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value, type Want } from "../../src/kinds/value.ts";
import type { Write } from "../../src/kinds/write.ts";
import { apply, stepsFor } from "../../src/plan/step.ts";
import { leavesOf, world, type PlanModule } from "../../src/plan/world.ts";
import type { Unit } from "../../src/stack/unit.ts";

/** One try at a write: which one, and raw material for its values. */
export interface Move {
  readonly write: number;
  readonly raw: readonly number[];
}

export const moves = (max: number) =>
  fc.array(fc.record({ write: fc.nat(997), raw: fc.array(fc.nat(999_983), { minLength: 12, maxLength: 12 }) }), {
    minLength: 1,
    maxLength: max,
  });

/** What a walk may use beside the kind: accounts to name, and contracts that answer `version()` with 2. */
export interface Surroundings {
  readonly accounts: readonly Address[];
  readonly versioned: readonly Address[];
  /** Values of a write whose couplings random values would hardly ever meet. */
  readonly hints?: Readonly<Record<string, (raw: readonly number[]) => readonly Value[]>>;
  /** Writes that leave the walk's world: handing the contract to somebody else. */
  readonly never?: readonly string[];
}

const WAD = 10n ** 18n;

/** Applies every move that the model allows; the state it ends in is reachable by construction. */
export function walk(
  kind: Kind,
  start: ReadonlyMap<Key, Value>,
  tries: readonly Move[],
  around: Surroundings,
  address: Address,
): ReadonlyMap<Key, Value> {
  const usable = kind.writes.filter((write) => !around.never?.includes(write.fn) && !write.batch);
  let values = start;
  for (const move of tries) {
    const write = usable[move.write % usable.length]!;
    const wants = wantsOf(kind, write, move.raw, around, values);
    const module: PlanModule = { name: "walk", kind, address, wants, values };
    const open = new Set(
      [...wants].filter(([key, want]) => "exact" in want && want.exact !== now(kind, values, key)).map(([key]) => key),
    );
    const step = stepsFor(module, open).find((each) => each.write === write);
    if (!step) continue;
    const versions = new Map(around.versioned.map((each) => [each, 2n]));
    const result = apply(world([module], { versions }), module, step);
    if (result.legal) values = result.values;
  }
  return values;
}

function now(kind: Kind, values: ReadonlyMap<Key, Value>, key: Key): Value | undefined {
  const found = values.get(key);
  if (found !== undefined) return found;
  const leaf = leavesOf(kind).get(splitKey(key).path);
  return leaf?.type === "members" ? leaf.absent : undefined;
}

function wantsOf(
  kind: Kind,
  write: Write,
  raw: readonly number[],
  around: Surroundings,
  values: ReadonlyMap<Key, Value>,
): Map<Key, Want> {
  const hinted = around.hints?.[write.fn]?.(raw);
  const wants = new Map<Key, Want>();
  write.sets.forEach((key, index) => {
    const member = key.endsWith("[*]");
    const { path } = splitKey(key);
    const leaf = leavesOf(kind).get(path)!;
    const actual = member ? memberKey(path, around.accounts[raw[11]! % around.accounts.length]!) : key;
    const only = write.only?.[key];
    const versioned = leaf.type === "scalar" && leaf.probe === "version";
    const value =
      only ?? hinted?.[index] ?? valueOf(leaf.unit, raw[index % 11]!, versioned ? around.versioned : around.accounts);
    wants.set(actual, { exact: value });
  });
  // A wanted state names every value, as an exhaustive stack file would.
  for (const [key, value] of values) if (!wants.has(key)) wants.set(key, { exact: value });
  return wants;
}

/** Small domains on purpose: bounds and equal values are met often. */
export function valueOf(unit: Unit, raw: number, accounts: readonly Address[]): Value {
  const n = BigInt(raw);
  switch (unit.name) {
    case "percent":
    case "slashPercent":
      return n % 101n;
    case "bps":
      return n % 1001n;
    case "wadFraction":
      return (n % 101n) * (WAD / 100n);
    case "wad":
    case "wadOrUnset":
      return (n % 60n) * (WAD / 10n);
    case "integer":
      return (n % 41n) - 20n;
    case "token":
      return (n % 50n) * (WAD / 2n);
    case "duration":
      return (n % 96n) * 3600n;
    case "count":
      return n % 12n;
    case "flag":
      return n % 2n === 1n;
    case "address":
      return accounts[raw % accounts.length] ?? ZERO_ADDRESS;
    case "word":
      return `0x${(n % 4n).toString(16).padStart(64, "0")}`;
    case "text":
      return `text ${n % 4n}`;
    case "choice":
      return n % 2n;
    default:
      throw new TypeError(`no values of unit ${unit.name} are known`);
  }
}
