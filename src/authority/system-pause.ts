import { encodeCall } from "../plan/calldata.ts";
import type { Intermediary } from "./intermediary.ts";

/** SystemPause.executeGovernanceCall(address,bytes): only for the eight modules that it knows (UnknownGovernanceTarget). */
export const systemPause: Intermediary = (_world, contract, call) => {
  const known = [...contract.values].some(([key, value]) => key.startsWith("modules.") && value === call.to);
  if (!known)
    return { noRoute: `${contract.name} does not know ${call.to} as one of its modules (UnknownGovernanceTarget)` };
  return { to: contract.address, data: encodeCall("executeGovernanceCall(address,bytes)", [call.to, call.data]) };
};
