import { ZeroHash, id, parseEther } from "ethers";
import type { Address } from "../kinds/value.ts";
import type { DeployOptions, ProtocolAddresses } from "./deploy.ts";
import type { Sequence } from "./sequence.ts";

const DAY = 86_400n;
const VALIDATOR = 1;

/** Points the fresh contracts at each other and sets values that a running protocol could have. */
export async function wire(sequence: Sequence, at: ProtocolAddresses, options: DeployOptions): Promise<void> {
  const on =
    (to: Address) =>
    (fn: string, ...args: readonly unknown[]) =>
      sequence.call(to, fn, ...args);

  const stakes = on(at.stakeManager);
  await stakes("setModules(address,address)", at.jobRegistry, at.disputeModule);
  await stakes("setValidationModule(address)", at.validationModule);
  await stakes("setFeePool(address)", at.feePool);
  await stakes("setThermostat(address)", at.thermostat);
  await stakes("setValidatorLockManager(address,bool)", at.validationModule, true);
  await stakes("setFeePct(uint256)", 5);
  await stakes("setBurnPct(uint256)", 1);
  await stakes("setValidatorRewardPct(uint256)", 10);
  // After the reward, which overwrites the validators' share of slashes.
  await stakes("setSlashPercents(uint16,uint16,uint16,uint16,uint16)", 50, 50, 0, 0, 0);

  const jobs = on(at.jobRegistry);
  await jobs("setAcknowledger(address,bool)", at.stakeManager, true);
  await jobs("setTreasury(address)", options.treasury);
  await jobs("setMaxJobReward(uint256)", parseEther("10000"));
  await jobs("setJobDurationLimit(uint256)", 30n * DAY);
  await jobs("setMinAgentStake(uint256)", parseEther("100"));
  await jobs("setMaxActiveJobsPerAgent(uint256)", 5);
  await jobs("setExpirationGracePeriod(uint256)", DAY);

  const validation = on(at.validationModule);
  await validation("setJobRegistry(address)", at.jobRegistry);
  await validation("setReputationEngine(address)", at.reputationEngine);

  const disputes = on(at.disputeModule);
  await disputes("setJobRegistry(address)", at.jobRegistry);
  await disputes("setStakeManager(address)", at.stakeManager);
  await disputes("setCommittee(address)", at.arbitratorCommittee);
  await disputes("setTaxPolicy(address)", at.taxPolicy);
  await disputes("setModerator(address,uint96)", options.council, 1);

  await on(at.feePool)("setGovernance(address)", at.timelock);
  await on(at.feePool)("setRewarder(address,bool)", at.rewardEngine, true);
  await on(at.reputationEngine)("setCaller(address,bool)", at.jobRegistry, true);
  await on(at.reputationEngine)("setCaller(address,bool)", at.validationModule, true);
  await on(at.arbitratorCommittee)("setAbsenteeSlash(uint256)", parseEther("10"));
  await on(at.thermostat)("setRoleTemperature(uint8,int256)", VALIDATOR, parseEther("1.2"));
  await on(at.rewardEngine)("setTreasury(address)", options.treasury);
  await on(at.rewardEngine)("setSettler(address,bool)", options.council, true);
  await on(at.taxPolicy)("setAcknowledger(address,bool)", at.jobRegistry, true);
}

/** Gives the contracts to those who are to govern them. Last of all: the signer can do little afterwards. */
export async function handOver(sequence: Sequence, at: ProtocolAddresses, options: DeployOptions): Promise<void> {
  const modules = [
    ...[at.jobRegistry, at.stakeManager, at.validationModule, at.disputeModule],
    ...[at.platformRegistry, at.feePool, at.reputationEngine, at.arbitratorCommittee],
  ];
  const gift = options.topology === "owned" ? "transferOwnership(address)" : "setPauser(address)";
  for (const module of modules) await sequence.call(module, gift, at.systemPause);
  if (options.topology === "owned") await sequence.call(at.systemPause, "refreshPausers()");

  await handOverTimelock(sequence, at.timelock, options);

  const { authority } = options;
  if (authority === undefined || authority === sequence.from) return;
  for (const governed of [at.systemPause, at.thermostat, at.rewardEngine, at.ownerConfigurator, at.taxPolicy]) {
    await sequence.call(governed, "transferOwnership(address)", authority);
  }
}

/** The timelock was created with the signer as its admin, because only an admin can let the guardian cancel. */
async function handOverTimelock(sequence: Sequence, timelock: Address, options: DeployOptions): Promise<void> {
  await sequence.call(timelock, "grantRole(bytes32,address)", id("CANCELLER_ROLE"), options.guardian);
  const { timelockAdmin } = options;
  if (timelockAdmin === sequence.from) return;
  if (timelockAdmin !== undefined) await sequence.call(timelock, "grantRole(bytes32,address)", ZeroHash, timelockAdmin);
  await sequence.call(timelock, "renounceRole(bytes32,address)", ZeroHash, sequence.from);
}
