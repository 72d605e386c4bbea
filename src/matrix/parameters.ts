import { keyOf } from "../authority/way.ts";
import { announcing } from "../review/abilities-in.ts";
import { wantsByKey } from "../diff/diff.ts";
import type { LiveModule } from "../diff/live.ts";
import type { Kind } from "../kinds/kind.ts";
import { leaves } from "../kinds/kind.ts";
import { splitKey, type Key } from "../kinds/property.ts";
import { satisfies, type Want } from "../kinds/value.ts";
import type { Right, Write } from "../kinds/write.ts";
import type { PlanModule } from "../plan/world.ts";
import { bothText } from "../review/words.ts";
import type { DesiredModule } from "../stack/desired.ts";
import { actorsOf, actorText, tellsApart, type Actor, type Rights } from "./authority.ts";

/** Every value of every contract of a stack. Plain data. */
export interface ParameterMatrix {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  readonly chainId: string;
  /** The block that was read. */
  readonly block: string;
  /** By contract, in the order of the stack file and of the kinds. */
  readonly parameters: readonly Parameter[];
}

export interface Parameter {
  readonly contract: string;
  /** `fees.fee`, `treasuryAllowlist[treasury]`; a mapping without members has one line of its own. */
  readonly property: string;
  /** `5 % [5]`: for people, and as the contract holds it. `none` of a mapping without members. */
  readonly live: string;
  /** The same, or a band; absent where the file says nothing of it. */
  readonly desired?: string;
  readonly standing: "as desired" | "differs" | "unmanaged" | "unreadable";
  /** `percent`, `duration`, `token`, ...: as docs/stack-file.md calls it. */
  readonly unit: string;
  /** What the contract, or a plan, demands of a new value. */
  readonly bounds: readonly string[];
  /** Who may set it, the quickest first; empty where no setter or nobody can. */
  readonly setBy: readonly string[];
}

export function parametersOf(rights: Rights): ParameterMatrix {
  const { desired, live } = rights;
  return {
    version: 1,
    stack: desired.stack,
    chainId: String(live.chainId),
    block: String(live.block.number),
    parameters: desired.modules.flatMap((module) => {
      const state = live.modules.get(module.name);
      const now = rights.world.modules.get(module.name);
      return state && now ? moduleParameters(rights, module, state, now) : [];
    }),
  };
}

function moduleParameters(
  rights: Rights,
  module: DesiredModule,
  state: LiveModule,
  now: PlanModule,
): readonly Parameter[] {
  const wants = wantsByKey(module, state);
  const setters = settersOf(rights, now);
  return [...leaves(module.kind.properties)].flatMap(([path, leaf]): readonly Parameter[] => {
    const common = {
      contract: module.name,
      unit: leaf.unit.name,
      bounds: boundsOf(module.kind, path),
      setBy: setters(path),
    };
    const reason = state.unreadable.get(path);
    if (reason !== undefined) {
      return [{ property: path, live: `could not be read: ${reason}`, standing: "unreadable", ...common }];
    }
    if (leaf.type === "scalar") return [parameter(rights, module, path, { wants, state, common })];
    const keys = [...new Set([...wants.keys(), ...state.values.keys()])].filter(
      (key) => splitKey(key).member !== undefined && splitKey(key).path === path,
    );
    if (keys.length > 0) {
      const all = keys.map((key) => parameter(rights, module, key, { wants, state, common, absent: leaf.absent }));
      return all.sort((a, b) => (a.property < b.property ? -1 : 1));
    }
    const managed = module.wants.some((want) => want.path === path);
    const standing = managed
      ? { desired: "none", standing: "as desired" as const }
      : { standing: "unmanaged" as const };
    return [{ property: path, live: "none", ...standing, ...common }];
  });
}

interface Known {
  readonly wants: ReturnType<typeof wantsByKey>;
  readonly state: LiveModule;
  readonly common: Pick<Parameter, "contract" | "unit" | "bounds" | "setBy">;
  /** The value of an address that is not in the mapping. */
  readonly absent?: bigint | boolean | string;
}

function parameter(
  { words }: Rights,
  { name }: DesiredModule,
  key: Key,
  { wants, state, common, absent }: Known,
): Parameter {
  const value = state.values.get(key) ?? absent;
  const want = wants.get(key)?.want;
  const live = value === undefined ? "not read" : bothText(words.value(name, key, value));
  const standing = !want ? "unmanaged" : satisfies(want, value) ? "as desired" : "differs";
  return { property: words.label(key), live, ...(want ? { desired: wantText(want) } : {}), standing, ...common };

  function wantText(of: Want): string {
    const text = (each: bigint | boolean | string) => bothText(words.value(name, key, each));
    return "exact" in of ? text(of.exact) : `${text(of.within.min)} to ${text(of.within.max)}`;
  }
}

/** Rules of the calls that set a value, and those that every plan keeps. */
function boundsOf(kind: Kind, path: Key): readonly string[] {
  const about = (keys: readonly Key[]) => keys.includes(path) || keys.includes(`${path}[*]`);
  const rules = writesOf(kind, path).flatMap(({ batch, combine, guards }) =>
    // A batch sets many values, and its rules are about one of them each.
    (batch && !combine ? guards.filter(({ keys }) => about(keys)) : guards).map(({ rule }) => rule),
  );
  return [...new Set([...rules, ...kind.invariants.filter(({ keys }) => about(keys)).map(({ rule }) => rule)])];
}

function writesOf(kind: Kind, path: Key): readonly Write[] {
  return kind.writes.filter(({ sets }) => sets.includes(path) || sets.includes(`${path}[*]`));
}

/** Who may set what of one contract; each right to call a function is followed once. */
function settersOf(rights: Rights, module: PlanModule): (path: Key) => readonly string[] {
  const followed = new Map<string, readonly Actor[]>();
  const apart = tellsApart(rights.world);
  const behind = (right: Right, fn: string): readonly Actor[] => {
    const key = keyOf(rights.world, module, right) ?? "";
    const id = `${key} ${apart ? fn : ""}`;
    const known = followed.get(id);
    if (known) return known;
    const found = [...announcing(rights.world, module, right)].flatMap((held) =>
      actorsOf(rights, module, { key, members: key.endsWith("[*]"), fns: [fn] }, held),
    );
    followed.set(id, found);
    return found;
  };
  return (path) => {
    const all = writesOf(module.kind, path).flatMap((write) =>
      write.rights.flatMap((right) => behind(right, write.fn)),
    );
    return [...new Set(all.toSorted((a, b) => Number(BigInt(a.delay) - BigInt(b.delay))).map(actorText))];
  };
}
