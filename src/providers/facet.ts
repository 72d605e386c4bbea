import { isDeepStrictEqual } from "node:util";
import type { Change } from "../diff/diff.ts";
import type { Facet } from "../kinds/property.ts";
import { callsIn } from "../plan/approval.ts";
import { OrdinanceError } from "../errors.ts";
import type { Examined } from "../examine.ts";
import { changeText, wordsOf } from "../report/text.ts";
import { phase } from "./phase.ts";
import { PartialResult, type Logic, type Properties } from "./provider.ts";
import { liveValues } from "./values.ts";

/** What every facet carries beside its values. */
export interface FacetIdentity {
  /** Stack file, relative to the project. */
  readonly stack: string;
  readonly chainId: string;
  readonly address: string;
  readonly facet: Facet;
}

/**
 * Shows some values of one contract and verifies them. It never sends: the change sets, on which it depends, do.
 */
export const facetLogic: Logic = {
  id: (inputs) => {
    const { chainId, address, facet } = identity(inputs);
    return `${chainId}:${address}:${facet}`;
  },

  async diff(olds, news) {
    const live = liveProperties(await phase.start(identity(news).stack), news);
    const recorded = valuesIn(olds);
    const desired = valuesIn(news);
    if (!isDeepStrictEqual(recorded, desired)) return "visible";
    // What was recorded is what is desired, but the chain differs: the engine cannot see that in the inputs.
    return live === undefined || isDeepStrictEqual(valuesIn(live), desired) ? "same" : "hidden";
  },

  async apply(inputs) {
    const examined = await phase.verified(identity(inputs).stack);
    const live = liveProperties(examined, inputs);
    if (live && isDeepStrictEqual(valuesIn(live), valuesIn(inputs))) return inputs;
    const open = openChanges(examined, inputs);
    // What others still have to approve, or what a timelock still holds back, is on its way: nothing failed.
    if (live && open.length > 0 && open.every((change) => isOnItsWay(examined, change))) return live;
    throw new PartialResult(live ?? inputs, unverified(examined, inputs));
  },

  async read(props) {
    return liveProperties(await phase.start(identity(props).stack), props) ?? props;
  },
};

/** Live values in the shape of the inputs; undefined when the stack file no longer has the contract. */
function liveProperties(examined: Examined, of: Properties): Properties | undefined {
  const { address, chainId, facet, stack } = identity(of);
  const module = examined.desired.modules.find((each) => each.address === address);
  const live = module && examined.live.modules.get(module.name);
  if (!module || !live) return undefined;
  return { stack, chainId, address, facet, ...liveValues(module, live, facet) };
}

function valuesIn(properties: Properties): Properties {
  const { stack: _stack, chainId: _chainId, __provider, ...values } = properties;
  return values;
}

function identity(properties: Properties): FacetIdentity {
  return properties as unknown as FacetIdentity;
}

function openChanges(examined: Examined, of: Properties): readonly Change[] {
  const { address, facet } = identity(of);
  const module = examined.desired.modules.find((each) => each.address === address);
  return examined.plan.changes.filter((each) => each.module === module?.name && each.facet === facet && !each.observe);
}

/** Whether a value is brought about by something that was submitted already, or that cannot be submitted yet. */
function isOnItsWay({ plan }: Examined, { module, key }: Change): boolean {
  const sets = plan.changeSets.filter(({ approval, after }) => approval.kind === "safe" || after.length > 0);
  const calls = [
    ...plan.inFlight.flatMap((each) => each.calls),
    ...plan.waiting.map(({ call }) => call),
    ...sets.flatMap(callsIn),
  ];
  if (plan.later.some((each) => each.module === module && each.keys.includes(key))) return true;
  return calls.some(({ effects }) => effects.some((effect) => effect.module === module && effect.key === key));
}

function unverified(examined: Examined, inputs: Properties): readonly string[] {
  const { address } = identity(inputs);
  const words = wordsOf(examined.desired);
  const module = examined.desired.modules.find((each) => each.address === address);
  const open = openChanges(examined, inputs);
  return [
    new OrdinanceError([
      {
        code: "ORD501",
        file: examined.desired.file,
        path: module ? `modules.${module.name}` : address,
        found: open.map((change) => changeText(change, words)).join("; ") || "other values than were desired",
        expected: "the desired values after the change sets ran",
        remedy: "run a preview: it shows what is left to do",
      },
    ]).message,
  ];
}
