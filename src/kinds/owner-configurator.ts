import type { OwnerConfiguratorModule } from "../stack/types.ts";
import { defineKind } from "./kind.ts";
import { ownableErrors, owner, pendingOwner, twoStepWrites } from "./ownable.ts";

/** Makes calls for its owner: see src/authority/owner-configurator.ts. */
export const ownerConfigurator = defineKind<OwnerConfiguratorModule>({
  name: "OwnerConfigurator",
  properties: { owner, pendingOwner },
  writes: twoStepWrites,
  errors: [...ownableErrors, "OwnerConfigurator__ZeroTarget()"],
  topology: "ownerConfigurator",
});
