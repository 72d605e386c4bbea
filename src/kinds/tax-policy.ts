import type { TaxPolicyModule } from "../stack/types.ts";
import { text } from "../stack/units.ts";
import { memberPairs } from "./batch.ts";
import { defineKind } from "./kind.ts";
import { addressSet, memberSetter, noZeroMember, scalar, setter } from "./make.ts";
import { ownableErrors, owner, pendingOwner, twoStepWrites } from "./ownable.ts";

const notZero = (fn: string) =>
  noZeroMember("acknowledgers", `TaxPolicy.${fn}: not for the zero address (ZeroAcknowledgerAddress)`);

/**
 * Each write of a text starts a new version of the policy, and every user has to acknowledge it again. The version itself
 * is nothing to set.
 */
export const taxPolicy = defineKind<TaxPolicyModule>({
  name: "TaxPolicy",
  properties: {
    owner,
    pendingOwner,
    policyURI: scalar("policyURI()", text, "Parameters"),
    acknowledgement: scalar("acknowledgement()", text, "Parameters"),
    acknowledgers: addressSet("acknowledgerAllowed(address)", "AcknowledgerUpdated(address,bool)"),
  },
  writes: [
    // One version for both texts, where two setters would start two.
    setter("setPolicy(string,string)", ["policyURI", "acknowledgement"]),
    setter("setPolicyURI(string)", ["policyURI"]),
    setter("setAcknowledgement(string)", ["acknowledgement"]),
    setter("setAcknowledgers(address[],bool[])", ["acknowledgers[*]"], {
      guards: [notZero("setAcknowledgers")],
      batch: (keys, next) => {
        const pairs = memberPairs(keys, next, "acknowledgers");
        return [pairs.map(([member]) => member), pairs.map(([, allowed]) => allowed)];
      },
    }),
    memberSetter("setAcknowledger(address,bool)", "acknowledgers", { guards: [notZero("setAcknowledger")] }),
    ...twoStepWrites,
  ],
  errors: [...ownableErrors, "ArrayLengthMismatch()", "ZeroAcknowledgerAddress()"],
});
