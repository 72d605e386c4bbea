import { isDeepStrictEqual } from "node:util";
import { OrdinanceError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { changeSetsOf, type Authority } from "../authority/authorities.ts";
import type { Outcome } from "../enact/enact.ts";
import type { ChangeSet } from "../plan/plan.ts";
import { projectRoot } from "../project.ts";
import { callsText, callText, movedText, wordsOf, type Words } from "../report/text.ts";
import { phase } from "./phase.ts";
import { PartialResult, type Logic, type Properties } from "./provider.ts";

/** Inputs of a change set: the calls one authority has to make, as text and as bytes. */
export interface ChangeSetInputs {
  /** Stack file, relative to the project. */
  readonly stack: string;
  readonly chainId: string;
  readonly authority: Authority;
  /** Decoded calls in order, each with the values before and after. */
  readonly calls: readonly string[];
  readonly transactions: readonly { readonly to: Address; readonly data: Hex }[];
  /** Proposals to the owners of a Safe that are under way and make needed calls, by their hash. */
  readonly proposed: readonly string[];
}

/** The inputs of the change set of `authority`; without calls when there is nothing for it to do. */
export function changeSetInputs(examined: Examined, stack: string, authority: Authority): ChangeSetInputs {
  const words = wordsOf(examined.desired);
  const sets = changeSetsOf(examined, authority);
  const calls = sets.flatMap((set) => set.calls);
  const transactions = sets.flatMap((set) => set.transactions);
  const proposed = sets.flatMap(({ approval }) => (approval.kind === "safe" ? approval.proposed : []));
  return {
    stack,
    chainId: examined.desired.network.chainId.toString(),
    authority,
    calls: calls.map((call) => callText(call, words)),
    transactions: transactions.map(({ to, data }) => ({ to, data })),
    proposed: proposed.map(({ pending }) => pending.hash),
  };
}

/** The only resource that sends. */
export const changeSetLogic: Logic = {
  id: (inputs) => `${typed(inputs).chainId}:${typed(inputs).authority}`,

  async diff(olds, news) {
    const { stack, authority } = typed(news);
    const needed = changeSetInputs(await phase.start(stack), stack, authority);
    // The list in the state is the last one that was enacted; only what the chain needs now is a change.
    if (needed.transactions.length === 0 && needed.proposed.length === 0) return "same";
    return isDeepStrictEqual(typed(olds).calls, typed(news).calls) ? "hidden" : "visible";
  },

  async apply(inputs) {
    const { stack, authority } = typed(inputs);
    const root = projectRoot();
    if (typed(inputs).transactions.length === 0 && typed(inputs).proposed.length === 0) return inputs;
    // What signs and sends is loaded only where something is sent: no preview ever gets here.
    const { enact, recover } = await import("../enact/enact.ts");
    const recovered = await recover(root, (await phase.start(stack)).desired);
    if (recovered !== undefined) phase.sent(recovered);
    let now = await phase.now(stack);
    requireReviewed(typed(inputs), now);
    const sets = changeSetsOf(now, authority);
    for (const [index, { authority: account }] of sets.entries()) {
      if (index > 0) now = await phase.now(stack);
      const set = changeSetsOf(now, authority).find((each) => each.authority === account);
      if (!set) continue;
      const unlisted = unlistedIn(set, typed(inputs), now);
      if (unlisted.length > 0) throw moved(inputs, now, sets.slice(index), unlisted);
      const outcome = await enact(root, now, set);
      if (outcome.lastBlock !== undefined) phase.sent(outcome.lastBlock);
      if (outcome.pending !== undefined) console.error(`${wordsOf(now.desired).address(account)}: ${outcome.pending}`);
      if (outcome.failure) throw failed(inputs, now, [set, ...sets.slice(index + 1)], outcome.failure);
    }
    return inputs;
  },

  /** Nothing is recorded as done: what has to be called is derived from the chain in every preview. */
  read: (props) => Promise.resolve({ ...props, calls: [], transactions: [], proposed: [] }),
};

function failed(
  inputs: Properties,
  { desired }: Examined,
  [set, ...others]: readonly ChangeSet[],
  { applied, total, left, text, code, reason }: NonNullable<Outcome["failure"]>,
): PartialResult {
  const remaining = [
    ...left.flatMap((at) => set!.transactions[at] ?? []),
    ...others.flatMap(({ transactions }) => transactions),
  ];
  return new PartialResult(withLeft(inputs, remaining, wordsOf(desired)), [
    `${code} ${applied} of ${total} transactions applied; ${text} failed: ${reason}. ` +
      "Remove the cause and run up again: it continues with what is left.",
  ]);
}

/** Of the authorities of one change set, one has sent; before the next did, the chain came to need something else of it. */
function moved(
  inputs: Properties,
  { desired }: Examined,
  left: readonly ChangeSet[],
  found: readonly string[],
): PartialResult {
  const remaining = left.flatMap(({ transactions }) => transactions);
  const { message } = new OrdinanceError([
    {
      code: "ORD402",
      file: typed(inputs).stack,
      found: found.join("; "),
      expected: "the calls that the preview listed",
      remedy: `nothing of ${wordsOf(desired).address(left[0]!.authority)} was sent; run a preview and review it again`,
    },
  ]);
  return new PartialResult(withLeft(inputs, remaining, wordsOf(desired)), [message]);
}

function withLeft(inputs: Properties, remaining: ChangeSet["transactions"], words: Words): Properties {
  return {
    ...inputs,
    calls: remaining.flatMap(({ calls }) => calls).map((each) => callText(each, words)),
    transactions: remaining.map(({ to, data }) => ({ to, data })),
  };
}

/** What an authority would send or sign that was not reviewed, in words. What others have done meanwhile may be missing. */
function unlistedIn(
  { approval, transactions }: ChangeSet,
  reviewed: ChangeSetInputs,
  { desired }: Examined,
): readonly string[] {
  const words = wordsOf(desired);
  const listed = new Set(reviewed.transactions.map(({ to, data }) => `${to} ${data}`));
  const others = transactions.filter(({ to, data }) => !listed.has(`${to} ${data}`));
  const proposed = approval.kind === "safe" ? approval.proposed : [];
  return [
    ...others.map(({ to, calls }) => callsText(calls, words) || words.address(to)),
    ...proposed.map(({ pending }) => pending.hash).filter((hash) => !reviewed.proposed.includes(hash)),
  ];
}

/** Refuses when the chain or the file no longer lead to exactly the calls of the inputs. */
function requireReviewed(reviewed: ChangeSetInputs, now: Examined): void {
  const needed = changeSetInputs(now, reviewed.stack, reviewed.authority);
  if (
    isDeepStrictEqual(plain(needed.transactions), plain(reviewed.transactions)) &&
    isDeepStrictEqual(needed.calls, [...reviewed.calls]) &&
    isDeepStrictEqual([...needed.proposed], [...reviewed.proposed])
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
