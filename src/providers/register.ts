import type { Examined } from "../examine.ts";
import { authoritiesOf, OTHERS } from "../authority/authorities.ts";
import { wordsOf } from "../report/text.ts";
import { changeSetInputs } from "./change-set.ts";
import { ChangeSetResource, FacetResource, Module } from "./resources.ts";
import { desiredValues, facetsOf } from "./values.ts";

/**
 * One change set per authority, always, in the order in which they send; one component per contract; under it one
 * resource per facet, which the engine visits after all change sets.
 */
export function registerResources(examined: Examined, stack: string): void {
  // The SDK takes a stack trace for each of its promises, which takes longer than everything else here.
  Error.stackTraceLimit = 0;
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
