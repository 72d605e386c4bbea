import { address, flag } from "../stack/units.ts";
import { guard, scalar, setter } from "./make.ts";

/** OpenZeppelin Pausable: `pause` and `unpause` revert when the state is already the wanted one. */
export const paused = scalar("paused()", flag, "PauseFlag");
/** May pause and unpause beside the owner; zero means nobody. */
export const pauser = scalar("pauser()", address, "Ownership");
/** May set the pauser beside the owner; zero means nobody. */
export const pauserManager = scalar("pauserManager()", address, "Ownership");

export const pausableProperties = { paused, pauser, pauserManager };

export const pausableWrites = [
  setter("pause()", ["paused"], {
    phase: "pause",
    only: { paused: true },
    rights: ["owner", "pauser"],
    args: () => [],
    guards: [
      guard(["paused"], "pause() reverts when already paused (EnforcedPause)", (_a, b) => b.get("paused") === false),
    ],
  }),
  setter("unpause()", ["paused"], {
    phase: "unpause",
    only: { paused: false },
    rights: ["owner", "pauser"],
    args: () => [],
    guards: [
      guard(["paused"], "unpause() reverts when not paused (ExpectedPause)", (_a, b) => b.get("paused") === true),
    ],
  }),
  setter("setPauser(address)", ["pauser"], { rights: ["owner", "pauserManager"] }),
  setter("setPauserManager(address)", ["pauserManager"]),
];

export const pausableErrors = ["EnforcedPause()", "ExpectedPause()"];
