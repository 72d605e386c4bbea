import { join } from "node:path";
import { basename } from "node:path";
import { OrdinanceError } from "./errors.ts";
import type { Examined } from "./examine.ts";
import type { Address, Hex } from "./kinds/value.ts";
import type { Call, ChangeSet } from "./plan/plan.ts";
import { callText, wordsOf } from "./report/text.ts";
import { fileJournal, resumeInFlight } from "./send/journal.ts";
import { writeReceipts } from "./send/receipts.ts";
import { explainRevert } from "./send/revert.ts";
import { httpRpc } from "./send/rpc.ts";
import { sendBatch } from "./send/send.ts";
import { loadSigners } from "./send/signers.ts";
import type { Desired } from "./stack/desired.ts";

export interface Outcome {
  /** Block of the last receipt; undefined if nothing was sent. */
  readonly lastBlock: bigint | undefined;
  readonly failure?: {
    readonly applied: number;
    readonly total: number;
    readonly call: Call;
    readonly code: string;
    readonly reason: string;
  };
}

/**
 * Waits for what an earlier, interrupted run had sent, so that the next reading sees it.
 * @returns the block of the last such transaction, if there was one.
 */
export async function recover(root: string, desired: Desired, authority: Address): Promise<bigint | undefined> {
  const rpc = httpRpc(desired.network.rpc);
  return resumeInFlight({ journal: journalOf(root, desired, authority), rpc });
}

/** Sends the calls of one authority, one after the other, and writes their receipts. */
export async function enact(root: string, { desired, live }: Examined, set: ChangeSet): Promise<Outcome> {
  const words = wordsOf(desired);
  const signers = await loadSigners(process.env);
  const signer = signers.find((each) => each.address === set.authority);
  if (!signer)
    throw noSigner(
      desired,
      set.authority,
      signers.map((each) => words.address(each.address)),
    );
  const errors = [...new Set(desired.modules.flatMap(({ kind }) => kind.errors))];
  const result = await sendBatch({
    calls: set.calls.map((call) => ({ to: call.to, data: call.data, value: 0n, text: callText(call, words) })),
    signer,
    rpc: httpRpc(desired.network.rpc),
    chainId: desired.network.chainId,
    confirmations: desired.network.confirmations,
    ...(desired.network.maxFeePerGas === undefined ? {} : { maxFeePerGas: desired.network.maxFeePerGas }),
    journal: journalOf(root, desired, set.authority),
    explain: (data: Hex) => explainRevert(data, errors),
    onProgress: (line: string) => console.error(line),
  });
  if (result.sent.length > 0 || result.failed) {
    writeReceipts(join(root, "reports", stackName(desired), "receipts"), {
      stack: stackName(desired),
      chainId: desired.network.chainId,
      authority: set.authority,
      block: live.block.number,
      calls: result.sent.map((sent) => {
        const { to, data, effects } = set.calls[sent.index]!;
        const side = (which: "before" | "after") =>
          Object.fromEntries(
            effects.map((effect) => [
              `${effect.module}.${effect.key}`,
              words.value(effect.module, effect.key, effect[which]),
            ]),
          );
        return { ...sent, to, data, before: side("before"), after: side("after") };
      }),
      ...(result.failed ? { failed: result.failed } : {}),
    });
  }
  const lastBlock = result.sent.at(-1)?.blockNumber;
  if (!result.failed) return { lastBlock };
  const { index, code, reason } = result.failed;
  return { lastBlock, failure: { applied: index, total: set.calls.length, call: set.calls[index]!, code, reason } };
}

function journalOf(root: string, desired: Desired, authority: Address) {
  return fileJournal(join(root, ".cache", "journal", `${desired.network.chainId}-${authority}.jsonl`));
}

function stackName(desired: Desired): string {
  return basename(desired.file).replace(/\.ya?ml$/, "");
}

function noSigner(desired: Desired, authority: Address, have: readonly string[]): OrdinanceError {
  const name = desired.nameOf(authority);
  return new OrdinanceError([
    {
      code: "ORD401",
      file: desired.file,
      found:
        have.length > 0
          ? `signers for ${have.join(", ")}`
          : "no signer: no key, keystore or external signer is configured",
      expected: `a signer for ${name ? `${name} (${authority})` : authority}, who has to approve these calls`,
      remedy: "set ORDINANCE_PRIVATE_KEY, ORDINANCE_KEYSTORE or ORDINANCE_SIGNER_URL; nothing was sent",
    },
  ]);
}
