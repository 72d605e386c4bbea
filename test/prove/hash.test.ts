import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Live, LiveModule } from "../../src/diff/live.ts";
import type { Examined } from "../../src/examine.ts";
import type { Key, ModuleKey } from "../../src/kinds/property.ts";
import { callsOf, plan, type ChangeSet } from "../../src/plan/plan.ts";
import { planHash } from "../../src/plan/hash.ts";
import { leavesOf, worldOf } from "../../src/plan/world.ts";
import { rememberPlan, requirePinned } from "../../src/plan-pin.ts";
import type { Desired } from "../../src/stack/desired.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { flipAddress, flipHex, flipWant, withLive } from "../support/plans-flip.ts";
import { changed, drawFrom, type Draw } from "../support/plans.ts";

const PLANS = 10;
const RUNS = 300;

/** Live values that a plan changes, managed or not, and those that its calls' rules look at. */
function touched({ plan: made, live }: Examined): readonly ModuleKey[] {
  const keys = callsOf(made).flatMap(({ effects, dependsOn }) => [...effects, ...dependsOn]);
  return keys.filter(({ module, key }) => !isOrder(live, module, key));
}

/** The order of a list follows from its members. */
function isOrder(live: Live, module: string, key: Key): boolean {
  return leavesOf(live.modules.get(module)!.kind).get(key)?.type === "members";
}

/** The same file with everything that has no order of its own in another one. */
function shuffled(desired: Desired, draw: Draw): Desired {
  const mixed = <T>(from: Iterable<T>) => {
    const all = [...from];
    const left = [...all];
    return all.map(() => left.splice(draw.int(0, left.length - 1), 1)[0]!);
  };
  const modules = mixed(desired.modules).map((module) => ({
    ...module,
    wants: mixed(module.wants).map((want) =>
      "members" in want ? { ...want, members: new Map(mixed(want.members)) } : want,
    ),
  }));
  return { ...desired, modules };
}

describe.each([
  ["one key", false],
  ["a Safe through a timelock", true],
])("the hash of a plan for %s", (_shape, council) => {
  let chain: DeployedChain;
  let at: Operator;
  let plans: readonly Examined[];
  beforeAll(async () => {
    chain = await deployedChain("anvil", { council });
    at = operator(chain.url);
    const found: Examined[] = [];
    for (let seed = 1; seed <= PLANS; seed++) {
      // Without these, calls change values that the file says nothing of.
      const stack = changed(chain.stackText, seed)
        .replace(/ {4}slashing: .*\n/, "")
        .replace(/ {4}temperature: .*\n/, "");
      found.push(await at.look(stack));
    }
    plans = found.filter((examined) => touched(examined).length > 0);
  });
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  const some = fc.nat();
  const holds = (property: (examined: Examined, which: number, bit: number) => void) =>
    fc.assert(
      fc.property(some, some, fc.nat(9999), (of, which, bit) => property(plans[of % plans.length]!, which, bit)),
      { numRuns: RUNS, seed: 5 },
    );
  const pick = <T>(from: readonly T[], which: number) => from[which % from.length]!;

  it("is another one for any bit of a desired value", () => {
    holds(({ desired, live, plan: made }, which, bit) => {
      const all = desired.modules.flatMap(({ wants }, module) => wants.map((_, want) => [module, want] as const));
      const [module, want] = pick(all, which);
      const of = desired.modules[module]!;
      const wants = of.wants.with(want, flipWant(of.wants[want]!, bit));
      const other: Desired = { ...desired, modules: desired.modules.with(module, { ...of, wants }) };
      expect(plan(other, live).hash).not.toBe(made.hash);
    });
  });

  it("is another one for any bit of a live value that the plan touches or depends on", () => {
    holds((examined, which, bit) => {
      const { module, key } = pick(touched(examined), which);
      const live = withLive(examined.live, module, key, bit);
      expect(plan(examined.desired, live).hash, `${module}.${key}`).not.toBe(examined.plan.hash);
    });
  });

  it("is another one for any bit of a call's target, calldata and authority", () => {
    holds(({ desired, live, plan: made }, which, bit) => {
      const { changeSets } = made;
      const set = which % changeSets.length;
      const { transactions, authority } = changeSets[set]!;
      const call = which % transactions.length;
      const { to, data } = transactions[call]!;
      const forged = (other: Partial<ChangeSet>) =>
        planHash(desired, worldOf(desired, live), {
          ...made,
          changeSets: changeSets.with(set, { ...changeSets[set]!, ...other }),
        });
      const sending = (other: object) => ({
        transactions: transactions.with(call, { ...transactions[call]!, ...other }),
      });
      expect(forged({})).toBe(made.hash);
      expect(forged({ authority: flipAddress(authority, bit) })).not.toBe(made.hash);
      expect(forged(sending({ to: flipAddress(to, bit) }))).not.toBe(made.hash);
      expect(forged(sending({ data: flipHex(data, bit) }))).not.toBe(made.hash);
    });
  });

  it("is the same in another block", () => {
    holds(({ desired, live, plan: made }, which, bit) => {
      const { number, parentHash, timestamp } = live.block;
      const block = {
        number: number + BigInt(which),
        parentHash: flipHex(parentHash, bit),
        timestamp: timestamp + BigInt(which),
      };
      expect(plan(desired, { ...live, block }).hash).toBe(made.hash);
    });
  });

  it("is the same in whatever order the file names modules, their values and the members of sets", () => {
    fc.assert(
      fc.property(some, fc.integer(), (of, seed) => {
        const { desired, live, plan: made } = plans[of % plans.length]!;
        const other = plan(shuffled(desired, drawFrom(seed)), live);
        expect(callsOf(other).map(({ to, data }) => [to, data])).toEqual(
          callsOf(made).map(({ to, data }) => [to, data]),
        );
        expect(other.hash).toBe(made.hash);
      }),
      { numRuns: 50, seed: 5 },
    );
  });

  it("is the same in whatever order a scan finds what is read", () => {
    for (const { desired, live, plan: made } of plans) {
      const turned = <K, V>(map: ReadonlyMap<K, V>) => new Map([...map].toReversed());
      const state = <T extends LiveModule>(each: T): T => ({ ...each, values: turned(each.values) });
      const modules = new Map([...turned(live.modules)].map(([name, each]) => [name, state(each)]));
      const authorities = new Map([...turned(live.authorities)].map(([address, each]) => [address, state(each)]));
      expect(plan(desired, { ...live, modules, authorities }).hash).toBe(made.hash);
    }
  });

  it("is another one for any live value that a call changes besides", () => {
    let besides = 0;
    for (const { desired, live, plan: made } of plans) {
      for (const { module, key, managed } of callsOf(made).flatMap(({ effects }) => effects)) {
        if (managed) continue;
        besides++;
        expect(plan(desired, withLive(live, module, key, 1)).hash, `${module}.${key}`).not.toBe(made.hash);
      }
    }
    expect(besides).toBeGreaterThan(0);
  });

  describe("when it is pinned", () => {
    it("lets the plan pass that has it, or any plan if there is none", () => {
      for (const examined of plans) {
        requirePinned(at.root, examined, examined.plan.hash);
        requirePinned(at.root, examined, undefined);
        requirePinned(at.root, examined, "");
      }
    });

    it("refuses another plan as well where what is kept of the pinned one was cut off by a crash", () => {
      const [examined] = plans;
      const pinned = `0x${"ab".repeat(32)}`;
      const folder = join(at.root, ".cache", "plans");
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, `${pinned}.json`), '{"stack": "loc');
      expect(() => requirePinned(at.root, examined!, pinned)).toThrow(/ORD402 .*expected the plan 0xabab/);
    });

    it("says in words what has moved where the pinned plan was made here", async () => {
      const fee = (percent: number) => at.look(chain.stackText.replace("fee: 5 %, burn", `fee: ${percent} %, burn`));
      const [reviewed, now] = [await fee(6), await fee(7)];
      rememberPlan(at.root, reviewed);
      const refused = () => requirePinned(at.root, now, reviewed.plan.hash);
      expect(refused).toThrow(/ORD402/);
      expect(refused).toThrow("no longer: stakeManager.fees.fee  5 % [5] => 6 % [6]");
      expect(refused).toThrow("now: stakeManager.fees.fee  5 % [5] => 7 % [7]");
      expect(refused).toThrow("no longer: stakeManager.setFeePct(6) via ");
      expect(refused).toThrow(`expected the plan ${reviewed.plan.hash}`);
      // The same difference and the same call, but another value decides whether it is legal.
      const stack = chain.stackText.replace(
        "fees: { fee: 5 %, burn: 1 %, validatorReward: 10 % }",
        "fees: { fee: 6 % }",
      );
      const before = await at.look(stack);
      const live = withLive(before.live, "stakeManager", "fees.burn", 1);
      const moved = { ...before, live, plan: plan(before.desired, live) };
      rememberPlan(at.root, before);
      expect(() => requirePinned(at.root, moved, before.plan.hash)).toThrow(
        `the plan ${moved.plan.hash}: a live value that the calls depend on has changed; expected`,
      );
    });

    it("refuses without them where it is not known, and looks for it nowhere else", async () => {
      const [examined] = plans;
      const folder = join(at.root, ".cache", "plans");
      const before = existsSync(folder) ? readdirSync(folder) : [];
      for (const pinned of [`0x${"7".repeat(64)}`, "0x", "latest", "../../../package", `${examined!.plan.hash}0`]) {
        const refused = () => requirePinned(at.root, examined!, pinned);
        expect(refused).toThrow(`ORD402 the plan ${examined!.plan.hash}; expected the plan ${pinned}, which`);
        expect(refused).not.toThrow("no longer");
      }
      expect(existsSync(folder) ? readdirSync(folder) : []).toEqual(before);
    });
  });
});
