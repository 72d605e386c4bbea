import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { LeverReport, Rehearsal } from "../../src/rehearse/model.ts";
import { REHEARSAL_RENDERERS } from "../../src/rehearse/render.ts";
import { rehearsalText } from "../../src/rehearse/text.ts";
import { rehearsalCode } from "../../src/cli/rehearse.ts";
import { plain } from "../../src/report/paint.ts";
import { expectGoldenFile } from "../support/golden.ts";

const GOLDEN = join(import.meta.dirname, "golden");

const halt: LeverReport = {
  lever: "halt",
  outcome: "worked",
  notes: [],
  moves: [
    {
      what: "pause everything that can be paused",
      preparing: false,
      reached: true,
      changes: ["feePool.paused  false => true"],
      sent: [
        {
          by: "guardian",
          approvers: [],
          deeds: [{ does: "call", to: "feePool", calls: ["feePool.pause(): paused false => true"] }],
          gas: "29937",
        },
      ],
      besides: [],
      gas: "29937",
      waited: "0",
      took: 812,
    },
    {
      what: "unpause what ran before",
      preparing: false,
      reached: true,
      changes: ["feePool.paused  true => false"],
      sent: (["schedule", "execute"] as const).map((does, index) => ({
        by: "council",
        approvers: ["alice", "bob", "carol"].slice(index),
        deeds: [{ does, to: "timelock", calls: ["feePool.unpause() via timelock: paused true => false"] }],
        gas: "100000",
      })),
      besides: [],
      gas: "200000",
      waited: "172800",
      took: 1234,
    },
  ],
  end: { by: "calls", compared: 212, differences: [] },
  took: 2100,
};

const rotate: LeverReport = {
  lever: "rotate",
  outcome: "failed",
  why: "the end is not the start\u202e",
  notes: ["thermostat is left out | for a reason"],
  moves: [],
  end: { by: "calls", compared: 1, differences: ["feePool.pauser  guardian => mallory\u202e"] },
  took: 10,
};

const parameters: LeverReport = {
  lever: "parameters",
  outcome: "failed",
  why: "change a value of each contract: feePool.setBurnPct(6): InvalidPercentage()",
  notes: [],
  moves: [
    {
      ...halt.moves[0]!,
      what: "change a value of each contract",
      preparing: true,
      reached: false,
      sent: [{ ...halt.moves[0]!.sent[0]!, failure: "InvalidPercentage()" }],
      besides: ["thermostat.temperature  1 [1] => 2 [2]"],
    },
  ],
  took: 20,
};

const rehearsal: Rehearsal = {
  version: 1,
  stack: "local",
  chainId: "31337",
  block: "73",
  levers: [
    halt,
    rotate,
    parameters,
    { lever: "slash", outcome: "skipped", why: "nobody has a stake", notes: [], moves: [], took: 1 },
    { lever: "resume", outcome: "not asked", notes: [], moves: [], took: 0 },
  ],
  requests: 770,
  took: 2200,
};

describe("a report of a rehearsal", () => {
  it.each([
    ["rehearsal.txt", (of: Rehearsal) => `${rehearsalText(of, plain)}\n`],
    ["rehearsal.md", REHEARSAL_RENDERERS.md],
  ])("is as %s", (name, render) => {
    const text = render(rehearsal);
    expect(text).not.toContain("\u202e");
    expectGoldenFile(join(GOLDEN, name), text);
  });

  it("is plain data", () => {
    const text = REHEARSAL_RENDERERS.json(rehearsal);
    expect(text).not.toContain("\u202e");
    expect(JSON.parse(text)).toEqual(rehearsal);
  });

  it.each([
    [["worked", "not asked"], 0],
    [["worked", "skipped"], 2],
    [["failed", "worked"], 2],
    [["failed", "unread"], 3],
  ] as const)("of %j ends with %i", (outcomes, code) => {
    expect(rehearsalCode({ levers: outcomes.map((outcome) => ({ ...halt, outcome })) })).toBe(code);
  });
});
