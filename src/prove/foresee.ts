import { quantity } from "../chain/refuse.ts";
import { isOfEndpoint } from "../chain/attempt.ts";
import { postAll } from "../chain/post.ts";
import { readStack, type ReadOptions } from "../chain/read-stack.ts";
import type { RpcRequest } from "../chain/transport.ts";
import type { ReadBlock } from "../diff/live.ts";
import type { Hex } from "../kinds/value.ts";
import type { Desired } from "../stack/desired.ts";
import { probesOf, recording } from "./reading-probes.ts";
import type { Relay } from "./relay.ts";
import { stepProbes } from "./step-probes.ts";
import type { Stage } from "./steps.ts";
import { listRequest, Touched } from "./touched.ts";

/** Where blocks of a copy of Hardhat get their fees. */
const COINBASE = "0xc014ba5ec014ba5ec014ba5ec014ba5ec014ba5e";

/**
 * Asks at once for what a copy of a block is going to ask one by one: what a reading touches and what the steps touch. For what an
 * endpoint does not tell, because it makes no access lists or fails meanwhile, the copy asks by itself.
 */
export async function foresee(
  relay: Relay,
  { number, hash, parentHash, timestamp }: ReadBlock,
  desired: Desired,
  options: ReadOptions,
  stages: readonly Stage[],
): Promise<void> {
  const asked: RpcRequest[] = [];
  const pin = hash !== undefined && { pin: { number, hash, parentHash, timestamp } };
  try {
    await readStack(recording(relay.transport, asked), desired, { ...options, ...pin });
  } catch (error) {
    if (!isOfEndpoint(error)) throw error;
  }
  const touched = new Touched();
  touched.account(COINBASE);
  const probes = [...probesOf(asked, touched), ...stepProbes(stages, touched)];
  const tag = quantity(number);
  const lists = await postAll(
    relay.transport,
    probes.map((probe) => listRequest(probe, tag)),
  );
  for (const list of lists) touched.list(list);
  await relay.fill([...beginning(tag), ...touched.questions(tag)]);
}

/** What a copy of Hardhat asks before anything is asked of it. */
function beginning(tag: Hex): readonly RpcRequest[] {
  return [
    { method: "eth_chainId", params: [] },
    { method: "eth_blockNumber", params: [] },
    { method: "net_version", params: [] },
    { method: "eth_getBlockByNumber", params: [tag, false] },
    { method: "eth_getBlockByNumber", params: [tag, true] },
    { method: "eth_feeHistory", params: ["0x1", "latest", [50]] },
  ];
}
