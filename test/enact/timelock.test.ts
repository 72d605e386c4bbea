import { Interface } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import { callsOf, transactionsOf } from "../../src/plan/plan.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { prove, type Simulator } from "../../src/prove/prove.ts";
import { proofText } from "../../src/prove/report.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";

const DAYS = 86_400;
const { alice, bob, carol } = COUNCIL;
const GUARDIAN = 1;
const OPERATOR = 0;

describe.each(["hardhat", "anvil"] as const)("a Safe that acts through a timelock on %s", (node) => {
  let chain: DeployedChain;
  let at: Operator;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain(node, { council: true });
    at = operator(chain.url);
    // The offers of TaxPolicy and OwnerConfigurator are taken first: the protocol is then as its file says.
    await at.up(chain.stackText, [alice, bob]);
    await chain.pass(2 * DAYS);
    await at.up(chain.stackText, [alice, bob]);
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(() => chain.revert(mark));
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  const fee = (percent: number) => chain.stackText.replace("fee: 5 %, burn", `fee: ${percent} %, burn`);
  const shown = async (stack: string) => {
    const examined = await at.look(stack);
    return planText(examined.plan, wordsOf(examined.desired));
  };

  it("is settled once the offers of ownership are taken", async () => {
    const { plan } = await at.look(chain.stackText);
    expect(plan.changes).toEqual([]);
    expect(plan.changeSets).toEqual([]);
  });

  it("queues, waits, executes, and is clean; each step again changes nothing", async () => {
    const stack = fee(6);
    expect(await shown(stack)).toContain("to be executed 2 days after");
    await at.up(stack, [alice, bob]);
    const queued = await at.look(stack);
    expect(transactionsOf(queued.plan)).toEqual([]);
    expect(queued.plan.inFlight).toMatchObject([{ state: "queued", timelock: "timelock" }]);
    expect(queued.plan.changes).toHaveLength(1);
    const block = await chain.block();
    await at.up(stack, [alice, bob]);
    expect(await chain.transactionsSince(block)).toEqual([]);

    await chain.pass(2 * DAYS);
    const ready = await at.look(stack);
    expect(ready.plan.inFlight).toMatchObject([{ state: "ready" }]);
    const { id } = ready.plan.inFlight[0]!.operation;
    const proof = (await proofOf(at.root, ready))!;
    expect(proof.operations).toEqual([{ id, timelock: "timelock", valid: true }]);
    expect(proofText(proof, ready)).toContain(`operation ${id} of timelock: still valid`);
    const failing: Simulator = (stages) =>
      Promise.resolve({
        method: "fork",
        tried: stages.map(({ steps }) => steps.map(() => ({ ok: false, data: "0x", logs: [], exhausted: false }))),
        after: ready.live,
      });
    const failed = await prove(ready, [failing]);
    expect(failed.operations).toMatchObject([{ id, valid: false }]);
    expect(proofText(failed, ready)).toContain(`operation ${id} of timelock: no longer valid: `);
    expect(await shown(stack)).toContain("execute operation");
    await at.up(stack, [alice, bob]);
    const done = await at.look(stack);
    expect(done.plan.changes).toEqual([]);
    expect(done.plan.inFlight).toEqual([]);
    const after = await chain.block();
    await at.up(stack, [alice, bob]);
    expect(await chain.transactionsSince(after)).toEqual([]);
  });

  it("goes from A to B and back, twice, with an operation of its own each time", async () => {
    const ids: string[] = [];
    for (const stack of [fee(6), fee(5), fee(6), fee(5)]) {
      ids.push(...(await at.look(stack)).plan.scheduled.map(({ id }) => id));
      await at.up(stack, [alice, bob]);
      await chain.pass(2 * DAYS);
      await at.up(stack, [alice, bob]);
      expect((await at.look(stack)).plan.changes).toEqual([]);
    }
    expect(new Set(ids).size).toBe(4);
  });

  it("adds only what is not queued yet when a second change overlaps", async () => {
    await at.up(fee(6), [alice, bob]);
    const both = fee(6).replace("minStake: 100 AGIALPHA", "minStake: 90 AGIALPHA");
    const { plan } = await at.look(both);
    expect(callsOf(plan).map(({ fn }) => fn)).toEqual(["setMinStake(uint256)"]);
    expect(plan.inFlight.flatMap(({ calls }) => calls.map(({ fn }) => fn))).toEqual(["setFeePct(uint256)"]);
    await at.up(both, [bob, carol]);
    await chain.pass(2 * DAYS);
    await at.up(both, [alice, carol]);
    expect((await at.look(both)).plan.changes).toEqual([]);
  });

  it("cancels what no longer fits, after showing it with both values", async () => {
    await at.up(fee(6), [alice, bob]);
    const other = fee(4);
    const text = await shown(other);
    expect(text).toContain("would set 6 % [6], the file wants 4 % [4]");
    expect(text).toContain("cancel what no longer fits");
    await at.up(other, [alice, bob]);
    const queued = await at.look(other);
    expect(queued.plan.conflicts).toEqual([]);
    expect(queued.plan.inFlight).toHaveLength(1);
    await chain.pass(2 * DAYS);
    await at.up(other, [alice, bob]);
    expect((await at.look(other)).plan.changes).toEqual([]);
    // Nothing of the first operation ever took effect, and it cannot any more.
    expect((await at.look(other)).live.operations).toEqual([]);
  });

  it("sees what somebody else has queued against the file", async () => {
    const timelock = new Interface([
      "function schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
      "function executeGovernanceCall(address,bytes)",
      "function setFeePct(uint256)",
    ]);
    const inner = timelock.encodeFunctionData("executeGovernanceCall", [
      chain.addresses.stakeManager,
      timelock.encodeFunctionData("setFeePct", [50]),
    ]);
    const zero = `0x${"0".repeat(64)}`;
    await chain.impersonate(
      chain.council,
      chain.addresses.timelock,
      timelock.encodeFunctionData("schedule", [chain.addresses.systemPause, 0, inner, zero, zero, 2 * DAYS]),
    );
    const { plan } = await at.look(chain.stackText);
    expect(plan.changes).toEqual([]);
    expect(plan.conflicts).toMatchObject([{ conflicts: [{ module: "stakeManager", key: "fees.fee", queued: 50n }] }]);
    expect(plan.changeSets).toMatchObject([{ authority: chain.council }]);
    await at.up(chain.stackText, [alice, bob]);
    expect((await at.look(chain.stackText)).live.operations).toEqual([]);
  });

  it("lets the guardian pause at once, without the council or the timelock", async () => {
    const halt = chain.stackText.replace("emergency: none", "emergency: halt");
    const { plan } = await at.look(halt);
    expect(plan.changeSets).toMatchObject([{ approval: { kind: "signer" } }]);
    expect(plan.scheduled).toEqual([]);
    await at.up(halt, [GUARDIAN]);
    expect((await at.look(halt)).plan.changes).toEqual([]);
  });

  it("pauses before it cancels what would unpause: whoever cancels may be asleep", async () => {
    const running = chain.stackText;
    const halt = running.replace("emergency: none", "emergency: halt");
    await at.up(halt, [GUARDIAN]);
    await at.up(running, [alice, bob]);
    // unpauseAll is queued; the guardian is faster.
    for (const { address, values } of (await at.look(running)).live.modules.values())
      if (values.get("paused") === true) await chain.impersonate(chain.guardian.address, address, "0x3f4ba83a");
    const examined = await at.look(halt);
    const { plan } = examined;
    expect(plan.conflicts).toMatchObject([{ operation: { timelock: chain.addresses.timelock } }]);
    expect(plan.changeSets.map(({ authority, calls }) => [authority, calls.length])).toEqual([
      [chain.guardian.address, 8],
      [chain.council, 0],
    ]);
    expect(proofText((await proofOf(at.root, examined))!, examined)).toContain("the chain is then as the file says");
  });

  it("says whose keys are missing, by name, and sends nothing", async () => {
    const block = await chain.block();
    await expect(at.up(fee(6), [OPERATOR])).rejects.toThrow(/ORD401.*alice, bob, carol/);
    expect(await chain.transactionsSince(block)).toEqual([]);
  });
});
