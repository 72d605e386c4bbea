import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { ZERO_ADDRESS } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { adopter, isFormatted, type Adopter } from "./support.ts";

const WAD = 10n ** 18n;
const EXECUTOR = "0xd8aa0f3194971a2a116679f7c2090f6939c8d4e01a2a8d7e41d55e5351469e63";
const CANCELLER = "0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783";
const TUNING =
  "configureAutoStake(uint256,uint256,uint256,uint256,uint256,uint256,int256,int256,uint256,uint256,uint256)";

let chain: DeployedChain;
let user: Adopter;
let mark: string;
beforeAll(async () => {
  chain = await deployedChain("anvil", { topology: "pauser" });
  user = adopter(chain.url);
});
afterAll(async () => {
  user.remove();
  await chain.stop();
});
beforeEach(async () => {
  mark = await chain.snapshot();
});
afterEach(() => chain.revert(mark));

describe("values that move by themselves", () => {
  it("the temperature stays within its band, unless it is outside now", async () => {
    const { thermostat } = chain.addresses;
    expect((await user.roundTrip([thermostat])).text).toContain("    temperature: { within: band } # tick() moves it");
    const outside = await chain.deployContract("Thermostat", [9n * WAD, WAD, 5n * WAD, chain.operator.address]);
    const { text, report } = await user.roundTrip([outside as `0x${string}`]);
    expect(text).toContain("    # temperature is left out: tick() moves it, and it lies outside of its band now (9)\n");
    expect(report.leftOut).toHaveLength(1);
  });

  it("the minimum stake is exact, within floor and ceiling while it is tuned, or left out without a ceiling", async () => {
    const { stakeManager } = chain.addresses;
    const minStake = async () => /minStake.*/.exec((await user.roundTrip([stakeManager])).text)![0];
    expect(await minStake()).toBe("minStake: 100 AGIALPHA");
    await chain.send("stakeManager", "autoTuneStakes(bool)", [true]);
    expect(await minStake()).toBe("minStake is left out: auto-tuning moves it, without a ceiling (100 AGIALPHA)");
    await chain.send("stakeManager", TUNING, [1, 20, 10, 60, 50n * WAD, 500n * WAD, 0, 0, 1, 0, 0]);
    expect(await minStake()).toBe(
      "minStake: { within: [50 AGIALPHA, 500 AGIALPHA] } # auto-tuning moves it from floor to ceiling",
    );
    await chain.send("stakeManager", TUNING, [1, 20, 10, 60, 200n * WAD, 500n * WAD, 0, 0, 1, 0, 0]);
    expect(await minStake()).toMatch(/^minStake is left out: .*outside of floor and ceiling/);
  });

  it("sets that users move are only observed", async () => {
    const { reputationEngine } = chain.addresses;
    for (let index = 0; index < 8; index++) {
      await chain.send("reputationEngine", "setBlacklist(address,bool)", [localAccount(index + 20).address, true]);
    }
    const { text } = await user.roundTrip([reputationEngine]);
    expect(text).toMatch(/ {4}blacklist: # reports move it.*\n {6}observe: true\n {6}value:\n {8}- account\d+\n/);
    expect(await isFormatted(text)).toBe(true);
  });
});

describe("values that no stack file can ask for together", () => {
  it("a role's temperature outside of a band that was moved later", async () => {
    await chain.send("thermostat", "setRoleTemperature(uint8,int256)", [0, 4n * WAD]);
    await chain.send("thermostat", "setRoleTemperature(uint8,int256)", [2, 4n * WAD]);
    await chain.send("thermostat", "setTemperatureBounds(int256,int256)", [WAD / 10n, 2n * WAD]);
    const { text, report } = await user.roundTrip([chain.addresses.thermostat]);
    expect(report.leftOut.map(({ path }) => path).sort()).toEqual([
      "roleTemperatures.agent",
      "roleTemperatures.operator",
    ]);
    expect(text).toContain("    band: { min: 0.1, max: 2 }\n");
    expect(text).toMatch(/ {4}roleTemperatures:\n {6}# roleTemperatures\.agent is left out: .*band\.max 2/);
    expect(text).toContain("      validator: 1.2\n");
    expect(await isFormatted(text)).toBe(true);
  });

  it("shares of a slash that add up to more than the whole", async () => {
    await chain.send("stakeManager", "setValidatorSlashRewardPct(uint256)", [80]);
    const { report } = await user.roundTrip([chain.addresses.stakeManager]);
    expect(report.leftOut).toHaveLength(1);
    expect(report.leftOut[0]!.path).toMatch(/^slashing\.(employer|treasury|validator)$/);
    expect(report.leftOut[0]!.why).toContain("180 %");
  });
});

describe("texts and lists of a contract", () => {
  it("stay what they are, whatever they hold", async () => {
    const texts = ['x"\n  owner: evil # \u202e\u0000\t\\', "${HOME} - [a] {b} 'c' é 🜨\u2028"];
    await chain.send("taxPolicy", "setPolicy(string,string)", texts);
    const { text } = await user.roundTrip([chain.addresses.taxPolicy]);
    expect(text).not.toMatch(/^ {2}owner: evil|\u202e|\u2028|\u0000/m);
    expect(text).toContain('    policyURI: "x\\"\\n  owner: evil # \\u202e\\u0000\\t\\\\"\n');
  });

  it("say that the zero address executes for everybody", async () => {
    await chain.send("timelock", "grantRole(bytes32,address)", [EXECUTOR, ZERO_ADDRESS]);
    const { text } = await user.roundTrip([chain.addresses.timelock]);
    expect(text).toContain(`EXECUTOR_ROLE: [account1, "${ZERO_ADDRESS}"] # the zero address stands for everybody\n`);
  });

  it("are one member a line when they are long, and without names when they are users", async () => {
    const member = (index: number) => `0x${(2n ** 150n + BigInt(index)).toString(16).padStart(40, "0")}`;
    const register = (index: number) => ({
      to: chain.addresses.platformRegistry,
      data: encodeCall("setRegistrar(address,bool)", [member(index), true]),
    });
    await chain.inOneBlock(102, register);
    const { text, report } = await user.roundTrip([chain.addresses.platformRegistry]);
    expect(text.match(/^ {6}- "0x/gm)).toHaveLength(102);
    expect(report.others.length).toBeLessThan(20);
    expect(await isFormatted(text)).toBe(true);
  });

  it("that would lead out of the protocol are followed only so far", async () => {
    const { timelock } = chain.addresses;
    await chain.inOneBlock(30, (index) => {
      const member = (2n ** 151n + BigInt(index)).toString(16).padStart(64, "0");
      return { to: timelock, data: `0x2f2ff15d${CANCELLER.slice(2)}${member}` };
    });
    const { text, report } = await user.roundTrip([timelock], { most: 20 });
    expect(report.beyond.length).toBeGreaterThan(10);
    expect(report.found.length + report.others.length + report.unknown.length).toBe(20);
    expect(text).toContain(`        - "${report.beyond[0]!}"\n`);
  });
});
