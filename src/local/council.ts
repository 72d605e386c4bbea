import { ZeroHash, type Signer } from "ethers";
import type { Address } from "../kinds/value.ts";
import { localAccount } from "./accounts.ts";
import type { ProtocolAddresses } from "./deploy.ts";
import { deploySafe, installMultiSend } from "./safe.ts";
import { Sequence } from "./sequence.ts";

/** Accounts of the embedded chain that sign for the council's Safe. */
export const COUNCIL = { alice: 2, bob: 5, carol: 6 } as const;
/** Deploys the Safe: a sequence of its own, so that the protocol's addresses do not depend on it. */
export const SAFE_DEPLOYER = 8;

/** A real Safe of three owners, two of whom have to sign, with the MultiSend that every public chain has. */
export async function deployCouncil(
  signer: Signer,
  rpc: (method: string, params: readonly unknown[]) => Promise<unknown>,
): Promise<Address> {
  const owners = Object.values(COUNCIL).map((index) => localAccount(index).address);
  const { safe } = await deploySafe({ sequence: await Sequence.of(signer), owners, threshold: 2, saltNonce: 0n });
  await installMultiSend(rpc);
  return safe;
}

/** Makes the guardian the pauser of the eight modules, so that pausing waits for nobody. */
export async function appointGuardian(signer: Signer, at: ProtocolAddresses, guardian: Address): Promise<void> {
  const sequence = await Sequence.of(signer);
  await sequence.call(at.systemPause, "setGlobalPauser(address)", guardian);
}

/**
 * Gives the protocol to the timelock, which the council's Safe proposes to: SystemPause, Thermostat and RewardEngineMB at once,
 * TaxPolicy and OwnerConfigurator as an offer that the timelock still has to accept. The timelock is then administered by
 * itself alone.
 */
export async function handToTimelock(signer: Signer, at: ProtocolAddresses): Promise<void> {
  const sequence = await Sequence.of(signer);
  for (const governed of [at.systemPause, at.thermostat, at.rewardEngine, at.ownerConfigurator, at.taxPolicy]) {
    await sequence.call(governed, "transferOwnership(address)", at.timelock);
  }
  await sequence.call(at.timelock, "renounceRole(bytes32,address)", ZeroHash, sequence.from);
}
