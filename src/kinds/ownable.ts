import { address } from "../stack/units.ts";
import { guard, nonZero, scalar, setter } from "./make.ts";
import { ZERO_ADDRESS } from "./value.ts";

/** OpenZeppelin Ownable and this protocol's Governable: one holder, handed over in one step. */
export const owner = scalar("owner()", address, "Ownership");

/** `fn` is `transferOwnership(address)` for owned and `setGovernance(address)` for governed contracts. */
export function ownershipWrites(fn: "transferOwnership(address)" | "setGovernance(address)") {
  return [
    setter(fn, ["owner"], {
      phase: "own",
      guards: [nonZero("owner", `${fn}: the new owner must not be the zero address (${ZERO_OWNER[fn]})`)],
    }),
  ];
}

const ZERO_OWNER = { "transferOwnership(address)": "OwnableInvalidOwner", "setGovernance(address)": "ZeroAddress" };

export const ownableErrors = ["OwnableUnauthorizedAccount(address)", "OwnableInvalidOwner(address)"];
export const governableErrors = ["NotGovernance()", "ZeroAddress()"];

/**
 * Ownable2Step: the owner names a pending owner, who accepts. Only the owner's half is a call of the owner; the
 * acceptance belongs to the new owner's authority.
 */
export const pendingOwner = scalar("pendingOwner()", address, "Ownership");

const newOwner = nonZero("owner", "Ownable2Step: the zero address cannot accept (OwnableUnauthorizedAccount)");

export const twoStepWrites = [
  setter("acceptOwnership()", ["owner"], {
    phase: "own",
    rights: ["pendingOwner"],
    args: () => [],
    affects: ["pendingOwner"],
    effects: () => ({ pendingOwner: ZERO_ADDRESS }),
    guards: [
      newOwner,
      guard(
        ["pendingOwner", "owner"],
        "Ownable2Step.acceptOwnership: only the pending owner becomes the owner (OwnableUnauthorizedAccount)",
        (after, before) => before.get("pendingOwner") === after.get("owner"),
      ),
    ],
  }),
  setter("transferOwnership(address)", ["pendingOwner"], { phase: "own" }),
  // The offer that an acceptance needs, where only the owner is asked for: it brings the owner no further by itself.
  setter("transferOwnership(address)", ["owner"], {
    phase: "own",
    affects: ["owner", "pendingOwner"],
    effects: (after, before) => ({ owner: before.get("owner")!, pendingOwner: after.get("owner")! }),
    guards: [
      newOwner,
      guard(
        ["pendingOwner", "owner"],
        "Ownable2Step.transferOwnership: the new owner is the pending owner already",
        (after, before) => before.get("pendingOwner") !== after.get("owner"),
      ),
    ],
  }),
];
