import { MaxUint256, ZeroAddress, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { plainAddress } from "../support/doubles.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const WAD = parseEther("1");
const [thermostat, feePool, reputation, oracle] = [1, 2, 3, 4].map(plainAddress) as [string, string, string, string];
const other = plainAddress(5);

let chain: InProcessChain;
let engine: Contract;
let asStranger: Contract;
let governance: string;

const reverts = (call: Promise<unknown>) => revertOf(engine, call);
const events = (call: Promise<unknown>) => eventsOf(engine, call);
const shares = () => Promise.all([0, 1, 2, 3].map((role) => engine.roleShare!(role)));
const percent = (...values: number[]) => values.map((value) => (WAD / 100n) * BigInt(value));

beforeAll(async () => {
  chain = await inProcessChain();
  governance = chain.accounts[0]!.address;
});
beforeEach(async () => {
  engine = await chain.deploy("RewardEngineMB", [thermostat, feePool, reputation, oracle, governance]);
  asStranger = engine.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

it("starts with 65, 15, 15 and 5 per cent", async () => {
  expect(await shares()).toEqual(percent(65, 15, 15, 5));
  expect(await engine.kappa!()).toBe(WAD);
  expect(await engine.maxProofs!()).toBe(100n);
  expect(await engine.temperature!()).toBe(WAD);
  expect(await engine.treasury!()).toBe(ZeroAddress);
  expect(await engine.thermostat!()).toBe(thermostat);
  expect(await engine.feePool!()).toBe(feePool);
  expect(await engine.reputation!()).toBe(reputation);
  expect(await engine.energyOracle!()).toBe(oracle);
  expect(await engine.MAX_KAPPA!()).toBe(MaxUint256 / WAD);
  expect(await engine.token!()).toBe("0xA61a3B3a130a9c20768EEBF97E21515A6046a1fA");
});

it("takes references at deployment that no setter would take", async () => {
  const bare = await chain.deploy("RewardEngineMB", [ZeroAddress, ZeroAddress, ZeroAddress, ZeroAddress, governance]);
  expect(await bare.feePool!()).toBe(ZeroAddress);
  const nobody = chain.deploy("RewardEngineMB", [thermostat, feePool, reputation, oracle, ZeroAddress]);
  expect(await reverts(nobody)).toBe("ZeroAddress");
});

it("wants four shares that sum to exactly one", async () => {
  const set = (values: bigint[]) => engine.setRoleShares!(...values);
  expect(await reverts(set(percent(65, 15, 15, 6)))).toBe(`InvalidRoleShareSum(${WAD + WAD / 100n})`);
  expect(await reverts(set([WAD - 1n, 0n, 0n, 0n]))).toBe(`InvalidRoleShareSum(${WAD - 1n})`);
  expect(await reverts(set([0n, 0n, 0n, 0n]))).toBe("InvalidRoleShareSum(0)");
  expect(await reverts(set([MaxUint256, 1n, 0n, 0n]))).toBe("panic 0x11");
  const [agent, validator, operator, employer] = percent(60, 20, 15, 5);
  expect(await events(set(percent(60, 20, 15, 5)))).toEqual([
    `RoleShareUpdated(0,${agent})`,
    `RoleShareUpdated(1,${validator})`,
    `RoleShareUpdated(2,${operator})`,
    `RoleShareUpdated(3,${employer})`,
  ]);
  await set([WAD, 0n, 0n, 0n]);
  expect(await shares()).toEqual([WAD, 0n, 0n, 0n]);
});

it("takes of a single share only the value that it has", async () => {
  expect(await reverts(engine.setRoleShare!(0, percent(64)[0]))).toBe(`InvalidRoleShareSum(${percent(99)[0]})`);
  expect(await events(engine.setRoleShare!(0, percent(65)[0]))).toEqual([`RoleShareUpdated(0,${percent(65)[0]})`]);
});

it("bounds kappa", async () => {
  expect(await reverts(engine.setKappa!(0))).toBe("kappa");
  expect(await reverts(engine.setKappa!(MaxUint256 / WAD + 1n))).toBe("kappa overflow");
  expect(await events(engine.setKappa!(MaxUint256 / WAD))).toEqual([`KappaUpdated(${MaxUint256 / WAD})`]);
  expect(await events(engine.setKappa!(1))).toEqual(["KappaUpdated(1)"]);
});

it("takes any chemical potential and baseline, negative as well", async () => {
  expect(await events(engine.setMu!(3, -5))).toEqual(["MuUpdated(3,-5)"]);
  expect(await events(engine.setBaselineEnergy!(2, -7))).toEqual(["BaselineEnergyUpdated(2,-7)"]);
  expect(await engine.mu!(3)).toBe(-5n);
  expect(await engine.baselineEnergy!(2)).toBe(-7n);
  expect(await reverts(engine.setMu!(4, 0))).toBe("");
});

it("logs nothing for proofs, thermostat and temperature", async () => {
  expect(await events(engine.setMaxProofs!(0))).toEqual([]);
  expect(await engine.maxProofs!()).toBe(0n);
  expect(await events(engine.setThermostat!(ZeroAddress))).toEqual([]);
  expect(await engine.thermostat!()).toBe(ZeroAddress);
  expect(await events(engine.setTemperature!(2))).toEqual([]);
  expect(await engine.temperature!()).toBe(2n);
  expect(await reverts(engine.setTemperature!(0))).toBe("temp");
  expect(await reverts(engine.setTemperature!(-1))).toBe("temp");
});

it("keeps its treasury and references from being cleared", async () => {
  expect(await reverts(engine.setTreasury!(ZeroAddress))).toBe("treasury");
  expect(await events(engine.setTreasury!(other))).toEqual([`TreasuryUpdated(${other})`]);
  expect(await reverts(engine.setFeePool!(ZeroAddress))).toBe("InvalidFeePool");
  expect(await events(engine.setFeePool!(other))).toEqual([`FeePoolUpdated(${other})`]);
  expect(await reverts(engine.setReputationEngine!(ZeroAddress))).toBe("InvalidReputationEngine");
  expect(await events(engine.setReputationEngine!(other))).toEqual([`ReputationEngineUpdated(${other})`]);
  expect(await reverts(engine.setEnergyOracle!(ZeroAddress))).toBe("InvalidEnergyOracle");
  expect(await events(engine.setEnergyOracle!(other))).toEqual([`EnergyOracleUpdated(${other})`]);
});

it("keeps settlers, the zero address as well", async () => {
  expect(await events(engine.setSettler!(ZeroAddress, true))).toEqual([`SettlerUpdated(${ZeroAddress},true)`]);
  expect(await engine.settlers!(ZeroAddress)).toBe(true);
  await engine.setSettler!(ZeroAddress, false);
  expect(await engine.settlers!(ZeroAddress)).toBe(false);
});

it("is for its governance", async () => {
  for (const [name, ...args] of [
    ["setRoleShares", WAD, 0, 0, 0],
    ["setRoleShare", 0, 0],
    ["setMu", 0, 0],
    ["setBaselineEnergy", 0, 0],
    ["setKappa", 1],
    ["setMaxProofs", 1],
    ["setTreasury", other],
    ["setThermostat", other],
    ["setTemperature", 1],
    ["setFeePool", other],
    ["setReputationEngine", other],
    ["setEnergyOracle", other],
    ["setSettler", other, true],
    ["transferOwnership", other],
  ] as const) {
    expect(await reverts(asStranger.getFunction(name)(...args)), name).toBe("NotGovernance");
  }
  await engine.transferOwnership!(other);
  expect(await engine.governance!()).toBe(other);
});
