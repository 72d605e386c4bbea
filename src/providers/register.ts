import type { Examined } from "../examine.ts";
import { authoritiesOf, OTHERS } from "../authority/authorities.ts";
import { wordsOf } from "../report/text.ts";
import { changeSetInputs } from "./change-set.ts";
import { ChangeSetResource, FacetResource, Module } from "./resources.ts";
import { desiredValues, facetsOf } from "./values.ts";

/**
 * The SDK takes a stack trace for each of its promises, which takes longer than everything else here, and one without a limit for
 * each resource, which the engine would keep in the state. It sets the limit itself, so that a value alone would not last.
 */
function withoutStackTraces(): void {
  Object.defineProperty(Error, "stackTraceLimit", { get: () => 0, set: () => undefined, configurable: true });
}

/**
 * One change set per authority, always, in the order in which they send; one component per contract; under it one
 * resource per facet, which the engine visits after all change sets.
 */
export function registerResources(examined: Examined, stack: string): void {
  withoutStackTraces();
  const { desired } = examined;
  const words = wordsOf(desired);
  const changeSets: ChangeSetResource[] = [];
  for (const authority of authoritiesOf(examined)) {
    const inputs = changeSetInputs(examined, stack, authority);
    // Each waits for the one before: the order of calls holds across authorities, and a failure stops the rest.
    const options = { dependsOn: changeSets.slice(-1) };
    changeSets.push(
      new ChangeSetResource(`calls-of-${authority === OTHERS ? OTHERS : words.address(authority)}`, inputs, options),
    );
  }
  for (const module of desired.modules) {
    const parent = new Module(module.name);
    for (const facet of facetsOf(module)) {
      const identity = { stack, chainId: desired.network.chainId.toString(), address: module.address, facet };
      new FacetResource(FacetResource.nameOf(module.name, facet), identity, desiredValues(module, facet), {
        parent,
        // The last one has waited for all others.
        dependsOn: changeSets.slice(-1),
      });
    }
  }
}
