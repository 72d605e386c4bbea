import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { getCreate2Address, Interface, keccak256, solidityPackedKeccak256, ZeroAddress } from "ethers";
import type { Address } from "../kinds/value.ts";
import { multiSendOf } from "../safe/versions.ts";
import type { Artifact } from "./artifacts.ts";
import type { Sequence } from "./sequence.ts";

/** Versions whose compiled contracts are at hand. */
export type LocalSafeVersion = "1.4.1" | "1.5.0";

const PACKAGES: Readonly<Record<LocalSafeVersion, string>> = {
  "1.4.1": "@safe-global/safe-contracts",
  "1.5.0": "@safe-global/safe-smart-account",
};

/** What all Safes of one version share. */
export interface SafeContracts {
  readonly version: LocalSafeVersion;
  readonly singleton: Address;
  readonly factory: Address;
  readonly fallbackHandler: Address;
}

export interface NewSafe {
  readonly owners: readonly Address[];
  /** How many of the owners have to agree. */
  readonly threshold: number;
  /** Whether the Safe takes the compatibility handler, which answers EIP-1271 and token callbacks; it does unless told. */
  readonly fallbackHandler?: boolean;
  /** Sets apart Safes that are alike in everything else. */
  readonly saltNonce: bigint;
}

/** Creates singleton, proxy factory and fallback handler, in this order, with three transactions. */
export async function deploySafeContracts(
  sequence: Sequence,
  version: LocalSafeVersion = "1.4.1",
): Promise<SafeContracts> {
  const create = async (path: string) => sequence.create(await safeArtifact(path, version), []);
  const singleton = await create("Safe");
  const factory = await create("proxies/SafeProxyFactory");
  return { version, singleton, factory, fallbackHandler: await create("handler/CompatibilityFallbackHandler") };
}

/** Creates a Safe with one transaction. Its address follows from the contracts and the options alone. */
export async function createSafe(sequence: Sequence, contracts: SafeContracts, options: NewSafe): Promise<Address> {
  const { owners, threshold, fallbackHandler = true, saltNonce } = options;
  const { abi } = await safeArtifact("Safe", contracts.version);
  const handler = fallbackHandler ? contracts.fallbackHandler : ZeroAddress;
  const setup = new Interface(abi).encodeFunctionData("setup", [
    ...[owners, threshold, ZeroAddress, "0x", handler],
    ...[ZeroAddress, 0, ZeroAddress],
  ]);
  const fn = "createProxyWithNonce(address,bytes,uint256)";
  await sequence.call(contracts.factory, fn, contracts.singleton, setup, saltNonce);
  const { abi: proxyAbi, bytecode } = await safeArtifact("proxies/SafeProxy", contracts.version);
  const creation = keccak256(bytecode + new Interface(proxyAbi).encodeDeploy([contracts.singleton]).slice(2));
  const salt = solidityPackedKeccak256(["bytes32", "uint256"], [keccak256(setup), saltNonce]);
  return getCreate2Address(contracts.factory, salt, creation) as Address;
}

/** The contracts of a version and one Safe on them: four transactions of the sequence. */
export async function deploySafe(
  options: NewSafe & { readonly sequence: Sequence; readonly version?: LocalSafeVersion },
): Promise<SafeContracts & { readonly safe: Address }> {
  const contracts = await deploySafeContracts(options.sequence, options.version);
  return { ...contracts, safe: await createSafe(options.sequence, contracts, options) };
}

/**
 * Puts MultiSendCallOnly where every public chain has it; a development chain does not.
 * @param rpc raw JSON-RPC of a development chain that knows `hardhat_setCode`.
 * @returns the address.
 */
export async function installMultiSend(
  rpc: (method: string, params: readonly unknown[]) => Promise<unknown>,
  version: LocalSafeVersion = "1.4.1",
): Promise<Address> {
  const { deployedBytecode } = await safeArtifact("libraries/MultiSendCallOnly", version);
  const address = multiSendOf(version);
  await rpc("hardhat_setCode", [address, deployedBytecode]);
  return address;
}

/** @param path within the contracts' folder, without extension: `proxies/SafeProxy`. */
async function safeArtifact(path: string, version: LocalSafeVersion): Promise<Artifact> {
  const file = `${PACKAGES[version]}/build/artifacts/contracts/${path}.sol/${path.split("/").at(-1)!}.json`;
  return JSON.parse(await readFile(createRequire(import.meta.url).resolve(file), "utf8")) as Artifact;
}
