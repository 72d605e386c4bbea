import { describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import type { Examined } from "../../src/examine.ts";
import type { Live } from "../../src/diff/live.ts";
import { plan, type Plan } from "../../src/plan/plan.ts";
import { reviewOf } from "../../src/review/model.ts";
import { dayText, delayText, whenOf } from "../../src/review/time.ts";
import { desiredModule, desiredOf, liveOf, moduleOf, plainAddress, wanted } from "../support/graph-plan.ts";
import { NOW } from "./support.ts";

const [alice, bob, carol] = [1, 2, 3].map(plainAddress) as [Address, Address, Address];

/** Modules `[owner, burn on the chain]`, of which the file wants 5 % each. */
function examined(modules: readonly (readonly [Address, bigint])[], more: Partial<Live> = {}): Examined {
  const values = (owner: Address, burn: bigint): Record<string, Value> => ({ owner, burn });
  const all = modules.map(([owner, burn], index) =>
    moduleOf(`pool${index}`, kinds.FeePool, plainAddress(40 + index), values(owner, burn)),
  );
  const desired = desiredOf(
    all.map((module) => desiredModule(module, wanted(module, "burn", 5n))),
    [alice, bob, carol],
  );
  const live = { ...liveOf(all), ...more };
  return { desired, live, plan: plan(desired, live) };
}

const changed = (base: Examined, more: Partial<Plan>): Examined => ({ ...base, plan: { ...base.plan, ...more } });
const headline = (of: Examined) => reviewOf(of).headline;

describe("the headline", () => {
  it("says that there is nothing to do", () => {
    expect(headline(examined([[alice, 5n]]))).toBe("Nothing to do: the chain is as stacks/hand.yaml says");
    const unknown = changed(examined([[alice, 5n]]), { unknownQueues: [bob] });
    expect(headline(unknown)).toBe(
      "Nothing to do: the chain is as stacks/hand.yaml says, but what waits in 1 queue is not known",
    );
  });

  it("counts changes, contracts and signatures", () => {
    expect(headline(examined([[alice, 4n]]))).toBe(
      "1 change to 1 contract, 1 signature of 0x0000...0001, takes effect at once, not simulated",
    );
    expect(
      headline(
        examined([
          [alice, 4n],
          [bob, 4n],
          [alice, 4n],
        ]),
      ),
    ).toBe(
      "3 changes to 3 contracts, 2 signatures of 0x0000...0001, 1 signature of 0x0000...0002, takes effect at once, not simulated",
    );
    expect(
      headline(
        examined([
          [alice, 4n],
          [bob, 4n],
          [carol, 4n],
        ]),
      ),
    ).toBe("3 changes to 3 contracts, 3 signatures of 3 accounts, takes effect at once, not simulated");
  });

  it("says why nothing is sent", () => {
    const rule = { module: "pool0", keys: ["burn"], rule: "no" };
    const base = changed(examined([[alice, 4n]]), { changeSets: [] });
    expect(headline(changed(base, { refusals: [rule, rule] }))).toBe(
      "Refused, nothing is sent: 2 rules stand against it (1 change to 1 contract)",
    );
    expect(headline(changed(base, { refusals: [{ ...rule, lockOut: true }] }))).toBe(
      "Refused, nothing is sent: 1 right would have nobody who can use it (1 change to 1 contract)",
    );
    const unreadable = [{ module: "pool0", path: "owner", reason: "reverted" }];
    expect(headline(changed(base, { unreadable, refusals: [rule] }))).toBe(
      "Refused, nothing is sent: 1 value cannot be read and 1 rule stands against it (1 change to 1 contract)",
    );
  });

  it("says what only time or another call holds back", () => {
    const base = examined([[alice, 4n]]);
    const later = [{ module: "pool0", keys: ["owner"], rule: "an offer", until: NOW }];
    expect(headline(changed(base, { changeSets: [], later }))).toBe(
      "Nothing to submit: 1 change to 1 contract, 1 value not before Tuesday 24 November 2026 14:00 UTC",
    );
    const [call] = base.plan.changeSets.flatMap(({ calls }) => calls);
    const waiting = [{ call: call!, until: "pool1.setBurnPct(uint256)" }];
    expect(headline(changed(base, { changeSets: [], waiting }))).toBe(
      "Nothing to submit: 1 change to 1 contract, 1 call to follow",
    );
  });
});

describe("times", () => {
  it("are never earlier than they are, and have a year where it is another one", () => {
    expect(dayText(NOW, NOW)).toBe("Tuesday 24 November 14:00 UTC");
    expect(dayText(NOW + 1n, NOW)).toBe("Tuesday 24 November 14:01 UTC");
    expect(dayText(NOW + 38n * 86_400n, NOW)).toBe("Friday 1 January 2027 14:00 UTC");
    expect(dayText(2n ** 256n - 1n, NOW)).toBe("never");
    expect(whenOf(2n ** 200n)).toEqual({ seconds: String(2n ** 200n), text: "never" });
    expect(whenOf(NOW).text).toBe("2026-11-24T14:00:00Z");
    expect([0n, 172_800n].map(delayText)).toEqual(["no delay", "2 days"]);
  });
});
