import { Wallet } from "ethers";
import { beforeEach, describe, expect, it } from "vitest";
import type { Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { ServiceOfOtherChain, ServiceRefused, ServiceUnreachable, SignatureError } from "../../src/safe/errors.ts";
import { batch, innersOf } from "../../src/safe/multi-send.ts";
import { joinSignatures, preValidated } from "../../src/safe/signatures.ts";
import { execTransactionData } from "../../src/safe/transaction.ts";
import { isMultiSend } from "../../src/safe/versions.ts";
import { CHAIN } from "./support/real-safe.ts";
import { call, failure, KEY, RECEIVER, serviceBench } from "./support/service-bench.ts";

const bench = serviceBench();
const stranger = localAccount(8);

describe("a proposal", () => {
  it("is shown with who proposed and confirmed it, until it is carried out", async () => {
    const { safe, owners, multiSend, chain, contract } = bench.real;
    const nonce = (await contract["nonce"]!()) as bigint;
    const inners = [
      { to: RECEIVER, value: 0n, data: "0x12" as Hex },
      { to: RECEIVER, value: 0n, data: "0x34" as Hex },
    ];
    const tx = batch(inners, multiSend, nonce);
    const hash = await bench.propose(tx);
    const second = await bench.real.sign(tx, owners[2]!);
    const first = await bench.real.sign(tx, owners[0]!);
    await bench.service.confirm(hash, second.signature);
    await bench.service.confirm(hash, second.signature);
    const pending = await bench.service.pending(safe);
    expect(pending).toEqual([
      {
        hash,
        tx,
        confirmations: [first, second],
        unverified: [],
        confirmationsRequired: 2,
        proposer: owners[0]!.address,
      },
    ]);
    expect(innersOf(pending[0]!.tx, isMultiSend)).toEqual(inners);

    const data = execTransactionData(tx, joinSignatures(hash, pending[0]!.confirmations));
    await (await chain.accounts[9]!.sendTransaction({ to: safe, data })).wait();
    expect(await bench.service.pending(safe)).toEqual([]);
    await failure(bench.propose(tx), ServiceRefused);
  });

  it("may be made twice, and beside another of the same nonce", async () => {
    const [a, b] = [call(5n), call(5n, 1n)];
    await bench.propose(a);
    await bench.propose(a);
    await bench.propose(b, bench.real.owners[1]);
    expect((await bench.service.pending(bench.real.safe)).map(({ hash }) => hash).toSorted()).toEqual(
      [a, b].map((each) => bench.real.hash(each)).toSorted(),
    );
  });

  it("is not sent with a wrong hash or a signature of somebody else", async () => {
    const tx = call(5n);
    const [owner, other] = bench.real.owners;
    const { signature } = await bench.real.sign(tx, owner!);
    const proposal = { safe: bench.real.safe, tx, hash: bench.real.hash(tx), sender: owner!.address, signature };
    const before = bench.server.requests.length;
    await failure(bench.service.propose({ ...proposal, hash: bench.real.hash(call(6n)) }), SignatureError);
    await failure(bench.service.propose({ ...proposal, sender: other!.address }), SignatureError);
    await failure(bench.service.confirm(proposal.hash, "0x12"), SignatureError);
    expect(bench.server.requests).toHaveLength(before);
  });

  it("is refused from a stranger, with the service's reason", async () => {
    const tx = call(5n);
    const error = await failure(bench.propose(tx, stranger), ServiceRefused);
    expect(error.status).toBe(422);
    expect(error.message).toContain("is not an owner");
    const hash = await bench.propose(tx);
    const { signature } = await bench.real.sign(tx, stranger);
    expect((await failure(bench.service.confirm(hash, signature), ServiceRefused)).message).toContain(
      "is not an owner",
    );
    await failure(bench.service.confirm(hash, preValidated(bench.real.owners[1]!.address).signature), ServiceRefused);
    expect((await bench.service.pending(bench.real.safe))[0]!.confirmations).toHaveLength(1);
  });

  it("counts a signature made with the prefix of eth_sign", async () => {
    const tx = call(5n);
    const hash = await bench.propose(tx);
    const { key, address } = bench.real.owners[1]!;
    const plain = await new Wallet(key).signMessage(Buffer.from(hash.slice(2), "hex"));
    const signature = `0x${plain.slice(2, 130)}${(Number(`0x${plain.slice(130)}`) + 4).toString(16)}` as Hex;
    await bench.service.confirm(hash, signature);
    expect((await bench.service.pending(bench.real.safe))[0]!.confirmations).toContainEqual({
      owner: address,
      signature,
    });
  });

  it("is shown without approvals, of which the chain tells", async () => {
    const tx = call(5n);
    const hash = await bench.propose(tx);
    const [, owner] = bench.real.owners;
    const approve = bench.real.contract.interface.encodeFunctionData("approveHash", [hash]);
    await (await bench.real.chain.accounts[2]!.sendTransaction({ to: bench.real.safe, data: approve })).wait();
    await bench.service.confirm(hash, preValidated(owner!.address).signature);
    expect(bench.server.stored[0]!.confirmations).toHaveLength(2);
    expect((await bench.service.pending(bench.real.safe))[0]!.confirmations).toHaveLength(1);
  });
});

describe("a list of several pages", () => {
  beforeEach(async () => {
    for (const nonce of [9n, 5n, 7n, 6n, 8n]) await bench.propose(call(nonce));
    bench.server.pageSize = 2;
  });
  const nonces = async () => (await bench.service.pending(bench.real.safe)).map(({ tx }) => tx.nonce);

  it("is read to its end, by nonce", async () => {
    expect(await nonces()).toEqual([5n, 6n, 7n, 8n, 9n]);
  });
  it("is read again when it changed meanwhile", async () => {
    let changed = false;
    bench.server.beforePage = (offset) => {
      if (offset === 0 || changed) return;
      changed = true;
      bench.server.stored.splice(1, 1);
    };
    expect(await nonces()).toEqual([6n, 7n, 8n, 9n]);
  });
  it("is not taken for whole when it never adds up", async () => {
    bench.server.beforePage = (offset) => {
      if (offset > 0) bench.server.stored.push({ ...bench.server.stored[0]!, safeTxHash: `0x${offset}` });
    };
    expect((await failure(nonces(), ServiceUnreachable)).message).toContain("never added up");
  });
  it("is not taken for whole when an entry hides another", async () => {
    bench.server.distort = (entry) => ({ ...entry, safeTxHash: bench.server.stored[0]!.safeTxHash });
    expect((await failure(nonces(), ServiceUnreachable)).message).toContain("never added up");
  });
});

describe("opening", () => {
  it("tells the chain", async () => {
    expect(await bench.service.chainId()).toBe(CHAIN);
    expect(await (await bench.open({ url: `${bench.server.url}/` })).pending(bench.real.safe)).toEqual([]);
  });
  it("refuses another chain before anything else is asked", async () => {
    bench.server.chainId = 1;
    bench.server.requests.length = 0;
    const error = await failure(bench.open(), ServiceOfOtherChain);
    expect([error.found, error.expected]).toEqual([1n, CHAIN]);
    expect(bench.server.requests).toEqual(["GET /v1/about/ethereum-rpc/"]);
  });
  it("wants a usable address and key", async () => {
    await failure(bench.open({ url: `not a url ${KEY}` }), ServiceRefused);
    await failure(bench.open({ url: `ftp://127.0.0.1/${KEY}` }), ServiceRefused);
    await failure(bench.open({ apiKey: "wrong" }), ServiceRefused);
    await failure(bench.open({ apiKey: undefined }), ServiceRefused);
    await failure(bench.open({ url: bench.server.url.replace("/api", `/${KEY}`) }), ServiceUnreachable);
  });
});
