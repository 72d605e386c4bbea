import type { Kind } from "../kinds/kind.ts";
import { membersAt, type Key } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../kinds/value.ts";
import { section, type Written } from "../kinds/written.ts";
import { leavesOf } from "../plan/world.ts";
import type { Found } from "./walk.ts";

/** An address in the values of a contract, and where. */
export interface Mention {
  readonly address: Address;
  readonly path: Key;
}

/** Where a contract names an address. */
export interface Use {
  readonly module: Found;
  readonly path: Key;
}

/** Sets of more members than this are users of the protocol (a blacklist), not those who govern it. */
const MOST_MEMBERS = 100;

/** Every address that a contract names, in the order of its kind. Nobody is no address. */
export function mentionsOf(kind: Kind, values: ReadonlyMap<Key, Value>, written: Written = {}): readonly Mention[] {
  const found: Mention[] = [];
  for (const [path, leaf] of leavesOf(kind)) {
    if (leaf.type === "members") {
      const own = membersAt(values, path);
      if (leaf.facet === "AddressSet" && own.size > MOST_MEMBERS) continue;
      for (const address of own.keys()) found.push({ address, path });
      continue;
    }
    const value = values.get(path);
    if (leaf.unit.name === "address" && typeof value === "string") found.push({ address: value as Address, path });
  }
  // Targets of an AccessManager stand in keys.
  for (const target of Object.keys(section(written, "targets")))
    found.push({ address: target as Address, path: "targets" });
  return found.filter(({ address }) => address !== ZERO_ADDRESS);
}

/** Who is named by whom, in the order of the modules and of their kinds. */
export function usesOf(modules: readonly Found[]): ReadonlyMap<Address, readonly Use[]> {
  const uses = new Map<Address, Use[]>();
  for (const module of modules) {
    for (const { address, path } of mentionsOf(module.kind, module.values, module.entry?.written)) {
      const known = uses.get(address);
      if (known) known.push({ module, path });
      else uses.set(address, [{ module, path }]);
    }
  }
  return uses;
}

/** `treasury` of `modules.treasury` and of `treasury`. */
export function lastOf(path: Key): string {
  return path.slice(path.lastIndexOf(".") + 1);
}
