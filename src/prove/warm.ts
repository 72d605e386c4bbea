import { word } from "../chain/abi.ts";
import { quantity } from "../chain/refuse.ts";
import type { ForkedChain } from "./forked-chain.ts";
import type { Answered } from "./relay.ts";

/**
 * Writes what a copy has asked for into the copy itself. It changes nothing; but the copy forgets what it was told with each call,
 * and a reading takes thirty times as long when everything is asked for again.
 * @param answers given before anything in the copy was changed.
 */
export async function keepInCopy({ request }: ForkedChain, answers: readonly Answered[]): Promise<void> {
  for (const { method, params, result } of answers) {
    const [address, slot] = params;
    if (typeof result !== "string") continue;
    if (method === "eth_getStorageAt" && typeof slot === "string")
      await request("hardhat_setStorageAt", [address, quantity(BigInt(slot)), `0x${word(BigInt(result))}`]);
    if (method === "eth_getCode") await request("hardhat_setCode", [address, result]);
    if (method === "eth_getBalance") await request("hardhat_setBalance", [address, quantity(BigInt(result))]);
  }
}
