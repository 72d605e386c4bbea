import { JsonRpcProvider, SigningKey, Wallet } from "ethers";
import { describe, expect, it } from "vitest";
import { readStack, type ReadOptions } from "../../src/chain/read-stack.ts";
import { httpTransport } from "../../src/chain/transport.ts";
import { enact } from "../../src/enact/enact.ts";
import type { Examined } from "../../src/examine.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL, SAFE_DEPLOYER } from "../../src/local/council.ts";
import { createSafe, deploySafeContracts } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import type { SafeApproval } from "../../src/plan/approval.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { transactionsOf } from "../../src/plan/plan.ts";
import { proofOf } from "../../src/prove/examined.ts";
import type { ReviewSafe } from "../../src/review/approvals.ts";
import { htmlOf } from "../../src/review/html.ts";
import { markdownOf } from "../../src/review/markdown.ts";
import { reviewOf } from "../../src/review/model.ts";
import { joinSignatures } from "../../src/safe/signatures.ts";
import { execTransactionData, safeTransaction, signedData, type SafeTransaction } from "../../src/safe/transaction.ts";
import { councilBench, FIRST_NONCE, withApprovals, withFee, withService } from "../support/council-bench.ts";
import { withKeys } from "../support/operate.ts";

const { alice, bob, carol } = COUNCIL;
const OPERATOR = 0;
const FRIEND = localAccount(9).address;

describe("a Safe in whose queue others wait", () => {
  const bench = councilBench("anvil");
  const fee = (percent: number) => withService(withFee(bench.chain.stackText, percent));
  const superseding = (hash: Hex) =>
    withApprovals(
      withFee(bench.chain.stackText, 6),
      "safeService: ${ORDINANCE_SAFE_SERVICE}",
      `supersede: ["${hash}"]`,
    );
  const queue = () =>
    bench.service.stored.map(({ nonce, confirmations }) => [Number(nonce), confirmations.length] as const);
  /** Something that has nothing to do with the file: a payment. */
  const payment = safeTransaction({ to: FRIEND, value: 0n, data: "0x", nonce: FIRST_NONCE });
  const consent = (owner: number, hash: Hex) => {
    const { address, key } = localAccount(owner);
    return { owner: address, signature: new SigningKey(key).sign(hash).serialized as Hex };
  };
  const reviewed = (examined: Examined) => {
    const review = reviewOf(examined);
    return { review, approval: review.changeSets[0]!.approval as ReviewSafe };
  };

  it("goes behind an unrelated proposal although enough keys are here, and executes when that is done", async () => {
    const { at, chain, shown } = bench;
    const hash = await bench.propose(payment, carol);
    const text = await shown(fee(6));
    expect(text).toContain(`goes behind what waits with nonce 2: proposal ${hash} (nonce 2), which`);
    expect(text).toContain(`- calls ${FRIEND} without data`);
    const before = await at.look(fee(6));
    const { review, approval } = reviewed(before);
    expect(approval).toMatchObject({ nonce: "2", turn: "3", rivals: [{ safeTxHash: hash, mayVoid: false }] });
    for (const page of [markdownOf(review), htmlOf(review)]) expect(page).toContain(hash);
    // The proof goes the same way: the payment first.
    expect(await proofOf(at.root, before)).toMatchObject({ converges: true, failures: [] });

    const block = await chain.block();
    const pending = "signed, waits for the transaction with nonce 2";
    expect(await at.up(fee(6), [alice, bob])).toEqual([{ lastBlock: undefined, pending }]);
    expect(queue()).toEqual([
      [2, 1],
      [3, 2],
    ]);
    expect(bench.service.stored[1]!.safeTxHash).toBe(approval.submission!.safeTxHash);
    expect(await at.up(fee(6), [alice, bob])).toMatchObject([{ pending }]);
    expect(await chain.transactionsSince(block)).toEqual([]);
    expect(queue()).toHaveLength(2);

    const consents = [alice, carol].map((owner) => consent(owner, hash));
    await chain.impersonate(FRIEND, chain.council, execTransactionData(payment, joinSignatures(hash, consents)));
    expect(await at.up(fee(6), [OPERATOR])).toMatchObject([{ lastBlock: BigInt(await chain.block()) }]);
    expect((await at.look(fee(6))).plan.inFlight).toMatchObject([{ state: "queued" }]);
  });

  it("takes the nonce of a proposal that the file names, and the plan is another one then", async () => {
    const { at, chain, shown } = bench;
    const hash = await bench.propose(payment, carol);
    expect(await shown(superseding(hash))).toContain(`makes void what waits with this nonce: proposal ${hash}`);
    const [plain, named] = [await at.look(fee(6)), await at.look(superseding(hash))];
    expect(transactionsOf(named.plan)).toMatchObject(transactionsOf(plain.plan).map(({ data }) => ({ data })));
    expect(named.plan.hash).not.toBe(plain.plan.hash);
    expect(await proofOf(at.root, named)).toMatchObject({ converges: true, failures: [] });
    const block = await chain.block();
    expect(await at.up(superseding(hash), [alice, bob])).toMatchObject([{ lastBlock: BigInt(block + 1) }]);
    const after = await at.look(superseding(hash));
    expect(after.plan.inFlight).toMatchObject([{ state: "queued" }]);
    // What is void is nobody's rival any more, and naming it changes nothing.
    expect(after.plan.hash).toBe((await at.look(fee(6))).plan.hash);
    expect(queue()).toEqual([[2, 1]]);
  });

  it("does not carry a proposal out that would make another one void, unless the file names that", async () => {
    const { at, chain, shown } = bench;
    await at.up(fee(6), [alice]);
    const rejection = safeTransaction({ to: chain.council, value: 0n, data: "0x", nonce: FIRST_NONCE });
    const hash = await bench.propose(rejection, carol);
    const text = await shown(fee(6));
    expect(text).toMatch(/is not carried out here before this is rejected.*\n\s+- does nothing but reject/);
    const { approval } = reviewed(await at.look(fee(6)));
    expect(approval.proposed).toMatchObject([{ missing: 1, rivals: [{ safeTxHash: hash, mayVoid: false }] }]);
    const block = await chain.block();
    for (let twice = 1; twice <= 2; twice++) {
      await expect(at.up(fee(6), [alice, bob])).rejects.toThrow(
        new RegExp(`ORD410 modules\\.council: proposal ${hash} .*does nothing but reject.*approvals\\.supersede`),
      );
    }
    expect(await chain.transactionsSince(block)).toEqual([]);
    await at.up(superseding(hash), [OPERATOR]);
    expect((await at.look(fee(6))).plan.inFlight).toMatchObject([{ state: "queued" }]);
  });

  it("lets the file make void what no longer fits it", async () => {
    const { at } = bench;
    await at.up(fee(7), [alice]);
    const hash = bench.service.stored[0]!.safeTxHash as Hex;
    await expect(at.up(fee(6), [alice, bob])).rejects.toThrow(/ORD408/);
    await at.up(superseding(hash), [alice, bob]);
    const { plan } = await at.look(fee(6));
    expect([plan.inFlight.length, plan.rejected]).toEqual([1, []]);
  });

  it("does nothing when something has come since the plan was made, or the queue is known only now", async () => {
    const { at, chain, service } = bench;
    const run = (keys: readonly number[], examined: Examined) =>
      withKeys(keys, () => enact(at.root, examined, examined.plan.changeSets[0]!));
    const early = await at.look(fee(6));
    service.status = 503;
    const blind = await at.look(fee(6));
    service.status = undefined;
    const hash = await bench.propose(payment, carol);
    const block = await chain.block();
    for (const keys of [[alice], [alice, bob]]) {
      await expect(run(keys, early)).rejects.toThrow(`ORD411 modules.council: proposal ${hash} has come`);
    }
    await expect(run([alice], blind)).rejects.toThrow(
      /ORD411 modules\.council: the queue of council is known only now/,
    );
    const late = await at.look(fee(6));
    service.stored.length = 0;
    await expect(run([alice, bob], late)).rejects.toThrow(`proposal ${hash} has gone`);
    expect([await chain.transactionsSince(block), queue()]).toEqual([[], []]);
  });

  describe("and owners agree by other means than a signature", () => {
    const proposal = () => bench.service.stored[0]!;

    it("counts who approved by a transaction, in the preview, the review and up alike", async () => {
      const { at, chain, shown } = bench;
      await at.up(fee(6), [alice]);
      const hash = proposal().safeTxHash as Hex;
      expect(await shown(fee(6))).toContain("awaiting signatures 1/2 of council");
      await chain.impersonate(localAccount(bob).address, chain.council, encodeCall("approveHash(bytes32)", [hash]));
      expect(await shown(fee(6))).toContain("awaiting signatures 2/2 of council");
      const { desired, live } = await at.look(fee(6));
      const posts = async (queues: ReadOptions) => {
        const transport = httpTransport(desired.network.rpc[0].url);
        await readStack(transport, desired, queues);
        return transport.posts;
      };
      const waiting = await posts({ proposalsOf: () => Promise.resolve(live.proposals!) });
      expect(waiting).toBe((await posts({})) + 1);
      expect(await posts({ proposalsOf: () => Promise.resolve(new Map()) })).toBe(waiting - 1);
      const { review, approval } = reviewed(await at.look(fee(6)));
      expect(approval.proposed).toMatchObject([{ missing: 0, signed: [{ name: "alice" }, { name: "bob" }] }]);
      expect(review.headline).toContain("a proposal of council fully signed");
      const block = await chain.block();
      expect(await at.up(fee(6), [OPERATOR])).toMatchObject([{ lastBlock: BigInt(block + 1) }]);
      expect(queue()).toEqual([[2, 1]]);
    });

    it("counts what a contract signed only if the Safe accepts it, and says so otherwise", async () => {
      const { at, chain, shown } = bench;
      const board = await boardInPlaceOf(carol);
      const stack = fee(6).replace("owners: [alice, bob, carol]", `owners: [alice, bob, "${board}"]`);
      await at.up(stack, [alice]);
      const [approval] = (await at.look(stack)).plan.changeSets.map((set) => set.approval);
      const { tx } = (approval as SafeApproval).proposed[0]!.pending;
      proposal().confirmations.push({ owner: board, signature: await signedFor(board, tx, bob) });
      expect(await shown(stack)).toMatch(
        new RegExp(`awaiting signatures 1/2 of council[^]*the signature of contract ${board} does not count`),
      );
      const block = await chain.block();
      expect(await at.up(stack, [OPERATOR])).toMatchObject([{ pending: "awaiting signatures 1/2" }]);
      expect(await chain.transactionsSince(block)).toEqual([]);
      proposal().confirmations[1]!["signature"] = await signedFor(board, tx, carol);
      expect(await shown(stack)).toContain("awaiting signatures 2/2 of council");
      expect(await at.up(stack, [OPERATOR])).toMatchObject([{ lastBlock: BigInt(block + 1) }]);
    });

    /** A Safe of one member takes the member's place among the owners. */
    async function boardInPlaceOf(member: number): Promise<Address> {
      const { chain } = bench;
      const provider = new JsonRpcProvider(chain.url, 31337, { staticNetwork: true, pollingInterval: 20 });
      const sequence = await Sequence.of(new Wallet(localAccount(SAFE_DEPLOYER).key, provider));
      const contracts = await deploySafeContracts(sequence);
      const { address } = localAccount(member);
      const board = await createSafe(sequence, contracts, { owners: [address], threshold: 1, saltNonce: 5n });
      provider.destroy();
      const before = localAccount(bob).address;
      const swap = encodeCall("swapOwner(address,address,address)", [before, address, board]);
      await chain.impersonate(chain.council, chain.council, swap);
      return board;
    }

    /** EIP-1271: what a member signed for the board, as a transaction service shows it. */
    async function signedFor(board: Address, tx: SafeTransaction, member: number): Promise<Hex> {
      const word = (value: bigint) => value.toString(16).padStart(64, "0");
      const types = { SafeMessage: [{ name: "message", type: "bytes" }] };
      const domain = { chainId: 31337n, verifyingContract: board };
      const message = signedData(31337n, bench.chain.council, tx);
      const inner = await new Wallet(localAccount(member).key).signTypedData(domain, types, { message });
      return `0x${word(BigInt(board))}${word(65n)}00${word(65n)}${inner.slice(2)}`;
    }
  });
});
