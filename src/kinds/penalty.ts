import { bps, token } from "../stack/units.ts";
import type { Unit } from "../stack/unit.ts";
import type { Kind } from "./kind.ts";
import { group, guard, number, whenNotPaused } from "./make.ts";
import { memberKey, type Key, type Members, type Scalar } from "./property.ts";
import { ROLES } from "./stake-manager-stakes.ts";
import { treasuryAllowed } from "./treasury.ts";
import type { Address, Hex } from "./value.ts";
import type { Argument, Guard, Write } from "./write.ts";

export type StakeRole = keyof typeof ROLES;

/** A part of a stake that is taken once for one incident, and never given back (StakeManager.governanceSlash). */
export interface Penalty {
  /** Unique for ever: letters, digits, `-` and `_`. */
  readonly incident: string;
  readonly user: Address;
  readonly role: StakeRole;
  /** Basis points of the stake at that moment, 1 to 10,000. */
  readonly share: bigint;
  /** Gets the employer's share of what is taken. */
  readonly beneficiary: Address;
  /** For people. */
  readonly reason: string;
}

export const SLASH = "governanceSlash(address,uint8,uint256,address)";
const SOURCE = "StakeManager.governanceSlash";
/** 100 % in basis points. */
export const WHOLE = 10_000n;

/** In the order of SLASH. */
export function slashArguments({ user, role, share, beneficiary }: Penalty): readonly Argument[] {
  return [user, ROLES[role], share, beneficiary];
}

/** `penalties.INC-2026-014`, whose value is whether the penalty has been enacted. */
export function penaltyKey({ incident }: Pick<Penalty, "incident">): Key {
  return `penalties.${incident}`;
}

export function stakeKey({ role, user }: Pick<Penalty, "role" | "user">): Key {
  return memberKey(`stakes.${role}`, user);
}

/** Wei that StakeManager.governanceSlash takes: the share of the stake, rounded down. */
export function amountOf(stake: bigint, share: bigint): bigint {
  return (stake * share) / WHOLE;
}

/**
 * What stands behind the arguments of the call, in the transaction that makes it and in everything that it passes through:
 * `ordinance:INC-2026-014;` as plain text. The contract's decoder does not look there, and explorers show it.
 */
export function remarkOf(incident: string): Hex {
  return `0x${Buffer.from(`ordinance:${incident};`, "ascii").toString("hex")}`;
}

/** The incident that stands at the beginning of what follows a call; `undefined` if there is none. `hex` is without 0x. */
export function incidentIn(hex: string): string | undefined {
  // 64 characters of the incident, and what is around them.
  const text = Buffer.from(hex.slice(0, 2 * 75), "hex").toString("latin1");
  return /^ordinance:([A-Za-z0-9][A-Za-z0-9_-]{0,63});/.exec(text)?.[1];
}

/** An incident as people may write it: it becomes part of a key and of a remark. */
export const INCIDENT = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;

const enactment: Unit = {
  name: "enactment",
  expects: "open or enacted",
  parse: (text) =>
    text === "open" || text === "enacted"
      ? { ok: text === "enacted" }
      : { problem: { found: JSON.stringify(text), expected: enactment.expects } },
  format: (value) => (value === true ? "enacted" : "open"),
};

/** `kind` with what these penalties need: whether each has been enacted, the stakes that they take from, and the calls. */
export function withPenalties(kind: Kind, penalties: readonly Penalty[]): Kind {
  if (penalties.length === 0) return kind;
  const members = Object.fromEntries(penalties.map((penalty) => [penalty.incident, leafOf(penalty)]));
  const stakes = Object.fromEntries(penalties.map(({ role }) => [`stakes.${role}`, stakesOf(role)]));
  return {
    ...kind,
    properties: { type: "group", members: { ...kind.properties.members, penalties: group(members) } },
    hidden: { ...kind.hidden, ...stakes },
    writes: [...kind.writes, ...penalties.map(writeOf)],
    errors: [...kind.errors, ...ERRORS],
  };
}

export function leafOf(penalty: Penalty): Scalar {
  return { type: "scalar", unit: enactment, read: { enacted: penalty }, facet: "Penalties" };
}

function stakesOf(role: StakeRole): Members {
  return {
    type: "members",
    unit: token,
    absent: 0n,
    getter: "stakes(address,uint8)",
    rest: [ROLES[role]],
    returns: "uint256",
    events: [],
    facet: "Penalties",
  };
}

function writeOf(penalty: Penalty): Write {
  const key = penaltyKey(penalty);
  const stake = stakeKey(penalty);
  return {
    fn: SLASH,
    sets: [key],
    only: { [key]: true },
    rights: ["owner"],
    phase: "act",
    once: true,
    remark: remarkOf(penalty.incident),
    args: () => slashArguments(penalty),
    guards: [whenNotPaused(SOURCE), ...stakeGuards(penalty), treasuryAllowed(SOURCE)],
    affects: [`stakes.${penalty.role}[*]`],
    effects: (_after, before) => {
      const staked = number(before, stake);
      return { [stake]: staked - amountOf(staked, penalty.share) };
    },
  };
}

function stakeGuards(penalty: Penalty): readonly Guard[] {
  const key = stakeKey(penalty);
  const taken = bps.format(penalty.share);
  return [
    guard(
      [key],
      `${SOURCE}: ${penalty.user} has no stake as ${penalty.role} (InsufficientStake)`,
      (_after, before) => number(before, key) > 0n,
    ),
    guard(
      [key],
      `${SOURCE}: ${taken} of the stake of ${penalty.user} as ${penalty.role} is less than 1 wei (InvalidAmount)`,
      (_after, before) => amountOf(number(before, key), penalty.share) > 0n,
    ),
  ];
}

/** Beside those of the kind. */
const ERRORS = ["InsufficientStake()", "InvalidAmount()", "InvalidRecipient()", "TokenNotBurnable()"];
