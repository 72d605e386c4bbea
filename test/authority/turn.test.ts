import { describe, expect, it } from "vitest";
import type { Address } from "../../src/kinds/value.ts";
import { wayOf } from "../../src/authority/way.ts";
import { world, type PlanModule } from "../../src/plan/world.ts";
import { alice, bob, carol, committee, council, queue, SAFE, stranger, TIMELOCK } from "../support/graph-cast.ts";

const PROPOSERS = "roles.PROPOSER_ROLE";

/** A timelock that these may propose to, of whom the file wants `wanted` alone, if it says anything. */
function proposing(holders: readonly Address[], wanted?: readonly Address[]): PlanModule {
  const wants = (wanted ? holders : []).map(
    (each) => [`${PROPOSERS}[${each}]`, { exact: wanted!.includes(each) }] as const,
  );
  return { ...queue({ PROPOSER_ROLE: holders, EXECUTOR_ROLE: holders }), wants: new Map(wants) };
}

function asked(timelock: PlanModule): Address {
  const m = committee(TIMELOCK);
  const write = { fn: "setAbsenteeSlash(uint256)", rights: ["owner"] };
  const found = wayOf(world([timelock, m, council(1n, carol)]), { module: m, write });
  if (!("way" in found)) throw new Error(found.noRoute);
  return found.way.authority;
}

describe("of several who may and take as long", () => {
  it("a Safe is asked before a single key, in whatever order they are named", () => {
    for (const named of [
      [bob, SAFE, alice],
      [alice, bob, SAFE],
    ])
      expect(asked(proposing(named))).toBe(SAFE);
  });

  it("the lower address is asked, in whatever order they are named", () => {
    for (const named of [
      [alice, bob],
      [bob, alice],
    ])
      expect(asked(proposing(named))).toBe(alice);
  });

  it("those that the file wants are asked before intruders, be they Safes or of lower addresses", () => {
    expect(asked(proposing([alice, SAFE, stranger], [stranger]))).toBe(stranger);
  });
});
