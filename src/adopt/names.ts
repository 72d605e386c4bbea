import { memberKey } from "../kinds/property.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { leavesOf } from "../plan/world.ts";
import { lastOf, type Use } from "./mentions.ts";
import type { Found } from "./walk.ts";

export interface Cast {
  /** In the order of the file. */
  readonly modules: readonly Found[];
  readonly uses: ReadonlyMap<Address, readonly Use[]>;
  readonly codes: ReadonlyMap<Address, Hex | undefined>;
  /** Names that somebody chose; they come before all others. */
  readonly given: ReadonlyMap<Address, string>;
  /** Addresses that need a name although no contract names them. */
  readonly besides: readonly Address[];
}

/**
 * A name for every address of a file, each once: those of modules first, in their order, then those of the section
 * `addresses`.
 */
export function namesFor({ modules, uses, codes, given, besides }: Cast): ReadonlyMap<Address, string> {
  const taken = new Set(given.values());
  const names = new Map<Address, string>();
  const put = (address: Address, base: string, numbered: boolean) => {
    names.set(address, given.get(address) ?? free(base, numbered, taken));
  };
  for (const module of modules) {
    const base = isCouncil(module, modules) ? "council" : camelCase(module.kind.name);
    put(module.address, base, false);
  }
  for (const [address, own] of [...uses, ...besides.map((address) => [address, []] as const)]) {
    if (names.has(address)) continue;
    const [base, numbered] = roleOf(own, codes.get(address) !== undefined);
    put(address, base, numbered);
  }
  return names;
}

/** By the most telling of the uses: who may pause, where money goes, who signs, what only one kind of value refers to. */
function roleOf(uses: readonly Use[], contract: boolean): readonly [base: string, numbered: boolean] {
  const does = (test: (use: Use) => boolean) => uses.some(test);
  if (does(({ path }) => path === "pauser" || path === "activePauser")) return ["guardian", false];
  if (does(({ path }) => lastOf(path) === "treasury")) return ["treasury", false];
  if (does(({ module, path }) => module.kind.topology === "safe" && path === "owners")) return ["owner", true];
  const references = new Set(uses.filter(isReference).map(({ path }) => lastOf(path)));
  if (references.size === 1 && uses.every(isReference)) return [[...references][0]!, false];
  return [contract ? "contract" : "account", true];
}

/** Something that the contract works with, as opposed to somebody who has a right or stands in a list. */
function isReference({ module, path }: Use): boolean {
  if (module.kind.topology === "safe") return path === "guard" || path === "fallbackHandler";
  const leaf = leavesOf(module.kind).get(path);
  return leaf?.type === "scalar" && leaf.facet === "Parameters";
}

/** The Safe that decides what a timelock does. */
function isCouncil({ kind, address }: Found, modules: readonly Found[]): boolean {
  const key = memberKey("roles.PROPOSER_ROLE", address);
  return (
    kind.topology === "safe" &&
    modules.some((other) => other.kind.topology === "timelock" && other.values.get(key) === true)
  );
}

function camelCase(kind: string): string {
  return kind[0]!.toLowerCase() + kind.slice(1);
}

/** `safe`, `safe2`, ...; where everybody is one of several: `owner1`, `owner2`, ... */
function free(base: string, numbered: boolean, taken: Set<string>): string {
  for (let number = 1; ; number++) {
    const name = number === 1 && !numbered ? base : `${base}${number}`;
    if (taken.has(name)) continue;
    taken.add(name);
    return name;
  }
}
