import type { Hex } from "../kinds/value.ts";
import type { Key } from "../kinds/property.ts";
import type { Call } from "../plan/call.ts";
import { callsOf, type Plan } from "../plan/plan.ts";
import type { Party, ReviewWords, Shown } from "./words.ts";

/** A call of a module, decoded. */
export interface ReviewCall {
  /** Position among the calls that are to be submitted, from 1; absent for calls that are on their way already. */
  readonly step?: number;
  readonly module: string;
  /** `setFeePct(uint256)` */
  readonly fn: string;
  /** By name where an address has one. */
  readonly args: readonly string[];
  readonly target: Party;
  /** What the target receives, before anything is wrapped around it. */
  readonly calldata: Hex;
  /** Contracts that it passes, the one next to the authority first. */
  readonly via: readonly Party[];
  /** `council through timelock and systemPause` */
  readonly route: string;
  readonly effects: readonly ReviewEffect[];
}

/** One value that a call changes. */
export interface ReviewEffect {
  readonly module: string;
  readonly key: Key;
  readonly label: string;
  readonly before: Shown;
  readonly after: Shown;
  /** False for a side effect on a value that the stack file does not manage. */
  readonly managed: boolean;
}

/** Positions of all calls that a plan submits. */
export function stepsOf(plan: Plan): ReadonlyMap<Call, number> {
  return new Map(callsOf(plan).map((call, index) => [call, index + 1]));
}

export function callOf(call: Call, words: ReviewWords, steps: ReadonlyMap<Call, number>): ReviewCall {
  const step = steps.get(call);
  const hops = [...call.way.hops].reverse();
  return {
    ...(step === undefined ? {} : { step }),
    module: call.module,
    fn: call.fn,
    args: call.args.map((argument) => words.argument(call.module, argument)),
    target: words.party(call.to),
    calldata: call.data,
    via: hops.map(({ address }) => words.party(address)),
    route: routeText(call, words),
    effects: effectsOf(call, words),
  };
}

export function effectsOf(call: Call, words: ReviewWords): ReviewEffect[] {
  return call.effects
    .filter(({ module, key }) => words.shows(module, key))
    .map(({ module, key, before, after, managed }) => ({
      module,
      key,
      label: words.label(key),
      before: words.value(module, key, before),
      after: words.value(module, key, after),
      managed,
    }));
}

/** `council directly`, or `council through timelock and systemPause` */
export function routeText({ way }: Call, words: ReviewWords): string {
  const authority = words.name(way.authority);
  const hops = [...way.hops].reverse().map(({ address }) => words.name(address));
  return hops.length === 0 ? `${authority} directly` : `${authority} through ${listText(hops)}`;
}

/** `a, b and c` */
export function listText(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)!}`;
}
