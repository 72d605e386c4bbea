import { id, Interface } from "ethers";
import type { Hex } from "../../src/kinds/value.ts";
import { httpRpc, toHex } from "../../src/send/rpc.ts";

/** One entry of the section `penalties`, as text; what is not told is as in most tests. */
export function penalty(incident: string, more: Readonly<Record<string, string>> = {}): string {
  const entry = { user: "operator", role: "validator", percentage: "12.5 %", beneficiary: "guardian", ...more };
  const fields = Object.entries({ incident, ...entry, reason: "signed two blocks of one height" });
  return `  - { ${fields.map(([key, value]) => `${key}: ${value}`).join(", ")} }`;
}

/** The stack file with these penalties. */
export function withPenalties(stack: string, ...entries: readonly string[]): string {
  if (!stack.includes("\nemergency:")) throw new Error("the stack file has changed");
  return stack.replace("\nemergency:", `\npenalties:\n${entries.join("\n")}\n\nemergency:`);
}

const EVENT =
  "event GovernanceSlash(address indexed,uint8 indexed,address indexed,uint256 amount,uint256 pctBps,address)";
const events = new Interface([EVENT]);

/** Amounts of all slashes that a chain has seen, in tokens of 18 decimals' wei. */
export async function slashedOn(url: string, stakeManager: string): Promise<readonly bigint[]> {
  const topics = [id("GovernanceSlash(address,uint8,address,uint256,uint256,address)")];
  const filter = { address: stakeManager, topics, fromBlock: toHex(0) };
  const logs = (await httpRpc(url).request("eth_getLogs", [filter])) as { topics: Hex[]; data: Hex }[];
  return logs.map((log) => events.parseLog(log)!.args["amount"] as bigint);
}
