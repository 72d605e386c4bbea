import { JsonRpcProvider, SigningKey, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OrdinanceError } from "../../src/errors.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { createSafe, deploySafeContracts, installMultiSend } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import type { Examined } from "../../src/examine.ts";
import { enact } from "../../src/enact/enact.ts";
import { planText } from "../../src/report/plan.ts";
import { wordsOf } from "../../src/report/text.ts";
import { openSafeService } from "../../src/safe/service.ts";
import { safeTransaction, safeTxHash } from "../../src/safe/transaction.ts";
import { keySigners } from "../../src/send/key-signer.ts";
import { withService } from "../support/council-bench.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { startSafeService, type TestService } from "../support/safe-service.ts";

const [ALICE, BOB, CAROL] = [2, 5, 6] as const;

describe.each(["hardhat", "anvil"] as const)("a Safe that is an owner of a Safe on %s", (node) => {
  let chain: DeployedChain;
  let at: Operator;
  let service: TestService;
  let board: Address;
  let stack: string;
  beforeAll(async () => {
    chain = await deployedChain(node);
    service = await startSafeService({ rpc: chain.url });
    at = operator(chain.url, { ORDINANCE_SAFE_SERVICE: service.url });
    const provider = new JsonRpcProvider(chain.url, 31337, {
      staticNetwork: true,
      cacheTimeout: -1,
      pollingInterval: 20,
    });
    const sequence = await Sequence.of(new Wallet(localAccount(8).key, provider));
    const contracts = await deploySafeContracts(sequence);
    const of = (...accounts: readonly number[]) => accounts.map((index) => localAccount(index).address);
    board = await createSafe(sequence, contracts, { owners: of(BOB, CAROL), threshold: 2, saltNonce: 1n });
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
    await service.close();
    await chain.stop();
  });

  /** Bob asks the owners of the board for something at its next nonce. @returns its hash. */
  async function proposeToBoard({ live }: Examined): Promise<Hex> {
    const nonce = live.authorities.get(board)!.values.get("nonce") as bigint;
    const tx = safeTransaction({ to: board, value: 0n, data: "0x", nonce });
    const hash = safeTxHash(31337n, board, tx);
    const { address, key } = localAccount(BOB);
    const signature = new SigningKey(key).sign(hash).serialized as Hex;
    const client = await openSafeService({ chainId: 31337n, url: service.url });
    await client.propose({ safe: board, tx, hash, sender: address, signature });
    return hash;
  }

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

  it("approves what waits in the queue when its turn has come, and only if that is enough", async () => {
    const band = withService(stack.replace("{ min: 0.2, max: 4 }", "{ min: 0.3, max: 4 }"));
    await at.up(band, [ALICE]);
    const block = await chain.block();
    expect(await at.up(band, [BOB])).toMatchObject([{ pending: "awaiting signatures 1/2" }]);
    expect(await chain.transactionsSince(block)).toEqual([]);
    const [outcome] = await at.up(band, [BOB, CAROL]);
    expect(outcome).toMatchObject({ lastBlock: BigInt(block + 2) });
    expect((await at.look(band)).plan.changes).toEqual([]);
  });

  it("does not approve where that would make void what waits in its own queue", async () => {
    const band = withService(stack.replace("{ min: 0.2, max: 4 }", "{ min: 0.4, max: 4 }"));
    await proposeToBoard(await at.look(band));
    const block = await chain.block();
    for (let twice = 1; twice <= 2; twice++) {
      const outcomes = await at.up(band, [ALICE, BOB, CAROL]);
      expect(outcomes).toMatchObject([{ pending: "awaiting signatures 1/2" }]);
    }
    expect(await chain.transactionsSince(block)).toEqual([]);
  });

  it("does not approve either where something has come into its own queue since the plan was made", async () => {
    const band = withService(stack.replace("{ min: 0.2, max: 4 }", "{ min: 0.5, max: 4 }"));
    service.stored.length = 0;
    const examined = await at.look(band);
    const [set] = examined.plan.changeSets;
    const hash = await proposeToBoard(examined);
    const block = await chain.block();
    const signers = [ALICE, BOB, CAROL].flatMap((index) => keySigners(localAccount(index).key));
    await expect(enact(at.root, examined, set!, signers)).rejects.toThrow(
      new RegExp(`ORD411 .*proposal ${hash} has come; expected the queue of board`),
    );
    expect(await chain.transactionsSince(block)).toEqual([]);
  });

  it("says with a number what to do where its nonce has been taken meanwhile", async () => {
    service.stored.length = 0;
    const stale = await at.look(stack.replace("{ min: 0.2, max: 4 }", "{ min: 0.6, max: 4 }"));
    await at.up(stack.replace("{ min: 0.2, max: 4 }", "{ min: 0.7, max: 4 }"), [ALICE, BOB, CAROL]);
    const signers = [ALICE, BOB, CAROL].flatMap((index) => keySigners(localAccount(index).key));
    const failed: unknown = await enact(at.root, stale, stale.plan.changeSets[0]!, signers).catch(
      (error: unknown) => error,
    );
    expect(failed).toBeInstanceOf(OrdinanceError);
    expect((failed as Error).message).toMatch(
      /ORD406 board approves 0x\w+ of council: .*GS026.*; expected .*run up again/,
    );
  });
});
