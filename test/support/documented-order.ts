import type { KindName } from "../../src/kinds/index.ts";
import type { Step } from "../../src/plan/step.ts";

/**
 * Fixed lists as operators' scripts have them: the treasury before its allow-list entry, the temperature before its
 * bounds, the fee before the validators' share. What a list does not name keeps its place behind it.
 */
const LISTS: Readonly<Partial<Record<KindName, readonly string[]>>> = {
  StakeManager: [
    "setTreasury",
    "setTreasuryAllowlist",
    "setFeePct",
    "setBurnPct",
    "setValidatorRewardPct",
    "setSlashPercents",
  ],
  FeePool: ["setBurnPct", "setTreasuryAllowlist", "setTreasury"],
  JobRegistry: ["setJobStake", "setMinAgentStake", "setFeePct", "setValidatorRewardPct", "setTreasury"],
  Thermostat: ["setSystemTemperature", "setTemperatureBounds", "setPID", "setKPIWeights", "setRoleTemperature"],
  DisputeModule: ["pause", "setDisputeFee", "setDisputeWindow"],
};

export function documentedOrder(kind: KindName, steps: readonly Step[]): readonly Step[] {
  const list = LISTS[kind] ?? [];
  const place = (step: Step) => {
    const index = list.indexOf(step.write.fn.slice(0, step.write.fn.indexOf("(")));
    return index < 0 ? list.length : index;
  };
  // Pausing first and unpausing last is documented for every contract.
  const phase = (step: Step) =>
    step.phase === "pause" ? -1 : step.phase === "unpause" ? 1 : step.phase === "own" ? 2 : 0;
  return [...steps].sort((a, b) => phase(a) - phase(b) || place(a) - place(b) || (a.id < b.id ? -1 : 1));
}
