import { encodeValues } from "../chain/encode.ts";
import { keccak256 } from "../keccak.ts";
import type { Unit } from "../stack/unit.ts";
import { duration } from "../stack/units.ts";
import { timeText } from "../stack/units/moment.ts";
import { quoted } from "../stack/units/quoted.ts";
import type { ManagerRole } from "./access-manager-roles.ts";
import type { ManagerTarget } from "./access-manager-targets.ts";
import { between, guard, number, scalar, setter } from "./make.ts";
import type { Key, Scalar } from "./property.ts";
import type { Argument, Right, View, Write } from "./write.ts";

/** Time.Delay of OpenZeppelin: a number of seconds, and the one that was it before a time in seconds since 1970. */
export interface PackedDelay {
  readonly after: bigint;
  readonly before: bigint;
  readonly effect: bigint;
}

/** Storage slots of AccessManager's mappings `_targets` and `_roles`. */
const TARGETS_SLOT = 0n;
const ROLES_SLOT = 1n;
/** Bits of a role's administrator and guardian, which stand before its grant delay in one word. */
const BEFORE_GRANT_DELAY = 128n;
const MIN_SETBACK: Key = "minSetback";
const MAX_UINT32 = 2n ** 32n - 1n;

/** @param shift bits before the delay in its word. */
export function unpackDelay(word: bigint, shift = 0n): PackedDelay {
  const packed = BigInt.asUintN(256, word) >> shift;
  return {
    after: BigInt.asUintN(32, packed),
    before: BigInt.asUintN(32, packed >> 32n),
    effect: BigInt.asUintN(48, packed >> 64n),
  };
}

export function packDelay({ after, before, effect }: PackedDelay, shift = 0n): bigint {
  return BigInt.asIntN(256, (after | (before << 32n) | (effect << 64n)) << shift);
}

/** A word for people; nothing that a file could say. */
function underWay(shift: bigint): Unit {
  return {
    name: "delay under way",
    expects: "nothing: it follows from the delay",
    parse: (text) => ({ problem: { found: quoted(text), expected: "nothing" } }),
    format(value) {
      const { after, before, effect } = unpackDelay(value as bigint, shift);
      const next = duration.format(after);
      return effect === 0n ? next : `${next} from ${timeText(effect)} on, ${duration.format(before)} before`;
    },
  };
}

/** A delay that an administrator changes, where it is written down, and how it is called. */
interface Delay {
  readonly key: Key;
  /** Of the word of storage that also tells what is under way: no getter does. */
  readonly word: Key;
  readonly slot: bigint;
  readonly shift: bigint;
  readonly fn: string;
  /** What the call takes before the delay. */
  readonly of: Argument;
}

function grantDelay({ id, name }: ManagerRole): Delay {
  return {
    key: `roles.${name}.grantDelay`,
    word: `pendingGrantDelays.${name}`,
    slot: wordBehind("uint64", id, ROLES_SLOT),
    shift: BEFORE_GRANT_DELAY,
    fn: "setGrantDelay(uint64,uint32)",
    of: id,
  };
}

function adminDelay({ address, name }: ManagerTarget): Delay {
  return {
    key: `targets.${name}.adminDelay`,
    word: `pendingAdminDelays.${name}`,
    slot: wordBehind("address", address, TARGETS_SLOT),
    shift: 0n,
    fn: "setTargetAdminDelay(address,uint32)",
    of: address,
  };
}

/** The second word of an entry: the first one belongs to a mapping in it. */
function wordBehind(type: string, member: bigint | string, mapping: bigint): bigint {
  return BigInt(keccak256(encodeValues([type, "uint256"], [member, mapping]))) + 1n;
}

/** What tells which delays are being changed: AccessManager.minSetback, and a word of storage for each of them. */
export function delayWords(
  roles: readonly ManagerRole[],
  targets: readonly ManagerTarget[],
): Readonly<Record<Key, Scalar>> {
  const words = [...roles.map(grantDelay), ...targets.map(adminDelay)].map(({ word, slot, shift }): [Key, Scalar] => [
    word,
    { type: "scalar", unit: underWay(shift), facet: "Parameters", read: { slot, absent: 0n } },
  ]);
  return Object.fromEntries([
    [MIN_SETBACK, scalar("minSetback()", duration, "Parameters", { returns: "uint32" })],
    ...words,
  ]);
}

/** setGrantDelay and setTargetAdminDelay, by ADMIN_ROLE. */
export function delayWrites(
  roles: readonly ManagerRole[],
  targets: readonly ManagerTarget[],
  administration: Right,
): readonly Write[] {
  return [...roles.map(grantDelay), ...targets.map(adminDelay)].map((delay) => delayWrite(delay, administration));
}

/** A change counts after AccessManager.minSetback (five days), or later where it shortens by more: Time.withUpdate. */
function delayWrite({ key, word, shift, fn, of }: Delay, administration: Right): Write {
  const known = (view: View) => unpackDelay(number(view, word), shift);
  const pending = (view: View) => {
    const { after, effect } = known(view);
    return effect > view.now ? { after, effect } : undefined;
  };
  return setter(fn, [key], {
    rights: [administration],
    guards: [
      between(key, 0n, MAX_UINT32, `AccessManager.${fn}: less than 2^32 seconds`),
      guard(
        [key, word],
        `AccessManager.${fn}: what is under way cannot be told, because this manager's storage is laid out otherwise`,
        (_after, before) => {
          const { after, before: old, effect } = known(before);
          return (effect > before.now ? old : after) === number(before, key);
        },
      ),
      {
        keys: [key, word],
        rule: `AccessManager.${fn}: the delay has been changed, but the change does not count yet`,
        check: (after, before) => pending(before)?.after !== number(after, key),
        until: (before) => pending(before)?.effect,
      },
    ],
    args: (next) => [of, next.get(key)!],
    affects: [key, word],
    effects: (after, before) => {
      const [now, next] = [number(before, key), number(after, key)];
      const least = number(before, MIN_SETBACK);
      const wait = now - next > least ? now - next : least;
      const others = BigInt.asUintN(256, number(before, word)) & (2n ** shift - 1n);
      return {
        [key]: now,
        [word]: packDelay({ after: next, before: now, effect: before.now + wait }, shift) | others,
      };
    },
    decode: ([at, value]) =>
      String(at).toLowerCase() === String(of).toLowerCase() ? { [key]: value as bigint } : undefined,
  });
}
