import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { AbiCoder, MaxInt256, MinInt256, ZeroAddress, keccak256, parseEther, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const artifacts = resolve(import.meta.dirname, "../../artifacts");
const wad = (text: string) => parseEther(text);
const VALIDATOR = 1;

let chain: InProcessChain;
let thermostat: Contract;
let asStranger: Contract;
let governance: string;
let stranger: string;

const reverts = (call: Promise<unknown>) => revertOf(thermostat, call);
const events = (call: Promise<unknown>) => eventsOf(thermostat, call);
const temperature = () => thermostat.systemTemperature!();

/** The word behind the private mapping, which the getter mixes with the system temperature. */
async function override(role: number): Promise<bigint> {
  const slot = keccak256(AbiCoder.defaultAbiCoder().encode(["uint8", "uint256"], [role, 12]));
  return BigInt(await chain.provider.getStorage(await thermostat.getAddress(), slot));
}

beforeAll(async () => {
  chain = await inProcessChain();
  governance = chain.accounts[0]!.address;
  stranger = chain.accounts[1]!.address;
});
beforeEach(async () => {
  thermostat = await chain.deploy("Thermostat", [wad("1"), wad("0.1"), wad("5"), governance]);
  asStranger = thermostat.connect(chain.accounts[1]!) as Contract;
});
afterAll(() => chain.close());

describe("deployment", () => {
  it("starts with idle gains, equal weights and an unbounded integral", async () => {
    expect(await temperature()).toBe(wad("1"));
    expect(await thermostat.integralMin!()).toBe(MinInt256);
    expect(await thermostat.integralMax!()).toBe(MaxInt256);
    for (const name of ["kp", "ki", "kd"]) expect(await thermostat.getFunction(name)()).toBe(0n);
    for (const name of ["wEmission", "wBacklog", "wSla"]) expect(await thermostat.getFunction(name)()).toBe(1n);
    expect(await thermostat.owner!()).toBe(governance);
  });

  it("wants a band above zero that is not a point, and a governance", async () => {
    const deploy = (min: bigint, max: bigint, by: string) => chain.deploy("Thermostat", [wad("1"), min, max, by]);
    expect(await reverts(deploy(0n, 5n, governance))).toBe("bounds");
    expect(await reverts(deploy(5n, 5n, governance))).toBe("bounds");
    expect(await reverts(deploy(1n, 5n, ZeroAddress))).toBe("ZeroAddress");
  });

  it("does not check the first temperature", async () => {
    const cold = await chain.deploy("Thermostat", [0, 1, 5, governance]);
    expect(await cold.systemTemperature!()).toBe(0n);
  });
});

describe("the band", () => {
  it("bounds the system temperature, ends included", async () => {
    expect(await reverts(thermostat.setSystemTemperature!(wad("5") + 1n))).toBe("temp");
    expect(await reverts(thermostat.setSystemTemperature!(wad("0.1") - 1n))).toBe("temp");
    expect(await reverts(thermostat.setSystemTemperature!(-1))).toBe("temp");
    expect(await events(thermostat.setSystemTemperature!(wad("5")))).toEqual([`TemperatureUpdated(${wad("5")})`]);
    await thermostat.setSystemTemperature!(wad("0.1"));
    expect(await temperature()).toBe(wad("0.1"));
  });

  it("must be strictly ordered and positive", async () => {
    expect(await reverts(thermostat.setTemperatureBounds!(0, 5))).toBe("bounds");
    expect(await reverts(thermostat.setTemperatureBounds!(-1, 5))).toBe("bounds");
    expect(await reverts(thermostat.setTemperatureBounds!(5, 5))).toBe("bounds");
    expect(await reverts(thermostat.setTemperatureBounds!(6, 5))).toBe("bounds");
  });

  it("pulls the system temperature in when it moves, and logs it even if it stays", async () => {
    expect(await events(thermostat.setTemperatureBounds!(wad("2"), wad("3")))).toEqual([
      `TemperatureBoundsUpdated(${wad("2")},${wad("3")})`,
      `TemperatureUpdated(${wad("2")})`,
    ]);
    await thermostat.setTemperatureBounds!(wad("0.5"), wad("1.5"));
    expect(await temperature()).toBe(wad("1.5"));
    expect(await events(thermostat.setTemperatureBounds!(wad("0.5"), wad("9")))).toEqual([
      `TemperatureBoundsUpdated(${wad("0.5")},${wad("9")})`,
      `TemperatureUpdated(${wad("1.5")})`,
    ]);
  });

  it("must move before a temperature outside the old one", async () => {
    expect(await reverts(thermostat.setSystemTemperature!(wad("8")))).toBe("temp");
    await thermostat.setTemperatureBounds!(wad("1"), wad("10"));
    await thermostat.setSystemTemperature!(wad("8"));
    expect(await temperature()).toBe(wad("8"));
  });

  it("leaves overrides of roles stranded outside when it narrows", async () => {
    await thermostat.setRoleTemperature!(VALIDATOR, wad("4"));
    await thermostat.setTemperatureBounds!(wad("2"), wad("3"));
    expect(await thermostat.getRoleTemperature!(VALIDATOR)).toBe(wad("4"));
    expect(await reverts(thermostat.setRoleTemperature!(VALIDATOR, wad("4")))).toBe("bounds");
    await thermostat.unsetRoleTemperature!(VALIDATOR);
    expect(await thermostat.getRoleTemperature!(VALIDATOR)).toBe(wad("2"));
  });
});

describe("overrides of roles", () => {
  it("lie in a private mapping in slot 12", () => {
    const read = (...path: string[]) => JSON.parse(readFileSync(resolve(artifacts, ...path), "utf8"));
    const { buildInfoId, inputSourceName } = read("contracts/Thermostat.sol/Thermostat.json");
    const { contracts } = read("build-info", `${buildInfoId}.output.json`).output;
    const storage: { label: string; slot: string }[] = contracts[inputSourceName].Thermostat.storageLayout.storage;
    expect(storage.find(({ label }) => label === "roleTemps")?.slot).toBe("12");
    expect(thermostat.interface.getFunction("roleTemps")).toBeNull();
  });

  it("look the same unset and equal to the system temperature, but for their word", async () => {
    expect(await thermostat.getRoleTemperature!(VALIDATOR)).toBe(wad("1"));
    expect(await override(VALIDATOR)).toBe(0n);
    expect(await events(thermostat.setRoleTemperature!(VALIDATOR, wad("1")))).toEqual([
      `RoleTemperatureUpdated(${VALIDATOR},${wad("1")})`,
    ]);
    expect(await thermostat.getRoleTemperature!(VALIDATOR)).toBe(wad("1"));
    expect(await override(VALIDATOR)).toBe(wad("1"));
    await thermostat.setSystemTemperature!(wad("2"));
    expect(await thermostat.getRoleTemperature!(VALIDATOR)).toBe(wad("1"));
    expect(await thermostat.getRoleTemperature!(0)).toBe(wad("2"));
    expect(await events(thermostat.unsetRoleTemperature!(VALIDATOR))).toEqual([
      `RoleTemperatureUpdated(${VALIDATOR},0)`,
    ]);
    expect(await override(VALIDATOR)).toBe(0n);
    expect(await thermostat.getRoleTemperature!(VALIDATOR)).toBe(wad("2"));
  });

  it("must lie in the band, for a role of the four", async () => {
    expect(await reverts(thermostat.setRoleTemperature!(3, wad("5") + 1n))).toBe("bounds");
    expect(await reverts(thermostat.setRoleTemperature!(3, 0))).toBe("bounds");
    expect(await reverts(thermostat.setRoleTemperature!(4, wad("1")))).toBe("");
    expect(await reverts(thermostat.getRoleTemperature!(4))).toBe("");
  });
});

describe("the controller", () => {
  it("takes any gains and weights, and an ordered integral", async () => {
    expect(await events(thermostat.setPID!(-1, 0, 2))).toEqual(["PIDUpdated(-1,0,2)"]);
    expect(await events(thermostat.setKPIWeights!(-3, 0, 4))).toEqual(["KPIWeightsUpdated(-3,0,4)"]);
    expect(await thermostat.wEmission!()).toBe(-3n);
    expect(await reverts(thermostat.setIntegralBounds!(5, 5))).toBe("bounds");
    expect(await events(thermostat.setIntegralBounds!(-5, 5))).toEqual(["IntegralBoundsUpdated(-5,5)"]);
  });

  it("moves the temperature by errors, integral and change, within the band", async () => {
    await thermostat.setPID!(1, 2, 3);
    await thermostat.setKPIWeights!(1, 2, 3);
    await thermostat.setIntegralBounds!(-100, 10);
    // error 1 + 4 + 9 = 14, integral 10 instead of 14, change 14
    expect(await events(thermostat.tick!(1, 2, 3))).toEqual([
      `TemperatureUpdated(${wad("1") + 76n})`,
      `Tick(1,2,3,${wad("1") + 76n})`,
    ]);
    // error -4, integral 6, change -18
    await thermostat.tick!(-4, 0, 0);
    expect(await temperature()).toBe(wad("1") + 76n - 4n + 12n - 54n);
    await thermostat.tick!(wad("100"), 0, 0);
    expect(await temperature()).toBe(wad("5"));
    await thermostat.tick!(-wad("100"), 0, 0);
    expect(await temperature()).toBe(wad("0.1"));
  });

  it("stays where it is without gains", async () => {
    expect(await events(thermostat.tick!(7, 7, 7))).toEqual([
      `TemperatureUpdated(${wad("1")})`,
      `Tick(7,7,7,${wad("1")})`,
    ]);
  });
});

it("is for its governance, which is handed over in one step and never given up", async () => {
  for (const [name, ...args] of [
    ["setSystemTemperature", 1],
    ["setTemperatureBounds", 1, 2],
    ["setIntegralBounds", 1, 2],
    ["setPID", 0, 0, 0],
    ["setKPIWeights", 0, 0, 0],
    ["setRoleTemperature", 0, 1],
    ["unsetRoleTemperature", 0],
    ["tick", 0, 0, 0],
    ["setGovernance", stranger],
  ] as const) {
    expect(await reverts(asStranger.getFunction(name)(...args)), name).toBe("NotGovernance");
  }
  expect(await reverts(thermostat.setGovernance!(ZeroAddress))).toBe("ZeroAddress");
  expect(await events(thermostat.setGovernance!(stranger))).toEqual([
    `GovernanceUpdated(${stranger})`,
    `OwnershipTransferred(${governance},${stranger})`,
  ]);
  expect(await reverts(thermostat.transferOwnership!(governance))).toBe("NotGovernance");
  await asStranger.transferOwnership!(governance);
  expect(await thermostat.governance!()).toBe(governance);
});
