import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect } from "vitest";
import { localAccount } from "../../../src/local/accounts.ts";
import { fileJournal, type Journal } from "../../../src/send/journal.ts";
import { explainRevert } from "../../../src/send/revert.ts";
import type { JsonRpc } from "../../../src/send/rpc.ts";
import { sendBatch, type BatchOptions, type BatchResult } from "../../../src/send/send.ts";
import type { Signer } from "../../../src/send/signer.ts";
import { loadSigners } from "../../../src/send/signers.ts";
import { inProcessChain, type InProcessChain } from "../../support/inprocess.ts";
import { chainRpc, fakeServer } from "./rpcs.ts";

/** A chain, a signer and a journal, new for every test. */
export interface Sending {
  chain: InProcessChain;
  rpc: JsonRpc;
  signer: Signer;
  journalFile: string;
  journal(): Journal;
  nonce(): Promise<number>;
  /** A batch of calls, with what is not told as in everyday use. */
  batch(options: Pick<BatchOptions, "calls"> & Partial<BatchOptions>): Promise<BatchResult>;
  /** Runs with an external signer for the same account. */
  externally(
    answer: (method: string, params: readonly unknown[]) => unknown,
    run: (external: Signer) => Promise<void>,
  ): Promise<void>;
}

export function sending(): Sending {
  const at = {} as Sending;
  let folder: string;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "send-"));
    const chain = await inProcessChain();
    const [signer] = await loadSigners({ ORDINANCE_PRIVATE_KEY: localAccount(1).key });
    if (!signer) throw new Error("a key makes a signer");
    const rpc = chainRpc(chain);
    const journalFile = join(folder, "journal.jsonl");
    const journal = () => fileJournal(journalFile);
    const explain = (data: `0x${string}`) => explainRevert(data, ["InvalidPercentage()", "AlreadyDone()"]);
    const usual = { signer, rpc, chainId: 31337n, confirmations: 1, explain, timeoutMs: 5_000, recheckMs: 100 };
    Object.assign(at, {
      chain,
      rpc,
      signer,
      journalFile,
      journal,
      nonce: async () => Number(await chain.request("eth_getTransactionCount", [signer.address, "latest"])),
      batch: (options) => sendBatch({ ...usual, journal: journal(), ...options }),
      async externally(answer, run) {
        const server = await fakeServer((method, params) =>
          method === "eth_accounts" ? [signer.address] : answer(method, params),
        );
        try {
          const [external] = await loadSigners({ ORDINANCE_SIGNER_URL: `http://127.0.0.1:${server.port}` });
          if (!external) throw new Error("an account makes a signer");
          await run(external);
        } finally {
          await server.close();
        }
      },
    } satisfies Sending);
  });
  afterEach(async () => {
    await at.chain.close();
    rmSync(folder, { recursive: true });
  });
  return at;
}

export function failure(promise: Promise<unknown>): Promise<Error> {
  return promise.then(
    () => expect.unreachable("it should fail"),
    (error: unknown) => error as Error,
  );
}
