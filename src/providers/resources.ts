import * as pulumi from "@pulumi/pulumi";
import type { Facet } from "../kinds/property.ts";
import type { ChangeSetInputs } from "./change-set.ts";
import type { FacetIdentity } from "./facet.ts";
import { providerStub, type ProviderName } from "./stub.ts";
import type { FacetValues } from "./values.ts";

/** The only class that knows how a dynamic provider is attached to a resource. */
abstract class GovernanceResource extends pulumi.CustomResource {
  protected constructor(
    provider: ProviderName,
    type: string,
    name: string,
    inputs: pulumi.Inputs,
    options: pulumi.CustomResourceOptions,
  ) {
    super(`pulumi-nodejs:dynamic/ordinance:${type}`, name, { __provider: providerStub(provider), ...inputs }, options);
  }
}

/** One contract; its facets are its children. */
export class Module extends pulumi.ComponentResource {
  constructor(name: string) {
    super("ordinance:index:Module", name);
    this.registerOutputs({});
  }
}

/** Some values of one contract: `PauseFlag`, `Ownership`, `RoleMembers`, `FeeSplit` ... is the resource's type. */
export class FacetResource extends GovernanceResource {
  constructor(name: string, identity: FacetIdentity, values: FacetValues, options: pulumi.CustomResourceOptions) {
    super("facet", identity.facet, name, { ...identity, ...values }, options);
  }

  /** `FeeSplit` of `stakeManager` is `stakeManager-fee-split`. */
  static nameOf(module: string, facet: Facet): string {
    return `${module}-${facet.replace(/([a-z])([A-Z])/g, "$1-$2").toLowerCase()}`;
  }
}

/** The calls of one authority. */
export class ChangeSetResource extends GovernanceResource {
  constructor(name: string, inputs: ChangeSetInputs, options: pulumi.CustomResourceOptions) {
    super("changeSet", "ChangeSet", name, { ...inputs }, { ...options, hideDiffs: ["transactions"] });
  }
}
