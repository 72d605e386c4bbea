import { id, Interface, type Contract } from "ethers";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readStack } from "../../src/chain/read-stack.ts";
import { kinds } from "../../src/kinds/index.ts";
import type { Kind } from "../../src/kinds/kind.ts";
import type { Address } from "../../src/kinds/value.ts";
import { viaOf } from "../../src/plan/call.ts";
import { plan, transactionsOf, type Plan } from "../../src/plan/plan.ts";
import { interpret } from "../../src/stack/interpret.ts";
import { inProcessChain, type InProcessChain } from "../support/inprocess.ts";
import { directTransport } from "../support/read-transport.ts";

const KINDS = new Map<string, Kind>(Object.entries(kinds));
const HOUR = 3600;
const OPERATOR = 2n;
const managerCalls = new Interface([
  "function schedule(address,bytes,uint48)",
  "function execute(address,bytes)",
  "function cancel(address,address,bytes)",
]);
const selector = (fn: string) => id(fn).slice(0, 10);

describe("calls through a real AccessManager", () => {
  let chain: InProcessChain;
  let [root, operator, alice]: [Address, Address, Address] = ["0x", "0x", "0x"];
  let manager: Contract;
  let committee: Contract;
  let snapshot: unknown;
  const at: Record<string, string> = {};
  beforeAll(async () => {
    chain = await inProcessChain();
    [root, operator, alice] = chain.accounts.slice(0, 3).map(({ address }) => address as Address) as [
      ...[Address, Address, Address],
    ];
    manager = await chain.deploy("ProtocolAccessManager", [root]);
    committee = await chain.deploy("ArbitratorCommittee", [root, root]);
    const configurator = await chain.deploy("OwnerConfigurator", [alice]);
    for (const [name, contract] of Object.entries({ manager, committee, configurator }))
      at[name] = await contract.getAddress();
    await committee.transferOwnership!(at["manager"]);
    await manager.setTargetFunctionRole!(at["committee"], [selector("setAbsenteeSlash(uint256)")], OPERATOR);
    await manager.grantRole!(OPERATOR, operator, 0);
  });
  beforeEach(async () => {
    if (snapshot !== undefined) await chain.request("evm_revert", [snapshot]);
    snapshot = await chain.request("evm_snapshot");
  });
  afterAll(() => chain.close());

  const planned = async (of: { committee?: string; manager?: string; operators?: string }): Promise<Plan> => {
    const text = `
network: { chainId: 31337, rpc: "http://127.0.0.1:1" }
addresses: { root: "${root}", operator: "${operator}", alice: "${alice}" }
modules:
  committee: { kind: ArbitratorCommittee, address: "${at["committee"]}", ${of.committee ?? ""} }
  configurator: { kind: OwnerConfigurator, address: "${at["configurator"]}" }
  manager:
    kind: AccessManager
    address: "${at["manager"]}"
    roles:
      OPERATOR: { id: 2${of.operators ? `, members: ${of.operators}` : ""} }
      ADMIN_ROLE: {}
${of.manager ?? ""}
`;
    const desired = interpret({ text, file: "stacks/m.yaml", stack: "m", env: {}, kinds: KINDS });
    return plan(
      desired,
      await readStack(
        directTransport((method, params) => chain.request(method, params)),
        desired,
      ),
    );
  };
  const slashing = { committee: "absenteeSlash: 7 wei" };
  const routes = (of: Plan) =>
    of.changeSets.flatMap(({ authority, calls }) => calls.map((call) => [call.fn, authority, ...viaOf(call)]));
  const rules = (of: Plan) => of.refusals.map(({ rule }) => rule).join("\n");
  const enact = async (of: Plan) => {
    for (const { authority, transactions } of of.changeSets) {
      const signer = await chain.provider.getSigner(authority);
      for (const { to, data } of transactions) await (await signer.sendTransaction({ to, data })).wait();
    }
  };

  it("go through members of the function's role, whom the file does not have to name", async () => {
    const made = await planned(slashing);
    expect(routes(made)).toEqual([["setAbsenteeSlash(uint256)", operator, "manager"]]);
    await enact(made);
    expect(await committee.absenteeSlash!()).toBe(7n);
    expect((await planned(slashing)).changes).toEqual([]);
  });

  it("go through the administrators where no role was set", async () => {
    const made = await planned({ committee: "owner: root, absenteeSlash: 7 wei" });
    expect(routes(made)).toEqual([
      ["setAbsenteeSlash(uint256)", operator, "manager"],
      ["transferOwnership(address)", root, "manager"],
    ]);
    await enact(made);
    expect(await committee.owner!()).toBe(root);
  });

  it("nest: an OwnerConfigurator that is a member acts for its owner", async () => {
    await manager.revokeRole!(OPERATOR, operator);
    await manager.grantRole!(OPERATOR, at["configurator"], 0);
    const made = await planned(slashing);
    expect(routes(made)).toEqual([["setAbsenteeSlash(uint256)", alice, "configurator", "manager"]]);
    const [{ data } = { data: "0x" }] = transactionsOf(made);
    const configure = new Interface(["function configure(address,bytes,bytes32,bytes32,bytes,bytes)"]);
    expect(configure.parseTransaction({ data })!.args[0]).toBe(at["manager"]);
    await enact(made);
    expect(await committee.absenteeSlash!()).toBe(7n);
  });

  /** One more `up`: what is planned is sent, and the plan before it. */
  const up = async (of: Parameters<typeof planned>[0]): Promise<Plan> => {
    const made = await planned(of);
    await enact(made);
    return made;
  };
  const pass = async (seconds: number) => {
    await chain.request("evm_increaseTime", [seconds]);
    await chain.request("evm_mine");
  };
  const sent = (of: Plan) =>
    transactionsOf(of).map(({ data }) => managerCalls.parseTransaction({ data })?.name ?? data);

  it("are scheduled, shown in flight, and executed where the only member has to schedule them", async () => {
    await manager.grantRole!(OPERATOR, operator, HOUR);
    const made = await up(slashing);
    expect([rules(made), sent(made)]).toEqual(["", ["schedule"]]);
    expect(made.changeSets.map(({ authority }) => authority)).toEqual([operator]);
    const [operation] = made.scheduled;
    expect(operation).toMatchObject({ timelock: "manager", delay: BigInt(HOUR) });
    expect(await manager.getSchedule!(operation!.id)).toBeGreaterThan(0n);

    const waiting = await planned(slashing);
    expect([waiting.changeSets, waiting.refusals]).toEqual([[], []]);
    expect(waiting.inFlight.map(({ state, operation: { id } }) => [state, id])).toEqual([["queued", operation!.id]]);

    await pass(HOUR);
    const ready = await up(slashing);
    expect([sent(ready), ready.inFlight.map(({ state }) => state)]).toEqual([["execute"], ["ready"]]);
    expect(await committee.absenteeSlash!()).toBe(7n);
    expect((await planned(slashing)).changes).toEqual([]);

    // Back and forth: the same call can be scheduled again.
    for (const value of [8n, 7n]) {
      const other = { committee: `absenteeSlash: ${value} wei` };
      expect(sent(await up(other))).toEqual(["schedule"]);
      await pass(HOUR);
      expect(sent(await up(other))).toEqual(["execute"]);
      expect(await committee.absenteeSlash!()).toBe(value);
    }
  });

  it("go through a member who acts at once, if there is one", async () => {
    await manager.grantRole!(OPERATOR, operator, HOUR);
    await manager.grantRole!(OPERATOR, alice, 0);
    expect(routes(await planned(slashing))).toEqual([["setAbsenteeSlash(uint256)", alice, "manager"]]);
  });

  it("are scheduled anew when nobody has executed them for a week", async () => {
    await manager.grantRole!(OPERATOR, operator, HOUR);
    await up(slashing);
    await pass(HOUR + 7 * 24 * HOUR);
    expect(sent(await up(slashing))).toEqual(["schedule"]);
    await pass(HOUR);
    expect(sent(await up(slashing))).toEqual(["execute"]);
    expect((await planned(slashing)).changes).toEqual([]);
  });

  it("are scheduled by a contract that is a member, on the word of its owner", async () => {
    await manager.revokeRole!(OPERATOR, operator);
    await manager.grantRole!(OPERATOR, at["configurator"], HOUR);
    const made = await up(slashing);
    expect(made.changeSets.map(({ authority }) => authority)).toEqual([alice]);
    await pass(HOUR);
    await up(slashing);
    expect(await committee.absenteeSlash!()).toBe(7n);
  });

  it("are cancelled where they no longer fit: by the caller whom the file knows, else by administrators", async () => {
    await manager.grantRole!(OPERATOR, operator, HOUR);
    await up(slashing);
    const other = await planned({ committee: "absenteeSlash: 0 wei" });
    expect(other.conflicts).toHaveLength(1);
    expect(other.changeSets.map(({ authority }) => authority)).toEqual([root]);
    const known = { committee: "absenteeSlash: 0 wei", operators: "{ operator: 1 hour }" };
    expect((await planned(known)).changeSets.map(({ authority }) => authority)).toEqual([operator]);
    expect(sent(await up({ committee: "absenteeSlash: 0 wei" }))).toEqual(["cancel"]);
    expect(await manager.getSchedule!(other.conflicts[0]!.operation.id)).toBe(0n);
    expect((await planned({ committee: "absenteeSlash: 0 wei" })).changeSets).toEqual([]);
  });

  it("are refused where the target is closed, and where the role is none of the file", async () => {
    await manager.setTargetFunctionRole!(at["committee"], [selector("setAbsenteeSlash(uint256)")], 9n);
    expect(rules(await planned(slashing))).toContain("9 is no role of the file");
    await manager.setTargetClosed!(at["committee"], true);
    expect(rules(await planned(slashing))).toContain(`${at["committee"]} is closed`);
  });

  it("grant roles through members of the role's administrator, and wait for a grant delay", async () => {
    await manager.setRoleAdmin!(5n, OPERATOR);
    await manager.setGrantDelay!(5n, HOUR);
    await chain.request("evm_increaseTime", [5 * 24 * HOUR + 1]);
    await chain.request("evm_mine");
    const minters = { manager: `      MINTER: { id: 5, members: { alice: 1 day } }` };
    const made = await planned(minters);
    expect(routes(made)).toEqual([["grantRole(uint64,address,uint32)", operator]]);
    await enact(made);
    const waiting = await planned(minters);
    expect([waiting.changeSets, waiting.refusals]).toEqual([[], []]);
    const key = `roles.MINTER.members[${alice}]`;
    expect(waiting.changes.map((change) => change.key)).toEqual([key]);
    const [since] = (await manager.getAccess!(5n, alice)) as [bigint];
    expect(waiting.later).toEqual([expect.objectContaining({ module: "manager", keys: [key], until: since })]);
    await chain.request("evm_increaseTime", [HOUR]);
    await chain.request("evm_mine");
    expect((await planned(minters)).changes).toEqual([]);
  });

  it("grant a role through an administrator with a delay, who schedules that, too", async () => {
    await manager.setRoleAdmin!(5n, OPERATOR);
    await manager.grantRole!(OPERATOR, operator, HOUR);
    const minters = { manager: `      MINTER: { id: 5, members: [alice] }` };
    const made = await up(minters);
    expect([rules(made), sent(made)]).toEqual(["", ["schedule"]]);
    await pass(HOUR);
    expect(sent(await up(minters))).toEqual(["execute"]);
    expect((await manager.hasRole!(5n, alice)) as unknown).toEqual([true, 0n]);
    expect((await planned(minters)).changes).toEqual([]);
  });

  it("change a target under an admin delay by what was scheduled for so long", async () => {
    await manager.setTargetAdminDelay!(at["committee"], HOUR);
    await pass(5 * 24 * HOUR + 1);
    const closed = { manager: `    targets: { committee: { closed: true } }` };
    const made = await up(closed);
    expect([rules(made), sent(made), made.scheduled.map(({ delay }) => delay)]).toEqual(["", ["schedule"], [3600n]]);
    await pass(HOUR);
    expect(sent(await up(closed))).toEqual(["execute"]);
    expect(await manager.isTargetClosed!(at["committee"])).toBe(true);
  });

  it("change the delays of grants and of targets, which count after five days, and are asked for once", async () => {
    const delays = {
      manager: `      MINTER: { id: 5, members: [], grantDelay: 1 hour }\n    targets: { committee: { adminDelay: 2 hours } }`,
    };
    expect(sent(await up(delays)).map((data) => data.slice(0, 10))).toEqual(
      ["setGrantDelay(uint64,uint32)", "setTargetAdminDelay(address,uint32)"].map(selector),
    );
    const waiting = await planned(delays);
    expect([waiting.changeSets, waiting.refusals, waiting.changes.length]).toEqual([[], [], 2]);
    expect(waiting.later.map(({ keys }) => keys)).toEqual([
      ["roles.MINTER.grantDelay"],
      ["targets.committee.adminDelay"],
    ]);
    await pass(5 * 24 * HOUR);
    expect((await planned(delays)).changes).toEqual([]);
    expect([await manager.getRoleGrantDelay!(5n), await manager.getTargetAdminDelay!(at["committee"])]).toEqual([
      3600n,
      7200n,
    ]);
  });
});
