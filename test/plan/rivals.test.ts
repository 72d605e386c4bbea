import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { safeApproval } from "../../src/plan/approval.ts";
import type { Call, Envelope } from "../../src/plan/call.ts";
import { deedsOf } from "../../src/plan/deeds.ts";
import type { Waiting } from "../../src/plan/rivals.ts";
import { world } from "../../src/plan/world.ts";
import { deedTexts } from "../../src/report/deeds.ts";
import { batch } from "../../src/safe/multi-send.ts";
import { safeTransaction, safeTxHash, type SafeTransaction } from "../../src/safe/transaction.ts";
import { multiSendOf } from "../../src/safe/versions.ts";
import { alice, bob, committee, council, pausing, SAFE, slashing, stranger } from "../support/graph-cast.ts";
import { callIn, type Move } from "../support/graph-plan.ts";

const NONCE = 7n;
const s = council(2n, alice, bob);
const safe = { ...s, values: new Map([...s.values, ["nonce", NONCE]]) };
const stack = world([committee(SAFE), safe]);

const envelopeOf = (move: Move, delay = 0n): Envelope => {
  const call: Call = callIn(world([committee(SAFE), safe]), move);
  return { to: call.to, data: call.data, calls: [{ ...call, way: { ...call.way, delay } }] };
};
const waits = (tx: SafeTransaction, more: Partial<Waiting> = {}): Waiting => ({
  pending: {
    ...{ tx, hash: safeTxHash(31337n, SAFE, tx), confirmations: [], unverified: [], confirmationsRequired: 2 },
  },
  deeds: deedsOf(stack, tx),
  ...{ fits: true, listed: false },
  ...more,
});
const foreign = (nonce: bigint, value = 1n) => safeTransaction({ to: stranger, value, data: "0x", nonce });
const of = ({ to, data }: Envelope, nonce: bigint) => safeTransaction({ to, value: 0n, data, nonce });
const inner = ({ to, data }: Envelope) => ({ to, value: 0n, data });
const fee = envelopeOf(slashing(5n));
const approvalFor = (waiting: readonly Waiting[], transactions = [fee]) =>
  safeApproval(safe, transactions, waiting).approval;

describe("the turn of what is still to submit", () => {
  it("is the Safe's next nonce where nothing waits, or only behind it", () => {
    expect(approvalFor([])).toMatchObject({ turn: NONCE, rivals: [] });
    expect(approvalFor([waits(foreign(NONCE + 1n))])).toMatchObject({ turn: NONCE, rivals: [] });
  });

  it("comes behind everything where something waits that must not become void", () => {
    const [first, last] = [waits(foreign(NONCE)), waits(foreign(NONCE + 4n))];
    expect(approvalFor([first, last])).toMatchObject({
      turn: NONCE + 5n,
      rivals: [{ pending: first.pending, mayVoid: false }],
    });
  });

  it("is the next nonce where the file names all that becomes void", () => {
    const [one, other] = [foreign(NONCE), foreign(NONCE, 2n)];
    const named = [waits(one, { listed: true }), waits(other, { listed: true })];
    expect(approvalFor(named)).toMatchObject({ turn: NONCE, rivals: [{ mayVoid: true }, { mayVoid: true }] });
    expect(approvalFor([named[0]!, waits(other)]).turn).toBe(NONCE + 1n);
  });

  it("is the next nonce for a pause, unless that waits in a timelock anyway", () => {
    expect(approvalFor([waits(foreign(NONCE))], [fee, envelopeOf(pausing())]).turn).toBe(NONCE);
    expect(approvalFor([waits(foreign(NONCE))], [envelopeOf(pausing(), 60n)]).turn).toBe(NONCE + 1n);
  });

  it("comes behind what is proposed already and comes first in the plan", () => {
    const asked = waits(of(fee, NONCE + 2n));
    const more = envelopeOf(slashing(6n));
    const { turn, proposed } = approvalFor([asked], [fee, more]);
    expect([turn, proposed.map(({ pending }) => pending)]).toEqual([NONCE + 3n, [asked.pending]]);
  });

  it("never takes a nonce with which something waits that must not become void", () => {
    const waiting = fc.record({ nonce: fc.bigInt(NONCE, NONCE + 5n), value: fc.bigInt(1n, 3n), listed: fc.boolean() });
    fc.assert(
      fc.property(fc.array(waiting, { maxLength: 6 }), (list) => {
        const all = list.map(({ nonce, value, listed }) => waits(foreign(nonce, value), { listed }));
        const { turn } = approvalFor(all);
        const there = all.filter(({ pending }) => pending.tx.nonce === turn);
        expect(there.every(({ listed }) => listed)).toBe(true);
        expect(turn >= NONCE).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("a proposal that makes needed calls", () => {
  const asked = waits(of(fee, NONCE));

  it("has what waits with the same nonce beside it, but for what no longer fits and is to be rejected so", () => {
    const beside = waits(foreign(NONCE));
    const [first] = approvalFor([asked, beside, waits(foreign(NONCE + 1n))]).proposed;
    expect(first!.rivals).toMatchObject([{ pending: beside.pending, mayVoid: false }]);
    expect(approvalFor([asked, waits(foreign(NONCE), { fits: false })]).proposed[0]!.rivals).toEqual([]);
  });

  it("does more than is needed where it makes a needed call twice", () => {
    const twice = waits(batch([inner(fee), inner(fee)], multiSendOf("1.4.1"), NONCE));
    expect(approvalFor([asked]).proposed).toMatchObject([{ exceeds: false }]);
    expect(approvalFor([twice]).proposed).toMatchObject([{ exceeds: true }]);
  });

  it("does more than is needed where an earlier one already makes a call that must not be made twice", () => {
    const once = {
      ...fee,
      calls: fee.calls.map((call) => ({ ...call, write: { ...call.write, once: true as const } })),
    };
    const more = envelopeOf(slashing(6n));
    const both = waits(batch([inner(fee), inner(more)], multiSendOf("1.4.1"), NONCE + 1n));
    const exceeds = (transactions: Envelope[]) =>
      approvalFor([asked, both], transactions).proposed.map((each) => each.exceeds);
    expect(exceeds([fee, more])).toEqual([false, false]);
    expect(exceeds([once, more])).toEqual([false, true]);
  });
});

describe("what somebody else's transaction does", () => {
  const naming = {
    address: (of: string) => ({ [stranger]: "stranger", [SAFE]: "s" })[of] ?? of,
    value: (_module: string, _key: string, value: unknown) => String(value),
    shows: () => true,
  };
  const says = (tx: SafeTransaction) => deedTexts(deedsOf(stack, tx), SAFE, naming);
  const data = "0x12345678aabb" as Hex;

  it("is told by the kinds where they know it, and otherwise as it is", () => {
    const inners = [
      { to: fee.to, value: 0n, data: fee.data },
      { to: stranger, value: 3n, data: "0x" as const },
      { to: stranger, value: 0n, data },
      { to: fee.to, value: 1n, data: fee.data },
    ];
    expect(says(batch(inners, multiSendOf("1.4.1"), NONCE))).toEqual([
      "m.setAbsenteeSlash(uint256) sets absenteeSlash to 5",
      "sends 3 wei to stranger",
      "calls stranger with 0x12345678 and 2 bytes more",
      `sends 1 wei to ${fee.to} and calls ${fee.to} with ${fee.data.slice(0, 10)} and 32 bytes more`,
    ]);
  });

  it("is a rejection where it is empty, and unknown where foreign code runs", () => {
    expect(says(safeTransaction({ to: SAFE, value: 0n, data: "0x", nonce: NONCE }))).toEqual([
      "does nothing but reject what waits with the same nonce",
    ]);
    expect(says(safeTransaction({ to: stranger, value: 0n, data, operation: 1, nonce: NONCE }))).toEqual([
      "runs foreign code in the Safe's place: nobody can tell what it does",
    ]);
  });
});
