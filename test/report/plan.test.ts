import { describe, expect, it } from "vitest";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { plan } from "../../src/plan/plan.ts";
import type { DesiredWant } from "../../src/stack/desired.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { alice, bob, committee, council, queue, SAFE, TIMELOCK } from "../support/graph-cast.ts";
import { wanted, wantedMembers, stackOf, type Wanting } from "../support/graph-plan.ts";

/** The plan of hand-made contracts as text, without the line of its hash and without hashes. */
function textOf(...each: readonly Wanting[]): string {
  const { desired, live } = stackOf(each, [alice, bob]);
  return planText(plan(desired, live), wordsOf(desired), live.scan).replace(/0x[0-9a-f]{64}/g, "0x...");
}

const roles = { PROPOSER_ROLE: [SAFE], EXECUTOR_ROLE: [SAFE], DEFAULT_ADMIN_ROLE: [TIMELOCK] };

describe("the text of a plan", () => {
  it("says that nothing differs, and how far the logs were looked through", () => {
    const module = committee(alice);
    expect(textOf([module, wanted(module, "owner", alice)])).toMatchInlineSnapshot(`
      "No difference: the chain is as the stack file says.
      Logs of blocks 0 to 1 were scanned completely."
    `);
  });

  it("is not clean where something could not be read", () => {
    const module = committee(alice);
    const { desired, live } = stackOf([[module, wanted(module, "owner", alice)]], [alice, bob]);
    const hole = { ...live.modules.get("m")!, unreadable: new Map([["owner", "owner() reverted"]]) };
    const read = { ...live, modules: new Map([["m", hole]]) };
    expect(planText(plan(desired, read), wordsOf(desired)).split("\n").slice(0, 2)).toEqual([
      "No difference in what could be read, but 1 value could not:",
      "  unreadable: m.owner: owner() reverted",
    ]);
  });

  it("names each difference with both values, and the call of whoever makes it", () => {
    const module = committee(alice, { absenteeSlash: 1n });
    expect(textOf([module, wanted(module, "absenteeSlash", 5n * 10n ** 18n)])).toMatchInlineSnapshot(`
      "1 difference, live => desired:
        m.absenteeSlash  1 wei [1] => 5 AGIALPHA [5000000000000000000]
      Logs of blocks 0 to 1 were scanned completely.
      1 call of 0x0000000000000000000000000000000000000001:
        1. m.setAbsenteeSlash(5000000000000000000): absenteeSlash 1 wei [1] => 5 AGIALPHA [5000000000000000000]"
    `);
  });

  it("says what is only observed, and sends nothing for it", () => {
    const module = committee(alice);
    expect(textOf([module, wanted(module, "owner", bob, { observe: true })])).toMatchInlineSnapshot(`
      "1 difference, live => desired:
        m.owner  0x0000000000000000000000000000000000000001 => 0x0000000000000000000000000000000000000002  (observed only)
      Logs of blocks 0 to 1 were scanned completely."
    `);
  });

  it("keeps a reason on its line, with what cannot be seen as escapes", () => {
    const module = committee(alice, { absenteeSlash: 1n });
    const deviation = { until: "2026-12-31", reason: "\u001b[2Jso\nLogs of blocks 0 to 9 were \u202escanned" };
    const want = { ...wanted(module, "absenteeSlash", 0n, { observe: true }), deviation } as DesiredWant;
    expect(textOf([module, want]).split("\n")[1]).toBe(
      String.raw`  m.absenteeSlash  1 wei [1] => 0 wei [0]  (tolerated until 2026-12-31: \u{1b}[2Jso\nLogs of blocks 0 to 9 were \u{202e}scanned)`,
    );
  });

  it("shows the way through a Safe and a timelock, when it takes effect, and the hashes that owners compare", () => {
    const [module, timelock, safe] = [committee(TIMELOCK), queue(roles, 172_800n), council(2n, alice, bob)];
    expect(textOf([module, wanted(module, "paused", true)], [timelock], [safe])).toMatchInlineSnapshot(`
      "1 difference, live => desired:
        m.paused  false => true
      Logs of blocks 0 to 1 were scanned completely.
      1 call of s (Safe, 2 signatures missing of 0x0000000000000000000000000000000000000001, 0x0000000000000000000000000000000000000002; all or nothing):
        nonce 0, Safe transaction hash 0x...
        EIP-712 domain 0x..., message 0x...
        1. schedule in t, to be executed 2 days after (not before 1970-01-14T13:46:40Z), as one operation 0x...:
           - m.pause() via t: paused false => true"
    `);
  });

  it("says what is refused, by which rule, and sends nothing then", () => {
    const module = committee(alice);
    expect(textOf([module, wanted(module, "owner", ZERO_ADDRESS)])).toMatchInlineSnapshot(`
      "1 difference, live => desired:
        m.owner  0x0000000000000000000000000000000000000001 => 0x0000000000000000000000000000000000000000
        refused: m.owner: transferOwnership(address): the new owner must not be the zero address (OwnableInvalidOwner)
      Logs of blocks 0 to 1 were scanned completely."
    `);
  });

  it("names the members of a mapping who come and go", () => {
    const safe = council(1n, alice, bob);
    expect(textOf([safe, wantedMembers(safe, "owners", [bob])])).toMatchInlineSnapshot(`
      "1 difference, live => desired:
        s.owners[0x0000000000000000000000000000000000000001]  true => false
      Logs of blocks 0 to 1 were scanned completely.
      1 call of s (Safe, 1 signature missing of 0x0000000000000000000000000000000000000002, 0x0000000000000000000000000000000000000001; all or nothing):
        nonce 0, Safe transaction hash 0x...
        EIP-712 domain 0x..., message 0x...
        1. s.removeOwner(0x0000000000000000000000000000000000000001, 0x0000000000000000000000000000000000000001, 1): owners[0x0000000000000000000000000000000000000001] true => false"
    `);
  });
});
