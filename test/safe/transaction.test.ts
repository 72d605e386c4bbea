import fc from "fast-check";
import { Interface, TypedDataEncoder } from "ethers";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  domainHash,
  execTransactionData,
  messageHash,
  safeTransaction,
  safeTxHash,
  typedData,
} from "../../src/safe/transaction.ts";
import { address, transaction } from "./support/arbitrary.ts";
import { CHAIN, realSafe, type RealSafe } from "./support/real-safe.ts";

const TO = "0x00000000000000000000000000000000000000AA";

it("fills in what a transaction without refund leaves out", () => {
  expect(safeTransaction({ to: TO, value: 1n, data: "0x12", nonce: 4n })).toEqual({
    ...{ to: TO, value: 1n, data: "0x12", operation: 0, safeTxGas: 0n, baseGas: 0n, gasPrice: 0n },
    gasToken: "0x0000000000000000000000000000000000000000",
    refundReceiver: "0x0000000000000000000000000000000000000000",
    nonce: 4n,
  });
});

it("hashes as EIP-712 says", () => {
  fc.assert(
    fc.property(fc.bigInt({ min: 1n, max: 2n ** 53n - 1n }), address, transaction, (chainId, safe, tx) => {
      const { types, message, domain, primaryType } = typedData(chainId, safe, tx);
      const structs = { SafeTx: [...types.SafeTx] };
      expect(TypedDataEncoder.hash({ chainId, verifyingContract: safe }, structs, tx)).toBe(
        safeTxHash(chainId, safe, tx),
      );
      expect(TypedDataEncoder.hash(domain, structs, message)).toBe(safeTxHash(chainId, safe, tx));
      expect(TypedDataEncoder.hashDomain(domain)).toBe(domainHash(chainId, safe));
      expect(TypedDataEncoder.hashStruct(primaryType, structs, tx)).toBe(messageHash(tx));
    }),
  );
});

it("gives wallets JSON, and refuses a chain id that JSON would round", () => {
  const tx = safeTransaction({ to: TO, value: 2n ** 70n, data: "0x", nonce: 0n });
  const typed = typedData(1n, TO, tx);
  expect(JSON.parse(JSON.stringify(typed))).toEqual(typed);
  expect(typed.message.value).toBe("1180591620717411303424");
  expect(() => typedData(2n ** 53n, TO, tx)).toThrow(RangeError);
});

describe.each(["1.4.1", "1.5.0"] as const)("against Safe %s", (version) => {
  let real: RealSafe;
  beforeAll(async () => void (real = await realSafe(version)));
  afterAll(() => real.chain.close());

  it("agrees on domain and hash", async () => {
    const { contract, safe } = real;
    expect(await contract["domainSeparator"]!()).toBe(domainHash(CHAIN, safe));
    for (const tx of fc.sample(transaction, 5)) {
      const { to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce } = tx;
      const hash: unknown = await contract["getTransactionHash"]!(
        ...[to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, nonce],
      );
      expect(hash).toBe(safeTxHash(CHAIN, safe, tx));
    }
  });

  it("hands wallets what they sign to the same hash", async () => {
    const [owner] = real.owners;
    const tx = safeTransaction({ to: TO, value: 1n, data: "0xabcd", nonce: 0n });
    const typed = JSON.stringify(typedData(CHAIN, real.safe, tx));
    const signature = await real.chain.request("eth_signTypedData_v4", [owner!.address, typed]);
    expect((await real.sign(tx, owner!)).signature).toBe(signature);
  });
});

it("encodes what the Safe decodes", () => {
  const exec = new Interface([
    "function execTransaction(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address payable refundReceiver,bytes signatures)",
  ]);
  fc.assert(
    fc.property(transaction, (tx) => {
      const { nonce: _, operation, ...rest } = tx;
      const decoded = exec.decodeFunctionData("execTransaction", execTransactionData(tx, "0xbeef")).toObject();
      expect(decoded).toEqual({ ...rest, operation: BigInt(operation), signatures: "0xbeef" });
    }),
  );
});
