import { id } from "ethers";
import fc from "fast-check";
import { expect, it } from "vitest";
import { reachIn } from "../../src/authority/reach.ts";
import { isWay } from "../../src/authority/open.ts";
import { wayOf } from "../../src/authority/way.ts";
import { arbitratorCommittee } from "../../src/kinds/arbitrator-committee.ts";
import { PUBLIC_ROLE } from "../../src/kinds/access-manager-unit.ts";
import { managerOf } from "../../src/kinds/access-manager.ts";
import { functionsOf } from "../../src/kinds/passing.ts";
import type { Key } from "../../src/kinds/property.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { world, type PlanModule } from "../../src/plan/world.ts";
import { moduleOf, plainAddress } from "../support/graph-plan.ts";

const CASES = 3_000;
const MANAGERS = 4;
const ACCOUNTS = 3;
const FN = "setAbsenteeSlash(uint256)";
const EXECUTE = "execute(address,bytes)";
const SCHEDULE = "schedule(address,bytes,uint48)";
const MODULE = plainAddress(100);
const managerAt = (index: number) => plainAddress(10 + index);
const accountAt = (index: number) => plainAddress(1 + index);
const everybody = [
  ...Array.from({ length: ACCOUNTS }, (_, index) => accountAt(index)),
  ...Array.from({ length: MANAGERS }, (_, index) => managerAt(index)),
];

/** No member, one who acts at once, one with a delay, and one whose grant does not count yet. */
const member = fc.constantFrom<Value>(false, false, false, true, 60n, "9999 0");
const role = fc.tuple(...everybody.map(() => member));
/** 9 is a role of which the file says nothing. */
const called = fc.constantFrom(0n, 1n, 1n, PUBLIC_ROLE, 9n);
const managers = fc.tuple(
  ...Array.from({ length: MANAGERS }, () =>
    fc.record({
      roles: fc.tuple(role, role),
      /** Of the module's function, of `execute` of each manager, and of `schedule` of each. */
      called: fc.tuple(called, ...Array.from({ length: 2 * MANAGERS }, () => called)),
      closed: fc.constantFrom(false, false, false, true),
    }),
  ),
);
type Managers = typeof managers extends fc.Arbitrary<infer T> ? T : never;

/**
 * Whether manager `at` can be made to call the function of `target` (the module, or `execute` of a manager by its number), by
 * trying every chain of different managers. One that is a member of itself gains nothing: AccessManager.canCall lets the manager
 * itself only make the call that it is executing.
 */
function able(
  of: Managers,
  signs: readonly boolean[],
  at: number,
  target: number | "module",
  scheduled = false,
  passed: readonly number[] = [],
): boolean {
  const { closed } = of[at]!;
  const fns = neededOf(of[at]!, target, scheduled);
  if ((target === "module" && closed) || fns.includes(9n)) return false;
  return everybody.some((_, index) => {
    const values = valuesOf(of[at]!, fns, index);
    if (values.some((value) => value !== true && value !== 60n)) return false;
    if (index < ACCOUNTS) return signs[index];
    const other = index - ACCOUNTS;
    return other !== at && !passed.includes(other) && able(of, signs, other, at, values.includes(60n), [...passed, at]);
  });
}

/** Roles that one must be in to have a call made: whoever has a delay calls `schedule` before. */
function neededOf({ called: fns }: Managers[number], target: number | "module", scheduled: boolean): readonly bigint[] {
  if (target === "module") return [fns[0]];
  return [fns[1 + target]!, ...(scheduled ? [fns[1 + MANAGERS + target]!] : [])];
}

function valuesOf({ roles }: Managers[number], fns: readonly bigint[], index: number): readonly Value[] {
  return fns.map((fn) => roles[fn === PUBLIC_ROLE ? 0 : Number(fn)]![index]!);
}

function modulesOf(of: Managers): readonly PlanModule[] {
  const governed = [
    { address: MODULE, functions: functionsOf(arbitratorCommittee) },
    ...of.map((_, index) => ({ address: managerAt(index), functions: [EXECUTE, SCHEDULE] })),
  ];
  const built = of.map(({ roles, called: fns, closed }, at) => {
    const kind = managerOf({ roles: { OPERATOR: { id: 1 } } }, undefined, governed);
    const keyOf = (target: Address, fn: string): Key => `functionRoles.${target}.${id(fn).slice(0, 10)}`;
    const values: Record<Key, Value> = { [`closed.${MODULE}`]: closed, [keyOf(MODULE, FN)]: fns[0] };
    for (const [index] of of.entries()) {
      values[keyOf(managerAt(index), EXECUTE)] = fns[1 + index]!;
      values[keyOf(managerAt(index), SCHEDULE)] = fns[1 + MANAGERS + index]!;
    }
    for (const [index, name] of ["ADMIN_ROLE", "OPERATOR"].entries()) {
      for (const [who, value] of roles[index]!.entries())
        if (value !== false) values[`roles.${name}.members[${everybody[who]!}]`] = value;
    }
    return moduleOf(`manager${at}`, kind, managerAt(at), values);
  });
  const committee = { owner: managerAt(0), pauser: ZERO_ADDRESS, pauserManager: ZERO_ADDRESS, absenteeSlash: 0n };
  return [...built, moduleOf("m", arbitratorCommittee, MODULE, committee)];
}

it(`a call goes through managers exactly where members can make them pass it on (${CASES} cases)`, () => {
  const seen = { ways: 0, none: 0, delayed: 0, longest: 0 };
  fc.assert(
    fc.property(managers, fc.tuple(...Array.from({ length: ACCOUNTS }, () => fc.boolean())), (of, signs) => {
      const list = modulesOf(of);
      const around = world(list);
      const module = list.at(-1)!;
      const write = module.kind.writes.find(({ fn }) => fn === FN)!;
      const signing = (account: Address) => signs[everybody.indexOf(account)] === true;
      const found = wayOf(around, { module, write }, reachIn(around, signing));
      expect("way" in found).toBe(able(of, signs, 0, "module"));
      if (!("way" in found)) {
        seen.none++;
        return;
      }
      seen.ways++;
      if (found.way.delay > 0n) seen.delayed++;
      seen.longest = Math.max(seen.longest, found.way.hops.length);
      expect(signing(found.way.authority)).toBe(true);
      expect(isWay(around, { module, write }, found.way)).toBe(true);
      // Each on the way is a member of the roles that may make the next one call what is needed, and its delay is known.
      const steps = [...found.way.hops.map(({ address }) => address), found.way.authority];
      let delayed = false;
      for (const [index, hop] of found.way.hops.entries()) {
        const at = everybody.indexOf(hop.address) - ACCOUNTS;
        const target = index === 0 ? "module" : everybody.indexOf(steps[index - 1]!) - ACCOUNTS;
        const fns = neededOf(of[at]!, target, delayed);
        const values = valuesOf(of[at]!, fns, everybody.indexOf(steps[index + 1]!));
        expect(values.every((value) => value === true || value === 60n)).toBe(true);
        delayed = values.includes(60n);
        expect(found.way.setbacks?.get(hop.address)).toBe(delayed ? 60n : undefined);
      }
    }),
    { numRuns: CASES, seed: 20_240_604 },
  );
  expect(Math.min(seen.ways, seen.none, seen.delayed)).toBeGreaterThan(CASES / 20);
  expect(seen.longest).toBeGreaterThan(2);
});
