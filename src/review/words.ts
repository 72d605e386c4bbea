import { roleHash } from "../kinds/access-control.ts";
import type { Kind } from "../kinds/kind.ts";
import { memberKey, splitKey, type Key } from "../kinds/property.ts";
import type { Address, Value } from "../kinds/value.ts";
import type { Argument } from "../kinds/write.ts";
import { leavesOf } from "../plan/world.ts";
import type { Desired } from "../stack/desired.ts";
import type { Unit } from "../stack/unit.ts";
import { quotedText, visible } from "../visible.ts";

/** An account or a contract, by the name that the stack file gives it. */
export interface Party {
  readonly address: Address;
  readonly name?: string;
}

/** One value: in human units, and as the contract holds it (numbers as decimal text). */
export interface Shown {
  readonly human: string;
  readonly raw: string | boolean;
}

/** A moment, in seconds since 1970 and for people. */
export interface When {
  readonly seconds: string;
  /** `2026-11-26T14:00:00Z` */
  readonly text: string;
}

/** Names and units of a stack. */
export interface ReviewWords {
  party(address: Address): Party;
  /** The name, or the address. */
  readonly name: (address: Address) => string;
  value(module: string, key: Key, value: Value): Shown;
  /** `treasuryAllowlist[guardian]` */
  label(key: Key): string;
  /** Whether a value is one for people: the order of a list is not, its members are. */
  shows(module: string, key: Key): boolean;
  argument(module: string, argument: Argument): string;
}

export function reviewWords(desired: Desired): ReviewWords {
  const kinds = new Map<string, Kind>(desired.modules.map(({ name, kind }) => [name, kind]));
  const leafOf = (module: string, key: Key) => {
    const kind = kinds.get(module);
    return kind && leavesOf(kind).get(splitKey(key).path);
  };
  const name = (address: Address) => desired.nameOf(address) ?? address;
  const written = (module: string, argument: Argument): string => {
    if (Array.isArray(argument)) return `[${argument.map((each) => written(module, each as Argument)).join(", ")}]`;
    if (typeof argument !== "string") return String(argument);
    if (/^0x[0-9a-fA-F]{40}$/.test(argument)) return name(argument as Address);
    if (/^0x[0-9a-fA-F]*$/.test(argument)) return roleNamed(kinds.get(module), argument) ?? argument;
    return quotedText(argument);
  };
  return {
    party: (address) => partyOf(desired, address),
    name,
    value(module, key, value) {
      const unit = leafOf(module, key)?.unit;
      return { human: unit ? human(unit, value, name) : visible(String(value)), raw: rawOf(value) };
    },
    label(key) {
      const { path, member } = splitKey(key);
      return visible(member === undefined ? path : memberKey(path, name(member as Address)));
    },
    shows: (module, key) => splitKey(key).member !== undefined || leafOf(module, key)?.type !== "members",
    argument: written,
  };
}

export function partyOf(desired: Desired, address: Address): Party {
  const name = desired.nameOf(address);
  return name === undefined ? { address } : { address, name };
}

/** Human form on one line; texts in quotes, so that an empty one can be seen. */
export function human(unit: Unit, value: Value, name: (address: Address) => string): string {
  if (unit.name === "address") return name(value as Address);
  if (unit.name === "text") return quotedText(String(value));
  return visible(unit.format(value));
}

export function rawOf(value: Value): string | boolean {
  return typeof value === "bigint" ? String(value) : value;
}

/** `5 % [5]`, `guardian [0x...]`, `true` */
export function bothText({ human, raw }: Shown): string {
  if (typeof raw === "boolean") return human;
  // A text is shown once: its quotes are the only difference.
  return human === raw || human.startsWith('"') ? human : `${human} [${raw}]`;
}

/** The name, or the address. */
export function partyText({ address, name }: Party): string {
  return name ?? address;
}

/** A role by its name where the kind has one of this hash. */
function roleNamed(kind: Kind | undefined, word: string): string | undefined {
  if (!kind || word.length !== 66) return undefined;
  for (const path of leavesOf(kind).keys()) {
    const [group, role] = path.split(".");
    if (group === "roles" && role !== undefined && roleHash(role) === word) return role;
  }
  return undefined;
}
