import { describe, expect, it } from "vitest";
import { ZERO_ADDRESS, type Address } from "../../src/kinds/value.ts";
import { lockOuts } from "../../src/plan/lockout.ts";
import { copy, world, type PlanModule } from "../../src/plan/world.ts";
import {
  alice,
  bob,
  carol,
  committee,
  council,
  owning,
  queue,
  revoking,
  SAFE,
  slashing,
  stranger,
  TIMELOCK,
} from "../support/graph-cast.ts";
import { after, nothing, PEOPLE, said } from "../support/graph-lockout.ts";
import {
  callIn,
  desiredModule,
  desiredOf,
  plainAddress,
  wanted,
  wantedMembers,
  type Move,
} from "../support/graph-plan.ts";

describe("an owner", () => {
  const file = (owner: Address, more = {}) => [
    desiredModule(committee(alice), wanted(committee(alice), "owner", owner, more)),
  ];

  it("must be somebody who is declared and can act", () => {
    const gone = after([committee(alice)], file(stranger), [owning(stranger)]);
    expect(said(gone.refusals)).toEqual(
      ["transferOwnership", "unpause", "setPauser"].map((fn) => `m.owner: call m.${fn}`),
    );
    expect(gone.refusals[0]!.rule).toMatch(/^after m\.transferOwnership\(address\) nobody .* write renounce: intended/);
    expect(gone.unreachable).toEqual([]);
    expect(after([committee(alice)], file(bob), [owning(bob)])).toEqual(nothing);
  });

  it("may be given up for good if the file says so", () => {
    const given = after([committee(alice)], file(stranger, { renounce: true }), [owning(stranger)]);
    expect(given).toEqual(nothing);
  });

  it("that is a contract must be of a known kind: unknown code does not sign, named or not, and the refusal says so", () => {
    const m = committee(alice);
    const start = world([m], { hasCode: (address) => address === bob || address === stranger });
    for (const unknown of [bob, stranger]) {
      const call = callIn(copy(start), owning(unknown));
      const { refusals } = lockOuts(desiredOf(file(unknown), PEOPLE), start, [[call]]);
      expect(refusals[0]!.rule).toBe(
        "after m.transferOwnership(address) nobody who is declared and can act could call m.transferOwnership " +
          `(${unknown} is a contract of no known kind: declare it under modules with its kind): ` +
          "write renounce: intended on this right if that is meant",
      );
    }
  });

  it("that is an unknown contract passes if the file gives the right up, or says what it is", () => {
    const m = committee(alice);
    const hasCode = (address: Address) => address === SAFE;
    const [call, given] = [owning(SAFE), file(SAFE, { renounce: true })];
    const bare = world([m], { hasCode });
    expect(lockOuts(desiredOf(given, PEOPLE), bare, [[callIn(copy(bare), call)]])).toEqual(nothing);
    const s = council(2n, alice, bob);
    const known = world([m, s], { hasCode });
    const wants = [...file(SAFE), desiredModule(s, wantedMembers(s, "owners", [alice, bob]))];
    expect(lockOuts(desiredOf(wants, PEOPLE), known, [[callIn(copy(known), call)]])).toEqual(nothing);
  });

  it("must not be lost for a moment only", () => {
    const back = after([committee(alice)], file(bob), [owning(stranger)], [owning(bob)]);
    expect(said(back.refusals)).toContain("m.owner: call m.transferOwnership");
    expect(back.prefixes).toBe(2);
    // What takes effect together leaves no moment in between.
    expect(after([committee(alice)], file(bob), [owning(stranger), owning(bob)])).toEqual(nothing);
  });

  it("who cannot act already is a finding, not what the plan does", () => {
    const left = after([committee(stranger)], file(stranger), [slashing(5n)]);
    expect(left.refusals).toEqual([]);
    expect(left.prefixes).toBe(0);
    expect(said(left.unreachable)).toContain("m.owner: call m.transferOwnership");
    const silent = after([committee(stranger)], file(stranger, { renounce: true }), [slashing(5n)]);
    expect(silent.unreachable).toEqual([]);
  });

  it("who cannot act and comes to be by the plan is refused, although nobody could before", () => {
    const other = after([committee(stranger)], file(plainAddress(5)), [owning(plainAddress(5))]);
    expect(said(other.refusals)).toContain("m.owner: call m.transferOwnership");
    expect(other.unreachable).toEqual([]);
  });
});

describe("a Safe", () => {
  const file = (s: PlanModule, threshold: bigint, owners: readonly Address[]) => [
    desiredModule(s, wantedMembers(s, "owners", owners), wanted(s, "threshold", threshold)),
    desiredModule(committee(SAFE), wanted(committee(SAFE), "owner", SAFE)),
  ];
  const adding = (owner: Address): Move => [
    ...(["s", "addOwnerWithThreshold(address,uint256)"] as const),
    [owner, 2n],
    { [`owners[${owner}]`]: true },
  ];
  const removing = (owner: Address): Move => [
    ...(["s", "removeOwner(address,address,uint256)"] as const),
    [plainAddress(1), owner, 2n],
    { [`owners[${owner}]`]: false },
  ];
  const threshold = (of: bigint): Move => ["s", "changeThreshold(uint256)", [of], { threshold: of }];

  it("must reach its threshold with owners who can act, and so must all that it governs", () => {
    const s = council(2n, alice, bob, stranger);
    const raised = after([s, committee(SAFE)], file(s, 3n, [alice, bob, stranger]), [threshold(3n)]);
    expect(said(raised.refusals)).toEqual(
      expect.arrayContaining([
        "s.owners: call s.setFallbackHandler",
        "s.owners: act through s",
        "m.owner: call m.setPauser",
      ]),
    );
    const four = council(2n, alice, bob, carol, stranger);
    expect(after([four, committee(SAFE)], file(four, 3n, [alice, bob, carol, stranger]), [threshold(3n)])).toEqual(
      nothing,
    );
  });

  it("must not lose an owner whom it needs", () => {
    const s = council(2n, alice, bob, stranger);
    const lost = after([s, committee(SAFE)], file(s, 2n, [alice, stranger]), [removing(bob)]);
    expect(said(lost.refusals)).toContain("s.owners: act through s");
  });

  it("may change one owner for another, in the right order", () => {
    const s = council(2n, alice, bob);
    const wants = file(s, 2n, [alice, carol]);
    expect(after([s, committee(SAFE)], wants, [adding(carol)], [removing(bob)])).toEqual({ ...nothing, prefixes: 2 });
    const wrong = after([s, committee(SAFE)], wants, [removing(bob)], [adding(carol)]);
    expect(said(wrong.refusals)).toContain("s.owners: act through s");
  });
});

describe("a timelock", () => {
  const file = (t: PlanModule, role: string, holders: readonly Address[]) => [
    desiredModule(t, wantedMembers(t, `roles.${role}`, holders)),
    desiredModule(committee(TIMELOCK), wanted(committee(TIMELOCK), "owner", TIMELOCK)),
  ];
  const full = { PROPOSER_ROLE: [alice], EXECUTOR_ROLE: [bob], DEFAULT_ADMIN_ROLE: [carol] };

  it.each([
    ["PROPOSER_ROLE", alice],
    ["EXECUTOR_ROLE", bob],
  ] as const)("needs a holder of its %s who can act", (role, holder) => {
    const t = queue(full);
    const gone = after([t, committee(TIMELOCK)], file(t, role, []), [revoking("t", role, holder)]);
    expect(said(gone.refusals)).toEqual(
      expect.arrayContaining([`t.roles.${role}: act through t`, "m.owner: call m.transferOwnership"]),
    );
  });

  it("needs no executor whom it knows where everybody is one", () => {
    const t = queue({ ...full, EXECUTOR_ROLE: [bob, ZERO_ADDRESS] });
    const wants = file(t, "EXECUTOR_ROLE", [ZERO_ADDRESS]);
    expect(after([t, committee(TIMELOCK)], wants, [revoking("t", "EXECUTOR_ROLE", bob)])).toEqual(nothing);
    const closed = file(t, "EXECUTOR_ROLE", []);
    const gone = after(
      [t, committee(TIMELOCK)],
      closed,
      [revoking("t", "EXECUTOR_ROLE", bob)],
      [revoking("t", "EXECUTOR_ROLE", ZERO_ADDRESS)],
    );
    expect(said(gone.refusals)).toContain("t.roles.EXECUTOR_ROLE: act through t");
  });

  it("does not act because everybody is its proposer: the zero address is nobody there", () => {
    const t = queue({ ...full, PROPOSER_ROLE: [alice, ZERO_ADDRESS] });
    const gone = after([t, committee(TIMELOCK)], file(t, "PROPOSER_ROLE", [ZERO_ADDRESS]), [
      revoking("t", "PROPOSER_ROLE", alice),
    ]);
    expect(said(gone.refusals)).toContain("t.roles.PROPOSER_ROLE: act through t");
  });

  it("may be its own administrator as long as it can act", () => {
    const t = queue({ ...full, DEFAULT_ADMIN_ROLE: [carol, TIMELOCK] });
    const wants = file(t, "DEFAULT_ADMIN_ROLE", [TIMELOCK]);
    expect(after([t, committee(TIMELOCK)], wants, [revoking("t", "DEFAULT_ADMIN_ROLE", carol)])).toEqual(nothing);
  });
});
