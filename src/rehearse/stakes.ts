import { quantity } from "../chain/refuse.ts";
import { getAddress } from "../checksum.ts";
import { id } from "../keccak.ts";
import { encodeGetter } from "../chain/abi.ts";
import type { Header } from "../chain/header.ts";
import { logRequest, scanLogs, type LogFilter } from "../chain/logs.ts";
import { postAll } from "../chain/post.ts";
import type { ReadTransport } from "../chain/transport.ts";
import type { StakeRole } from "../kinds/penalty.ts";
import { ROLES } from "../kinds/stake-manager-stakes.ts";
import type { Address, Hex } from "../kinds/value.ts";

/** Something that can be slashed. */
export interface Stake {
  readonly user: Address;
  readonly role: StakeRole;
  /** Wei. */
  readonly amount: bigint;
}

const DEPOSITED = id("StakeDeposited(address,uint8,uint256)") as Hex;
const GETTER = "stakes(address,uint8)";
/** Of those who have ever staked, the latest; most have something left. */
const MOST = 64;

/**
 * The largest stake of those who staked last, from the logs and the getter of one StakeManager.
 * @returns why none is known, where that is so.
 */
export async function stakeIn(
  transport: ReadTransport,
  manager: Address,
  { fromBlock, to }: { readonly fromBlock: bigint; readonly to: Pick<Header, "number" | "hash"> },
): Promise<Stake | { readonly none: string }> {
  const filter: LogFilter = { addresses: [manager], topics: [[DEPOSITED]], fromBlock };
  const first = await postAll(transport, [logRequest(filter, fromBlock, quantity(to.number))]);
  const { logs, scan } = await scanLogs(transport, [filter], to, first);
  const seen = new Map<string, Omit<Stake, "amount">>();
  for (const { topics } of logs.toReversed()) {
    const user = getAddress(`0x${topics[1]!.slice(-40)}`);
    const role = (Object.keys(ROLES) as StakeRole[]).find((each) => ROLES[each] === BigInt(topics[2]!));
    if (role !== undefined && seen.size < MOST) seen.set(`${user} ${role}`, { user, role });
  }
  const staked = [...seen.values()];
  const answers = await postAll(
    transport,
    staked.map(({ user, role }) => ({
      method: "eth_call" as const,
      params: [{ to: manager, data: encodeGetter(GETTER, [user, ROLES[role]]) }, quantity(to.number)],
    })),
  );
  const stakes = staked.map((each, index): Stake => {
    const answer = answers[index]!;
    const amount = "ok" in answer && typeof answer.ok === "string" && answer.ok.length === 66 ? BigInt(answer.ok) : 0n;
    return { ...each, amount };
  });
  const [largest] = stakes.filter(({ amount }) => amount > 0n).toSorted((a, b) => (a.amount < b.amount ? 1 : -1));
  if (largest) return largest;
  if (scan.complete) return { none: "nobody has a stake" };
  return { none: `no stake was found, and the logs of ${scan.gaps.join(", ")} could not be had` };
}
