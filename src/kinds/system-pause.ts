import type { SystemPauseModule } from "../stack/types.ts";
import { address } from "../stack/units.ts";
import { defineKind } from "./kind.ts";
import { group, guard, nonZero, reference, scalar, setter } from "./make.ts";
import { governableErrors, owner, ownershipWrites } from "./ownable.ts";
import { ZERO_ADDRESS, type Address } from "./value.ts";
import type { Guard, View } from "./write.ts";

/** In the order of setModules and of pauseAll. */
const MODULES = [
  "jobRegistry",
  "stakeManager",
  "validationModule",
  "disputeModule",
  "platformRegistry",
  "feePool",
  "reputationEngine",
  "arbitratorCommittee",
].map((name) => `modules.${name}`);

function everyModule(view: View, holds: (module: View) => boolean): boolean {
  return MODULES.every((key) => {
    const module = view.other(view.get(key) as Address);
    return module !== undefined && holds(module);
  });
}

/** Also refuses what is no managed contract: nothing is known of its owner. */
const owned = (fn: string): Guard =>
  guard(MODULES, `SystemPause.${fn}: SystemPause must own each of the eight modules (ModuleNotOwned)`, (after) =>
    everyModule(after, (module) => module.get("owner") === after.address),
  );

/**
 * Both calls set the pauser and the pauser manager of all modules. That reaches into other modules, so a plan only makes
 * them where nothing is overwritten: what the modules are to hold is planned with the modules.
 */
const overwritesNothing = (fn: string, pauserOf: (after: View) => unknown): Guard =>
  guard(
    [...MODULES, "activePauser"],
    `SystemPause.${fn} would overwrite the pauser or the pauser manager of a module: declare both in the modules first`,
    (after) =>
      everyModule(
        after,
        (module) =>
          [ZERO_ADDRESS, pauserOf(after)].includes(module.get("pauser")) &&
          [ZERO_ADDRESS, after.address].includes(module.get("pauserManager") as Address),
      ),
  );

export const systemPause = defineKind<SystemPauseModule>({
  name: "SystemPause",
  properties: {
    owner,
    modules: group({
      jobRegistry: reference("jobRegistry()"),
      stakeManager: reference("stakeManager()"),
      validationModule: reference("validationModule()"),
      disputeModule: reference("disputeModule()"),
      platformRegistry: reference("platformRegistry()"),
      feePool: reference("feePool()"),
      reputationEngine: reference("reputationEngine()"),
      arbitratorCommittee: reference("arbitratorCommittee()"),
    }),
    activePauser: scalar("activePauser()", address, "Ownership"),
  },
  writes: [
    setter("setModules(address,address,address,address,address,address,address,address)", MODULES, {
      guards: [owned("setModules"), overwritesNothing("setModules", (after) => after.address)],
      affects: ["activePauser"],
      effects: (after) => ({ activePauser: after.address }),
    }),
    setter("setGlobalPauser(address)", ["activePauser"], {
      guards: [
        nonZero("activePauser", "SystemPause.setGlobalPauser: the pauser must not be the zero address (InvalidPauser)"),
        owned("setGlobalPauser"),
        overwritesNothing("setGlobalPauser", (after) => after.get("activePauser")),
      ],
    }),
    ...ownershipWrites("setGovernance(address)"),
  ],
  errors: [
    ...governableErrors,
    "InvalidJobRegistry(address)",
    "InvalidStakeManager(address)",
    "InvalidValidationModule(address)",
    "InvalidDisputeModule(address)",
    "InvalidPlatformRegistry(address)",
    "InvalidFeePool(address)",
    "InvalidReputationEngine(address)",
    "InvalidArbitratorCommittee(address)",
    "InvalidPauser(address)",
    "ModuleNotOwned(address,address)",
    "PauserManagerNotDelegated(address)",
    "UnknownGovernanceTarget(address)",
    "GovernanceCallFailed(address,bytes)",
    "MissingSelector()",
    "ReentrancyGuardReentrantCall()",
  ],
  topology: "systemPause",
});
