import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Live, LiveModule } from "../../src/diff/live.ts";
import { between } from "../../src/diff/between.ts";
import { kindsByName } from "../../src/kinds/index.ts";
import type { Key } from "../../src/kinds/property.ts";
import type { Address, Value } from "../../src/kinds/value.ts";
import { plan } from "../../src/plan/plan.ts";
import { backFrom, wanting, wantingNothing, withoutQueues } from "../../src/rehearse/goals.ts";
import type { Ground, Lever, Offered } from "../../src/rehearse/lever.ts";
import { haltLever, resumeLever } from "../../src/rehearse/pausing.ts";
import { parametersLever } from "../../src/rehearse/parameters.ts";
import { rotateLever } from "../../src/rehearse/rotating.ts";
import { slashLever } from "../../src/rehearse/slashing.ts";
import { onlyPausing, pausableIn } from "../../src/stack/emergency.ts";
import { loadStack } from "../../src/stack/load.ts";
import { interpret } from "../../src/stack/interpret.ts";

const [OPERATOR, GUARDIAN, TREASURY, FRESH] = [1, 2, 3, 4].map((n): Address => `0x${String(n).repeat(40)}`) as [
  Address,
  Address,
  Address,
  Address,
];
const POOL: Address = "0x5555555555555555555555555555555555555555";
const STAKES: Address = "0x6666666666666666666666666666666666666666";
const WAD = 10n ** 18n;

const TEXT = `
network: { chainId: 31337, rpc: "http://127.0.0.1:1" }
addresses: { operator: "${OPERATOR}", guardian: "${GUARDIAN}", treasury: "${TREASURY}" }
modules:
  feePool:
    kind: FeePool
    address: "${POOL}"
    owner: operator
    pauser: guardian
    burn: 5 %
    rewarders: [guardian]
  stakeManager:
    kind: StakeManager
    address: "${STAKES}"
    owner: operator
    pauser: guardian
    fees: { fee: 5 %, burn: 1 %, validatorReward: 94 % }
`;

const POOL_VALUES = { owner: OPERATOR, pauser: GUARDIAN, paused: false, burn: 5n, [`rewarders[${GUARDIAN}]`]: true };
const STAKE_VALUES = {
  ...{ owner: OPERATOR, pauser: GUARDIAN, paused: false, treasury: TREASURY, [`treasuryAllowlist[${TREASURY}]`]: true },
  ...{ "fees.fee": 5n, "fees.burn": 1n, "fees.validatorReward": 94n },
};
type Values = Readonly<Record<Key, Value>>;

function ground(text = TEXT, pool: Values = POOL_VALUES, stakes: Values = STAKE_VALUES): Ground {
  const declared = interpret({ text, file: "s.yaml", stack: "s", env: {}, kinds: kindsByName });
  const module = (name: string, values: Values): LiveModule => {
    const { address, kind } = declared.modules.find((each) => each.name === name)!;
    return {
      name,
      address,
      kind,
      values: new Map(Object.entries(values)),
      unreadable: new Map(),
    } as unknown as LiveModule;
  };
  const all = [module("feePool", pool), module("stakeManager", stakes)];
  const live = {
    chainId: 31337n,
    block: { number: 1n, hash: "0x00", parentHash: "0x00", timestamp: 1n },
    modules: new Map(all.map((each) => [each.name, each])),
    versions: new Map(),
    authorities: new Map(),
    accounts: new Map(),
    operations: [],
    usedOperations: new Set(),
    scan: { from: 0n, to: 1n, complete: true, gaps: [], named: [] },
  } as unknown as Live;
  return { declared, desired: wantingNothing(declared), live, fresh: () => FRESH };
}

const goalsOf = (of: Offered, at: number) =>
  (of as Lever).moves[at]!.goals.map(({ module, key, value }) => [`${module}.${key}`, value]);

describe("goals", () => {
  it("want nothing else, and of a list all other members as they are", () => {
    const { desired, live } = ground();
    const goals = [{ module: "feePool", key: `rewarders[${FRESH}]`, value: true }];
    const { changes } = plan(wanting(desired, live, goals), live);
    expect(changes.map(({ key, before, after }) => [key, before, after])).toEqual([
      [`rewarders[${FRESH}]`, false, true],
    ]);
    expect(backFrom(desired, live, goals)).toEqual([{ ...goals[0]!, value: false }]);
  });

  it("take no part in what others have begun", () => {
    const { live } = ground();
    const operation = { timelock: POOL } as unknown as Live["operations"][number];
    const left = withoutQueues({ ...live, operations: [operation], proposals: new Map() });
    expect([left.operations, left.proposals]).toEqual([[], undefined]);
  });
});

describe("levers", () => {
  it("halt pauses what ordinance halt pauses", () => {
    const path = join(import.meta.dirname, "../../stacks/local.yaml");
    const halted = onlyPausing(loadStack(path, {}, { halt: true }));
    const names = halted.modules.filter(({ wants }) => wants.length > 0).map(({ name }) => name);
    expect(pausableIn(loadStack(path, {}))).toEqual(names);
    expect(names).toHaveLength(8);
  });

  it("halt pauses what is not only observed, and unpauses what ran", () => {
    const paused = ground(TEXT.replace("burn: 5 %", "burn: 5 %\n    paused: { value: false, observe: true }"));
    expect(goalsOf(haltLever(paused), 0)).toEqual([["stakeManager.paused", true]]);
    const half = ground(TEXT, { ...POOL_VALUES, paused: true });
    expect(goalsOf(haltLever(half), 1)).toEqual([
      ["feePool.paused", true],
      ["stakeManager.paused", false],
    ]);
    const all = ground(TEXT, { ...POOL_VALUES, paused: true }, { ...STAKE_VALUES, paused: true });
    expect(haltLever(all)).toEqual({ skipped: "everything is paused already" });
  });

  it("resume begins with a halt, and ends with what was paused before", () => {
    const { moves } = resumeLever(ground(TEXT, { ...POOL_VALUES, paused: true })) as Lever;
    expect(moves.map(({ preparing, goals }) => [preparing, goals.map(({ value }) => value)])).toEqual([
      [true, [true, true]],
      [undefined, [false, false]],
      [undefined, [true, false]],
    ]);
    expect((resumeLever(ground()) as Lever).moves).toHaveLength(2);
  });

  it("rotate moves every right of a pauser, and nothing that is no right", () => {
    const of = rotateLever(ground());
    expect(goalsOf(of, 0)).toEqual([
      ["feePool.pauser", FRESH],
      ["stakeManager.pauser", FRESH],
    ]);
    expect(goalsOf(of, 1).map(([, value]) => value)).toEqual([GUARDIAN, GUARDIAN]);
    expect((of as Lever).desired.nameOf(FRESH)).toBe("fresh guardian");
  });

  it("rotate is skipped where no name holds a right on chain", () => {
    const gone = { owner: TREASURY, pauser: TREASURY };
    expect(
      rotateLever(
        ground(TEXT.replaceAll("operator\n", "treasury\n"), { ...POOL_VALUES, ...gone }, { ...STAKE_VALUES, ...gone }),
      ),
    ).toMatchObject({
      moves: [{ what: "move what treasury holds to a fresh address" }, {}],
    });
    const strange = { owner: FRESH, pauser: FRESH };
    const of = ground(TEXT, { ...POOL_VALUES, ...strange }, { ...STAKE_VALUES, ...strange });
    expect(rotateLever(of)).toEqual({ skipped: "no name of addresses holds a right on chain that the file manages" });
  });

  it("parameters takes a value that the rules let change, up or else down", () => {
    expect(goalsOf(parametersLever(ground()), 0)).toEqual([
      ["feePool.burn", 6n],
      // Together they are 100 % already.
      ["stakeManager.fees.fee", 4n],
    ]);
    const observed = ground(TEXT.replace("burn: 5 %", "burn: { value: 5 %, observe: true }"));
    expect(goalsOf(parametersLever(observed), 0).map(([key]) => key)).toEqual(["stakeManager.fees.fee"]);
  });

  it("slash takes 1 %, or the least that is anything, and runs first what has to run", () => {
    const stake = (amount: bigint) => ({ user: OPERATOR, role: "agent" as const, amount });
    const whats = (of: Offered) => (of as Lever).moves.map(({ what }) => what);
    expect(whats(slashLever(ground(), stake(WAD)))).toEqual(["slash 1 % of the stake of operator as agent"]);
    expect(whats(slashLever(ground(), stake(7n)))).toEqual(["slash 14.29 % of the stake of operator as agent"]);
    expect(whats(slashLever(ground(TEXT, POOL_VALUES, { ...STAKE_VALUES, paused: true }), stake(WAD)))).toEqual([
      "unpause stakeManager, which cannot slash while it is paused",
      "slash 1 % of the stake of operator as agent",
    ]);
    expect(slashLever(ground(), { none: "nobody has a stake" })).toEqual({ skipped: "nobody has a stake" });
  });
});

describe("two readings", () => {
  it("are compared value by value; an address that was not read is no member", () => {
    const { live } = ground();
    const { live: other } = ground(TEXT, {
      ...POOL_VALUES,
      burn: 6n,
      [`rewarders[${FRESH}]`]: true,
      [`rewarders[${OPERATOR}]`]: false,
    });
    expect(between(live, live)).toEqual({ compared: 13, moved: [] });
    expect(between(live, other).moved).toEqual([
      { module: "feePool", key: "burn", before: 5n, after: 6n },
      { module: "feePool", key: `rewarders[${FRESH}]`, before: false, after: true },
    ]);
  });
});
