import { describe, expect, it } from "vitest";
import { NO_PREDECESSOR, scheduleData, schedulingIn } from "../../src/authority/timelock.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { transactionsOf } from "../../src/plan/plan.ts";
import { batch, type Inner } from "../../src/safe/multi-send.ts";
import { safeTransaction, type SafeTransaction } from "../../src/safe/transaction.ts";
import { multiSendOf } from "../../src/safe/versions.ts";
import { councilBench, FIRST_NONCE, withFee, withService } from "../support/council-bench.ts";

const { alice, bob, carol } = COUNCIL;
const STRANGER = localAccount(9).address;
const MULTI_SEND = multiSendOf("1.4.1");

describe("what others have proposed to a Safe", () => {
  const bench = councilBench("anvil");
  const fee = (percent: number) => withService(withFee(bench.chain.stackText, percent));
  const signatures = () => bench.service.stored.map(({ confirmations }) => confirmations.length);
  const asOne = (inners: readonly Inner[]) => batch(inners, MULTI_SEND, FIRST_NONCE);
  /** What has to be sent for a fee of 6 %. */
  const needed = async (): Promise<Inner> => {
    const [transaction] = transactionsOf((await bench.at.look(fee(6))).plan);
    return { to: transaction!.to, data: transaction!.data, value: 0n };
  };

  it("is signed and carried out where it does just what the file needs, whoever wrote it", async () => {
    const { at } = bench;
    const inner = await needed();
    await bench.propose(safeTransaction({ ...inner, nonce: FIRST_NONCE }), carol);
    await at.up(fee(6), [bob]);
    expect(signatures()).toEqual([2]);
    expect((await at.look(fee(6))).plan.inFlight).toMatchObject([{ state: "queued" }]);
  });

  type Trap = (inner: Inner) => SafeTransaction;
  const traps: readonly (readonly [string, Trap])[] = [
    ["sends value to a stranger besides", (inner) => asOne([inner, { to: STRANGER, value: 1n, data: "0x" }])],
    [
      "schedules another call besides",
      (inner) => {
        const { batch: scheduled, delay } = schedulingIn(inner)!;
        const more = {
          to: bench.chain.addresses.token as Address,
          value: 0n,
          data: encodeCall("approve(address,uint256)", [STRANGER, 1n]),
        };
        const data = scheduleData({ ...scheduled, calls: [...scheduled.calls, more] }, delay);
        return asOne([{ ...inner, data }]);
      },
    ],
    ["pays whoever carries it out", (inner) => ({ ...asOne([inner]), gasPrice: 1n, refundReceiver: STRANGER })],
  ];
  it.each(traps)("is not signed where it %s, nor proposed again", async (_, trap) => {
    const { at, chain, shown } = bench;
    const hash = await bench.propose(trap(await needed()), alice);
    const text = await shown(fee(6));
    expect(text).toMatch(/awaiting signatures 1\/2 of council[^]*it does more than the file needs/);
    const block = await chain.block();
    const pending = `proposal ${hash} is not signed here: it does more than the file needs`;
    expect(await at.up(fee(6), [bob, carol])).toMatchObject([{ pending }]);
    expect(signatures()).toEqual([1]);
    expect(await chain.transactionsSince(block)).toEqual([]);
  });

  it("does not count where value goes with a call that needs none", async () => {
    const { at } = bench;
    await bench.propose(asOne([{ ...(await needed()), value: 1n }]), alice);
    const { plan } = await at.look(fee(6));
    expect(plan.changeSets).toMatchObject([{ approval: { proposed: [] } }]);
    expect(transactionsOf(plan)).toHaveLength(1);
  });

  it("is no longer signed when the file has changed against a part of it", async () => {
    const { at } = bench;
    const both = fee(6).replace("minStake: 100 AGIALPHA", "minStake: 90 AGIALPHA");
    await at.up(both, [alice]);
    await expect(at.up(fee(6), [bob])).rejects.toThrow(/ORD408/);
    expect(signatures()).toEqual([1]);
  });

  it("may be anything: what nobody can decode neither counts nor stops a preview", async () => {
    const { at, chain } = bench;
    const { timelock, stakeManager, systemPause } = chain.addresses;
    const selector = (fn: string): Hex => `0x${encodeCall(fn, fn.includes("()") ? [] : [1n]).slice(2, 10)}`;
    const schedule = (await needed()).data.slice(0, 10) as Hex;
    const scheduled = (data: Hex) =>
      scheduleData(
        { calls: [{ to: systemPause, value: 0n, data }], predecessor: NO_PREDECESSOR, salt: NO_PREDECESSOR },
        1n,
      );
    const execute = encodeCall("executeGovernanceCall(address,bytes)", [stakeManager, "0x"]);
    const rubbish: readonly Inner[] = [
      { to: timelock, value: 0n, data: schedule },
      { to: timelock, value: 0n, data: `${schedule}${"ff".repeat(200)}` },
      { to: timelock, value: 0n, data: scheduled(execute.slice(0, 60) as Hex) },
      { to: timelock, value: 0n, data: scheduled(execute) },
      { to: stakeManager, value: 0n, data: `${selector("setFeePct(uint256)")}00` },
    ];
    await bench.propose(asOne(rubbish), carol);
    const { plan } = await at.look(fee(6));
    expect(plan.rejected).toEqual([]);
    expect(transactionsOf(plan)).toHaveLength(1);
    // Its nonce stays its own: what is needed comes after it.
    await at.up(fee(6), [alice]);
    expect(bench.service.stored.map(({ nonce }) => Number(nonce))).toEqual([2, 3]);
  });

  it("has only the signatures of those who are owners still", async () => {
    const { at, chain, shown } = bench;
    await at.up(fee(6), [alice]);
    const [first, second] = [alice, bob].map((index) => localAccount(index).address) as [Address, Address];
    const swap = encodeCall("swapOwner(address,address,address)", [
      "0x0000000000000000000000000000000000000001",
      first,
      STRANGER,
    ]);
    await chain.impersonate(chain.council, chain.council, swap);
    const stack = fee(6).replace("owners: [alice, bob, carol]", `owners: ["${STRANGER}", bob, carol]`);
    expect(await shown(stack)).toContain("awaiting signatures 0/2 of council");
    expect(await at.up(stack, [alice, bob])).toMatchObject([{ pending: "awaiting signatures 1/2" }]);
    expect(await shown(stack)).toContain("awaiting signatures 1/2 of council");
    expect(bench.service.stored[0]!.confirmations.map(({ owner }) => owner)).toEqual([first, second]);
  });
});
