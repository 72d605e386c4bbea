import type { Address, Hex } from "../kinds/value.ts";
import type { Call } from "../plan/call.ts";
import { writeReceipts } from "../send/receipts.ts";
import { sendBatch, type BatchResult, type Explain } from "../send/send.ts";
import type { Signer } from "../send/signer.ts";
import type { Context } from "./context.ts";

/** One transaction to send, with the calls of modules that it brings about at once. */
export interface Submission {
  readonly to: Address;
  readonly data: Hex;
  readonly text: string;
  readonly calls: readonly Call[];
}

/** Whether the signer alone makes a call happen that must never be made twice. */
function decides(signer: Signer, authority: Address, submissions: readonly Submission[]): boolean {
  return signer.address === authority && submissions.some(({ calls }) => calls.some(({ write }) => write.once));
}

export interface SubmitOptions {
  readonly explain?: Explain;
  /** Each holds whatever becomes of the others: they are sent at once, else one after the other. */
  readonly independent?: boolean;
}

/** Sends transactions of one account, and writes their receipts. */
export async function submit(
  context: Context,
  signer: Signer,
  authority: Address,
  submissions: readonly Submission[],
  { explain = context.explain, independent = false }: SubmitOptions = {},
): Promise<BatchResult> {
  const { examined, rpc, words } = context;
  const { network, stack } = examined.desired;
  const result = await sendBatch({
    calls: submissions.map(({ to, data, text }) => ({ to, data, value: 0n, text })),
    signer,
    rpc,
    chainId: network.chainId,
    confirmations: network.confirmations,
    ...(network.maxFeePerGas === undefined ? {} : { maxFeePerGas: network.maxFeePerGas }),
    journal: context.journalOf(signer.address),
    ...{ explain, independent },
    // A Safe's own nonce and a timelock's operation do the same for what passes them.
    ...(decides(signer, authority, submissions) && { since: examined.live.block }),
    onProgress: (line: string) => context.say(line),
  });
  for (const { text, hash, blockNumber, gasUsed } of result.sent)
    context.onMined({ sender: signer.address, authority, text, hash, block: blockNumber, gasUsed });
  if (result.sent.length === 0 && !result.failed) return result;
  writeReceipts(context.report("receipts"), {
    stack,
    chainId: network.chainId,
    authority,
    block: examined.live.block.number,
    calls: result.sent.map((sent) => {
      const { to, data, calls } = submissions[sent.index]!;
      const side = (which: "before" | "after") =>
        Object.fromEntries(
          calls
            .flatMap(({ effects }) => effects)
            .filter(({ module, key }) => words.shows(module, key))
            .map((effect) => [`${effect.module}.${effect.key}`, words.value(effect.module, effect.key, effect[which])]),
        );
      return { ...sent, to, data, before: side("before"), after: side("after") };
    }),
    ...(result.failed ? { failed: result.failed } : {}),
  });
  return result;
}
