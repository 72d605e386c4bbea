import hre from "hardhat";
import { BrowserProvider, Contract, ContractFactory, type JsonRpcSigner } from "ethers";

/** A fresh in-process chain: nothing listens on a port and nothing outlives the test. */
export interface InProcessChain {
  readonly provider: BrowserProvider;
  /** Ten funded accounts; the first is the usual deployer. */
  readonly accounts: readonly JsonRpcSigner[];
  /** Raw JSON-RPC. */
  request(method: string, params?: readonly unknown[]): Promise<unknown>;
  /** Deploy a compiled contract of `contracts/` by its name. */
  deploy(name: string, args?: readonly unknown[], from?: JsonRpcSigner): Promise<Contract>;
  close(): Promise<void>;
}

export async function inProcessChain(): Promise<InProcessChain> {
  const connection = await hre.network.create({ network: "inprocess" });
  const provider = new BrowserProvider(connection.provider, 31337, { cacheTimeout: -1 });
  const accounts = (await provider.listAccounts()).slice(0, 10);
  return {
    provider,
    accounts,
    request: (method, params = []) => provider.send(method, [...params]),
    async deploy(name, args = [], from = accounts[0]!) {
      const artifact = await hre.artifacts.readArtifact(name);
      const factory = new ContractFactory(artifact.abi, artifact.bytecode, from);
      const contract = await factory.deploy(...args);
      await contract.waitForDeployment();
      return new Contract(await contract.getAddress(), artifact.abi, from);
    },
    close: () => connection.close(),
  };
}
