import { ethers } from "../ethers.ts";
import type { Hex } from "../kinds/value.ts";

/** Values of these types, in the order of their ABI encoding. @throws Error for data that does not hold them. */
export function decodeValues(types: readonly string[], data: Hex): readonly unknown[] {
  return ethers("abi").AbiCoder.defaultAbiCoder().decode(types, data);
}
