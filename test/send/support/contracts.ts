import { id } from "ethers";
import type { Address, Hex } from "../../../src/kinds/value.ts";
import type { OutgoingCall } from "../../../src/send/send.ts";
import { deployRuntime } from "../../support/doubles.ts";
import type { InProcessChain } from "../../support/inprocess.ts";

/** Counts its calls in slot 0. */
export async function counter(chain: InProcessChain): Promise<Address> {
  return (await deployRuntime(chain, "5f546001015f5500")) as Address;
}

export async function counted(chain: InProcessChain, at: Address): Promise<number> {
  return Number(await chain.request("eth_getStorageAt", [at, "0x0", "latest"]));
}

/** Accepts one call; every further one reverts with `AlreadyDone()`. */
export async function once(chain: InProcessChain): Promise<Address> {
  const error = id("AlreadyDone()").slice(2, 10);
  return (await deployRuntime(chain, `5f541560145763${error}60e01b5f5260045ffd5b60015f5500`)) as Address;
}

/** Always reverts with `InvalidPercentage()`. */
export async function refusing(chain: InProcessChain): Promise<Address> {
  return (await deployRuntime(chain, `63${id("InvalidPercentage()").slice(2, 10)}60e01b5f5260045ffd`)) as Address;
}

export function call(to: Address, text: string, data: Hex = "0x"): OutgoingCall {
  return { to, data, value: 0n, text };
}
