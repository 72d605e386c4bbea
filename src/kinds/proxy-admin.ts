import type { ProxyAdminModule } from "../stack/types.ts";
import { defineKind } from "./kind.ts";
import { ownableErrors, owner, ownershipWrites } from "./ownable.ts";

/** OpenZeppelin ProxyAdmin: whose owner may upgrade a transparent proxy. upgradeAndCall is not planned. */
export const proxyAdmin = defineKind<ProxyAdminModule>({
  name: "ProxyAdmin",
  properties: { owner },
  writes: ownershipWrites("transferOwnership(address)"),
  errors: ownableErrors,
});
