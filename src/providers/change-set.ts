import { isDeepStrictEqual } from "node:util";
import { OrdinanceError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Address, Hex } from "../kinds/value.ts";
import type { ChangeSet } from "../plan/plan.ts";
import { projectRoot } from "../project.ts";
import { callText, movedText, wordsOf } from "../report/text.ts";
import { phase } from "./phase.ts";
import { PartialResult, type Logic, type Properties } from "./provider.ts";

/** Inputs of a change set: the calls one authority has to make, as text and as bytes. */
export interface ChangeSetInputs {
  /** Stack file, relative to the project. */
  readonly stack: string;
  readonly chainId: string;
  readonly authority: Address;
  /** Decoded calls in order, each with the values before and after. */
  readonly calls: readonly string[];
  readonly transactions: readonly { readonly to: Address; readonly data: Hex }[];
}

/** The inputs of the change set of `authority`; without calls when there is nothing for it to do. */
export function changeSetInputs(examined: Examined, stack: string, authority: Address): ChangeSetInputs {
  const words = wordsOf(examined.desired);
  const calls = callsFor(examined, authority)?.calls ?? [];
  return {
    stack,
    chainId: examined.desired.network.chainId.toString(),
    authority,
    calls: calls.map((call) => callText(call, words)),
    transactions: calls.map(({ to, data }) => ({ to, data })),
  };
}

/** The only resource that sends. */
export const changeSetLogic: Logic = {
  id: (inputs) => `${typed(inputs).chainId}:${typed(inputs).authority}`,

  async diff(olds, news) {
    const { stack, authority } = typed(news);
    const needed = changeSetInputs(await phase.start(stack), stack, authority).calls;
    // The list in the state is the last one that was enacted; only what the chain needs now is a change.
    if (needed.length === 0) return "same";
    return isDeepStrictEqual(typed(olds).calls, typed(news).calls) ? "hidden" : "visible";
  },

  async apply(inputs) {
    const { stack, authority } = typed(inputs);
    const root = projectRoot();
    if (typed(inputs).calls.length === 0) return inputs;
    // What signs and sends is loaded only where something is sent: no preview ever gets here.
    const { enact, recover } = await import("../enact.ts");
    const recovered = await recover(root, (await phase.start(stack)).desired, authority);
    if (recovered !== undefined) phase.sent(recovered);
    const now = await phase.now(stack);
    requireReviewed(typed(inputs), now);
    const outcome = await enact(root, now, callsFor(now, authority)!);
    if (outcome.lastBlock !== undefined) phase.sent(outcome.lastBlock);
    if (!outcome.failure) return inputs;
    const words = wordsOf(now.desired);
    const { applied, total, call, code, reason } = outcome.failure;
    const remaining = callsFor(now, authority)!.calls.slice(applied);
    throw new PartialResult(
      {
        ...inputs,
        calls: remaining.map((each) => callText(each, words)),
        transactions: remaining.map(({ to, data }) => ({ to, data })),
      },
      [
        `${code} ${applied} of ${total} calls applied; ${callText(call, words)} failed: ${reason}. ` +
          "Nothing after it was sent. Remove the cause and run up again: it continues with what is left.",
      ],
    );
  },

  /** Nothing is recorded as done: what has to be called is derived from the chain in every preview. */
  read: (props) => Promise.resolve({ ...props, calls: [], transactions: [] }),
};

function callsFor(examined: Examined, authority: Address): ChangeSet | undefined {
  return examined.plan.changeSets.find((set) => set.authority === authority);
}

/** Refuses when the chain or the file no longer lead to exactly the calls of the inputs. */
function requireReviewed(reviewed: ChangeSetInputs, now: Examined): void {
  const needed = changeSetInputs(now, reviewed.stack, reviewed.authority);
  if (
    isDeepStrictEqual(plain(needed.transactions), plain(reviewed.transactions)) &&
    isDeepStrictEqual(needed.calls, [...reviewed.calls])
  )
    return;
  throw new OrdinanceError([
    {
      code: "ORD402",
      file: reviewed.stack,
      found: movedText(reviewed.calls, needed.calls) || "another order of calls",
      expected: "the calls that the preview listed",
      remedy: "nothing was sent; run a preview and review it again",
    },
  ]);
}

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

function typed(properties: Properties): ChangeSetInputs {
  return properties as unknown as ChangeSetInputs;
}
