import { describe, expect, it } from "vitest";
import type { Change } from "../../src/diff/diff.ts";
import { kinds, type KindName } from "../../src/kinds/index.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import { ZERO_ADDRESS, type Value } from "../../src/kinds/value.ts";
import { leavesOf } from "../../src/plan/world.ts";
import { NUMBERS, SETS } from "../../src/review/meaning.ts";
import { judge } from "../../src/review/risk.ts";
import { reviewWords } from "../../src/review/words.ts";
import { desiredOf, plainAddress } from "../support/graph-plan.ts";

const words = reviewWords(desiredOf([], []));
const [a, b] = [plainAddress(1), plainAddress(2)];

function risk(name: KindName, key: string, before: Value, after: Value, changes: readonly Change[] = []): string {
  const general: Kind = kinds[name];
  const kind = general.specialise?.({}) ?? general;
  const found = judge({ module: "m", kind, key, before, after }, changes, words);
  return `${found.risk}: ${found.why}`;
}

describe("the risk of a change", () => {
  it.each([
    ["Timelock", "minDelay", 2n, 1n, "loosens: a shorter delay before what was scheduled can be executed"],
    ["Timelock", "minDelay", 1n, 2n, "tightens: a longer delay before what was scheduled can be executed"],
    ["Safe", "threshold", 2n, 1n, "loosens: a lower number of signatures"],
    ["Safe", "threshold", 2n, 3n, "tightens: a higher number of signatures"],
    ["Thermostat", "band.min", 5n, 1n, "loosens: a wider band"],
    ["Thermostat", "band.min", 1n, 5n, "tightens: a narrower band"],
    ["Thermostat", "band.max", 1n, 5n, "loosens: a wider band"],
    ["Thermostat", "band.max", 5n, 1n, "tightens: a narrower band"],
    ["JobRegistry", "maxJobReward", 5n, 9n, "loosens: a higher limit of a job's reward"],
    ["JobRegistry", "maxJobReward", 5n, 0n, "loosens: no limit of a job's reward"],
    ["JobRegistry", "maxJobReward", 0n, 5n, "tightens: a limit of a job's reward"],
    ["StakeManager", "roleMinimums.agent", 5n, 4n, "loosens: a lower minimum stake"],
    ["StakeManager", "fees.fee", 5n, 6n, "changes: raised"],
    ["StakeManager", "fees.fee", 5n, 4n, "changes: lowered"],
    ["StakeManager", "treasury", a, b, "changes: another address is relied on"],
    ["StakeManager", "treasury", a, ZERO_ADDRESS, "changes: a reference is cleared"],
    ["FeePool", "rewardRole", 0n, 1n, "changes: another value"],
    ["TaxPolicy", "policyURI", "x", "y", "changes: another text"],
    ["FeePool", "paused", false, true, "pauses: its functions stop"],
    ["FeePool", "paused", true, false, "unpauses: its functions work again"],
    ["FeePool", `treasuryAllowlist[${a}]`, true, false, "tightens: a smaller list of what is allowed"],
    ["FeePool", `treasuryAllowlist[${a}]`, false, true, "loosens: a larger list of what is allowed"],
    ["PlatformRegistry", `blacklist[${a}]`, false, true, "tightens: a larger list of who is kept out"],
    ["PlatformRegistry", `blacklist[${a}]`, true, false, "loosens: a smaller list of who is kept out"],
    ["FeePool", `rewarders[${a}]`, false, true, `grants: ${a} may pay rewards out of it`],
    ["DisputeModule", `moderators[${a}]`, 3n, 0n, `revokes: ${a} may no longer decide disputes of it`],
    ["Timelock", `roles.CANCELLER_ROLE[${a}]`, false, true, `grants: ${a} gets CANCELLER_ROLE`],
    ["Timelock", `roles.EXECUTOR_ROLE[${ZERO_ADDRESS}]`, false, true, "grants: everybody gets EXECUTOR_ROLE"],
    ["AccessManager", `roles.ADMIN_ROLE.members[${a}]`, false, 3600n, `grants: ${a} gets ADMIN_ROLE`],
    [
      "AccessManager",
      `roles.ADMIN_ROLE.members[${a}]`,
      3600n,
      true,
      `loosens: ${a} acts as ADMIN_ROLE at once instead of after 1 hour`,
    ],
    [
      "AccessManager",
      `roles.ADMIN_ROLE.members[${a}]`,
      true,
      3600n,
      `tightens: ${a} acts as ADMIN_ROLE after 1 hour instead of at once`,
    ],
    ["Timelock", `roles.PROPOSER_ROLE[${a}]`, true, false, `revokes: ${a} loses PROPOSER_ROLE`],
    ["Safe", `owners[${a}]`, false, true, `grants: ${a} signs for the Safe`],
    ["Safe", `modules[${a}]`, false, true, `grants: ${a} acts for the Safe without any signature`],
    ["Safe", "guard", a, ZERO_ADDRESS, "loosens: nothing checks its transactions any more"],
    ["Safe", "guard", ZERO_ADDRESS, a, `tightens: ${a} checks its transactions`],
    ["Safe", "fallbackHandler", ZERO_ADDRESS, a, `grants: ${a} handles calls in the Safe's name`],
    ["FeePool", "owner", a, b, `moves ownership: from ${a} to ${b}`],
    ["FeePool", "owner", a, ZERO_ADDRESS, `moves ownership: ${a} gives it up, nobody has it`],
    ["FeePool", "governance", a, b, `moves ownership: from ${a} to ${b}`],
    ["FeePool", "pauser", ZERO_ADDRESS, b, `grants: ${b} is pauser`],
    ["FeePool", "pauser", a, b, `grants: ${b} is pauser in place of ${a}`],
    ["FeePool", "pauserManager", a, ZERO_ADDRESS, `revokes: ${a} is pauserManager no longer`],
    ["TaxPolicy", "pendingOwner", ZERO_ADDRESS, b, `moves ownership: ${b} may take over`],
    ["TaxPolicy", "pendingOwner", b, ZERO_ADDRESS, `revokes: the offer to ${b} is withdrawn`],
  ] as const)("of %s.%s from %s to %s is said with its reason", (kind, key, before, after, wanted) => {
    expect(risk(kind, key, before, after)).toBe(wanted);
  });

  it("of an offer of ownership depends on whether it is taken", () => {
    const taken = { module: "m", key: "owner", path: "owner", after: b } as Change;
    expect(risk("TaxPolicy", "pendingOwner", b, ZERO_ADDRESS, [taken])).toBe(`moves ownership: ${b} takes the offer`);
  });

  it("is known for values that exist", () => {
    const paths = (kind: string) => [...leavesOf(kinds[kind as KindName]).keys()];
    const matches = (pattern: string, path: string) =>
      new RegExp(`^${pattern.replaceAll(".", "\\.").replaceAll("*", "[^.]+")}$`).test(path);
    for (const [kind, numbers] of Object.entries(NUMBERS)) {
      // Its roles have the names that a stack file gives them.
      if (kind === "AccessManager") continue;
      const lost = Object.keys(numbers).filter((pattern) => !paths(kind).some((path) => matches(pattern, path)));
      expect(lost, kind).toEqual([]);
    }
    const all = new Set(Object.keys(kinds).flatMap(paths));
    expect(Object.keys(SETS).filter((path) => !all.has(path))).toEqual([]);
  });

  it("of every list of addresses is known", () => {
    const lists = Object.values(kinds).flatMap((kind) =>
      [...leavesOf(kind)].flatMap(([path, leaf]) => (leaf.facet === "AddressSet" ? [path] : [])),
    );
    expect([...new Set(lists)].filter((path) => !(path in SETS))).toEqual([]);
  });
});
