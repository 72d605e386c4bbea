import { id } from "../keccak.ts";
import type { RawLog } from "../chain/logs.ts";
import { roleHash } from "../kinds/access-control.ts";
import type { Hex } from "../kinds/value.ts";
import type { Written } from "../kinds/written.ts";

/** A contract only knows the hashes of its roles: these are the names that are tried, each confirmed by its constant. */
const ROLE_NAMES = [
  ...["DEFAULT_ADMIN", "ADMIN", "OWNER", "GOVERNOR", "GOVERNANCE", "GOV", "MANAGER", "OPERATOR", "KEEPER", "EXECUTOR"],
  ...["PROPOSER", "CANCELLER", "TIMELOCK_ADMIN", "GUARDIAN", "PAUSER", "UNPAUSER", "UPGRADER", "MINTER", "BURNER"],
  ...["TREASURY", "TREASURER", "FEE_MANAGER", "FEE_SETTER", "REWARDER", "REWARDS", "DISTRIBUTOR", "SLASHER", "ORACLE"],
  ...["RELAYER", "VALIDATOR", "ARBITRATOR", "MODERATOR", "REGISTRAR", "WHITELISTER", "BLACKLISTER", "WHITELIST"],
  ...["BLACKLIST", "DEPOSITOR", "WITHDRAWER", "STRATEGIST", "CONFIGURATOR", "EMERGENCY", "EMERGENCY_ADMIN", "RESCUER"],
  ...["SNAPSHOT", "TRANSFER", "BRIDGE", "POOL_ADMIN", "RISK_ADMIN", "ASSET_LISTING_ADMIN", "LISTING_ADMIN", "AUDITOR"],
].map((name) => `${name}_ROLE`);
const NAME_BY_HASH = new Map(ROLE_NAMES.map((name) => [roleHash(name), name]));

export const ROLE_EVENTS = {
  granted: id("RoleGranted(bytes32,address,address)") as Hex,
  admin: id("RoleAdminChanged(bytes32,bytes32,bytes32)") as Hex,
};

/** What a stack file says of a contract beside its values: its keys decide what is read. */
export interface Entry {
  readonly written: Written;
  /** Roles that exist and whose names nobody knows: a stack file cannot name them. */
  readonly nameless: readonly string[];
}

/**
 * The roles that an AccessControl contract has granted or administers, by their names.
 * @param logs its own.
 */
export function roleEntry(
  logs: readonly RawLog[],
  { enumerable, ruled }: { readonly enumerable: boolean; readonly ruled: boolean },
): Entry {
  const hashes = new Set<string>([roleHash("DEFAULT_ADMIN_ROLE")]);
  for (const { topics } of logs) {
    if (topics[0] === ROLE_EVENTS.granted) hashes.add(topics[1]!);
    if (topics[0] === ROLE_EVENTS.admin) for (const hash of topics.slice(1)) hashes.add(hash);
  }
  const names = [...hashes].flatMap((hash) => NAME_BY_HASH.get(hash) ?? []);
  return {
    written: {
      ...(enumerable && { enumerable }),
      ...(ruled && { adminRules: ruled }),
      roles: Object.fromEntries(names.map((name) => [name, []])),
    },
    nameless: [...hashes].filter((hash) => !NAME_BY_HASH.has(hash)),
  };
}
