import { address } from "../stack/units.ts";
import { guard, nonZero, scalar, setter } from "./make.ts";

/** OpenZeppelin Ownable and this protocol's Governable: one holder, handed over in one step. */
export const owner = scalar("owner()", address, "Ownership");

/** `fn` is `transferOwnership(address)` for owned and `setGovernance(address)` for governed contracts. */
export function ownershipWrites(fn: "transferOwnership(address)" | "setGovernance(address)") {
  return [
    setter(fn, ["owner"], {
      phase: "own",
      guards: [nonZero("owner", `${fn}: the new owner must not be the zero address`)],
    }),
  ];
}

export const ownableErrors = ["OwnableUnauthorizedAccount(address)", "OwnableInvalidOwner(address)"];
export const governableErrors = ["NotGovernance()", "ZeroAddress()"];

/**
 * Ownable2Step: the owner names a pending owner, who accepts. Only the owner's half is a call of the owner; the
 * acceptance belongs to the new owner's authority.
 */
export const pendingOwner = scalar("pendingOwner()", address, "Ownership");

export const twoStepWrites = [
  setter("transferOwnership(address)", ["pendingOwner"], { phase: "own" }),
  setter("acceptOwnership()", ["owner"], {
    phase: "own",
    rights: ["pendingOwner"],
    args: () => [],
    affects: ["pendingOwner"],
    effects: () => ({ pendingOwner: "0x0000000000000000000000000000000000000000" }),
    guards: [
      guard(
        ["pendingOwner", "owner"],
        "Ownable2Step.acceptOwnership: only the pending owner becomes the owner",
        (after, before) => before.get("pendingOwner") === after.get("owner"),
      ),
    ],
  }),
];
