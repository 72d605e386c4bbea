import { getAddress, Interface } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { proofOf } from "../../src/prove/examined.ts";
import { proofText, requireProven } from "../../src/prove/report.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { rememberingEndpoint, type RememberingEndpoint } from "../support/plans-endpoint.ts";
import { callOf, sending, sentBy } from "../support/plans-tamper.ts";

const NODES = [
  ["anvil", "eth_simulateV1"],
  ["hardhat", "fork"],
] as const;

/** Everything that a chain is. */
async function stateOf(url: string): Promise<unknown> {
  const ask = async (method: string, params: readonly unknown[]) => {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(url, { method: "POST", headers: { "content-type": "application/json" }, body });
    return ((await response.json()) as { result: unknown }).result;
  };
  const { number, hash, stateRoot } = (await ask("eth_getBlockByNumber", ["latest", false])) as Record<string, unknown>;
  return { number, hash, stateRoot, pending: await ask("eth_getBlockTransactionCountByNumber", ["pending"]) };
}

describe.each(NODES)("a plan is tried out on %s by %s", (node, method) => {
  let chain: DeployedChain;
  let endpoint: RememberingEndpoint;
  let at: Operator;
  let mark: string;
  beforeAll(async () => {
    chain = await deployedChain(node);
    endpoint = await rememberingEndpoint(chain.url);
    at = operator(endpoint.url);
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
  });
  afterEach(async () => {
    await chain.revert(mark);
    endpoint.forget();
  });
  afterAll(async () => {
    at.remove();
    endpoint.stop();
    await chain.stop();
  });

  const tried = async (stack: string) => {
    const examined = await at.look(stack);
    return { examined, proof: (await proofOf(at.root, examined))! };
  };

  it("shows the call that would fail, with the contract's error and the rule it comes from", async () => {
    const examined = await at.look(chain.stackText.replace("fee: 5 %, burn", "fee: 6 %, burn"));
    const forged = callOf(examined, "stakeManager", "setFeePct(uint256)", [90n]);
    const forced = sending(
      examined,
      sentBy(examined).map((each) => ({ ...each, ...forged })),
    );
    const proof = (await proofOf(at.root, forced))!;
    expect(proof).toMatchObject({
      method,
      converges: false,
      failures: [
        {
          step: 1,
          text: "stakeManager.setFeePct(6) via systemPause: fees.fee 5 % [5] => 6 % [6]",
          reason: "InvalidPercentage()",
          rule: "StakeManager.setFeePct: fee + burn + validatorReward <= 100 % (InvalidPercentage)",
        },
      ],
      prefixes: { safe: 0, of: 1 },
    });
    expect(proofText(proof, forced)).toContain("step 1 would fail: stakeManager.setFeePct(6) via systemPause");
    expect(() => requireProven(proof, forced)).toThrow(/ORD303 step 1: .*InvalidPercentage.*nothing was sent/);
  });

  it("lists values that change besides, where the file does not declare them", async () => {
    const stack = chain.stackText
      .replace(/ {4}slashing: .*\n/, "")
      .replace(/ {4}temperature: .*\n/, "")
      .replace("validatorReward: 10 %", "validatorReward: 12 %")
      .replace("band: { min: 0.1, max: 5 }", "band: { min: 2, max: 6 }")
      .replace("validator: 1.2", "validator: 2.5");
    const { examined, proof } = await tried(stack);
    expect(proof).toMatchObject({ method, converges: true, failures: [] });
    expect(proof.sideEffects).toEqual([
      { module: "stakeManager", key: "slashing.validator", before: 0n, after: 12n },
      { module: "thermostat", key: "temperature", before: 10n ** 18n, after: 2n * 10n ** 18n },
    ]);
    const text = proofText(proof, examined);
    expect(text).toContain("changes besides: stakeManager.slashing.validator 0 % [0] => 12 % [12]");
    expect(text).toContain(
      "changes besides: thermostat.temperature 1 [1000000000000000000] => 2 [2000000000000000000]",
    );
  });

  it("says what would remain of a contract that does not do as its kind says", async () => {
    await chain.giveCode(chain.addresses.rewardEngine, "IdleRewardEngine");
    const { examined, proof } = await tried(
      chain.stackText.replace("agent: 65 %, validator: 15 %", "agent: 60 %, validator: 20 %"),
    );
    expect(proof).toMatchObject({ method, converges: false, failures: [], prefixes: { safe: 1, of: 1 } });
    expect(proof.remaining.map(({ module, key }) => `${module}.${key}`)).toEqual([
      "rewardEngine.shares.agent",
      "rewardEngine.shares.validator",
    ]);
    expect(proofText(proof, examined)).toContain("would remain: rewardEngine.shares.agent  65 %");
    expect(() => requireProven(proof, examined)).toThrow(/ORD304 modules\.rewardEngine\.shares\.agent/);
  });

  it("finds a failure that no rule of a kind foretells", async () => {
    const policy = await chain.deployContract("UndelegatedModule", []);
    const stack = chain.stackText.replace("taxPolicy: taxPolicy", `taxPolicy: "${policy}"`);
    const { proof } = await tried(stack);
    expect(proof).toMatchObject({ converges: false, failures: [{ step: 1 }] });
    const [failure] = proof.failures;
    expect(failure?.text).toContain("feePool.setTaxPolicy(");
    expect(failure?.reason).toContain(`GovernanceCallFailed(${chain.addresses.feePool}, `);
    expect(failure?.rule).toBeUndefined();
  });

  it.runIf(node === "anvil")(
    "names a few of the members that a failing call changes, and how many there are",
    async () => {
      const address = (index: number) => getAddress(`0x${(0xabc0000 + index).toString(16).padStart(40, "0")}`);
      const members = Array.from({ length: 800 }, (_, index) => `"${address(index)}"`).join(", ");
      const stack = chain.stackText.replace("rewarders: [rewardEngine]", `rewarders: [rewardEngine, ${members}]`);
      expect(stack).not.toBe(chain.stackText);
      const { examined, proof } = await tried(stack);
      expect(proof).toMatchObject({
        converges: false,
        failures: [{ step: 1 }],
      });
      const { text } = proof.failures[0]!;
      expect(text).toMatch(/^feePool\.applyConfiguration\(\.\.\.\).*: rewarders\[0x.*, 795 more$/);
      expect(text.match(/rewarders\[/g)).toHaveLength(5);
      expect(() => requireProven(proof, examined)).toThrow(/ORD303 step 1: .{1,1000}nothing was sent/);
    },
  );
});

describe.each(NODES)("a council's plan is tried out on %s by %s", (node, method) => {
  let chain: DeployedChain;
  let endpoint: RememberingEndpoint;
  let at: Operator;
  beforeAll(async () => {
    chain = await deployedChain(node, { council: true, drifted: true });
    endpoint = await rememberingEndpoint(chain.url);
    at = operator(endpoint.url);
  });
  afterAll(async () => {
    at.remove();
    endpoint.stop();
    await chain.stop();
  });

  it("converges from all drift at once, and writes nothing", async () => {
    const examined = await at.look(chain.stackText);
    const before = await stateOf(chain.url);
    const proof = (await proofOf(at.root, examined))!;
    expect(proof).toMatchObject({
      method,
      converges: true,
      remaining: [],
      failures: [],
      sideEffects: [],
      prefixes: { safe: 3, of: 3 },
    });
    expect(proofText(proof, examined)).toBe(
      `Simulated (${method}): 3 of 3 steps work, and the chain is then as the file says.`,
    );
    expect(await stateOf(chain.url)).toEqual(before);
    expect((await at.look(chain.stackText)).plan.hash).toBe(examined.plan.hash);
  });

  it("gives an operation its time that is scheduled behind other transactions", async () => {
    const paused = ["stakeManager", "validationModule", "platformRegistry", "arbitratorCommittee"];
    const stack = paused.reduce(
      (text, module) => text.replace(new RegExp(`(  ${module}:\\n[^]*?)paused: false`), "$1paused: true"),
      chain.stackText,
    );
    const examined = await at.look(stack);
    expect(sentBy(examined).map(({ authority }) => authority)).toEqual([
      ...paused.map(() => chain.guardian.address),
      chain.council,
      chain.operator.address,
    ]);
    const proof = (await proofOf(at.root, examined))!;
    expect(proof).toMatchObject({ method, converges: true, failures: [], prefixes: { safe: 7, of: 7 } });
  });

  it("sees an operation of somebody else that runs before and breaks one call of the plan", async () => {
    const { timelock, systemPause, jobRegistry } = chain.addresses;
    const calls = new Interface([
      "function schedule(address,uint256,bytes,bytes32,bytes32,uint256)",
      "function executeGovernanceCall(address,bytes)",
      "function setValidatorRewardPct(uint256)",
    ]);
    const zero = `0x${"0".repeat(64)}`;
    const queue = (percent: number) => {
      const set = calls.encodeFunctionData("setValidatorRewardPct", [percent]);
      const inner = calls.encodeFunctionData("executeGovernanceCall", [jobRegistry, set]);
      const data = calls.encodeFunctionData("schedule", [systemPause, 0, inner, zero, zero, 2 * 86_400]);
      return chain.impersonate(chain.council, timelock, data);
    };
    // The file says nothing of the reward, so that the operations are nobody's to cancel.
    const stack = chain.stackText.replace("fee: 5 %, validatorReward: 8 %", "fee: 4 %");
    const fits = (await proofOf(at.root, await at.look(stack)))!;
    expect(fits).toMatchObject({ converges: true, prefixes: { safe: 3, of: 3 } });
    // One that fails by itself breaks nothing.
    await queue(101);
    const fails = (await proofOf(at.root, await at.look(stack)))!;
    expect(fails).toEqual(fits);
    await queue(97);
    const examined = await at.look(stack);
    expect(examined.plan.conflicts).toEqual([]);
    const proof = (await proofOf(at.root, examined))!;
    expect(proof).toMatchObject({ method, converges: false, prefixes: { safe: 2, of: 3 } });
    // Of twenty calls in one operation, several of which could be refused with this error.
    expect(proof.failures).toEqual([
      {
        step: 3,
        text: "jobRegistry.setFeePct(4) via timelock -> systemPause: fees.fee 3 % [3] => 4 % [4]",
        reason: "InvalidPercentage()",
        rule: "JobRegistry.setFeePct: fee + validatorReward <= 100 % (InvalidPercentage)",
      },
    ]);
    expect(() => requireProven(proof, examined)).toThrow(/ORD303 step 3/);
  });
});
