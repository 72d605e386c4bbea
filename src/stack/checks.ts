import type { Kind } from "../kinds/kind.ts";
import type { Key } from "../kinds/property.ts";
import { ZERO_ADDRESS, type Value } from "../kinds/value.ts";
import type { DesiredWant } from "./desired.ts";
import type { Position } from "./position.ts";
import type { Sheet } from "./sheet.ts";
import type { Unit } from "./unit.ts";
import { count } from "./units.ts";

/** The exact values of a module in the file, and of lists how long they are; what is absent or a band is not in it. */
export type Written = ReadonlyMap<Key, { readonly value: Value; readonly unit: Unit }>;

/** A condition between values of one module that no state of the contract can break, or that no setter accepts. */
export interface Check {
  readonly keys: readonly Key[];
  readonly fails: (written: Written) => { readonly found: string; readonly expected: string } | undefined;
}

/** The values that are written add up to no more than `limit`; or to exactly that, if all of them are written. */
function sum(keys: readonly Key[], how: "atMost" | "exactly", limit: string): Check {
  return {
    keys,
    fails(written) {
      const parts = keys.flatMap((key) => written.get(key) ?? []);
      const unit = parts[0]?.unit;
      const most = unit?.parse(limit);
      if (!unit || !most || !("ok" in most)) return undefined;
      const total = parts.reduce((all, { value }) => all + (value as bigint), 0n);
      const exact = how === "exactly" && parts.length === keys.length;
      if (exact ? total === most.ok : total <= (most.ok as bigint)) return undefined;
      const found = `${parts.map(({ value }) => unit.format(value)).join(" + ")} = ${unit.format(total)}`;
      return { found, expected: exact ? `a sum of ${limit}` : `a sum of at most ${limit}` };
    },
  };
}

function ordered(low: Key, high: Key, how: "<" | "<="): Check {
  return {
    keys: [low, high],
    fails(written) {
      const [min, max] = [written.get(low), written.get(high)];
      if (typeof min?.value !== "bigint" || typeof max?.value !== "bigint") return undefined;
      if (how === "<" ? min.value < max.value : min.value <= max.value) return undefined;
      return {
        found: `${low} ${min.unit.format(min.value)} and ${high} ${max.unit.format(max.value)}`,
        expected: `${low} ${how} ${high}`,
      };
    },
  };
}

/** A limit for one value, in the unit of the value. */
function limited(key: Key, how: "at least" | "at most" | "more than", limit: string): Check {
  return {
    keys: [key],
    fails(written) {
      const of = written.get(key);
      const bound = of?.unit.parse(limit);
      if (typeof of?.value !== "bigint" || !bound || !("ok" in bound)) return undefined;
      const value = of.value;
      const edge = bound.ok as bigint;
      if (how === "at least" ? value >= edge : how === "at most" ? value <= edge : value > edge) return undefined;
      return { found: of.unit.format(value), expected: `${how} ${limit}` };
    },
  };
}

/** `min` and `max` of the group `band`, and that each of `values` lies between them. */
function banded(band: Key, values: readonly Key[]): readonly Check[] {
  const [min, max] = [`${band}.min`, `${band}.max`];
  return [ordered(min, max, "<"), ...values.flatMap((key) => [ordered(min, key, "<="), ordered(key, max, "<=")])];
}

const roles = (group: Key) => ["agent", "validator", "operator", "employer"].map((role) => `${group}.${role}`);
const windows = [limited("windows.commit", "more than", "0"), limited("windows.reveal", "more than", "0")];

/** By kind. What a contract refuses only in some states, or by some of its setters, is the planner's business. */
export const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  Safe: [limited("threshold", "at least", "1"), ordered("threshold", "owners", "<=")],
  StakeManager: [
    sum(["fees.fee", "fees.burn", "fees.validatorReward"], "atMost", "100 %"),
    sum(
      ["employer", "treasury", "validator", "operator", "burn"].map((part) => `slashing.${part}`),
      "atMost",
      "100 %",
    ),
    limited("minStake", "more than", "0 wei"),
    limited("unbondingPeriod", "more than", "0"),
    limited("autoStake.increase", "at most", "100 %"),
    limited("autoStake.decrease", "at most", "100 %"),
    limited("maxTotalPayout", "at least", "100 %"),
    limited("maxTotalPayout", "at most", "200 %"),
    limited("maxAGITypes", "at most", "50"),
  ],
  JobRegistry: [sum(["fees.fee", "fees.validatorReward"], "atMost", "100 %")],
  FeePool: [limited("burn", "at most", "100 %")],
  ReputationEngine: [limited("validationReward", "at most", "100 %")],
  RewardEngineMB: [sum(roles("shares"), "exactly", "100 %")],
  Thermostat: [
    limited("band.min", "more than", "0"),
    ...banded("band", ["temperature", ...roles("roleTemperatures")]),
    ordered("integralBounds.min", "integralBounds.max", "<"),
  ],
  ArbitratorCommittee: windows,
  ValidationModule: [
    ...windows,
    limited("validators.min", "more than", "0"),
    ordered("validators.min", "validators.max", "<="),
    limited("approvals.threshold", "more than", "0 %"),
    limited("approvals.threshold", "at most", "100 %"),
    limited("validatorSlashing", "at most", "100 %"),
    limited("revealQuorum.share", "at most", "100 %"),
    limited("revealQuorum.minValidators", "more than", "0"),
    limited("nonReveal.penalty", "at most", "10 %"),
    limited("forceFinalizeGrace", "more than", "0"),
    limited("pool.sampleSize", "more than", "0"),
    ordered("pool.sampleSize", "pool.maxSize", "<="),
  ],
};

/** Reports every check of the module's kind that its written values fail, and an office that is given up without a word. */
export function checkModule(
  sheet: Sheet,
  module: {
    readonly name: string;
    readonly kind: Kind;
    readonly wants: readonly DesiredWant[];
    readonly groups: ReadonlyMap<Key, Position>;
  },
): void {
  const written: Written = new Map(
    module.wants.flatMap((want) =>
      "want" in want && "exact" in want.want
        ? [[want.path, { value: want.want.exact, unit: want.leaf.unit }] as const]
        : "members" in want
          ? [[want.path, { value: BigInt(want.members.size), unit: count }] as const]
          : [],
    ),
  );
  for (const want of module.wants) {
    if (want.path !== "defaultAdmin" || !("want" in want) || want.renounce || want.observe) continue;
    if (!("exact" in want.want) || want.want.exact !== ZERO_ADDRESS) continue;
    const found = "the zero address: nobody would be the admin, for good";
    const expected = "an account, or renounce: intended beside the value";
    sheet.report(want.at, { code: "ORD116", path: `modules.${module.name}.${want.path}`, found, expected });
  }
  for (const { keys, fails } of CHECKS[module.kind.name] ?? []) {
    const failure = fails(written);
    if (!failure) continue;
    const group = commonGroup(keys);
    const at =
      module.groups.get(group) ?? module.wants.find(({ path }) => keys.includes(path) && written.has(path))!.at;
    const path = `modules.${module.name}.${module.groups.has(group) ? group : keys.join(", ")}`;
    sheet.report(at, { code: "ORD116", path, ...failure });
  }
}

/** `fees` of `fees.fee` and `fees.burn`; empty if the keys do not share a group. */
function commonGroup(keys: readonly Key[]): Key {
  const groups = new Set(keys.map((key) => key.slice(0, Math.max(key.lastIndexOf("."), 0))));
  return groups.size === 1 && keys.length > 1 ? [...groups][0]! : "";
}
