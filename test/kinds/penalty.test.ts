import fc from "fast-check";
import { Interface, ZeroAddress, type Contract } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { kinds } from "../../src/kinds/index.ts";
import {
  amountOf,
  incidentIn,
  penaltyKey,
  remarkOf,
  stakeKey,
  withPenalties,
  type Penalty,
} from "../../src/kinds/penalty.ts";
import { memberKey, type Key } from "../../src/kinds/property.ts";
import { ROLES } from "../../src/kinds/stake-manager-stakes.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import { dataOf } from "../../src/plan/calldata.ts";
import { interleave } from "../../src/plan/interleave.ts";
import { order } from "../../src/plan/order.ts";
import { world, type PlanModule } from "../../src/plan/world.ts";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { placeToken } from "../support/modules.ts";

const [OWNER, TREASURY, MALLORY, CAROL] = [1, 2, 3, 4].map(plainAddress) as [Address, Address, Address, Address];

function penalty(incident: string, more: Partial<Penalty> = {}): Penalty {
  return { incident, user: MALLORY, role: "validator", share: 1250n, beneficiary: CAROL, reason: "", ...more };
}

const live: Readonly<Record<Key, Value>> = {
  ...{ owner: OWNER, paused: false, pauser: ZERO_ADDRESS, pauserManager: ZERO_ADDRESS, "fees.fee": 5n },
  ...{ "fees.burn": 0n, "fees.validatorReward": 0n, treasury: TREASURY },
  [memberKey("treasuryAllowlist", TREASURY)]: true,
  [stakeKey({ role: "validator", user: MALLORY })]: 1000n,
};

/** A stake manager with these penalties open, and what else is wanted of it. */
function manager(
  penalties: readonly Penalty[],
  values: Readonly<Record<Key, Value>> = {},
  wants: Readonly<Record<Key, Value>> = {},
): PlanModule {
  const open = penalties.map((each) => [penaltyKey(each), false] as const);
  const wanted = [...open.map(([key]) => [key, true] as const), ...Object.entries(wants)];
  return {
    ...{
      name: "stakeManager",
      address: plainAddress(9) as Address,
      kind: withPenalties(kinds.StakeManager, penalties),
    },
    values: new Map<Key, Value>([...Object.entries({ ...live, ...values }), ...open]),
    wants: new Map(wanted.map(([key, exact]) => [key, { exact }])),
  };
}

function planned(module: PlanModule): string[] {
  const ordered = order(world([module]), module);
  if ("refused" in ordered) return ordered.refused.map(({ keys, rule }) => `refused: ${keys.join(", ")}: ${rule}`);
  return ordered.taken.map(({ step }) => `${step.write.fn.split("(")[0]} ${step.keys.join(",")}`);
}

describe("the place of a penalty", () => {
  const one = penalty("INC-1");

  it("is before pausing", () => {
    expect(planned(manager([one], {}, { paused: true }))).toEqual(["governanceSlash penalties.INC-1", "pause paused"]);
  });

  it("is after unpausing", () => {
    const paused = manager([one], { paused: true }, { paused: false });
    expect(planned(paused)).toEqual(["unpause paused", "governanceSlash penalties.INC-1"]);
  });

  it("is after the values that decide where the money goes, and before the contract is given away", () => {
    const module = manager([one], {}, { "fees.fee": 6n, owner: CAROL });
    expect(planned(module)).toEqual(["setFeePct fees.fee", "governanceSlash penalties.INC-1", "setGovernance owner"]);
  });

  it("is before all other pausing too, so that one call can pause everything", () => {
    const other = { ...manager([], {}, { paused: true }), name: "other", address: plainAddress(8) as Address };
    const both = [other, manager([one], {}, { paused: true, "fees.fee": 6n })];
    const sequences = both.map((module) => {
      const ordered = order(world(both), module);
      if ("refused" in ordered) throw new Error("it has an order");
      return { module: module.name, rank: 0, taken: ordered.taken };
    });
    expect(interleave(sequences).map(({ step }) => `${step.module} ${step.write.fn.split("(")[0]}`)).toEqual([
      ...["stakeManager setFeePct", "stakeManager governanceSlash"],
      ...["other pause", "stakeManager pause"],
    ]);
  });
});

describe("a penalty is refused", () => {
  it.each([
    ["while the contract is paused and stays so", { paused: true }, " reverts while paused (EnforcedPause)"],
    ["without a stake", { [stakeKey(penalty(""))]: 0n }, `${MALLORY} has no stake as validator (InsufficientStake)`],
    ["where nothing would be taken", { [stakeKey(penalty(""))]: 7n }, "is less than 1 wei (InvalidAmount)"],
    [
      "where the treasury may not be paid",
      { [memberKey("treasuryAllowlist", TREASURY)]: false },
      "the treasury must be allow-listed first (InvalidTreasury)",
    ],
  ])("%s", (_name, values, why) => {
    const [refused, ...others] = planned(manager([penalty("INC-1")], values as Record<Key, Value>));
    expect(others).toEqual([]);
    expect(refused).toContain("refused: penalties.INC-1: StakeManager.governanceSlash");
    expect(refused).toContain(why);
  });

  it("for a stake in another role, or of somebody else", () => {
    expect(planned(manager([penalty("INC-1", { role: "agent" })]))).toEqual([expect.stringContaining("as agent")]);
    expect(planned(manager([penalty("INC-1", { user: CAROL })]))).toEqual([expect.stringContaining(CAROL)]);
  });
});

it("takes of each stake what the penalties before it have left", () => {
  const module = manager([penalty("INC-2", { share: 5000n }), penalty("INC-1"), penalty("INC-3", { share: 3333n })]);
  const ordered = order(world([module]), module);
  if ("refused" in ordered) throw new Error("it has an order");
  expect(ordered.taken.map(({ after }) => after.get(stakeKey(penalty(""))))).toEqual([500n, 438n, 293n]);
});

it("changes nothing of the kind where there is none", () => {
  expect(withPenalties(kinds.StakeManager, [])).toBe(kinds.StakeManager);
});

it("says in plain text which incident a call is for, and nothing else reads as one", () => {
  expect(Buffer.from(remarkOf("INC-2026-014").slice(2), "hex").toString()).toBe("ordinance:INC-2026-014;");
  const incident = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/);
  fc.assert(
    fc.property(incident, fc.uint8Array({ maxLength: 40 }), (id, behind) => {
      const rest = Buffer.from(behind).toString("hex");
      expect(incidentIn(remarkOf(id).slice(2) + rest)).toBe(id);
      if (rest !== "") expect(incidentIn(rest)).toBeUndefined();
    }),
  );
  for (const text of ["", "ordinance:INC-1", "ordinance:;", "ordinance:a b;", `ordinance:${"x".repeat(65)};`])
    expect(incidentIn(Buffer.from(text).toString("hex"))).toBeUndefined();
});

describe("the contract", () => {
  let chain: InProcessChain;
  let contract: Contract;
  beforeAll(async () => {
    chain = await inProcessChain();
    const me = chain.accounts[0]!.address;
    const token = await placeToken(chain);
    contract = await chain.deploy("StakeManager", [1, 0, 0, ZeroAddress, ZeroAddress, ZeroAddress, me]);
    await token.mint!(me, 10n ** 30n);
    await token.approve!(await contract.getAddress(), 10n ** 30n);
  });
  afterAll(() => chain.close());

  it("takes exactly what is planned, to the last wei, and does not look at what stands behind the arguments", async () => {
    const user = chain.accounts[0]!.address as Address;
    const to = (await contract.getAddress()) as Address;
    const roles = Object.keys(ROLES) as Penalty["role"][];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...roles),
        fc.bigInt(1n, 10n ** 24n),
        fc.bigInt(1n, 10_000n),
        async (role, added, share) => {
          await contract.depositStake!(ROLES[role], added);
          const before = (await contract.stakes!(user, ROLES[role])) as bigint;
          const module = manager([penalty("INC-1", { user, role, share })], { [stakeKey({ user, role })]: before });
          const amount = amountOf(before, share);
          const ordered = order(world([module]), module);
          expect("refused" in ordered).toBe(amount === 0n);
          if ("refused" in ordered) return;
          const [{ step, args, after }] = ordered.taken as [(typeof ordered.taken)[number]];
          const data = dataOf(step.write, args);
          expect(data.endsWith(remarkOf("INC-1").slice(2))).toBe(true);
          await (await chain.accounts[0]!.sendTransaction({ to, data })).wait();
          expect(await contract.stakes!(user, ROLES[role])).toBe(after.get(stakeKey({ user, role })));
          expect(after.get(stakeKey({ user, role }))).toBe(before - amount);
        },
      ),
      { numRuns: 12 },
    );
  });

  it("is read by explorers as if nothing stood there", () => {
    const [write] = withPenalties(kinds.StakeManager, [penalty("INC-1")]).writes.slice(-1);
    const data = dataOf(write!, write!.args!(undefined as never, undefined, undefined as never));
    expect(new Interface([`function ${write!.fn}`]).parseTransaction({ data })?.args.toArray()).toEqual([
      ...[MALLORY, ROLES.validator, 1250n, CAROL],
    ]);
  });
});
