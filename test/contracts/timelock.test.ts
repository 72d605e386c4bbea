import { ZeroAddress, ZeroHash, id, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { eventsOf, revertOf } from "../support/revert.ts";

const DELAY = 3600;
const [PROPOSER, EXECUTOR, CANCELLER] = ["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"].map(id) as [
  string,
  string,
  string,
];
/** IAccessControlEnumerable. */
const ENUMERABLE = "0x5a05180f";
let chain: InProcessChain;
let admin: string;
let proposer: string;
let executor: string;
let timelock: Contract;
let self: string;

beforeAll(async () => {
  chain = await inProcessChain();
  [admin, proposer, executor] = chain.accounts.map(({ address }) => address) as [string, string, string];
});
beforeEach(async () => {
  timelock = await chain.deploy("ProtocolTimelock", [DELAY, [proposer], [executor], admin]);
  self = await timelock.getAddress();
});
afterAll(() => chain.close());

const as = (index: number) => timelock.connect(chain.accounts[index]!) as Contract;
const reverts = (call: Promise<unknown>) => revertOf(timelock, call);
const has = (role: string, account: string) => timelock.hasRole!(role, account);
async function pass(seconds: number): Promise<void> {
  await chain.request("evm_increaseTime", [seconds]);
  await chain.request("evm_mine");
}

it("gives out the roles as it is deployed", async () => {
  expect(
    await Promise.all(["PROPOSER_ROLE", "EXECUTOR_ROLE", "CANCELLER_ROLE"].map((role) => timelock.getFunction(role)())),
  ).toEqual([PROPOSER, EXECUTOR, CANCELLER]);
  const holders: [string, string][] = [
    [PROPOSER, proposer],
    [CANCELLER, proposer],
    [EXECUTOR, executor],
    [ZeroHash, admin],
    [ZeroHash, self],
  ];
  for (const [role, account] of holders) expect(await has(role, account)).toBe(true);
  expect(await has(EXECUTOR, ZeroAddress)).toBe(false);
  expect(await timelock.supportsInterface!(ENUMERABLE)).toBe(false);
  const filter = timelock.filters["RoleGranted"]!();
  expect(await timelock.queryFilter(filter)).toHaveLength(holders.length);
});

it("needs no administrator but itself", async () => {
  timelock = await chain.deploy("ProtocolTimelock", [DELAY, [], [ZeroAddress], ZeroAddress]);
  expect(await has(ZeroHash, await timelock.getAddress())).toBe(true);
  expect(await has(ZeroHash, ZeroAddress)).toBe(false);
  expect(await has(EXECUTOR, ZeroAddress)).toBe(true);
});

it("lets the administrator give and take roles, and a holder give up its own", async () => {
  expect(await eventsOf(timelock, timelock.grantRole!(CANCELLER, executor))).toEqual([
    `RoleGranted(${CANCELLER},${executor},${admin})`,
  ]);
  expect(await eventsOf(timelock, timelock.grantRole!(CANCELLER, executor))).toEqual([]);
  expect(await eventsOf(timelock, timelock.revokeRole!(CANCELLER, executor))).toEqual([
    `RoleRevoked(${CANCELLER},${executor},${admin})`,
  ]);
  expect(await reverts(as(1).grantRole!(CANCELLER, executor))).toBe(
    `AccessControlUnauthorizedAccount(${proposer}, ${ZeroHash})`,
  );
  expect(await reverts(timelock.renounceRole!(ZeroHash, proposer))).toBe("AccessControlBadConfirmation");
  await timelock.renounceRole!(ZeroHash, admin);
  expect(await has(ZeroHash, admin)).toBe(false);
});

it("changes its delay by a call from itself only", async () => {
  expect(await reverts(timelock.updateDelay!(1))).toBe(`TimelockUnauthorizedCaller(${admin})`);
  const call = [self, 0, timelock.interface.encodeFunctionData("updateDelay", [60]), ZeroHash, ZeroHash] as const;
  expect(await reverts(as(1).schedule!(...call, DELAY - 1))).toBe(`TimelockInsufficientDelay(${DELAY - 1}, ${DELAY})`);
  await as(1).schedule!(...call, DELAY);
  await pass(DELAY);
  expect(await reverts(as(1).execute!(...call))).toBe(`AccessControlUnauthorizedAccount(${proposer}, ${EXECUTOR})`);
  expect(await eventsOf(timelock, as(2).execute!(...call))).toContain(`MinDelayChange(${DELAY},60)`);
  expect(await timelock.getMinDelay!()).toBe(60n);
});

it("makes a batch of calls at once: bounds and temperature of a thermostat that it governs", async () => {
  const thermostat = await chain.deploy("Thermostat", [10n, 1n, 20n, self]);
  const target = await thermostat.getAddress();
  const encode = (fn: string, args: readonly number[]) => thermostat.interface.encodeFunctionData(fn, args);
  const bounds = encode("setTemperatureBounds", [30, 40]);
  const batch = (last: number) =>
    [[target, target], [0, 0], [bounds, encode("setSystemTemperature", [last])], ZeroHash, ZeroHash] as const;
  for (const last of [35, 41]) await as(1).scheduleBatch!(...batch(last), DELAY);
  expect(await reverts(as(2).executeBatch!(...batch(35)))).toMatch(/^TimelockUnexpectedOperationState/);
  await pass(DELAY);
  expect(await revertOf(thermostat, as(2).executeBatch!(...batch(41)))).toBe("temp");
  expect(await thermostat.maxTemp!()).toBe(20n);
  await as(2).executeBatch!(...batch(35));
  expect(await Promise.all([thermostat.minTemp!(), thermostat.maxTemp!(), thermostat.systemTemperature!()])).toEqual([
    30n,
    40n,
    35n,
  ]);
  const operation = await timelock.hashOperationBatch!(...batch(35));
  expect(await timelock.isOperationDone!(operation)).toBe(true);
});

it("lets a proposer cancel, and everybody execute where the role is open", async () => {
  timelock = await chain.deploy("ProtocolTimelock", [DELAY, [proposer], [ZeroAddress], ZeroAddress]);
  const thermostat = await chain.deploy("Thermostat", [10n, 1n, 20n, await timelock.getAddress()]);
  const call = (value: number) =>
    [
      thermostat,
      0,
      thermostat.interface.encodeFunctionData("setSystemTemperature", [value]),
      ZeroHash,
      ZeroHash,
    ] as const;
  for (const value of [11, 12]) await as(1).schedule!(...call(value), DELAY);
  await as(1).cancel!(await timelock.hashOperation!(...call(11)));
  await pass(DELAY);
  expect(await reverts(as(5).execute!(...call(11)))).toMatch(/^TimelockUnexpectedOperationState/);
  await as(5).execute!(...call(12));
  expect(await thermostat.systemTemperature!()).toBe(12n);
});
