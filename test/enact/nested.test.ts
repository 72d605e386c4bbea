import { JsonRpcProvider, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { createSafe, deploySafeContracts, installMultiSend } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import { planText, wordsOf } from "../../src/report/text.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";

const [ALICE, BOB, CAROL] = [2, 5, 6] as const;

describe.each(["hardhat", "anvil"] as const)("a Safe that is an owner of a Safe on %s", (node) => {
  let chain: DeployedChain;
  let at: Operator;
  let stack: string;
  beforeAll(async () => {
    chain = await deployedChain(node);
    at = operator(chain.url);
    const provider = new JsonRpcProvider(chain.url, 31337, {
      staticNetwork: true,
      cacheTimeout: -1,
      pollingInterval: 20,
    });
    const sequence = await Sequence.of(new Wallet(localAccount(8).key, provider));
    const contracts = await deploySafeContracts(sequence);
    const of = (...accounts: readonly number[]) => accounts.map((index) => localAccount(index).address);
    const board = await createSafe(sequence, contracts, { owners: of(BOB, CAROL), threshold: 2, saltNonce: 1n });
    const owners = [...of(ALICE), board];
    const council = await createSafe(sequence, contracts, { owners, threshold: 2, saltNonce: 2n });
    await installMultiSend((method, params) => provider.send(method, [...params]) as Promise<unknown>);
    provider.destroy();
    await chain.send("thermostat", "transferOwnership(address)", [council]);
    await chain.send("rewardEngine", "transferOwnership(address)", [council]);
    stack = chain.stackText
      .replace(
        /council: "0x\w+"[^\n]*/,
        `council: "${council}"\n  board: "${board}"\n  alice: "${localAccount(ALICE).address}"`,
      )
      .replace(/(thermostat:[^]*?owner: )operator/, "$1council")
      .replace(/(rewardEngine:[^]*?owner: )operator/, "$1council")
      .replace("band: { min: 0.1, max: 5 }", "band: { min: 0.2, max: 4 }")
      .replace("shares: { agent: 65 %, validator: 15 %", "shares: { agent: 60 %, validator: 20 %")
      .replaceAll("PROPOSER_ROLE: [council]", `PROPOSER_ROLE: ["${localAccount(ALICE).address}"]`)
      .replaceAll("EXECUTOR_ROLE: [council]", `EXECUTOR_ROLE: ["${localAccount(ALICE).address}"]`)
      .replaceAll(
        "CANCELLER_ROLE: [council, guardian]",
        `CANCELLER_ROLE: ["${localAccount(ALICE).address}", guardian]`,
      );
  });
  afterAll(async () => {
    at.remove();
    await chain.stop();
  });

  it("approves by a transaction of its own when the keys of enough of its owners are here", async () => {
    const { plan, desired } = await at.look(stack);
    expect(plan.refusals).toEqual([]);
    expect(planText(plan, wordsOf(desired))).toContain("2 signatures missing of");
    // One key of the board is not enough, and nothing is sent for the part that would be.
    const block = await chain.block();
    await expect(at.up(stack, [ALICE, BOB])).rejects.toThrow(/ORD401/);
    expect(await chain.transactionsSince(block)).toEqual([]);
    const [outcome] = await at.up(stack, [ALICE, BOB, CAROL]);
    expect(outcome?.failure).toBeUndefined();
    expect(await chain.transactionsSince(block)).toHaveLength(2);
    expect((await at.look(stack)).plan.changes).toEqual([]);
  });
});
