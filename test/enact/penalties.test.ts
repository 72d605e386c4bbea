import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Ajv, type AnySchema } from "ajv";
import { Interface, parseEther } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readStack } from "../../src/chain/read-stack.ts";
import type { RpcAnswer, RpcRequest } from "../../src/chain/transport.ts";
import { enact, type Outcome } from "../../src/enact/enact.ts";
import type { Examined } from "../../src/examine.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { requirePlannable } from "../../src/plan/refuse.ts";
import { htmlOf } from "../../src/review/html.ts";
import { jsonOf } from "../../src/review/json.ts";
import { markdownOf } from "../../src/review/markdown.ts";
import { reviewOf } from "../../src/review/model.ts";
import { callsOf, transactionsOf } from "../../src/plan/plan.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { httpRpc } from "../../src/send/rpc.ts";
import { councilBench, DAYS, withService } from "../support/council-bench.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { penalty, slashedOn, withPenalties } from "../support/penalties.ts";
import { directTransport } from "../support/read-transport.ts";

const OPERATOR = 0;
const GUARDIAN = 1;
const { alice, bob } = COUNCIL;
const SCHEMA = JSON.parse(
  readFileSync(resolve(import.meta.dirname, "../../schemas/review.schema.json"), "utf8"),
) as AnySchema;
const SLASH = "governanceSlash(address,uint8,uint256,address)";
const tokens = (...amounts: readonly string[]) => amounts.map((amount) => parseEther(amount));

/** Enacts what was looked at before, whatever has happened since. */
async function enactSeen({ root }: Operator, seen: Examined, ...accounts: readonly number[]): Promise<Outcome[]> {
  process.env["ORDINANCE_PRIVATE_KEY"] = accounts.map((index) => localAccount(index).key).join(",");
  try {
    const outcomes: Outcome[] = [];
    for (const set of seen.plan.changeSets) outcomes.push(await enact(root, seen, set));
    return outcomes;
  } finally {
    delete process.env["ORDINANCE_PRIVATE_KEY"];
  }
}

function shown({ plan, desired }: Examined): string {
  return planText(plan, wordsOf(desired));
}

const caught = (promise: Promise<unknown>) => promise.then(() => "nothing", String);

describe("a penalty by one signer through SystemPause", () => {
  let chain: DeployedChain;
  let at: Operator;
  let elsewhere: Operator;
  let mark: string;
  let stack: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    stack = withPenalties(chain.stackText, penalty("INC-1"));
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
    [at, elsewhere] = [operator(chain.url), operator(chain.url)];
  });
  afterEach(async () => {
    await chain.revert(mark);
    at.remove();
    elsewhere.remove();
  });
  afterAll(() => chain.stop());
  const slashed = () => slashedOn(chain.url, chain.addresses.stakeManager);
  const byHand = (share: number) =>
    chain.throughSystemPause("stakeManager", SLASH, [
      ...[localAccount(OPERATOR).address, 1, share],
      localAccount(1).address,
    ]);

  it("shows what it takes, is tried out, is enacted once, and shows where", async () => {
    const seen = await at.look(stack);
    expect(shown(seen)).toContain("stakeManager.penalties.INC-1  open => enacted");
    expect(shown(seen)).toContain(
      'penalty INC-1: 12.5 % of the stake of operator as validator, for guardian ("signed two blocks of one height"): takes 1250 AGIALPHA of 10000 AGIALPHA',
    );
    expect(shown(seen)).toMatch(/stakes\.validator\[operator\] 10000 AGIALPHA \[\d+\] => 8750 AGIALPHA \[\d+\]/);
    expect(await proofOf(at.root, seen)).toMatchObject({ method: "eth_simulateV1", converges: true, sideEffects: [] });
    const [outcome] = await at.up(stack, [OPERATOR]);
    const again = await at.look(stack);
    expect(again.plan.changes).toEqual([]);
    expect(shown(again)).toMatch(
      new RegExp(
        `: enacted in block ${outcome!.lastBlock}, transaction 0x[0-9a-f]{64}, which took 1250 AGIALPHA$`,
        "m",
      ),
    );
    expect(await at.up(stack, [OPERATOR])).toEqual([]);
    expect(await slashed()).toEqual(tokens("1250"));
  });

  it("is reviewed with its risk, its amount and its reason, and afterwards with its transaction", async () => {
    const validate = new Ajv({ allErrors: true }).compile(SCHEMA);
    const open = reviewOf(await at.look(stack));
    expect(open.risks.map(({ risk, why }) => `${risk}: ${why}`)).toEqual([
      "penalizes: once and for ever, 12.5 % of the stake of operator as validator, for guardian: signed two blocks of one height",
      "penalizes: operator loses 1250 AGIALPHA",
    ]);
    expect(markdownOf(open)).toContain("to be taken from 10000 AGIALPHA |");
    await at.up(stack, [OPERATOR]);
    const done = reviewOf(await at.look(stack));
    const { block, transaction } = done.penalties![0]!.enacted!;
    for (const page of [markdownOf(done), htmlOf(done)])
      expect(page).toContain(`enacted in block ${block}, transaction ${transaction}`);
    for (const review of [open, done]) {
      expect(validate(JSON.parse(jsonOf(review)))).toBe(true);
    }
  });

  it("stays enacted when its entry is taken out and put back, and when everything that is kept here is lost", async () => {
    await at.up(stack, [OPERATOR]);
    await at.up(chain.stackText, [OPERATOR]);
    at.remove();
    at = operator(chain.url);
    expect(callsOf((await at.look(stack)).plan)).toEqual([]);
    expect(await at.up(stack, [OPERATOR])).toEqual([]);
    expect(await slashed()).toEqual(tokens("1250"));
  });

  it("is enacted once by two operators at once", async () => {
    const [one, other] = [await at.look(stack), await elsewhere.look(stack)];
    const results = await Promise.allSettled([enactSeen(at, one, OPERATOR), enactSeen(elsewhere, other, OPERATOR)]);
    expect(results.filter(({ status }) => status === "fulfilled").length).toBeGreaterThanOrEqual(1);
    expect(await slashed()).toEqual(tokens("1250"));
    await Promise.all([at.up(stack, [OPERATOR]), elsewhere.up(stack, [OPERATOR])]);
    expect(await slashed()).toEqual(tokens("1250"));
  });

  it("is not enacted by an operator who looked before another one enacted it", async () => {
    const seen = await elsewhere.look(stack);
    await at.up(stack, [OPERATOR]);
    expect(await caught(enactSeen(elsewhere, seen, OPERATOR))).toMatch(
      /ORD404 the next nonce of 0xf39F\S+ is \d+, and was \d+ in block \d+, which was read/,
    );
    expect(await slashed()).toEqual(tokens("1250"));
  });

  it("is one of several: equal ones of two incidents are two, in one run or one after the other", async () => {
    const both = withPenalties(chain.stackText, penalty("INC-2"), penalty("INC-1"));
    await at.up(stack, [OPERATOR]);
    expect(shown(await at.look(both))).toContain("takes 1093.75 AGIALPHA of 8750 AGIALPHA");
    await at.up(both, [OPERATOR]);
    await at.up(both, [OPERATOR]);
    expect(await slashed()).toEqual(tokens("1250", "1093.75"));
    const more = withPenalties(chain.stackText, ...["3", "4", "1"].map((each) => penalty(`INC-${each}`)));
    await at.up(more, [OPERATOR]);
    await at.up(more, [OPERATOR]);
    expect(await slashed()).toHaveLength(4);
  });

  it("counts as enacted when it was made by other means, which the preview says", async () => {
    await byHand(1250);
    const seen = await at.look(stack);
    expect(seen.plan.changes).toEqual([]);
    expect(shown(seen)).toContain("which took 1250 AGIALPHA and names no incident");
    await byHand(1200);
    expect((await at.look(stack)).plan.changes).toEqual([]);
  });

  it("is refused if its incident has taken something else", async () => {
    await at.up(stack, [OPERATOR]);
    const raised = withPenalties(chain.stackText, penalty("INC-1", { percentage: "20 %" }));
    expect(await caught(at.look(raised))).toMatch(
      /ORD305 modules\.stakeManager\.penalties\.INC-1: INC-1 took 12\.5 % of operator as validator, for guardian in block \d+, transaction 0x[0-9a-f]{64}; expected 20 % of operator/,
    );
  });

  it("comes before pausing and after unpausing, and is refused while everything stays paused", async () => {
    const halted = stack.replace("emergency: none", "emergency: halt");
    const names = async (text: string) => callsOf((await at.look(text)).plan).map(({ fn }) => fn.split("(")[0]);
    expect(await names(halted)).toEqual(["governanceSlash", "pauseAll"]);
    await at.up(chain.stackText.replace("emergency: none", "emergency: halt"), [OPERATOR]);
    expect(await names(stack)).toEqual(["unpauseAll", "governanceSlash"]);
    const refused = await at.look(halted);
    expect(() => requirePlannable(refused)).toThrow(
      /local\.yaml:\d+:5 ORD301 modules\.stakeManager\.penalties\.INC-1: .*StakeManager\.governanceSlash reverts while paused \(EnforcedPause\)/,
    );
    await at.up(stack, [OPERATOR]);
    expect((await at.look(stack)).plan.changes).toEqual([]);
    expect(await slashed()).toEqual(tokens("1250"));
  });

  it("is refused for somebody without a stake, with the reason", async () => {
    const none = withPenalties(chain.stackText, penalty("INC-1", { user: "guardian" }));
    const seen = await at.look(none);
    expect(() => requirePlannable(seen)).toThrow(/has no stake as validator \(InsufficientStake\)/);
    expect(transactionsOf(seen.plan)).toEqual([]);
  });

  it("is never taken for open where the logs may begin behind it", async () => {
    await at.up(stack, [OPERATOR]);
    await chain.pass(1);
    const next = (await at.look(stack)).live.block.number;
    const from = (block: bigint) => at.look(stack.replace("startBlock: 0", `startBlock: ${block}`));
    const refused = await caught(from(next));
    expect(refused).toContain("ORD205");
    expect(refused).toContain(`network.startBlock: no log of the deployment of stakeManager from block ${next} on`);
    expect((await from(1n)).plan.changes).toEqual([]);
  });

  describe("of which the endpoint does not show everything", () => {
    const isSlashes = ({ method, params: [filter] }: RpcRequest) =>
      method === "eth_getLogs" &&
      JSON.stringify(filter).toLowerCase().includes(chain.addresses.stakeManager.toLowerCase());
    const isTransaction = ({ method }: RpcRequest) => method === "eth_getTransactionByBlockHashAndIndex";
    const refusal: RpcAnswer = { error: { code: -32000, message: "history has been pruned" } };

    it.each<[string, string, (request: RpcRequest) => boolean, RpcAnswer]>([
      ["no logs", "ORD205", isSlashes, refusal],
      ["no transaction", "ORD205", isTransaction, { ok: null }],
      ["no answer about a transaction", "ORD201", isTransaction, { unreachable: "timeout" }],
    ])("is never taken for open: %s (%s)", async (_name, code, which, answer) => {
      await at.up(stack, [OPERATOR]);
      const { desired } = await at.look(stack.replace("startBlock: 0", "startBlock: 0\n  scan: best-effort"));
      const rpc = httpRpc(chain.url);
      const transport = directTransport(
        (method, params) => rpc.request(method, params),
        (request) => (which(request) ? answer : undefined),
      );
      expect(await caught(readStack(transport, desired))).toContain(code);
    });
  });
});

describe("a penalty by a Safe through a timelock and SystemPause", () => {
  const bench = councilBench("anvil");
  const stackOf = (...incidents: readonly string[]) =>
    withPenalties(bench.chain.stackText, ...incidents.map((each) => penalty(each, { user: `"${staker}"` })));
  const staker = localAccount(OPERATOR).address;
  const slashed = () => slashedOn(bench.chain.url, bench.chain.addresses.stakeManager);
  const enacting = async (stack: string) => {
    await bench.at.up(stack, [alice, bob]);
    await bench.chain.pass(2 * DAYS);
    await bench.at.up(stack, [alice, bob]);
  };

  it("is queued, in flight, enacted once, and names its incident in the operation", async () => {
    const { at, chain } = bench;
    const stack = stackOf("INC-1");
    const seen = await at.look(stack);
    expect(await proofOf(at.root, seen)).toMatchObject({ method: "eth_simulateV1", converges: true, failures: [] });
    await at.up(stack, [alice, bob]);
    const queued = await at.look(stack);
    expect(queued.plan.inFlight).toMatchObject([{ state: "queued", operation: { id: seen.plan.scheduled[0]!.id } }]);
    expect(transactionsOf(queued.plan)).toEqual([]);
    expect(shown(queued)).toContain("takes 1250 AGIALPHA of 10000 AGIALPHA");
    await chain.pass(2 * DAYS);
    // Whoever adds and removes the entry meanwhile changes nothing.
    await at.up(chain.stackText, [alice, bob]);
    expect(await slashed()).toEqual([]);
    await at.up(stack, [alice, bob]);
    const done = await at.look(stack);
    expect(done.plan.changes).toEqual([]);
    expect(done.plan.penalties).toMatchObject([{ enacted: { named: true, amount: parseEther("1250") } }]);
    expect(await at.up(stack, [alice, bob])).toEqual([]);
    expect(await slashed()).toEqual(tokens("1250"));
  });

  it("is scheduled and executed once by two operators who both looked before", async () => {
    const { at, chain } = bench;
    const elsewhere = operator(chain.url);
    const stack = stackOf("INC-1");
    try {
      const [one, other] = [await at.look(stack), await elsewhere.look(stack)];
      expect(other.plan.hash).toBe(one.plan.hash);
      await enactSeen(at, one, alice, bob);
      const [again] = await enactSeen(elsewhere, other, alice, bob);
      expect(again!.failure).toMatchObject({ code: "ORD406" });
      await chain.pass(2 * DAYS);
      const ready = [await at.look(stack), await elsewhere.look(stack)] as const;
      await enactSeen(at, ready[0], alice, bob);
      const [late] = await enactSeen(elsewhere, ready[1], alice, bob);
      expect(late!.failure).toMatchObject({ code: "ORD406" });
      // Even a plan from before anything was queued makes nothing happen any more.
      const [stale] = await enactSeen(elsewhere, other, alice, bob);
      expect(stale!.failure).toMatchObject({ code: "ORD406" });
      expect((await elsewhere.look(stack)).plan.changes).toEqual([]);
      expect(await slashed()).toEqual(tokens("1250"));
    } finally {
      elsewhere.remove();
    }
  });

  it("is proposed once by two operators who both looked before", async () => {
    const { chain, service } = bench;
    const stack = withService(stackOf("INC-1"));
    const env = { ORDINANCE_SAFE_SERVICE: service.url };
    const elsewhere = operator(chain.url, env);
    try {
      const [one, other] = [await bench.at.look(stack), await elsewhere.look(stack)];
      await enactSeen(bench.at, one, alice);
      expect(await caught(enactSeen(elsewhere, other, alice))).toMatch(/ORD411 .*proposal 0x\w+ has come/);
      expect(service.stored).toHaveLength(1);
    } finally {
      elsewhere.remove();
    }
  });

  it("takes its part of a stake that could leave at once, where one operation unpauses and slashes", async () => {
    const { at, chain } = bench;
    const rpc = httpRpc(chain.url);
    const asStaker = (fn: string, ...args: readonly bigint[]) => {
      const data = new Interface([`function ${fn}`]).encodeFunctionData(fn, args);
      return { from: staker, to: chain.addresses.stakeManager, data };
    };
    const leave = asStaker("finalizeWithdraw(uint8)", 1n);
    const canLeave = () => caught(rpc.request("eth_call", [leave, "latest"])).then((said) => said === "nothing");
    await rpc.request("eth_sendTransaction", [asStaker("requestWithdraw(uint8,uint256)", 1n, parseEther("10000"))]);
    await chain.pass(7 * DAYS);
    expect(await canLeave()).toBe(true);
    await at.up(chain.stackText.replace("emergency: none", "emergency: halt"), [GUARDIAN]);
    expect(await canLeave()).toBe(false);
    const stack = stackOf("INC-1");
    const [operation] = (await at.look(stack)).plan.scheduled;
    expect(operation!.calls.map(({ fn }) => fn.replace(/\(.*/, ""))).toEqual(
      expect.arrayContaining(["unpauseAll", "governanceSlash"]),
    );
    await at.up(stack, [alice, bob]);
    await chain.pass(2 * DAYS);
    expect(await canLeave()).toBe(false);
    await at.up(stack, [alice, bob]);
    expect(await slashed()).toEqual(tokens("1250"));
    expect(await canLeave()).toBe(true);
  });

  it("is enacted again for no other incident, and again for another one", async () => {
    await enacting(stackOf("INC-1"));
    await enacting(stackOf("INC-1"));
    expect(await slashed()).toEqual(tokens("1250"));
    await enacting(stackOf("INC-2", "INC-1"));
    await enacting(stackOf("INC-1", "INC-2"));
    expect(await slashed()).toEqual(tokens("1250", "1093.75"));
  });
});
