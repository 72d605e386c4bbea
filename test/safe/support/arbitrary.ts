import fc from "fast-check";
import { getAddress } from "ethers/address";
import type { Address, Hex } from "../../../src/kinds/value.ts";
import type { SafeTransaction } from "../../../src/safe/transaction.ts";

const hex = (bytes: Uint8Array): Hex => `0x${Buffer.from(bytes).toString("hex")}`;

/** Any address but zero. */
export const address = fc
  .uint8Array({ minLength: 20, maxLength: 20 })
  .filter((bytes) => bytes.some((byte) => byte !== 0))
  .map((bytes) => getAddress(hex(bytes)) as Address);
export const word = fc.bigInt({ min: 0n, max: 2n ** 256n - 1n });
export const data = fc.uint8Array({ maxLength: 300 }).map(hex);
export const inner = fc.record({ to: address, value: word, data });
export const transaction: fc.Arbitrary<SafeTransaction> = fc.record({
  ...{ to: address, value: word, data, operation: fc.constantFrom(0 as const, 1 as const) },
  ...{ safeTxGas: word, baseGas: word, gasPrice: word, gasToken: address, refundReceiver: address, nonce: word },
});
