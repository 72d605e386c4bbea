import { FunctionFragment, ZeroAddress, type Contract, type ParamType } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { answering, plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const [treasury, other] = [plainAddress(1), plainAddress(2)];
let chain: InProcessChain;
let me: string;
let manager: Contract;
let fields: readonly ParamType[];
let version2: string;

beforeAll(async () => {
  chain = await inProcessChain();
  me = chain.accounts[0]!.address;
  version2 = await answering(chain, 2);
});
beforeEach(async () => {
  manager = await chain.deploy("StakeManager", [0, 0, 0, ZeroAddress, ZeroAddress, ZeroAddress, me]);
  fields = (manager.interface.getFunction("applyConfiguration") as FunctionFragment).inputs[0]!.components!;
});
afterAll(() => chain.close());

const autoStake = {
  threshold: 1,
  increasePct: 2,
  decreasePct: 3,
  window: 4,
  floor: 5,
  ceil: 6,
  temperatureThreshold: -7,
  hamiltonianThreshold: -8,
  disputeWeight: 9,
  temperatureWeight: 10,
  hamiltonianWeight: 11,
};

/** The batch with `given` in it: a flag is set when it is named, everything else is zero. */
function config(given: Readonly<Record<string, unknown>>): unknown[] {
  return fields.map(({ name, baseType, components }) => {
    if (name in given) return given[name];
    if (baseType === "tuple") return components!.map(() => 0);
    return baseType === "bool" ? false : baseType === "address" ? ZeroAddress : 0;
  });
}
const apply = (given: Readonly<Record<string, unknown>>, allowlist: readonly [string, boolean][] = []) =>
  manager.applyConfiguration!(config(given), allowlist);
const reverts = (call: Promise<unknown>) => revertOf(manager, call);
const read = (...names: string[]) => Promise.all(names.map((name) => manager.getFunction(name)()));

/** The names of the flags that ConfigurationApplied has set, its caller, and the number of allow-list updates. */
async function applied(call: Promise<unknown>): Promise<unknown[]> {
  const receipt = await (
    (await call) as { wait(): Promise<{ logs: readonly { topics: string[]; data: string }[] }> }
  ).wait();
  const event = manager.interface.parseLog(receipt.logs.at(-1)!)!;
  expect(event.name).toBe("ConfigurationApplied");
  const flags = event.fragment.inputs.filter((input, i) => input.baseType === "bool" && event.args[i] === true);
  return [event.args[0], flags.map(({ name }) => name), event.args.at(-1)];
}

it("has the fifty-nine fields and their flags", () => {
  expect(fields).toHaveLength(59);
  expect(fields.filter(({ baseType }) => baseType === "bool")).toHaveLength(29);
});

it("sets everything at once", async () => {
  const values = {
    pauser: other,
    pauserManager: other,
    thermostat: other,
    hamiltonianFeed: other,
    minStake: 20,
    employerSlashPct: 10,
    treasurySlashPct: 2000,
    operatorSlashPct: 30,
    validatorSlashRewardPct: 45,
    treasury,
    jobRegistry: version2,
    disputeModule: version2,
    validationModule: version2,
    feePct: 7,
    feePool: version2,
    burnPct: 8,
    validatorRewardPct: 9,
    unbondingPeriod: 60,
    maxStakePerAddress: 70,
    maxAGITypes: 5,
    maxTotalPayoutPct: 150,
  };
  const roles = { agentMinStake: 1, validatorMinStake: 2, platformMinStake: 3 };
  const flags = Object.fromEntries(
    fields.filter(({ name }) => name.startsWith("set")).map(({ name }) => [name, name !== "setStakeRecommendations"]),
  );
  const modules = { modulesJobRegistry: version2, modulesDisputeModule: version2 };
  const given = { ...flags, ...values, ...roles, ...modules, slashBurnPct: 40, autoStakeEnabled: true, pause: true };
  const [caller, seen, updates] = await applied(
    apply({ ...given, autoStakeSettings: Object.values(autoStake) }, [[treasury, true]]),
  );
  expect([caller, updates]).toEqual([me, 1n]);
  // Twenty-seven flags, less the two that are not asked for; the validators' slash share has none of its own.
  expect(seen).toHaveLength(25);
  for (const [name, value] of Object.entries(values)) {
    expect((await read(name))[0], name).toEqual(typeof value === "number" ? BigInt(value) : value);
  }
  expect(await read("burnSlashPct", "autoStakeTuning", "paused")).toEqual([40n, true, true]);
  expect(await Promise.all([0, 1, 2].map((role) => manager.roleMinimumStake!(role)))).toEqual([1n, 2n, 3n]);
  expect(await read("stakeDisputeThreshold", "stakeTuneWindow", "stakeTempThreshold", "hamiltonianWeight")).toEqual([
    1n,
    4n,
    -7n,
    11n,
  ]);
});

it("sets nothing that is not asked for", async () => {
  expect(await eventsOf(manager, apply({ feePct: 7, minStake: 3, treasury, pauser: other }))).toHaveLength(1);
  expect(await read("feePct", "treasury", "pauser")).toEqual([0n, ZeroAddress, ZeroAddress]);
});

it("says which values it has set", async () => {
  expect(
    await applied(
      apply({ setBurnPct: true, burnPct: 3, setTreasury: true, treasury }, [
        [treasury, true],
        [other, true],
      ]),
    ),
  ).toEqual([me, ["treasuryUpdated", "burnPctUpdated"], 2n]);
  expect(await applied(apply({ setValidatorSlashRewardPct: true, validatorSlashRewardPct: 3 }))).toEqual([
    me,
    ["slashingUpdated"],
    0n,
  ]);
  expect(await applied(apply({ setStakeRecommendations: true, recommendedMinStake: 3, unpause: true }))).toEqual([
    me,
    ["stakeRecommendationsUpdated"],
    0n,
  ]);
});

it("updates the allow-list before the treasury", async () => {
  expect(await reverts(apply({ setTreasury: true, treasury }))).toBe("InvalidTreasury");
  await apply({ setTreasury: true, treasury }, [[treasury, true]]);
  expect(await reverts(apply({ setTreasury: true, treasury }, [[treasury, false]]))).toBe("InvalidTreasury");
  expect(await manager.treasuryAllowlist!(treasury)).toBe(true);
});

it("moves percents between shares that could only be moved in order otherwise", async () => {
  await manager.setFeePct!(40);
  await manager.setBurnPct!(60);
  expect(await reverts(manager.setFeePct!(60))).toBe("InvalidPercentage");
  await apply({ setFeePct: true, feePct: 60, setBurnPct: true, burnPct: 40 });
  expect(await read("feePct", "burnPct")).toEqual([60n, 40n]);
  expect(await reverts(apply({ setValidatorRewardPct: true, validatorRewardPct: 1 }))).toBe("InvalidPercentage");
  await apply({
    setSlashingPercentages: true,
    employerSlashPct: 50,
    treasurySlashPct: 20,
    setSlashBurnPct: true,
    slashBurnPct: 30,
  });
  expect(await reverts(apply({ setOperatorSlashPct: true, operatorSlashPct: 1 }))).toBe("InvalidPercentage");
});

it("leaves the validators' slash share alone, unlike the single setter", async () => {
  await manager.setValidatorSlashRewardPct!(30);
  await apply({ setValidatorRewardPct: true, validatorRewardPct: 12 });
  expect(await read("validatorRewardPct", "validatorSlashRewardPct")).toEqual([12n, 30n]);
});

it("sets all or nothing", async () => {
  expect(await reverts(apply({ setFeePct: true, feePct: 5, setMinStake: true }, [[treasury, true]]))).toBe(
    "InvalidMinStake",
  );
  expect(await read("feePct")).toEqual([0n]);
  expect(await manager.treasuryAllowlist!(treasury)).toBe(false);
});

it("skips a pause that holds already, and refuses both", async () => {
  expect(await reverts(apply({ pause: true, unpause: true }))).toBe("InvalidParams");
  expect(await applied(apply({ pause: true }))).toEqual([me, ["paused"], 0n]);
  expect(await applied(apply({ pause: true }))).toEqual([me, [], 0n]);
  expect(await manager.paused!()).toBe(true);
  expect(await applied(apply({ unpause: true }))).toEqual([me, ["unpaused"], 0n]);
  expect(await applied(apply({ unpause: true }))).toEqual([me, [], 0n]);
  const stranger = manager.connect(chain.accounts[1]!) as Contract;
  expect(await reverts(stranger.applyConfiguration!(config({}), []))).toBe("NotGovernance");
});
