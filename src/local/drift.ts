import { Interface, type Signer } from "ethers";
import type { Address } from "../kinds/value.ts";
import type { ProtocolAddresses } from "./deploy.ts";
import { mined } from "./mined.ts";

/** One out-of-band change, as somebody with too much power might make it. */
interface Deed {
  readonly module: keyof ProtocolAddresses;
  readonly fn: string;
  readonly args: readonly unknown[];
}

const WAD = 10n ** 18n;
const DAY = 86_400n;

/**
 * Changes a settled deployment so that it differs from `stacks/local.yaml` in every way the project knows: pause flags,
 * owners, pausers, roles, fee splits, a band with an override outside the new one, lists, durations and amounts.
 * @param stranger an address that the stack file does not name.
 */
export async function drift(
  signer: Signer,
  at: ProtocolAddresses,
  stranger: Address,
  guardian: Address,
): Promise<number> {
  const cancel = "0xfd643c72710c63c0180259aba6b2d05451e3591a24e58b62239378085726f783";
  const deeds: readonly Deed[] = [
    { module: "stakeManager", fn: "setFeePct(uint256)", args: [7] },
    { module: "stakeManager", fn: "setBurnPct(uint256)", args: [2] },
    { module: "stakeManager", fn: "setUnbondingPeriod(uint256)", args: [3n * DAY] },
    { module: "stakeManager", fn: "setMinStake(uint256)", args: [50n * WAD] },
    { module: "stakeManager", fn: "setTreasuryAllowlist(address,bool)", args: [stranger, true] },
    { module: "jobRegistry", fn: "setFeePct(uint256)", args: [3] },
    { module: "jobRegistry", fn: "setValidatorRewardPct(uint256)", args: [96] },
    { module: "jobRegistry", fn: "setPauser(address)", args: [stranger] },
    { module: "validationModule", fn: "setCommitRevealWindows(uint256,uint256)", args: [600n, 900n] },
    { module: "disputeModule", fn: "setDisputeFee(uint256)", args: [3n * WAD] },
    { module: "disputeModule", fn: "pause()", args: [] },
    { module: "feePool", fn: "pause()", args: [] },
    { module: "feePool", fn: "setBurnPct(uint256)", args: [9] },
    { module: "feePool", fn: "setRewarder(address,bool)", args: [stranger, true] },
    { module: "platformRegistry", fn: "setMinPlatformStake(uint256)", args: [5n * WAD] },
    { module: "platformRegistry", fn: "setRegistrar(address,bool)", args: [stranger, true] },
    { module: "reputationEngine", fn: "transferOwnership(address)", args: [await signer.getAddress()] },
    { module: "thermostat", fn: "setTemperatureBounds(int256,int256)", args: [WAD / 2n, 10n * WAD] },
    { module: "thermostat", fn: "setRoleTemperature(uint8,int256)", args: [1, 8n * WAD] },
    {
      module: "rewardEngine",
      fn: "setRoleShares(uint256,uint256,uint256,uint256)",
      args: [(WAD * 60n) / 100n, (WAD * 20n) / 100n, (WAD * 15n) / 100n, (WAD * 5n) / 100n],
    },
    { module: "timelock", fn: "grantRole(bytes32,address)", args: [cancel, stranger] },
    { module: "timelock", fn: "revokeRole(bytes32,address)", args: [cancel, guardian] },
  ];
  const throughSystemPause = new Set<string>([
    "jobRegistry",
    "stakeManager",
    "validationModule",
    "disputeModule",
    "platformRegistry",
    "feePool",
    "reputationEngine",
    "arbitratorCommittee",
  ]);
  const governed = new Interface(["function executeGovernanceCall(address,bytes)"]);
  let nonce = await signer.getNonce();
  const pending = [];
  for (const { module, fn, args } of deeds) {
    const data = new Interface([`function ${fn}`]).encodeFunctionData(fn.slice(0, fn.indexOf("(")), args);
    const call = throughSystemPause.has(module)
      ? { to: at.systemPause, data: governed.encodeFunctionData("executeGovernanceCall", [at[module], data]) }
      : { to: at[module], data };
    // Out of order estimates would see a state without the earlier deeds; the local chain has gas to spare.
    pending.push(await signer.sendTransaction({ ...call, nonce: nonce++, gasLimit: 1_000_000 }));
  }
  for (const sent of pending) await mined(sent.provider, sent.hash);
  return deeds.length;
}
