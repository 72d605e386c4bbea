import { describe, expect, it } from "vitest";
import { actingIn } from "../../src/briefing/acting.ts";
import { headlineOf, headlineText, type Standing } from "../../src/briefing/headline.ts";
import { fewOf, firstOf } from "../../src/briefing/limits.ts";
import { localAccount } from "../../src/local/accounts.ts";
import type { AuthorityContract } from "../../src/matrix/authority.ts";

const { address } = localAccount(1);
const party = { address, name: "feePool" };
const calm: Standing = {
  pauses: [{ contract: party, state: "running" }],
  drift: { drift: [], unreadable: [] },
  queues: { operations: [], safes: [] },
  expiring: [],
};
const drift = (progress: "open" | "tolerated" | "observed") => {
  return { contract: "feePool", property: "burn", live: "1", desired: "2", progress, remedy: "" };
};
const operation = (standing: "wanted" | "unwanted") => {
  const readyAt = { seconds: "0", text: "1970-01-01T00:00:00Z" };
  return { id: "0x01", timelock: party, state: "queued", readyAt, does: ["does something"], standing } as const;
};

describe("the headline of a briefing", () => {
  const said = (more: Partial<Standing>) => {
    const parts = headlineOf({ ...calm, ...more });
    expect(parts.map(({ topic }) => topic)).toEqual(["paused", "drift", "queued", "expiring"]);
    return parts.flatMap(({ text, weight }) => (weight === "low" ? [] : [`${weight}: ${text}`]));
  };

  it("says that there is nothing", () => {
    expect(said({})).toEqual([]);
    expect(headlineText(headlineOf(calm))).toBe("nothing paused, drifted, queued or expiring");
    expect(headlineOf({ ...calm, pauses: [] })[0]?.text).toBe("nothing can be paused");
  });

  it.each<[Partial<Standing>, string]>([
    [{ pauses: [{ contract: party, state: "paused" }] }, "high: 1 contract paused"],
    [
      { pauses: [{ contract: party, state: "could not be read", reason: "x" }] },
      "high: of 1 contract it is not known whether paused",
    ],
    [{ drift: { drift: [drift("open")], unreadable: [] } }, "high: 1 value otherwise than the file says"],
    [
      { drift: { drift: [drift("tolerated"), drift("observed")], unreadable: [] } },
      "middle: 2 differences tolerated or only observed",
    ],
    [
      { drift: { drift: [], unreadable: [{ contract: "a", property: "b", reason: "c" }] } },
      "high: 1 value could not be read",
    ],
    [{ queues: { operations: [operation("wanted")], safes: [] } }, "middle: 1 operation queued"],
    [
      { queues: { operations: [operation("wanted"), operation("unwanted")], safes: [] } },
      "high: 2 operations queued, 1 of them against the file",
    ],
    [
      { queues: { operations: [], safes: [{ safe: party, unreachable: "x", proposals: [] }] } },
      "high: 1 queue not known",
    ],
    [
      {
        queues: {
          operations: [],
          safes: [{ safe: party, proposals: [{ hash: "0x02", nonce: "1", confirmations: 1, does: [] }] }],
        },
      },
      "middle: 1 proposal waiting for signatures",
    ],
    [
      { expiring: [{ contract: "a", property: "b", what: "tolerated", until: "2027-01-31" }] },
      "middle: 1 deviation with a last day",
    ],
    [{ expiring: [{ contract: "a", property: "b", what: "offered" }] }, "middle: 1 offer open"],
  ])("says what there is: %j", (more, text) => {
    expect(said(more)).toEqual([text]);
  });
});

it("puts together what somebody can do in the same time, the quickest first", () => {
  const contract = (account: number, delay: string, right = "owner"): AuthorityContract => ({
    contract: { address: localAccount(account).address },
    ...{ kind: "FeePool", declared: true },
    rights: [right, "self"].map((each) => ({
      ...{ right: each, allows: [] },
      holders: [
        {
          holder: party,
          standing: "declared",
          actors: [{ actor: { address, name: "alice" }, who: "alice", through: [], delay }],
        },
      ],
    })),
  });
  const all = [contract(2, "60"), contract(3, "0", "pauser"), contract(4, "3"), contract(5, "60")];
  expect(
    actingIn({ contracts: all }).map(({ who, delay, rights }) => [who, delay, rights.map(({ right }) => right)]),
  ).toEqual([
    ["alice", "0", ["pauser"]],
    ["alice", "3", ["owner"]],
    ["alice", "60", ["owner"]],
  ]);
});

it("says how much is left out of a list", () => {
  expect(firstOf([1, 2, 3], 2)).toEqual({ shown: [1, 2], left: 1 });
  expect(firstOf([1], 2)).toEqual({ shown: [1], left: 0 });
  expect([fewOf(["a", "b"], 2), fewOf(["a", "b", "c"], 2)]).toEqual(["a, b", "a, b and 1 more"]);
});
