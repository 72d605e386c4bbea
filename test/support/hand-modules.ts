import { ZeroHash, type Signer } from "ethers";
import type { Address } from "../../src/kinds/value.ts";
import type { ProtocolAddresses } from "../../src/local/deploy.ts";
import { Sequence } from "../../src/local/sequence.ts";

const MODULES = [
  ...["jobRegistry", "stakeManager", "validationModule", "disputeModule"],
  ...["platformRegistry", "feePool", "reputationEngine", "arbitratorCommittee"],
] as readonly (keyof ProtocolAddresses)[];
const OTHERS = ["thermostat", "rewardEngine", "ownerConfigurator", "taxPolicy"] as const;

/**
 * Gives the eight modules themselves to the timelock, and SystemPause, which is merely their pauser, to the guardian: the
 * counterpart of `handToTimelock` where SystemPause owns nothing.
 */
export async function handModules(signer: Signer, at: ProtocolAddresses, guardian: Address): Promise<void> {
  const sequence = await Sequence.of(signer);
  for (const module of [...MODULES, ...OTHERS])
    await sequence.call(at[module], "transferOwnership(address)", at.timelock);
  await sequence.call(at.systemPause, "transferOwnership(address)", guardian);
  await sequence.call(at.timelock, "renounceRole(bytes32,address)", ZeroHash, sequence.from);
}

/** `stacks/local.yaml` for that: who owns and who pauses is all that differs. */
export function pauserStack(text: string): string {
  return text
    .replaceAll("owner: systemPause", "owner: timelock")
    .replaceAll("pauser: guardian", "pauser: systemPause")
    .replace(/(kind: SystemPause\n.*\n {4}owner: )timelock/, "$1guardian");
}
