import { describe, expect, it } from "vitest";
import { between } from "../../src/diff/between.ts";
import type { LiveModule } from "../../src/diff/live.ts";
import { alice, bob, committee, council, SAFE, stranger } from "../support/graph-cast.ts";
import { liveOf, membersAt } from "../support/graph-plan.ts";

/** What governs without being declared. */
function authority(...owners: readonly Parameters<typeof council>[1][]): ReadonlyMap<typeof SAFE, LiveModule> {
  return new Map([[SAFE, liveOf([council(1n, ...owners)]).modules.get("s")!]]);
}

describe("two readings", () => {
  it("are the same where nothing has moved, and say how much was compared", () => {
    const live = liveOf([committee(alice), council(1n, alice)]);
    const { compared, moved } = between(live, live);
    expect(moved).toEqual([]);
    expect(compared).toBeGreaterThan(5);
  });

  it("differ by each value that is another one, also of what governs", () => {
    const [before, after] = [alice, bob].map((owner) => ({
      ...liveOf([committee(owner)]),
      authorities: authority(owner),
    }));
    expect(between(before!, after!).moved).toEqual([
      { module: "m", key: "owner", before: alice, after: bob },
      { module: "s", key: `owners[${alice}]`, before: true, after: false },
      { module: "s", key: `owners[${bob}]`, before: false, after: true },
    ]);
  });

  it("do not differ by who was asked about, by how many transactions a Safe has made, or by the order of a list", () => {
    const before = liveOf([council(1n, alice, bob)]);
    const safe = council(1n, alice, bob);
    const more = { ...membersAt("owners", alice, bob), nonce: 7n, owners: [bob, alice].join() };
    const values = new Map([...safe.values, ...Object.entries(more), [`owners[${stranger}]`, false] as const]);
    expect(between(before, liveOf([{ ...safe, values }])).moved).toEqual([]);
  });

  it("differ where a value is not read any more", () => {
    const gone = committee(bob);
    const values = new Map([...gone.values].filter(([key]) => key !== "owner"));
    expect(between(liveOf([gone]), liveOf([{ ...gone, values }])).moved).toEqual([
      { module: "m", key: "owner", before: bob, after: undefined },
    ]);
  });

  it("say nothing of a contract that governs no more: that it left is another value", () => {
    const [before, after] = [liveOf([committee(SAFE)]), liveOf([committee(alice)])];
    const { moved } = between({ ...before, authorities: authority(bob) }, after);
    expect(moved.map(({ key }) => key)).toEqual(["owner"]);
  });
});
