import { rmSync } from "node:fs";
import { join } from "node:path";
import { parseEther } from "ethers";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { councilBench, DAYS, withService } from "../support/council-bench.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { fuse, type Moment } from "../support/fuse.ts";
import { operator, type Operator } from "../support/operate.ts";
import { penalty, slashedOn, withPenalties } from "../support/penalties.ts";

const OPERATOR = 0;
const { alice, bob } = COUNCIL;
const ONCE = [parseEther("1250")];
const MOMENTS: readonly Moment[] = ["before it arrives", "before its answer arrives"];

const journalOf = (at: Operator) => join(at.root, ".cache", "journal");

describe("a penalty by one signer that is killed", () => {
  const gate = fuse();
  let chain: DeployedChain;
  let at: Operator;
  let url: string;
  let mark: string;
  let stack: string;
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    at = operator(chain.url);
    url = await gate.guard(chain.url);
    stack = withPenalties(chain.stackText, penalty("INC-1"));
  });
  beforeEach(async () => {
    mark = await chain.snapshot();
    // Writes the file that the other process reads.
    await at.look(stack);
  });
  afterEach(async () => {
    await chain.revert(mark);
    rmSync(journalOf(at), { recursive: true, force: true });
  });
  afterAll(async () => {
    gate.stop();
    at.remove();
    await chain.stop();
  });
  const dies = (moment: Moment) => {
    const env = { UP_ROOT: at.root, UP_STACK: "local.yaml", ORDINANCE_RPC_URL: url };
    return gate.run({ ...env, ORDINANCE_PRIVATE_KEY: localAccount(OPERATOR).key }, 1, moment);
  };
  const slashed = () => slashedOn(chain.url, chain.addresses.stakeManager);

  it.each(MOMENTS)("%s is enacted once in the end", async (moment) => {
    expect(await dies(moment)).toBe("SIGKILL");
    expect(await slashed()).toHaveLength(moment === "before it arrives" ? 0 : 1);
    await at.up(stack, [OPERATOR]);
    await at.up(chain.stackText, [OPERATOR]);
    await at.up(stack, [OPERATOR]);
    expect(await slashed()).toEqual(ONCE);
  });

  it("with its answer, and whose journal is lost, is enacted once in the end", async () => {
    expect(await dies("before its answer arrives")).toBe("SIGKILL");
    rmSync(journalOf(at), { recursive: true });
    await at.up(stack, [OPERATOR]);
    expect((await at.look(stack)).plan.changes).toEqual([]);
    expect(await slashed()).toEqual(ONCE);
  });
});

describe("a penalty through a Safe and a timelock that is killed", () => {
  const bench = councilBench("anvil");
  const gate = fuse();
  let [url, service, stack] = ["", "", ""];
  beforeAll(async () => {
    [url, service] = [await gate.guard(bench.chain.url), await gate.guard(bench.service.url)];
    const user = `"${localAccount(OPERATOR).address}"`;
    stack = withPenalties(withService(bench.chain.stackText), penalty("INC-1", { user }));
    // Writes the file that the other process reads.
    await bench.at.look(stack);
  });
  afterAll(() => gate.stop());
  const dies = (owner: number, number: number, moment: Moment) => {
    const env = { UP_ROOT: bench.at.root, UP_STACK: "local.yaml", ORDINANCE_RPC_URL: url };
    const key = localAccount(owner).key;
    return gate.run({ ...env, ORDINANCE_SAFE_SERVICE: service, ORDINANCE_PRIVATE_KEY: key }, number, moment);
  };

  /** Whose turn it is, and how much that run changes by what it posts and sends. */
  const turns = [
    { owner: alice, changes: 1, what: "the first owner, who proposes the operation" },
    { owner: bob, changes: 2, what: "the second owner, who schedules it" },
    { owner: undefined, changes: 0, what: "nobody, while time passes" },
    { owner: alice, changes: 1, what: "the first owner, who proposes to execute it" },
    { owner: bob, changes: 2, what: "the second owner, who executes it" },
  ];
  const take = async (turn: number) => {
    const { owner } = turns[turn]!;
    if (owner === undefined) await bench.chain.pass(2 * DAYS);
    else await bench.at.up(stack, [owner]);
  };
  const cases = turns.flatMap(({ owner, changes, what }, turn) =>
    Array.from({ length: changes }, (_, index) => ({ owner: owner!, what, turn, number: index + 1 })),
  );
  it.each(cases)("at $what, with change $number, is enacted once in the end", async ({ owner, turn, number }) => {
    for (let before = 0; before < turn; before++) await take(before);
    expect(await dies(owner, number, "before its answer arrives")).toBe("SIGKILL");
    for (let again = turn; again < turns.length; again++) await take(again);
    expect((await bench.at.look(stack)).plan.changes).toEqual([]);
    await take(0);
    expect(await slashedOn(bench.chain.url, bench.chain.addresses.stakeManager)).toEqual(ONCE);
  });
});
