import { Contract, Wallet } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Outcome } from "../../src/chain/codec.ts";
import type { Address, Hex } from "../../src/kinds/value.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { createSafe, deploySafeContracts } from "../../src/local/safe.ts";
import { Sequence } from "../../src/local/sequence.ts";
import { consentQuestions, withConsents } from "../../src/safe/consents.ts";
import { ServiceLied } from "../../src/safe/errors.ts";
import { checkedEntry, type PendingSafeTransaction } from "../../src/safe/service-entry.ts";
import { joinSignatures } from "../../src/safe/signatures.ts";
import { execTransactionData, safeTransaction, signedData } from "../../src/safe/transaction.ts";
import { CHAIN, realSafe, type RealSafe } from "./support/real-safe.ts";

const RECEIVER: Address = "0x0000000000000000000000000000000000001001";
const MEMBER = localAccount(4);
const word = (value: bigint) => value.toString(16).padStart(64, "0");

describe.each(["1.4.1", "1.5.0"] as const)(
  "consents to a transaction of Safe %s that the chain alone knows",
  (version) => {
    let real: RealSafe;
    /** A Safe of one member that owns the Safe in question. */
    let board: Address;
    let owners: readonly Address[];
    let nonce = 0n;
    beforeAll(async () => {
      real = await realSafe(version);
      const { chain, safe, contract } = real;
      const sequence = await Sequence.of(chain.accounts[0]!);
      const contracts = await deploySafeContracts(sequence, version);
      board = await createSafe(sequence, contracts, { owners: [MEMBER.address], threshold: 1, saltNonce: 1n });
      await chain.request("hardhat_impersonateAccount", [safe]);
      await chain.request("hardhat_setBalance", [safe, "0xde0b6b3a7640000"]);
      const data = contract.interface.encodeFunctionData("addOwnerWithThreshold", [board, 2]);
      await chain.request("eth_sendTransaction", [{ from: safe, to: safe, data }]);
      owners = [...real.owners.map(({ address }) => address), board];
    });
    afterAll(() => real.chain.close());

    const next = () => safeTransaction({ to: RECEIVER, value: 0n, data: "0x12", nonce });
    /** The board's signature (EIP-1271) as a service shows it: what its member signed for the board itself. */
    async function boardSigns(by = MEMBER): Promise<Hex> {
      const tx = next();
      const message = version === "1.5.0" ? real.hash(tx) : signedData(CHAIN, real.safe, tx);
      const domain = { chainId: CHAIN, verifyingContract: board };
      const types = { SafeMessage: [{ name: "message", type: "bytes" }] };
      const inner = await new Wallet(by.key).signTypedData(domain, types, { message });
      return `0x${word(BigInt(board))}${word(65n)}00${word(65n)}${inner.slice(2)}`;
    }
    const entry = (confirmations: readonly object[]) => {
      const tx = next();
      const texts = Object.fromEntries(Object.entries(tx).map(([name, value]) => [name, String(value)]));
      return checkedEntry(CHAIN, real.safe, {
        ...{ ...texts, operation: 0, safe: real.safe, safeTxHash: real.hash(tx), confirmationsRequired: 2 },
        confirmations,
      });
    };
    /** As a preview does, but each question by itself. */
    async function asked(pending: PendingSafeTransaction): Promise<PendingSafeTransaction> {
      const agreed = [];
      for (const question of consentQuestions(CHAIN, real.safe, owners, pending)) {
        const outcome: Outcome = await real.chain.request("eth_call", [{ to: question.to, data: question.data }]).then(
          (data) => ({ status: "ok", data: data as Hex }),
          () => ({ status: "reverted", data: "0x" }),
        );
        if (question.agrees(outcome)) agreed.push(question.consent);
      }
      return withConsents(pending, agreed);
    }
    const execute = async ({ tx, hash, confirmations }: PendingSafeTransaction) => {
      const data = execTransactionData(tx, joinSignatures(hash, confirmations));
      const sent = await real.chain.accounts[9]!.sendTransaction({ to: real.safe, data, gasLimit: 1_000_000 });
      nonce++;
      return (await sent.wait())?.status;
    };

    it("are the approvals of owners, and nobody else's", async () => {
      const { chain, contract, safe } = real;
      const before = await asked(entry([]));
      expect(before.confirmations).toEqual([]);
      for (const account of [1, 3]) {
        const data = contract.interface.encodeFunctionData("approveHash", [before.hash]);
        await (await chain.accounts[account]!.sendTransaction({ to: safe, data })).wait();
      }
      const now = await asked(entry([]));
      expect(now.confirmations.map(({ owner }) => owner)).toEqual([owners[0], owners[2]]);
      expect(await execute(now)).toBe(1);
    });

    it("are the signatures of contracts that the Safe accepts, and with them it executes", async () => {
      const { signature } = await real.sign(next(), real.owners[1]!);
      const listed = entry([
        { owner: board, signature: await boardSigns() },
        { owner: owners[1], signature },
      ]);
      // A service's word alone does not count.
      expect([listed.confirmations, listed.unverified].map((list) => list.map(({ owner }) => owner))).toEqual([
        [owners[1]],
        [board],
      ]);
      const now = await asked(listed);
      expect([now.confirmations.length, now.unverified]).toEqual([2, []]);
      expect(await execute(now)).toBe(1);
    });

    it("are not what somebody else signed for a contract", async () => {
      const now = await asked(entry([{ owner: board, signature: await boardSigns(localAccount(5)) }]));
      expect([now.confirmations, now.unverified.map(({ owner }) => owner)]).toEqual([[], [board]]);
    });

    it("are not what a contract signed that is no owner", async () => {
      const stranger = (await new Contract(real.safe, real.contract.interface).getAddress()) as Address;
      const signature = (await boardSigns()).replace(word(BigInt(board)), word(BigInt(stranger)));
      const now = await asked(entry([{ owner: stranger, signature }]));
      expect([now.confirmations, now.unverified.length]).toEqual([[], 1]);
    });

    it("are told from lies: another contract's name, or bytes that are not there", async () => {
      const signature = await boardSigns();
      const bad = [
        { owner: owners[0], signature },
        { owner: board, signature: signature.slice(0, -2) },
        { owner: board, signature: signature.replace(word(65n), word(5000n)) },
        { owner: board, signature: signature.replace(word(65n), word(3n)) },
        { owner: board, signature: signature.replace(word(65n), word(2n ** 255n)) },
      ];
      for (const each of bad) expect(() => entry([each])).toThrow(ServiceLied);
    });
  },
);
