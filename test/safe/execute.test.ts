import { getMultiSendCallOnlyDeployments } from "@safe-global/safe-deployments";
import { Interface, JsonRpcProvider, keccak256, parseEther, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { createSafe, deploySafe, deploySafeContracts, installMultiSend } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import { batch } from "../../src/safe/multi-send.ts";
import { joinSignatures, preValidated } from "../../src/safe/signatures.ts";
import { execTransactionData, type SafeTransaction } from "../../src/safe/transaction.ts";
import { supportedVersion } from "../../src/safe/versions.ts";
import { openSafeService } from "../../src/safe/service.ts";
import { inProcessChain } from "../support/inprocess.ts";
import { startAnvil } from "../support/nodes.ts";
import { startSafeService } from "../support/safe-service.ts";
import { realSafe, type RealSafe } from "./support/real-safe.ts";

const SAFE = new Interface(["function addOwnerWithThreshold(address,uint256)", "function changeThreshold(uint256)"]);
const encode = (fn: string, ...args: readonly unknown[]) => SAFE.encodeFunctionData(fn, args) as Hex;
const NEW_OWNER: Address = "0x00000000000000000000000000000000000000AA";
const RECEIVER: Address = "0x0000000000000000000000000000000000001001";

describe.each(["1.4.1", "1.5.0"] as const)("Safe %s", (version) => {
  let real: RealSafe;
  beforeAll(async () => void (real = await realSafe(version)));
  afterAll(() => real.chain.close());

  const execute = async (tx: SafeTransaction, signatures: Hex, from = 0) => {
    const sent = await real.chain.accounts[from]!.sendTransaction({
      to: real.safe,
      data: execTransactionData(tx, signatures),
      gasLimit: 1_000_000,
    });
    return sent.wait();
  };
  it("finds the published MultiSendCallOnly", async () => {
    const code = await real.chain.provider.getCode(real.multiSend);
    const published = getMultiSendCallOnlyDeployments({ version })?.deployments.canonical;
    expect([real.multiSend, keccak256(code)]).toEqual([published?.address, published?.codeHash]);
  });

  const nonce = () => real.contract["nonce"]!() as Promise<bigint>;

  it("is deployed with its owners", async () => {
    const { contract, owners } = real;
    expect(supportedVersion(await contract["VERSION"]!())).toBe(version);
    expect(await contract["getOwners"]!()).toEqual(owners.map(({ address }) => address));
    expect(await contract["getThreshold"]!()).toBe(2n);
    expect(await nonce()).toBe(0n);
  });

  it("makes both calls of a batch that two of three owners signed", async () => {
    const { safe, owners, multiSend, chain, contract } = real;
    await (await chain.accounts[0]!.sendTransaction({ to: safe, value: parseEther("2") })).wait();
    const tx = batch(
      [
        { to: safe, value: 0n, data: encode("addOwnerWithThreshold", NEW_OWNER, 2) },
        { to: RECEIVER, value: parseEther("1"), data: "0x" },
      ],
      multiSend,
      await nonce(),
    );
    const signatures = await Promise.all([owners[2]!, owners[0]!].map((owner) => real.sign(tx, owner)));
    expect((await execute(tx, joinSignatures(real.hash(tx), signatures)))?.status).toBe(1);
    expect(await contract["getOwners"]!()).toContain(NEW_OWNER);
    expect(await chain.provider.getBalance(RECEIVER)).toBe(parseEther("1"));
    expect(await nonce()).toBe(1n);
  });

  it("makes a single call with an approval on the chain and one by the sender", async () => {
    const { safe, owners, multiSend, contract, chain } = real;
    const tx = batch([{ to: safe, value: 0n, data: encode("changeThreshold", 1) }], multiSend, await nonce());
    const approve = await chain.accounts[2]!.sendTransaction({
      to: safe,
      data: contract.interface.encodeFunctionData("approveHash", [real.hash(tx)]),
    });
    await approve.wait();
    const consents = [owners[0]!, owners[1]!].map(({ address }) => preValidated(address));
    await execute(tx, joinSignatures(real.hash(tx), consents), 1);
    expect(await contract["getThreshold"]!()).toBe(1n);
  });

  it("refuses a signature for another nonce", async () => {
    const tx = batch([{ to: RECEIVER, value: 1n, data: "0x" }], real.multiSend, 99n);
    const signature = await real.sign(tx, real.owners[0]!);
    await expect(execute(tx, joinSignatures(real.hash(tx), [signature]))).rejects.toThrow(/GS026/);
  });
});

it("is at the same address on every fresh chain", async () => {
  const deploy = async () => {
    const chain = await inProcessChain();
    const sequence = await Sequence.of(chain.accounts[0]!);
    const contracts = await deploySafeContracts(sequence);
    const options = { owners: [RECEIVER, NEW_OWNER], threshold: 1, saltNonce: 0n };
    const safes = [
      await createSafe(sequence, contracts, options),
      await createSafe(sequence, contracts, { ...options, saltNonce: 1n }),
      await createSafe(sequence, contracts, { ...options, fallbackHandler: false }),
    ];
    const codes = await Promise.all([...safes, contracts.fallbackHandler].map((each) => chain.provider.getCode(each)));
    await chain.close();
    return { contracts, safes, codes: codes.map((code) => code.length > 2) };
  };
  const first = await deploy();
  expect(first.codes).toEqual([true, true, true, true]);
  expect(new Set(first.safes).size).toBe(3);
  expect(await deploy()).toEqual(first);
});

it("is deployed on Anvil as on Hardhat", async () => {
  const options = { owners: [RECEIVER, NEW_OWNER], threshold: 2, saltNonce: 3n };
  const chain = await inProcessChain();
  const there = await deploySafe({ ...options, sequence: await Sequence.of(chain.accounts[0]!) });
  await chain.close();
  const anvil = await startAnvil();
  const provider = new JsonRpcProvider(anvil.url, 31337, { staticNetwork: true, pollingInterval: 20 });
  const server = await startSafeService({ rpc: anvil.url });
  try {
    const sequence = await Sequence.of(new Wallet(localAccount(0).key, provider));
    expect(await deploySafe({ ...options, sequence })).toEqual(there);
    const multiSend = await installMultiSend((method, params) => provider.send(method, [...params]));
    expect(await provider.getCode(multiSend)).not.toBe("0x");
    const service = await openSafeService({ chainId: 31337n, url: server.url });
    expect(await service.pending(there.safe)).toEqual([]);
  } finally {
    await server.close();
    provider.destroy();
    await anvil.stop();
  }
});
