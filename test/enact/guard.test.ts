import { Interface } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import { transactionsOf } from "../../src/plan/plan.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";

const DAYS = 86_400;
const keys = [COUNCIL.alice, COUNCIL.bob, COUNCIL.carol];

describe.each(["hardhat", "anvil"] as const)("a guard in what waits for approval on %s", (node) => {
  let chain: DeployedChain;
  let at: Operator;
  let guard: string;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain(node, { council: true });
    guard = await chain.deployContract("ValueGuard", []);
    at = operator(chain.url);
    await at.up(chain.stackText, keys);
    await chain.pass(2 * DAYS);
    await at.up(chain.stackText, keys);
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(() => chain.revert(mark));
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  const guarded = (text: string) =>
    text.replace("emergency: none", `approvals: { guard: "${guard}" }\nemergency: none`);
  const wanted = () => guarded(chain.stackText.replace("fee: 5 %, burn", "fee: 6 %, burn"));

  it("changes nothing where nothing moves: queued, in flight, executed, clean", async () => {
    const { plan } = await at.look(wanted());
    expect(transactionsOf(plan)[0]!.data).toContain(guard.slice(2).toLowerCase());
    await at.up(wanted(), keys);
    const queued = await at.look(wanted());
    expect(queued.plan.inFlight).toHaveLength(1);
    expect(transactionsOf(queued.plan)).toEqual([]);
    await chain.pass(2 * DAYS);
    await at.up(wanted(), keys);
    expect((await at.look(wanted())).plan.changes).toEqual([]);
  });

  it("stops an operation when a value that it depends on has moved since the review, and the preview says so", async () => {
    await at.up(wanted(), keys);
    await chain.pass(2 * DAYS);
    // The burn is part of the rule that the fee has to keep: somebody with more power has raised it meanwhile.
    const calls = new Interface(["function executeGovernanceCall(address,bytes)", "function setBurnPct(uint256)"]);
    const burn = calls.encodeFunctionData("setBurnPct", [3]);
    const data = calls.encodeFunctionData("executeGovernanceCall", [chain.addresses.stakeManager, burn]);
    await chain.impersonate(chain.addresses.timelock, chain.addresses.systemPause, data);
    const file = wanted().replace("burn: 1 %", "burn: 3 %");
    const examined = await at.look(file);
    expect(examined.plan.inFlight).toMatchObject([{ state: "ready" }]);
    const proof = await proofOf(at.root, examined);
    expect(proof?.converges).toBe(false);
    expect(proof?.failures[0]?.reason).toContain("ValueMoved");
    const block = await chain.block();
    const [outcome] = await at.up(file, keys);
    expect(outcome?.failure?.reason).toContain("ValueMoved");
    expect(await chain.transactionsSince(block)).toEqual([]);
  });

  it("stands before what a Safe does without a timelock as well", async () => {
    const file = guarded(chain.stackText.replace("threshold: 2", "threshold: 3"));
    const { plan } = await at.look(file);
    expect(transactionsOf(plan).map(({ to }) => to)).toEqual([guard, chain.council]);
    await at.up(file, keys);
    expect((await at.look(file)).plan.changes).toEqual([]);
  });
});
