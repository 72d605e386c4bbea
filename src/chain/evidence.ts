import type { Enactment } from "../diff/live.ts";
import { incidentIn, SLASH, slashArguments, type Penalty } from "../kinds/penalty.ts";
import type { Address, Hex } from "../kinds/value.ts";
import { encodeCall } from "../plan/calldata.ts";

/** A slash that happened: an event of StakeManager (GovernanceSlash), and the bytes that brought it about. */
export interface Slash {
  readonly user: Address;
  /** StakeManager.Role */
  readonly role: bigint;
  /** Basis points. */
  readonly share: bigint;
  readonly beneficiary: Address;
  /** Wei. */
  readonly amount: bigint;
  readonly block: bigint;
  readonly transaction: Hex;
  /**
   * What its transaction executed, as far as it can be relied on: the calls that a known timelock logged, or else what the sender
   * gave to a known contract. Empty where somebody unknown passed the call on.
   */
  readonly executed: readonly Hex[];
}

/** What the chain says about a penalty; nothing if it is open. */
export type Verdict =
  | { readonly enacted: Enactment }
  /** The incident's call took something else. */
  | { readonly other: Slash }
  /** Its transaction names more incidents of the file than it slashed. */
  | { readonly unclear: Slash };

/**
 * Which penalties have been enacted. A slash whose call names an incident belongs to that one. Any other slash with the same user,
 * role, share and beneficiary stands for one penalty of the file that nothing else speaks for, the first one: rather a penalty
 * that somebody has to look into than one that is enacted twice.
 *
 * @param slashes all that there were, in the order in which they happened.
 */
export function attribute(penalties: readonly Penalty[], slashes: readonly Slash[]): ReadonlyMap<string, Verdict> {
  const known = new Map(penalties.map((penalty) => [penalty.incident, encodeCall(SLASH, slashArguments(penalty))]));
  const verdicts = new Map<string, Verdict>();
  const unnamed: Slash[] = [];
  for (const [call, alike] of grouped(slashes)) {
    const [first] = alike as [Slash];
    const named = first.executed.flatMap((executed) => incidentsBehind(executed, call));
    const own = [...new Set(named)].filter((incident) => known.has(incident));
    own.forEach((incident, index) => {
      // An act that fits speaks for the entry, whatever else names its incident.
      if (isEnacted(verdicts.get(incident))) return;
      const slash = alike[index] ?? first;
      if (own.length > alike.length) verdicts.set(incident, { unclear: slash });
      else if (known.get(incident) !== call) verdicts.set(incident, { other: slash });
      else verdicts.set(incident, { enacted: enactmentOf(slash, true) });
    });
    unnamed.push(...alike.slice(named.length));
  }
  for (const [incident, call] of known) {
    if (verdicts.has(incident)) continue;
    const at = unnamed.findIndex((slash) => callOf(slash) === call);
    if (at >= 0) verdicts.set(incident, { enacted: enactmentOf(unnamed.splice(at, 1)[0]!, false) });
  }
  return verdicts;
}

/** The call that makes a slash, without what stands behind its arguments. */
function callOf({ user, role, share, beneficiary }: Slash): Hex {
  return encodeCall(SLASH, [user, role, share, beneficiary]);
}

/** Slashes of one transaction that cannot be told from each other. */
function grouped(slashes: readonly Slash[]): readonly (readonly [call: Hex, alike: readonly Slash[]])[] {
  const groups = new Map<string, { readonly call: Hex; readonly alike: Slash[] }>();
  for (const slash of slashes) {
    const call = callOf(slash);
    const key = `${slash.transaction}:${call}`;
    const group = groups.get(key) ?? { call, alike: [] };
    group.alike.push(slash);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ call, alike }) => [call, alike]);
}

/** The incidents that stand behind a call, wherever it is inside of others: wrapping leaves its bytes together. */
function incidentsBehind(executed: Hex, call: Hex): readonly string[] {
  const found: string[] = [];
  const [all, wanted] = [executed.toLowerCase(), call.slice(2).toLowerCase()];
  for (let at = all.indexOf(wanted); at >= 0; at = all.indexOf(wanted, at + wanted.length)) {
    const incident = incidentIn(all.slice(at + wanted.length));
    if (incident !== undefined) found.push(incident);
  }
  return found;
}

function isEnacted(verdict: Verdict | undefined): boolean {
  return verdict !== undefined && "enacted" in verdict;
}

function enactmentOf({ block, transaction, amount }: Slash, named: boolean): Enactment {
  return { block, transaction, amount, named };
}
