import { arbitratorCommittee } from "../../src/kinds/arbitrator-committee.ts";
import { roleHash } from "../../src/kinds/access-control.ts";
import { safe } from "../../src/kinds/safe.ts";
import { timelock } from "../../src/kinds/timelock.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import type { PlanModule } from "../../src/plan/world.ts";
import { membersAt, moduleOf, plainAddress, type Move } from "./graph-plan.ts";

/** People and contracts of hand-made stacks. */

type Values = Readonly<Record<string, Value>>;

export const [alice, bob, carol, stranger] = [1, 2, 3, 4].map(plainAddress) as [Address, Address, Address, Address];
export const [SAFE, TIMELOCK, PAUSE, MODULE, VAULT, CONFIGURATOR] = [41, 42, 43, 44, 45, 46].map(plainAddress) as [
  Address,
  Address,
  Address,
  Address,
  Address,
  Address,
];

/** A module with one owner and nobody else who has a say. */
export function committee(owner: Address, more: Values = {}, name = "m", address: Address = MODULE): PlanModule {
  return moduleOf(name, arbitratorCommittee, address, {
    ...{ owner, pauser: ZERO_ADDRESS, pauserManager: ZERO_ADDRESS, paused: false, absenteeSlash: 0n },
    ...more,
  });
}

export function council(threshold: bigint, ...owners: readonly Address[]): PlanModule {
  const more = { version: "1.4.1", nonce: 0n, owners: owners.join() };
  return moduleOf("s", safe, SAFE, { threshold, ...more, ...membersAt("owners", ...owners) });
}

/** A timelock by the holders of its roles: `PROPOSER_ROLE`, `EXECUTOR_ROLE`, `DEFAULT_ADMIN_ROLE`. */
export function queue(
  roles: Readonly<Record<string, readonly Address[]>>,
  minDelay = 60n,
  name = "t",
  address: Address = TIMELOCK,
): PlanModule {
  return moduleOf(name, timelock, address, { minDelay, ...rolesAt(roles) });
}

/** Holders of roles, as values. */
export function rolesAt(roles: Readonly<Record<string, readonly Address[]>>): Values {
  return Object.entries(roles).reduce<Values>(
    (values, [role, holders]) => ({ ...values, ...membersAt(`roles.${role}`, ...holders) }),
    {},
  );
}

export const slashing = (amount: bigint, name = "m"): Move => [
  ...([name, "setAbsenteeSlash(uint256)"] as const),
  [amount],
  { absenteeSlash: amount },
];

export const owning = (to: Address, name = "m"): Move => [name, "transferOwnership(address)", [to], { owner: to }];

export const pausing = (name = "m"): Move => [name, "pause()", [], { paused: true }];

export function granting(module: string, role: string, holder: Address): Move {
  return [module, "grantRole(bytes32,address)", [roleHash(role), holder], { [`roles.${role}[${holder}]`]: true }];
}

export function revoking(module: string, role: string, holder: Address): Move {
  return [module, "revokeRole(bytes32,address)", [roleHash(role), holder], { [`roles.${role}[${holder}]`]: false }];
}
