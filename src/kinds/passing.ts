import type { Kind, Topology } from "./kind.ts";

const ENTRY = "address,bytes,bytes32,bytes32,bytes,bytes";
const SINGLE = "address,uint256,bytes,bytes32,bytes32";
const BATCH = "address[],uint256[],bytes[],bytes32,bytes32";

/** Functions of the contracts that pass calls on, as plans call them. */
export const CONFIGURE = `configure(${ENTRY})`;
export const CONFIGURE_BATCH = `configureBatch((${ENTRY})[])`;
export const SCHEDULE_BATCH = `scheduleBatch(${BATCH},uint256)`;
export const EXECUTE_OPERATION = [`execute(${SINGLE})`, `executeBatch(${BATCH})`] as const;
export const CANCEL_OPERATION = "cancel(bytes32)";
export const SCHEDULE_MANAGED = "schedule(address,bytes,uint48)";
export const EXECUTE_MANAGED = "execute(address,bytes)";
export const CANCEL_MANAGED = "cancel(address,address,bytes)";

/** What is called to make a contract call others; whoever is to do so must be allowed to call each of them. */
export const PASSING: Readonly<Record<Topology, readonly string[]>> = {
  systemPause: ["executeGovernanceCall(address,bytes)"],
  ownerConfigurator: [CONFIGURE, CONFIGURE_BATCH],
  accessManager: [EXECUTE_MANAGED],
  timelock: [SCHEDULE_BATCH],
  safe: ["approveHash(bytes32)"],
};

const BESIDES: Readonly<Partial<Record<Topology, readonly string[]>>> = {
  systemPause: ["pauseAll()", "unpauseAll()"],
  timelock: [...EXECUTE_OPERATION, CANCEL_OPERATION],
  accessManager: [SCHEDULE_MANAGED, CANCEL_MANAGED],
};

/** Every function of a contract that a plan may call, each once. */
export function functionsOf({ writes, topology }: Kind): readonly string[] {
  const passing = topology ? [...PASSING[topology], ...(BESIDES[topology] ?? [])] : [];
  return [...new Set([...writes.map(({ fn }) => fn), ...passing])];
}
