import { describe, expect, it } from "vitest";
import { plan } from "../../src/plan/plan.ts";
import type { Proof } from "../../src/prove/proof.ts";
import { proofText } from "../../src/prove/report.ts";
import { alice, bob, committee } from "../support/graph-cast.ts";
import { stackOf, wanted } from "../support/graph-plan.ts";

const PROOF: Proof = {
  method: "fork",
  converges: true,
  remaining: [],
  failures: [],
  sideEffects: [],
  prefixes: { safe: 1, of: 1 },
};

describe("the text of a proof", () => {
  const module = committee(alice, { absenteeSlash: 1n });
  const { desired, live } = stackOf(
    [[module, wanted(module, "absenteeSlash", 0n), wanted(module, "owner", alice)]],
    [alice, bob],
  );

  it("promises nothing of what could not be read", () => {
    const hole = { ...live.modules.get("m")!, unreadable: new Map([["owner", "owner() reverted"]]) };
    const read = { ...live, modules: new Map([["m", hole]]) };
    const textOf = (of: typeof live) => proofText(PROOF, { desired, live: of, plan: plan(desired, of) });
    expect(textOf(live)).toBe("Simulated (fork): 1 of 1 steps work, and the chain is then as the file says.");
    expect(textOf(read)).toBe("Simulated (fork): 1 of 1 steps work, and what could be read is then as the file says.");
  });

  it("keeps the words with which a contract refuses on their line", () => {
    const failures = [{ step: 1, text: "m.setAbsenteeSlash(0)", reason: "\u001b[2Jno\nSimulated: all work" }];
    const [, line, ...more] = proofText(
      { ...PROOF, converges: false, failures },
      { desired, live, plan: plan(desired, live) },
    ).split("\n");
    expect(more).toEqual([]);
    expect(line).toBe(String.raw`  step 1 would fail: m.setAbsenteeSlash(0): \u{1b}[2Jno\nSimulated: all work`);
  });
});
