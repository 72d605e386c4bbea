import type { ArbitratorCommitteeModule } from "../stack/types.ts";
import { duration, token } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { group, nonZero, reference, scalar, setter } from "./make.ts";
import { ownableErrors, owner, ownershipWrites } from "./ownable.ts";
import { pausableErrors, pausableProperties, pausableWrites } from "./pausable.ts";

export const arbitratorCommittee = defineKind<ArbitratorCommitteeModule>({
  name: "ArbitratorCommittee",
  properties: {
    owner,
    ...pausableProperties,
    windows: group({
      commit: scalar("commitWindow()", duration, "Parameters"),
      reveal: scalar("revealWindow()", duration, "Parameters"),
    }),
    absenteeSlash: scalar("absenteeSlash()", token, "Parameters"),
    disputeModule: reference("disputeModule()"),
    // Fixed at deployment: there is no setter, so another value is reported and refused.
    jobRegistry: reference("jobRegistry()"),
  },
  writes: [
    setter("setCommitRevealWindows(uint256,uint256)", ["windows.commit", "windows.reveal"], {
      guards: ["windows.commit", "windows.reveal"].map((key) =>
        nonZero(key, `ArbitratorCommittee.setCommitRevealWindows: ${key} must not be zero ("windows")`),
      ),
    }),
    setter("setAbsenteeSlash(uint256)", ["absenteeSlash"]),
    setter("setDisputeModule(address)", ["disputeModule"]),
    ...pausableWrites,
    ...ownershipWrites("transferOwnership(address)"),
  ],
  errors: [...ownableErrors, ...pausableErrors, "NotOwnerOrPauserManager()"],
});
