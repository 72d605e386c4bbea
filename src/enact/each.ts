import type { Examined } from "../examine.ts";
import type { Address } from "../kinds/value.ts";
import type { Call } from "../plan/call.ts";
import type { Signer } from "../send/signer.ts";
import type { Mined } from "./context.ts";
import { enact, type Outcome } from "./enact.ts";
import { recover } from "./recover.ts";

/** What a run has done so far, also where it fails later. */
export interface Done {
  readonly mined: Mined[];
  /** What is left to others, in words. */
  readonly pending: string[];
}

/** A transaction has failed, or would; those before it are mined, and nothing after it was sent unless it was independent. */
export class CallFailed extends Error {
  override readonly name = "CallFailed";
  readonly code: string;
  readonly reverts: boolean;
  /** What it was to do. */
  readonly calls: readonly Call[];

  constructor({ code, text, reason }: NonNullable<Outcome["failure"]>, calls: readonly Call[]) {
    super(`${code} ${text}: ${reason}`);
    this.code = code;
    this.reverts = code === "ORD406";
    this.calls = calls;
  }
}

/**
 * Enacts the change sets of a plan one after the other; before each, everything is looked at again behind the last receipt.
 * @param look what is planned now, in this block or a later one.
 * @param done takes what is done as it happens.
 * @param accounts whose unfinished transactions of earlier runs are waited for; everybody's unless told.
 * @returns what was seen last.
 */
export async function enactEach(
  root: string,
  first: Examined,
  signers: readonly Signer[],
  look: (atLeast: bigint | undefined) => Promise<Examined>,
  done: Done = { mined: [], pending: [] },
  accounts?: readonly Address[],
): Promise<Examined> {
  let examined = first;
  let last = await recover(root, examined.desired, accounts);
  // What an interrupted run had sent may have done some of it meanwhile.
  if (last !== undefined) examined = await look(last);
  for (const { authority } of examined.plan.changeSets) {
    const set = examined.plan.changeSets.find((each) => each.authority === authority);
    if (!set) continue;
    const { failure, pending, lastBlock } = await enact(root, examined, set, signers, (each) => done.mined.push(each));
    if (pending !== undefined) {
      console.error(pending);
      done.pending.push(pending);
    }
    if (failure) throw new CallFailed(failure, set.transactions[failure.left[0]!]?.calls ?? []);
    last = lastBlock ?? last;
    examined = await look(last);
  }
  return examined;
}
