import { ZeroAddress, parseEther, type InterfaceAbi, type Signer } from "ethers";
import type { Address } from "../kinds/value.ts";
import { localAccount } from "./accounts.ts";
import { Sequence } from "./sequence.ts";
import { handOver, wire } from "./wire.ts";

/** Where the protocol's contracts expect its token; see contracts/base/ProtocolToken.sol. */
export const TOKEN_ADDRESS: Address = "0xA61a3B3a130a9c20768EEBF97E21515A6046a1fA";

export interface ProtocolAddresses {
  readonly systemPause: Address;
  readonly stakeManager: Address;
  readonly jobRegistry: Address;
  readonly validationModule: Address;
  readonly disputeModule: Address;
  readonly platformRegistry: Address;
  readonly feePool: Address;
  readonly reputationEngine: Address;
  readonly arbitratorCommittee: Address;
  readonly thermostat: Address;
  readonly rewardEngine: Address;
  readonly taxPolicy: Address;
  readonly ownerConfigurator: Address;
  readonly timelock: Address;
  readonly token: Address;
}

export interface DeployOptions {
  /** Deploys, and stays the authority unless `authority` says otherwise. */
  readonly signer: Signer;
  readonly readArtifact: (name: string) => Promise<{ abi: InterfaceAbi; bytecode: string; deployedBytecode: string }>;
  /** Raw JSON-RPC of a development chain that knows `hardhat_setCode`. */
  readonly rpc: (method: string, params: readonly unknown[]) => Promise<unknown>;
  /**
   * `owned`: SystemPause owns the eight modules and is their pauser, so that governance acts on them through it.
   * `pauser`: the signer owns them and SystemPause is merely their pauser.
   */
  readonly topology: "owned" | "pauser";
  readonly guardian: string;
  readonly council: string;
  readonly treasury: string;
  /** Seconds. */
  readonly timelockMinDelay: bigint;
  /**
   * Receives SystemPause, Thermostat and RewardEngineMB, and the offer of OwnerConfigurator and TaxPolicy, which it
   * still has to accept. The signer keeps all five without it.
   */
  readonly authority?: string;
  /** May grant and revoke the timelock's roles without delay; without it only the timelock itself may. */
  readonly timelockAdmin?: string;
}

/**
 * Deploys the whole protocol in a settled state, in an order that never changes: on a fresh chain the addresses are always
 * the same, whatever the options. Throws at the first transaction that fails.
 */
export async function deployProtocol(options: DeployOptions): Promise<ProtocolAddresses> {
  const { deployedBytecode } = await options.readArtifact("GovernanceToken");
  await options.rpc("hardhat_setCode", [TOKEN_ADDRESS, deployedBytecode]);
  const sequence = await Sequence.of(options.signer);
  const at = await createAll(sequence, options);
  await wire(sequence, at, options);
  await stake(sequence, at);
  await handOver(sequence, at, options);
  return at;
}

async function createAll(sequence: Sequence, options: DeployOptions): Promise<ProtocolAddresses> {
  const me = sequence.from;
  const { treasury, council } = options;
  const create = async (name: string, ...args: readonly unknown[]) =>
    sequence.create(await options.readArtifact(name), args);

  const taxPolicy = await create("TaxPolicy", "ipfs://tax-policy", "Taxes are the duty of those who take part.");
  const stakeManager = await create("StakeManager", parseEther("100"), 0, 0, treasury, ZeroAddress, ZeroAddress, me);
  const feePool = await create("FeePool", stakeManager, 5, treasury, taxPolicy);
  const reputationEngine = await create("ReputationEngine", stakeManager);
  const pool = [4, 5, 6, 7, 8].map((index) => localAccount(index).address);
  const validationModule = await create("ValidationModule", ZeroAddress, stakeManager, 1800, 1800, 3, 5, pool);
  const disputeModule = await create("DisputeModule", ZeroAddress, parseEther("1"), 86_400, ZeroAddress, me);
  const jobRegistry = await create(
    "JobRegistry",
    ...[validationModule, stakeManager, reputationEngine, disputeModule, ZeroAddress, feePool, taxPolicy],
    ...[5, parseEther("1"), [], me],
  );
  const arbitratorCommittee = await create("ArbitratorCommittee", jobRegistry, disputeModule);
  const platformRegistry = await create("PlatformRegistry", stakeManager, reputationEngine, parseEther("1000"));
  const thermostat = await create("Thermostat", parseEther("1"), parseEther("0.1"), parseEther("5"), me);
  // Attestations of energy come from outside the protocol; a key stands for whoever signs them.
  const oracle = localAccount(7).address;
  const rewardEngine = await create("RewardEngineMB", thermostat, feePool, reputationEngine, oracle, me);
  const systemPause = await create(
    "SystemPause",
    ...[jobRegistry, stakeManager, validationModule, disputeModule],
    ...[platformRegistry, feePool, reputationEngine, arbitratorCommittee, me],
  );
  const ownerConfigurator = await create("OwnerConfigurator", me);
  const timelock = await create("ProtocolTimelock", options.timelockMinDelay, [council], [council], me);
  return {
    ...{ systemPause, stakeManager, jobRegistry, validationModule, disputeModule, platformRegistry, feePool },
    ...{ reputationEngine, arbitratorCommittee, thermostat, rewardEngine, taxPolicy, ownerConfigurator, timelock },
    token: TOKEN_ADDRESS,
  };
}

/** Tokens for the signer and the fee pool, and a stake of the signer in each role, so that there is something to slash. */
async function stake(sequence: Sequence, at: ProtocolAddresses): Promise<void> {
  await sequence.call(at.token, "mint(address,uint256)", sequence.from, parseEther("100000"));
  await sequence.call(at.token, "mint(address,uint256)", at.feePool, parseEther("5000"));
  await sequence.call(at.token, "approve(address,uint256)", at.stakeManager, parseEther("30000"));
  for (const role of [0, 1, 2]) {
    await sequence.call(at.stakeManager, "depositStake(uint8,uint256)", role, parseEther("10000"));
  }
}
