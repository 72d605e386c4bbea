import { describe, expect, it } from "vitest";
import { COUNCIL } from "../../src/local/council.ts";
import { callsOf, transactionsOf } from "../../src/plan/plan.ts";
import { councilBench, DAYS, withFee, withService } from "../support/council-bench.ts";

const { alice, bob, carol } = COUNCIL;

describe.each(["hardhat", "anvil"] as const)("a Safe whose owners meet at a service, on %s", (node) => {
  const bench = councilBench(node);
  const fee = (percent: number) => withService(withFee(bench.chain.stackText, percent));
  const stakes = (stack: string) => stack.replace("minStake: 100 AGIALPHA", "minStake: 90 AGIALPHA");
  const posts = () => bench.service.requests.filter((each) => each.startsWith("POST"));
  /** Signatures of each proposal, by nonce. */
  const signatures = () => bench.service.stored.map(({ confirmations }) => confirmations.length);
  const nonces = () => bench.service.stored.map(({ nonce }) => Number(nonce));

  it("is asked by one owner, signed by the other, and carried out with the second signature", async () => {
    const { at, chain, service, shown } = bench;
    const stack = fee(6);
    const block = await chain.block();
    expect(await at.up(stack, [alice])).toEqual([{ lastBlock: undefined, pending: "awaiting signatures 1/2" }]);
    expect(signatures()).toEqual([1]);
    expect(await shown(stack)).toMatch(/awaiting signatures 1\/2 of council: proposal 0x[0-9a-f]{64} \(nonce 2\)/);
    expect(transactionsOf((await at.look(stack)).plan)).toEqual([]);

    const before = structuredClone(service.stored);
    expect(await at.up(stack, [alice])).toMatchObject([{ pending: "awaiting signatures 1/2" }]);
    expect([service.stored, posts().length]).toEqual([before, 1]);
    expect(await chain.transactionsSince(block)).toEqual([]);

    expect(await at.up(stack, [bob])).toMatchObject([{ lastBlock: BigInt(block + 1) }]);
    expect(signatures()).toEqual([2]);
    expect(await chain.transactionsSince(block)).toHaveLength(1);
    expect((await at.look(stack)).plan.inFlight).toMatchObject([{ state: "queued" }]);
    expect(await at.up(stack, [alice])).toEqual([]);

    await chain.pass(2 * DAYS);
    expect(await at.up(stack, [carol])).toMatchObject([{ pending: "awaiting signatures 1/2" }]);
    expect(await shown(stack)).toMatch(/awaiting signatures 1\/2 of council.*nonce 3.*\n\s+- execute operation/);
    await at.up(stack, [bob]);
    const { plan } = await at.look(stack);
    expect([plan.changes, plan.inFlight, plan.changeSets]).toEqual([[], [], []]);
    expect([signatures(), nonces()]).toEqual([
      [2, 2],
      [2, 3],
    ]);
  });

  it("is asked only for what is not proposed yet when a second change overlaps", async () => {
    const { at, chain, shown } = bench;
    await at.up(fee(6), [alice]);
    const both = stakes(fee(6));
    const { plan } = await at.look(both);
    expect(callsOf(plan).map(({ fn }) => fn)).toEqual(["setMinStake(uint256)"]);
    const text = await shown(both);
    expect(text).toMatch(
      /awaiting signatures 1\/2 of council.*\n\s+- schedule in .*timelock.*\n\s+- stakeManager.setFeePct/,
    );
    expect(text.match(/setFeePct/g)).toHaveLength(1);

    await at.up(both, [alice]);
    expect([signatures(), nonces()]).toEqual([
      [1, 1],
      [2, 3],
    ]);
    expect(transactionsOf((await at.look(both)).plan)).toEqual([]);
    await at.up(both, [alice]);
    expect(signatures()).toEqual([1, 1]);

    // The first is carried out with the second signature, the other when its turn has come.
    expect(await at.up(both, [bob])).toMatchObject([{ pending: "signed, waits for the transaction with nonce 2" }]);
    await at.up(both, [bob]);
    const queued = await at.look(both);
    expect(queued.plan.inFlight.flatMap(({ calls }) => calls.map(({ fn }) => fn))).toEqual([
      "setFeePct(uint256)",
      "setMinStake(uint256)",
    ]);
    await chain.pass(2 * DAYS);
    await at.up(both, [alice, bob]);
    expect((await at.look(both)).plan.changes).toEqual([]);
  });

  it("schedules what depends on a proposal so that it comes after it", async () => {
    const { at, chain } = bench;
    await at.up(fee(6), [alice]);
    // The shares of StakeManager are bounded together.
    const both = fee(6).replace("burn: 1 %, validator", "burn: 2 %, validator");
    const [first, second] = (await at.look(both)).plan.scheduled;
    expect(second!.predecessor).toBe(first!.id);
    await at.up(both, [alice]);
    for (const owner of [bob, bob]) await at.up(both, [owner]);
    await chain.pass(2 * DAYS);
    expect((await at.look(both)).plan.inFlight).toMatchObject([
      { operation: { id: first!.id }, state: "ready" },
      { operation: { id: second!.id }, state: "queued" },
    ]);
    for (let round = 1; round <= 2; round++) await at.up(both, [alice, bob]);
    expect((await at.look(both)).plan.changes).toEqual([]);
  });

  it("carries a proposal out before it takes a nonce for what was not proposed", async () => {
    const { at } = bench;
    await at.up(fee(6), [alice]);
    const both = stakes(fee(6));
    expect(await at.up(both, [alice, bob])).toMatchObject([{ pending: "run up again for what is left" }]);
    await at.up(both, [alice, bob]);
    expect((await at.look(both)).plan.inFlight).toHaveLength(2);
    expect(nonces()).toEqual([2]);
  });

  it("shows a proposal that would set another value, with both, and refuses to go on", async () => {
    const { at, chain, service, shown } = bench;
    await at.up(fee(6), [alice]);
    const text = await shown(fee(4));
    expect(text).toMatch(
      /conflict: proposal 0x[0-9a-f]{64} \(nonce 2\) of council no longer fits; its owners have to reject/,
    );
    expect(text).toContain("stakeManager.fees.fee: setFeePct(uint256) would set 6 % [6], the file wants 4 % [4]");
    const block = await chain.block();
    for (const keys of [[alice], [bob], [alice, bob]]) {
      await expect(at.up(fee(4), keys)).rejects.toThrow(/ORD408.*modules\.council/);
    }
    expect([signatures(), service.stored.length, posts().length]).toEqual([[1], 1, 1]);
    expect(await chain.transactionsSince(block)).toEqual([]);
    expect(await shown(withService(chain.stackText))).toContain("would set 6 % [6], the file wants 5 % [5]");
  });
});
