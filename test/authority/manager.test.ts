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
import { revertOf } from "../support/revert.ts";

const KINDS = new Map<string, Kind>(Object.entries(kinds));
const HOUR = 3600;
const OPERATOR = 2n;
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

  const planned = async (of: { committee?: string; manager?: string }): Promise<Plan> => {
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
      OPERATOR: { id: 2 }
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

  it("are refused where the only member has to schedule them, who is named with the delay", async () => {
    await manager.grantRole!(OPERATOR, operator, HOUR);
    const made = await planned(slashing);
    expect(rules(made)).toMatch(/nobody in roles\.OPERATOR\.members who can act at once on 0x/);
    expect(rules(made)).toContain(`${operator} has to schedule a call of manager 1 hour before`);
    expect(made.changeSets).toEqual([]);
    // As the contract does.
    const as = manager.connect(await chain.provider.getSigner(operator)) as Contract;
    const data = committee.interface.encodeFunctionData("setAbsenteeSlash", [7n]);
    expect(await revertOf(manager, as.execute!(at["committee"], data))).toMatch(/^AccessManagerNotScheduled/);
    // Another member who acts at once is asked instead.
    await manager.grantRole!(OPERATOR, alice, 0);
    expect(routes(await planned(slashing))).toEqual([["setAbsenteeSlash(uint256)", alice, "manager"]]);
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

  it("say that a grant is up to somebody with a delay", async () => {
    await manager.setRoleAdmin!(5n, OPERATOR);
    await manager.grantRole!(OPERATOR, operator, HOUR);
    const made = await planned({ manager: `      MINTER: { id: 5, members: [alice] }` });
    expect(rules(made)).toContain(`${operator} has to schedule a call of manager 1 hour before`);
  });

  it("do not change a target under an admin delay, which only scheduled calls do", async () => {
    await manager.setTargetAdminDelay!(at["committee"], HOUR);
    await chain.request("evm_increaseTime", [5 * 24 * HOUR + 1]);
    await chain.request("evm_mine");
    const made = await planned({ manager: `    targets: { committee: { closed: true } }` });
    expect(rules(made)).toContain("committee has an admin delay");
    const closing = manager.setTargetClosed!(at["committee"], true);
    expect(await revertOf(manager, closing)).toMatch(/^AccessManagerNotScheduled/);
  });
});
