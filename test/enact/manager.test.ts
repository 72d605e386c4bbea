import { id, Interface } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { transactionsOf } from "../../src/plan/plan.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";

const HOUR = 3600;
const DAYS = 86_400;
const OPERATOR = 2n;
const { alice, bob } = COUNCIL;
const MANAGER = new Interface([
  "function setTargetFunctionRole(address,bytes4[],uint64)",
  "function grantRole(uint64,address,uint32)",
  "function revokeRole(uint64,address)",
]);
const COMMITTEE = new Interface(["function transferOwnership(address)"]);

describe.each(["anvil", "hardhat"] as const)("an AccessManager in which a Safe has a delay, on %s", (node) => {
  let chain: DeployedChain;
  let at: Operator;
  let mark: string;
  const of = { manager: "", committee: "" };
  beforeAll(async () => {
    chain = await deployedChain(node, { council: true });
    at = operator(chain.url);
    const own = chain.operator.address;
    of.manager = await chain.deployContract("ProtocolAccessManager", [own]);
    of.committee = await chain.deployContract("ArbitratorCommittee", [own, own]);
    await chain.transact(of.committee, COMMITTEE.encodeFunctionData("transferOwnership", [of.manager]));
    const manage = (fn: string, ...args: unknown[]) => chain.transact(of.manager, MANAGER.encodeFunctionData(fn, args));
    const fns = ["setAbsenteeSlash(uint256)", "setPauser(address)"].map((fn) => id(fn).slice(0, 10));
    await manage("setTargetFunctionRole", of.committee, fns, OPERATOR);
    await manage("grantRole", OPERATOR, chain.council, HOUR);
    await manage("grantRole", 0, chain.addresses.timelock, 0);
    await manage("revokeRole", 0, own);
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(() => chain.revert(mark));
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  const file = (committee: string, operators = "{ council: 1 hour }") => `
network: { chainId: 31337, rpc: "\${ORDINANCE_RPC_URL}" }
addresses:
${Object.entries(COUNCIL)
  .map(([name, index]) => `  ${name}: "${localAccount(index).address}"`)
  .join("\n")}
modules:
  committee: { kind: ArbitratorCommittee, address: "${of.committee}", ${committee} }
  manager:
    kind: AccessManager
    address: "${of.manager}"
    roles:
      OPERATOR: { id: 2, members: ${operators} }
      ADMIN_ROLE: { members: [timelock] }
  timelock: { kind: Timelock, address: "${chain.addresses.timelock}", minDelay: 2 days }
  council: { kind: Safe, address: "${chain.council}", owners: [alice, bob, carol], threshold: 2 }
`;
  const looked = async (stack: string) => {
    const examined = await at.look(stack);
    const proof = await proofOf(at.root, examined);
    return { ...examined, proof, text: planText(examined.plan, wordsOf(examined.desired)) };
  };
  const up = (stack: string) => at.up(stack, [alice, bob]);

  it("schedules two calls, waits, executes both in one transaction of the Safe, and is clean", async () => {
    const stack = file("absenteeSlash: 7 wei, pauser: alice");
    const { plan, proof, text } = await looked(stack);
    expect(plan.refusals).toEqual([]);
    expect(text).toMatch(/schedule in manager, to be executed 1 hour after/);
    expect(proof).toMatchObject({ converges: true, failures: [], remaining: [] });
    await up(stack);

    const queued = await looked(stack);
    expect(transactionsOf(queued.plan)).toEqual([]);
    expect(queued.plan.inFlight.map(({ state }) => state)).toEqual(["queued", "queued"]);
    expect(queued.proof).toMatchObject({ converges: true, failures: [] });
    const block = await chain.block();
    await up(stack);
    expect(await chain.transactionsSince(block)).toEqual([]);

    await chain.pass(HOUR);
    const ready = await looked(stack);
    expect(ready.plan.inFlight.map(({ state }) => state)).toEqual(["ready", "ready"]);
    expect(ready.proof).toMatchObject({ converges: true, failures: [] });
    const before = await chain.block();
    await up(stack);
    expect(await chain.transactionsSince(before)).toHaveLength(1);
    const done = await looked(stack);
    expect([done.plan.changes, done.plan.inFlight, done.plan.conflicts]).toEqual([[], [], []]);
  });

  it("cancels what was scheduled for another value, and schedules the new one", async () => {
    await up(file("absenteeSlash: 7 wei"));
    const stack = file("absenteeSlash: 8 wei");
    const { plan, proof, text } = await looked(stack);
    expect(plan.conflicts).toMatchObject([{ conflicts: [{ module: "committee", key: "absenteeSlash", queued: 7n }] }]);
    expect(text).toContain("cancel");
    expect(proof).toMatchObject({ converges: true, failures: [] });
    await up(stack);
    await chain.pass(HOUR);
    await up(stack);
    expect((await looked(stack)).plan.changes).toEqual([]);
  });

  it("lets a call wait for the grant that opens its way, and proves both", async () => {
    // Nobody is in the role at first.
    await chain.impersonate(
      chain.addresses.timelock,
      of.manager,
      MANAGER.encodeFunctionData("revokeRole", [OPERATOR, chain.council]),
    );
    const stack = file("absenteeSlash: 7 wei");
    const { plan, proof } = await looked(stack);
    expect(plan.refusals).toEqual([]);
    expect(plan.waiting.map(({ call }) => call.fn)).toEqual(["setAbsenteeSlash(uint256)"]);
    expect(proof).toMatchObject({ converges: true, failures: [], remaining: [] });
    for (const wait of [2 * DAYS, 0, HOUR, 0]) {
      await up(stack);
      if (wait > 0) await chain.pass(wait);
    }
    expect((await looked(stack)).plan.changes).toEqual([]);
  });
});
