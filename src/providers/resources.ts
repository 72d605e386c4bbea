import type { CustomResourceOptions, Inputs } from "@pulumi/pulumi";
import type { Facet } from "../kinds/property.ts";
import { ComponentResource, CustomResource } from "../pulumi.ts";
import type { ChangeSetInputs } from "./change-set.ts";
import type { FacetIdentity } from "./facet.ts";
import { providerStub, type ProviderName } from "./stub.ts";
import type { FacetValues } from "./values.ts";

/** The only class that knows how a dynamic provider is attached to a resource. */
abstract class GovernanceResource extends CustomResource {
  protected constructor(
    provider: ProviderName,
    type: string,
    name: string,
    inputs: Inputs,
    options: CustomResourceOptions,
  ) {
    super(`pulumi-nodejs:dynamic/ordinance:${type}`, name, { __provider: providerStub(provider), ...inputs }, options);
  }
}

/** One contract; its facets are its children. */
export class Module extends ComponentResource {
  constructor(name: string) {
    super("ordinance:index:Module", name);
    this.registerOutputs({});
  }
}

/** Some values of one contract: `PauseFlag`, `Ownership`, `RoleMembers`, `FeeSplit` ... is the resource's type. */
export class FacetResource extends GovernanceResource {
  constructor(name: string, identity: FacetIdentity, values: FacetValues, options: CustomResourceOptions) {
    super("facet", identity.facet, name, { ...identity, ...values }, options);
  }

  /** `FeeSplit` of `stakeManager` is `stakeManager-fee-split`. */
  static nameOf(module: string, facet: Facet): string {
    return `${module}-${facet.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase()}`;
  }
}

/** The calls of one authority. */
export class ChangeSetResource extends GovernanceResource {
  constructor(name: string, inputs: ChangeSetInputs, options: CustomResourceOptions) {
    super("changeSet", "ChangeSet", name, { ...inputs }, { ...options, hideDiffs: ["transactions"] });
  }
}
