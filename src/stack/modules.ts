import type { Node } from "yaml";
import type { Governed, Kind } from "../kinds/kind.ts";
import { functionsOf } from "../kinds/passing.ts";
import { ZERO_ADDRESS } from "../kinds/value.ts";
import { pauseFlagOf } from "./emergency.ts";
import type { DesiredModule, ScalarWant } from "./desired.ts";
import { checkModule } from "./checks.ts";
import type { Definition, Names } from "./names.ts";
import { suggestion } from "./nearest.ts";
import type { Position } from "./position.ts";
import { describe, plainOf, written, type Entry, type Sheet } from "./sheet.ts";
import { readWants } from "./wants.ts";

/** A module before names are known: what it is and where. */
export interface ModuleDraft {
  readonly name: string;
  readonly at: Position;
  readonly entries: readonly Entry[];
  /** `undefined` if it is missing or unknown (and reported). */
  readonly kind: Kind | undefined;
  readonly address: Node | undefined;
}

export function draftModules(sheet: Sheet, node: Node, kinds: ReadonlyMap<string, Kind>): readonly ModuleDraft[] {
  const drafts: ModuleDraft[] = [];
  for (const { key: name, at, value } of sheet.entries(node, "modules", "a mapping from names to modules") ?? []) {
    const path = `modules.${name}`;
    const entries = sheet.entries(value, path, "a mapping with kind, address and properties");
    const [kind, address] = ["kind", "address"].map((key) => entries?.find((entry) => entry.key === key));
    for (const [key, entry] of [["kind", kind] as const, ["address", address] as const]) {
      if (entries && !entry) sheet.report(at, { code: "ORD105", path, found: `no ${key}`, expected: `the key ${key}` });
    }
    drafts.push({
      name,
      at,
      entries: entries ?? [],
      kind: kind && readKind(sheet, kind, path, kinds),
      address: address?.value,
    });
  }
  return drafts;
}

export function definitionOf({ name, at, address }: ModuleDraft): Definition {
  return { name, at, value: address, path: `modules.${name}.address` };
}

function readKind(sheet: Sheet, { value }: Entry, module: string, kinds: ReadonlyMap<string, Kind>): Kind | undefined {
  const path = `${module}.kind`;
  const expected = `one of ${[...kinds.keys()].join(", ")}`;
  const scalar = sheet.scalar(value, path, expected);
  if (!scalar) return undefined;
  const kind = kinds.get(written(scalar));
  if (kind) return kind;
  const found = `the unknown kind ${describe(scalar)}`;
  sheet.report(value, { code: "ORD108", path, found, expected, ...suggestion(written(scalar), kinds.keys()) });
  return undefined;
}

/**
 * The modules with their wants.
 * @param halt where `emergency: halt` is written, if it is.
 */
export function readModules(
  sheet: Sheet,
  names: Names,
  drafts: readonly ModuleDraft[],
  halt: Position | undefined,
): readonly DesiredModule[] {
  const modules: DesiredModule[] = [];
  const governed = functionsIn(sheet, drafts, names);
  const taken = new Map<string, ModuleDraft>();
  for (const draft of drafts) {
    const { name, at } = draft;
    const kind = specialised(sheet, draft, names, governed);
    const address = draft.address && names.addressAt(draft.address, `modules.${name}.address`);
    if (address !== undefined && draft.address) {
      const first = taken.get(address);
      const expected = `another address than ${first?.name} (line ${first?.at.line})`;
      if (first)
        sheet.report(draft.address, { code: "ORD114", path: `modules.${name}.address`, found: address, expected });
      else taken.set(address, draft);
    }
    if (!kind) continue;
    const { wants, groups, observe } = readWants(sheet, names, kind.properties, draft.entries, name);
    checkModule(sheet, { name, kind, wants, groups });
    const all = [...wants, ...withoutSuccessor(kind, wants)];
    if (address !== undefined)
      modules.push({
        name,
        kind,
        address,
        wants: halt ? halted(kind, all, observe, halt) : all,
        observed: observe,
        at,
      });
  }
  return modules;
}

/** Where the keys are the user's own, the kind follows from them. */
function specialised(
  sheet: Sheet,
  { name, kind, entries }: ModuleDraft,
  names: Names,
  governed: ReadonlyMap<string, Governed>,
): Kind | undefined {
  if (!kind?.specialise) return kind;
  const others = [...governed].flatMap(([other, each]) => (other === name ? [] : [each]));
  const plain = new Map<Node, unknown>();
  const written = Object.fromEntries(
    entries.map(({ key, value }) => [key, plainOf(sheet, value, `modules.${name}.${key}`, plain)]),
  );
  const known = names.addresses;
  return kind.specialise(written, (name) => known.get(name), others);
}

/** The functions of each module that plans may call, by the module's name. */
function functionsIn(sheet: Sheet, drafts: readonly ModuleDraft[], names: Names): ReadonlyMap<string, Governed> {
  const found = new Map<string, Governed>();
  const known = names.addresses;
  for (const draft of drafts) {
    const address = known.get(draft.name);
    const kind = specialised(sheet, draft, names, new Map());
    if (address !== undefined && kind) found.set(draft.name, { address, functions: functionsOf(kind) });
  }
  return found;
}

/**
 * A declared owner is the only one who may have the contract: somebody who was offered it and has not accepted yet could take
 * it at any time, so that nobody may be waiting unless the file says so. A declared delay may not be about to change either.
 */
function withoutSuccessor(kind: Kind, wants: DesiredModule["wants"]): DesiredModule["wants"] {
  const offices = [
    ["owner", "pendingOwner", ZERO_ADDRESS],
    ["defaultAdmin", "pendingDefaultAdmin", ZERO_ADDRESS],
    ["defaultAdminDelay", "pendingDefaultAdminDelaySchedule", 0n],
  ] as const;
  return offices.flatMap(([office, offer, none]): ScalarWant[] => {
    const leaf = kind.properties.members[offer] ?? kind.hidden?.[offer];
    const holder = wants.find(({ path }) => path === office);
    if (leaf?.type !== "scalar" || !holder || wants.some(({ path }) => path === offer)) return [];
    return [{ path: offer, leaf, want: { exact: none }, observe: holder.observe, at: holder.at }];
  });
}

/**
 * `emergency: halt` wants a pausable module paused whatever is written, and also where nothing is. A module or a flag that
 * is only observed stays so: observing promises that nothing is changed.
 */
function halted(kind: Kind, wants: DesiredModule["wants"], observed: boolean, halt: Position): DesiredModule["wants"] {
  const leaf = pauseFlagOf(kind);
  if (!leaf) return wants;
  const written = wants.find(({ path }) => path === "paused");
  const paused: ScalarWant = {
    path: "paused",
    leaf,
    want: { exact: true },
    observe: written?.observe ?? observed,
    at: halt,
  };
  return written ? wants.map((want) => (want === written ? paused : want)) : [paused, ...wants];
}
