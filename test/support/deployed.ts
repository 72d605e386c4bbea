import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { ContractFactory, Interface, Wallet } from "ethers";
import { localAccount, type LocalAccount } from "../../src/local/accounts.ts";
import type { Address } from "../../src/kinds/value.ts";
import { readArtifact } from "../../src/local/artifacts.ts";
import { deployProtocol, type ProtocolAddresses } from "../../src/local/deploy.ts";
import { drift } from "../../src/local/drift.ts";
import { appointGuardian, deployCouncil, handToTimelock, SAFE_DEPLOYER } from "../../src/local/council.ts";
import { mined } from "../../src/local/mined.ts";
import { handModules } from "./hand-modules.ts";
import { startAnvil, startHardhatNode } from "./nodes.ts";
import { madeBefore, RecordingProvider } from "./replay.ts";

const ROOT = resolve(import.meta.dirname, "../..");
const OPERATOR_STACK = "test/support/stacks/operator.yaml";

/**
 * A real node with the protocol on it: governed by one key, or (`council`) by a Safe through a timelock, as in
 * `stacks/local.yaml`.
 */
export interface DeployedChain {
  readonly url: string;
  readonly addresses: ProtocolAddresses;
  readonly operator: LocalAccount;
  readonly guardian: LocalAccount;
  /** The stack file that fits the settled deployment. */
  readonly stackText: string;
  block(): Promise<number>;
  /** Transactions mined after a block, oldest first. */
  transactionsSince(block: number): Promise<{ to: string; data: string }[]>;
  /** The operator calls a contract that it owns. */
  send(module: keyof ProtocolAddresses, fn: string, args: readonly unknown[]): Promise<void>;
  throughSystemPause(module: keyof ProtocolAddresses, fn: string, args: readonly unknown[]): Promise<void>;
  /** The operator sends what a plan says. */
  transact(to: string, data: string): Promise<void>;
  /** Lets time pass and mines a block, or more. */
  pass(seconds: number, blocks?: number): Promise<void>;
  /** Whoever is to propose to the timelock: an account, or the council's Safe. */
  readonly council: Address;
  /** Somebody else, without a key, sends a transaction. */
  impersonate(from: string, to: string, data: string): Promise<void>;
  /** The operator sends so many transactions that are mined together. */
  inOneBlock(count: number, make: (index: number) => { to: string; data: string }): Promise<void>;
  deployContract(name: string, args: readonly unknown[]): Promise<string>;
  /** Puts the code of another contract at an address. */
  giveCode(address: string, name: string): Promise<void>;
  snapshot(): Promise<string>;
  revert(mark: string): Promise<void>;
  stop(): Promise<void>;
}

export async function deployedChain(
  kind: "hardhat" | "anvil",
  options: { readonly drifted?: boolean; readonly topology?: "owned" | "pauser"; readonly council?: boolean } = {},
): Promise<DeployedChain> {
  const node = await (kind === "anvil" ? startAnvil() : startHardhatNode());
  const [operator, guardian, councilAccount, treasury, stranger] = [0, 1, 2, 3, 9].map(localAccount) as [
    LocalAccount,
    LocalAccount,
    LocalAccount,
    LocalAccount,
    LocalAccount,
  ];
  const provider = new RecordingProvider(node.url, 31337, {
    staticNetwork: true,
    cacheTimeout: -1,
    pollingInterval: 20,
    batchMaxCount: 1,
  });
  const signer = new Wallet(operator.key, provider);
  const rpc = (method: string, params: readonly unknown[]) => provider.send(method, [...params]);
  const { council, addresses } = await madeBefore(`${kind} ${JSON.stringify(options)}`, provider, async () => {
    const council = options.council
      ? await deployCouncil(new Wallet(localAccount(SAFE_DEPLOYER).key, provider), rpc)
      : councilAccount.address;
    const addresses = await deployProtocol({
      signer,
      readArtifact,
      rpc,
      topology: options.topology ?? "owned",
      guardian: guardian.address,
      council,
      treasury: treasury.address,
      timelockMinDelay: 2n * 86_400n,
      timelockAdmin: operator.address,
    });
    // Only an owner of the modules can name their pauser: SystemPause stays it, and the guardian pauses through it.
    if (options.council && options.topology !== "pauser") await appointGuardian(signer, addresses, guardian.address);
    if (options.drifted) await drift(signer, addresses, stranger.address, guardian.address);
    if (options.council && options.topology === "pauser") await handModules(signer, addresses, guardian.address);
    else if (options.council) await handToTimelock(signer, addresses);
    return { council, addresses };
  });
  const encode = (fn: string, args: readonly unknown[]) =>
    new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), [...args]);
  const transact = async (to: string, data: string) => {
    const sent = await signer.sendTransaction({
      to,
      data,
      nonce: await provider.getTransactionCount(operator.address),
    });
    await mined(provider, sent.hash);
  };
  const block = () => provider.getBlockNumber();
  return {
    url: node.url,
    addresses,
    council,
    async pass(seconds, blocks = 1) {
      await rpc("evm_increaseTime", [seconds]);
      await rpc("hardhat_mine", [`0x${blocks.toString(16)}`]);
    },
    async impersonate(from, to, data) {
      await rpc("hardhat_impersonateAccount", [from]);
      await rpc("hardhat_setBalance", [from, "0xde0b6b3a7640000"]);
      const hash = (await rpc("eth_sendTransaction", [{ from, to, data, gas: "0x1e8480" }])) as string;
      await mined(provider, hash);
      await rpc("hardhat_stopImpersonatingAccount", [from]);
    },
    async inOneBlock(count, make) {
      await rpc("evm_setAutomine", [false]);
      const nonce = await provider.getTransactionCount(operator.address);
      for (let index = 0; index < count; index++) {
        await signer.sendTransaction({ ...make(index), nonce: nonce + index, gasLimit: 200_000 });
      }
      await rpc("evm_mine", []);
      await rpc("evm_setAutomine", [true]);
    },
    operator,
    guardian,
    stackText: readFileSync(resolve(ROOT, options.council ? "stacks/local.yaml" : OPERATOR_STACK), "utf8"),
    block,
    async transactionsSince(after) {
      const found: { to: string; data: string }[] = [];
      for (let number = after + 1; number <= (await block()); number++) {
        const mined = await provider.getBlock(number, true);
        for (const { to, data } of mined!.prefetchedTransactions) found.push({ to: to!, data });
      }
      return found;
    },
    transact,
    send: (module, fn, args) => transact(addresses[module], encode(fn, args)),
    throughSystemPause: (module, fn, args) =>
      transact(
        addresses.systemPause,
        encode("executeGovernanceCall(address,bytes)", [addresses[module], encode(fn, args)]),
      ),
    async deployContract(name, args) {
      const artifact = readArtifact(name);
      const { abi, bytecode } = await artifact;
      const nonce = await provider.getTransactionCount(operator.address);
      const contract = await new ContractFactory(abi, bytecode, signer).deploy(...args, { nonce });
      await mined(provider, contract.deploymentTransaction()!.hash);
      return contract.getAddress();
    },
    async giveCode(address, name) {
      const { deployedBytecode } = await readArtifact(name);
      await rpc(kind === "anvil" ? "anvil_setCode" : "hardhat_setCode", [address, deployedBytecode]);
    },
    snapshot: () => rpc("evm_snapshot", []) as Promise<string>,
    async revert(mark) {
      await rpc("evm_revert", [mark]);
    },
    async stop() {
      provider.destroy();
      await node.stop();
    },
  };
}
