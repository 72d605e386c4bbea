import { id } from "ethers";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { transactionsOf } from "../../src/plan/plan.ts";
import { httpRpc, toHex } from "../../src/send/rpc.ts";
import { councilBench, DAYS, withService } from "../support/council-bench.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { fuse, type Moment } from "../support/fuse.ts";
import { operator, type Operator } from "../support/operate.ts";

const OPERATOR = 0;
const { alice, bob } = COUNCIL;

/** A stack file with ten values that one call each sets. */
function tenChanges(stack: string): string {
  const changes = [
    ["fee: 5 %, burn: 1 %", "fee: 6 %, burn: 2 %"],
    ["minStake: 100 AGIALPHA", "minStake: 90 AGIALPHA"],
    ["unbondingPeriod: 7 days", "unbondingPeriod: 8 days"],
    ["fee: 5 %, validatorReward: 8 %", "fee: 4 %, validatorReward: 9 %"],
    ["disputeFee: 1 AGIALPHA", "disputeFee: 2 AGIALPHA"],
    ["disputeWindow: 1 day", "disputeWindow: 2 days"],
    ["minPlatformStake: 1000 AGIALPHA", "minPlatformStake: 900 AGIALPHA"],
    ["burn: 5 %\n", "burn: 6 %\n"],
  ] as const;
  return changes.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, stack);
}

/** Each of so many changing requests, when it has taken effect and nobody here knows. */
function momentsOf(changes: number): readonly (readonly [number, Moment])[] {
  // A request that never arrived is as if the run had ended before it; the first and the last show that.
  const early = [...new Set(changes === 0 ? [] : [1, changes])].map((number) => [number, "before it arrives"] as const);
  const late = Array.from({ length: changes }, (_, index) => [index + 1, "before its answer arrives"] as const);
  return [...early, ...late];
}

const keys = (...accounts: readonly number[]) => accounts.map((index) => localAccount(index).key).join(",");

const journalOf = (at: Operator) => join(at.root, ".cache", "journal");

describe("an up by one signer that is killed", () => {
  const gate = fuse();
  let chain: DeployedChain;
  let at: Operator;
  let url: string;
  let mark: string;
  let stack: string;
  let needed: readonly { readonly to: string; readonly data: string }[];
  beforeAll(async () => {
    chain = await deployedChain("anvil");
    at = operator(chain.url);
    url = await gate.guard(chain.url);
    stack = tenChanges(chain.stackText);
    needed = transactionsOf((await at.look(stack)).plan).map(({ to, data }) => ({ to, data }));
  });
  beforeEach(async () => void (mark = await chain.snapshot()));
  afterEach(async () => {
    await chain.revert(mark);
    rmSync(journalOf(at), { recursive: true, force: true });
  });
  afterAll(async () => {
    gate.stop();
    at.remove();
    await chain.stop();
  });
  const dies = (number: number, moment: Moment) => {
    const env = { UP_ROOT: at.root, UP_STACK: "local.yaml", ORDINANCE_RPC_URL: url };
    return gate.run({ ...env, ORDINANCE_PRIVATE_KEY: keys(OPERATOR) }, number, moment);
  };

  it("has ten transactions to send", () => {
    expect(new Set(needed.map(({ to, data }) => to + data)).size).toBe(10);
  });

  it.each(momentsOf(10))("with transaction %i, %s, makes each call once in the end", async (number, moment) => {
    const block = await chain.block();
    expect(await dies(number, moment)).toBe("SIGKILL");
    expect(await chain.transactionsSince(block)).toHaveLength(moment === "before it arrives" ? number - 1 : number);
    await at.up(stack, [OPERATOR]);
    expect((await at.look(stack)).plan.changes).toEqual([]);
    expect(await chain.transactionsSince(block)).toEqual(needed);
  });

  it.each([1, 10])(
    "with transaction %i while it waits to be mined, makes each call once in the end",
    async (number) => {
      const rpc = httpRpc(chain.url);
      const block = await chain.block();
      gate.beforeLast = () => rpc.request("evm_setAutomine", [false]);
      expect(await dies(number, "before its answer arrives")).toBe("SIGKILL");
      expect(await chain.transactionsSince(block)).toHaveLength(number - 1);
      const mine = async () => {
        // Long enough for the second run to meet what waits.
        await sleep(700);
        await rpc.request("evm_setAutomine", [true]);
        await rpc.request("evm_mine");
      };
      await Promise.all([at.up(stack, [OPERATOR]), mine()]);
      expect((await at.look(stack)).plan.changes).toEqual([]);
      expect(await chain.transactionsSince(block)).toEqual(needed);
    },
  );
});

describe("an up through a Safe and a timelock that is killed", () => {
  const bench = councilBench("anvil");
  const gate = fuse();
  let [url, service, stack, start] = ["", "", "", 0];
  beforeAll(async () => {
    [url, service] = [await gate.guard(bench.chain.url), await gate.guard(bench.service.url)];
    stack = tenChanges(withService(bench.chain.stackText));
    start = await bench.chain.block();
    // Writes the file that the other process reads.
    await bench.at.look(stack);
  });
  afterAll(() => gate.stop());

  const dies = (owner: number, number: number, moment: Moment) => {
    const env = { UP_ROOT: bench.at.root, UP_STACK: "local.yaml", ORDINANCE_RPC_URL: url };
    return gate.run({ ...env, ORDINANCE_SAFE_SERVICE: service, ORDINANCE_PRIVATE_KEY: keys(owner) }, number, moment);
  };
  const logs = async (event: string) => {
    const filter = { address: bench.chain.addresses.timelock, topics: [id(event)], fromBlock: toHex(start + 1) };
    return (await httpRpc(bench.chain.url).request("eth_getLogs", [filter])) as { topics: [Hex, Hex, Hex] }[];
  };

  /** Everything that has to happen, in order: whose turn it is, and how much that run changes by what it posts and sends. */
  const turns = [
    { owner: alice, changes: 1, what: "the first owner, who proposes the operation" },
    { owner: bob, changes: 2, what: "the second owner, who schedules it" },
    { owner: undefined, changes: 0, what: "nobody, while time passes" },
    { owner: alice, changes: 1, what: "the first owner, who proposes to execute it" },
    { owner: bob, changes: 2, what: "the second owner, who executes it" },
  ];
  const take = (turn: number) => {
    const { owner } = turns[turn]!;
    return owner === undefined ? bench.chain.pass(2 * DAYS) : bench.at.up(stack, [owner]);
  };
  const cases = turns.flatMap(({ owner, changes, what }, turn) =>
    momentsOf(changes).map(([number, moment]) => ({ owner: owner!, what, turn, number, moment })),
  );
  it.each(cases)(
    "at $what, with change $number, $moment, does everything once in the end",
    async ({ owner, turn, number, moment }) => {
      const { at, chain, service: server } = bench;
      for (let before = 0; before < turn; before++) await take(before);
      expect(await dies(owner, number, moment)).toBe("SIGKILL");
      // The same run once more makes up for what the killed one did not do: nothing else has to be repeated.
      for (let again = turn; again < turns.length; again++) await take(again);
      expect((await at.look(stack)).plan.changes).toEqual([]);
      const [scheduled, executed] = [
        await logs("CallScheduled(bytes32,uint256,address,uint256,bytes,bytes32,uint256)"),
        await logs("CallExecuted(bytes32,uint256,address,uint256,bytes)"),
      ];
      expect(scheduled).toHaveLength(10);
      expect(new Set(scheduled.map(({ topics }) => topics[1])).size).toBe(1);
      expect(executed.map(({ topics }) => topics)).toHaveLength(10);
      expect(await chain.transactionsSince(start)).toHaveLength(2);
      expect(server.stored.map(({ nonce, confirmations }) => [Number(nonce), confirmations.length])).toEqual([
        [2, 2],
        [3, 2],
      ]);
    },
  );
});
