import type { Examined } from "../examine.ts";
import { callsText } from "../report/text.ts";
import type { ChangeSet } from "../plan/plan.ts";
import { loadSigners } from "../send/signers.ts";
import type { Signer } from "../send/signer.ts";
import { contextOf, type Context, type OnMined } from "./context.ts";
import { noSigner } from "./refusals.ts";
import { enactSafe } from "./safe.ts";
import { submit } from "./submit.ts";

export { recover } from "./recover.ts";

export interface Outcome {
  /** Block of the last receipt; undefined if nothing was sent. */
  readonly lastBlock: bigint | undefined;
  /** What is left to others, in words: `awaiting signatures 1/2`. */
  readonly pending?: string;
  readonly failure?: {
    readonly applied: number;
    readonly total: number;
    /** Which transactions of the change set are not applied, by their places; the one that failed comes first. */
    readonly left: readonly number[];
    /** The transaction that failed, in words. */
    readonly text: string;
    readonly code: string;
    readonly reason: string;
  };
}

/**
 * Does the next useful thing for one authority, and only that.
 * @param loaded signers that are there already: to open a keystore takes a second.
 */
export async function enact(
  root: string,
  examined: Examined,
  set: ChangeSet,
  loaded?: readonly Signer[],
  onMined?: OnMined,
): Promise<Outcome> {
  const context = contextOf(root, examined, onMined);
  const blockers = set.after.map((authority) => context.words.address(authority));
  if (blockers.length > 0) return { lastBlock: undefined, pending: `waits for ${blockers.join(" and ")}` };
  const signers = loaded ?? (await loadSigners(process.env));
  const { approval, authority: safe } = set;
  if (approval.kind === "safe") return enactSafe({ context, safe, approval, signers }, set);
  return enactSigner(context, set, signers);
}

async function enactSigner(context: Context, set: ChangeSet, signers: readonly Signer[]): Promise<Outcome> {
  const { words, examined } = context;
  const signer = signers.find((each) => each.address === set.authority);
  if (!signer) throw noSigner(examined.desired, [set.authority], signers);
  const submissions = set.transactions.map(({ to, data, calls }) => ({
    to,
    data,
    calls,
    text: callsText(calls, words) || `cancel in ${words.address(to)}`,
  }));
  const result = await submit(context, signer, set.authority, submissions, { independent: onlyPauses(set) });
  const lastBlock = result.sent.at(-1)?.blockNumber;
  if (!result.failed) return { lastBlock };
  const { index, code, reason, text } = result.failed;
  const done = new Set([index, ...result.sent.map((sent) => sent.index)]);
  const left = [index, ...submissions.flatMap((_, at) => (done.has(at) ? [] : [at]))];
  return { lastBlock, failure: { applied: result.sent.length, total: submissions.length, left, text, code, reason } };
}

/** Pauses of different contracts have nothing to do with each other, and each block that one of them waits is a loss. */
function onlyPauses({ transactions }: ChangeSet): boolean {
  const modules = transactions.flatMap(({ calls }) => calls.map(({ module }) => module));
  const pauses = transactions.every(({ calls }) => calls.length > 0 && calls.every(({ phase }) => phase === "pause"));
  return pauses && new Set(modules).size === modules.length;
}
