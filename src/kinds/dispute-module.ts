import type { DisputeModuleModule } from "../stack/types.ts";
import { count, duration, token } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { guard, memberSetter, nonZero, reference, scalar, setter, whenNotPaused } from "./make.ts";
import { governableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";
import { memberKey, type Members } from "./property.ts";
import { ZERO_ADDRESS } from "./value.ts";

/** Weights, not flags: a weight of zero means no moderator. */
const moderators: Members = {
  type: "members",
  unit: count,
  absent: 0n,
  getter: "moderatorWeights(address)",
  returns: "uint96",
  events: [{ signature: "ModeratorUpdated(address,uint256)", topic: 1 }],
  facet: "AddressSet",
};

const zeroModerator = memberKey("moderators", ZERO_ADDRESS);

export const disputeModule = defineKind<DisputeModuleModule>({
  name: "DisputeModule",
  properties: {
    owner,
    ...pausableProperties,
    disputeFee: scalar("disputeFee()", token, "Parameters"),
    disputeWindow: scalar("disputeWindow()", duration, "Parameters"),
    committee: reference("committee()"),
    jobRegistry: reference("jobRegistry()"),
    stakeManager: reference("stakeManager()"),
    taxPolicy: reference("taxPolicy()"),
    moderators,
  },
  writes: [
    ...(
      [
        ["disputeFee", "setDisputeFee(uint256)"],
        ["disputeWindow", "setDisputeWindow(uint256)"],
        ["committee", "setCommittee(address)"],
        ["jobRegistry", "setJobRegistry(address)"],
        ["stakeManager", "setStakeManager(address)"],
      ] as const
    ).map(([key, fn]) => setter(fn, [key], { guards: [whenNotPaused(`DisputeModule.${fn}`)] })),
    setter("setTaxPolicy(address)", ["taxPolicy"], {
      guards: [
        whenNotPaused("DisputeModule.setTaxPolicy(address)"),
        nonZero("taxPolicy", "DisputeModule.setTaxPolicy: the tax policy cannot be cleared (InvalidTaxPolicy)"),
      ],
    }),
    // Both work while paused, and both refuse the weight that is there already: a plan only has changes.
    memberSetter("removeModerator(address)", "moderators", {
      only: { "moderators[*]": 0n },
      args: (_next, member) => [member!],
    }),
    memberSetter("setModerator(address,uint96)", "moderators", {
      guards: [
        guard(
          ["moderators[*]"],
          "DisputeModule.setModerator: the zero address cannot be a moderator (InvalidModerator)",
          (after, before) => after.get(zeroModerator) === before.get(zeroModerator),
        ),
      ],
    }),
    ...pausableWrites,
    ...ownershipWrites("setGovernance(address)"),
  ],
  errors: [
    ...governableErrors,
    ...pausableErrors,
    "NotGovernanceOrPauserManager()",
    "NotGovernanceOrPauser()",
    "InvalidModerator(address)",
    "InvalidModeratorWeight()",
    "InvalidTaxPolicy()",
    "PolicyNotTaxExempt()",
  ],
});
