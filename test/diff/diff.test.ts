import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { diff, wantsByKey } from "../../src/diff/diff.ts";
import type { Live } from "../../src/diff/live.ts";
import type { Key } from "../../src/kinds/property.ts";
import { satisfies, type Value, type Want } from "../../src/kinds/value.ts";
import { leavesOf, type PlanModule } from "../../src/plan/world.ts";
import type { DesiredWant } from "../../src/stack/desired.ts";
import { alice, bob, carol, committee, council, stranger } from "../support/graph-cast.ts";
import { desiredModule, desiredOf, liveOf, wanted, wantedMembers } from "../support/graph-plan.ts";

const [module, safe] = [committee(alice, { absenteeSlash: 5n }), council(2n, alice, bob)];

const band = (min: bigint, max: bigint): Want => ({ within: { min, max } });

function between(min: bigint, max: bigint): DesiredWant {
  return { ...wanted(module, "absenteeSlash", 0n), want: band(min, max) } as DesiredWant;
}

function differences(of: PlanModule, wants: readonly DesiredWant[], live: Live = liveOf([of])) {
  return diff(desiredOf([desiredModule(of, ...wants)], []), live);
}

/** `key before => after` */
function changesOf(of: PlanModule, ...wants: readonly DesiredWant[]): readonly string[] {
  const { changes } = differences(of, wants);
  return changes.map(({ key, before, after }) => `${key} ${String(before)} => ${String(after)}`);
}

describe("the difference between a file and a chain", () => {
  it("is what the file wants otherwise, and nothing of what it does not mention", () => {
    expect(changesOf(module, wanted(module, "owner", bob))).toEqual([`owner ${alice} => ${bob}`]);
    expect(changesOf(module, wanted(module, "owner", alice))).toEqual([]);
    expect(changesOf(module)).toEqual([]);
  });

  it("leaves a value within its band alone, and takes another to the nearest bound", () => {
    expect(changesOf(module, between(5n, 9n))).toEqual([]);
    expect(changesOf(module, between(1n, 5n))).toEqual([]);
    expect(changesOf(module, between(6n, 9n))).toEqual(["absenteeSlash 5 => 6"]);
    expect(changesOf(module, between(1n, 4n))).toEqual(["absenteeSlash 5 => 4"]);
  });

  it("takes a listed mapping for whole: others are to leave, also where nobody is to stay", () => {
    expect(changesOf(safe, wantedMembers(safe, "owners", [bob, carol]))).toEqual([
      `owners[${carol}] false => true`,
      `owners[${alice}] true => false`,
    ]);
    expect(changesOf(safe, wantedMembers(safe, "owners", []))).toHaveLength(2);
  });

  it("does not ask an account to leave that was only asked about", () => {
    const asked = { ...safe, values: new Map([...safe.values, [`owners[${stranger}]`, false]]) };
    expect(changesOf(asked, wantedMembers(safe, "owners", [alice, bob]))).toEqual([]);
  });

  it("is known of a member, observed or not, and says whose want it is", () => {
    const { changes } = differences(safe, [wantedMembers(safe, "owners", [alice], { observe: true })]);
    expect(changes).toMatchObject([{ path: "owners", member: bob, facet: "RoleMembers", observe: true }]);
    expect(differences(module, [wanted(module, "owner", bob)]).changes[0]).not.toHaveProperty("member");
  });

  it("says of what could not be read that it could not, and nothing else", () => {
    const read = liveOf([module]);
    const holes = new Map([["owner", "reverts"]]);
    const live = { ...read, modules: new Map([["m", { ...read.modules.get("m")!, unreadable: holes }]]) };
    expect(differences(module, [wanted(module, "owner", bob)], live)).toEqual({
      changes: [],
      unreadable: [{ module: "m", path: "owner", reason: "reverts" }],
    });
    expect(differences(module, [wanted(module, "owner", bob)], liveOf([])).unreadable).toHaveLength(1);
  });

  it("never takes a value that was neither read nor reported for one that is as it should be", () => {
    const unread = { ...module, values: new Map<Key, Value>() };
    expect(() => changesOf(unread, wanted(module, "owner", bob))).toThrow("m.owner is neither read nor reported");
  });

  it("is gone once its values are written, and not before", () => {
    const accounts = [alice, bob, carol, stranger];
    const members = fc.uniqueArray(fc.constantFrom(...accounts));
    const slash = fc.bigInt({ min: 0n, max: 20n });
    fc.assert(
      fc.property(members, members, slash, slash, slash, (were, are, now, one, other) => {
        const [holders, held] = [council(1n, ...were), committee(alice, { absenteeSlash: now })];
        const [min, max] = one < other ? [one, other] : [other, one];
        const desired = desiredOf(
          [desiredModule(holders, wantedMembers(holders, "owners", are)), desiredModule(held, between(min, max))],
          [],
        );
        const { changes } = diff(desired, liveOf([holders, held]));
        const written = [holders, held].map((each) => {
          const values = new Map(each.values);
          for (const { module: name, key, after } of changes) if (name === each.name) values.set(key, after);
          return { ...each, values };
        });
        expect(diff(desired, liveOf(written)).changes).toEqual([]);
        for (const { want, before, after } of changes) {
          expect(satisfies(want, before)).toBe(false);
          expect(satisfies(want, after)).toBe(true);
        }
        const moved = accounts.filter((each) => were.includes(each) !== are.includes(each)).length;
        const outside = satisfies(band(min, max), now) ? 0 : 1;
        expect(changes).toHaveLength(moved + outside);
      }),
    );
  });
});

describe("wants by key", () => {
  it("have every member that is there, and everyone who is wanted", () => {
    const state = liveOf([safe]).modules.get("s")!;
    const want = wantedMembers(safe, "owners", [carol]);
    const wants = wantsByKey(desiredModule(safe, want), state);
    expect([...wants].map(([key, each]) => [key, each.want])).toEqual([
      [`owners[${carol}]`, { exact: true }],
      [`owners[${alice}]`, { exact: false }],
      [`owners[${bob}]`, { exact: false }],
    ]);
    expect(leavesOf(safe.kind).get("owners")).toBe(want.leaf);
  });
});
