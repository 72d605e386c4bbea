import type { Key } from "../kinds/property.ts";

/**
 * What mappings and numbers mean to those who are protected by them: which way a change loosens. The kinds know how values are
 * read and set; this says what they are for. What is not listed here merely changes.
 */

/** `power`: whoever is in it may do something. `allow`: it is accepted. `deny`: it is kept out. */
export type SetMeaning =
  { readonly is: "power"; readonly to: string } | { readonly is: "allow" } | { readonly is: "deny" };

/** By path, in whatever kind; `to` goes before `of` or `in` and the module's name. */
export const SETS: Readonly<Record<Key, SetMeaning>> = {
  rewarders: { is: "power", to: "pay rewards out of" },
  registrars: { is: "power", to: "register platforms for others in" },
  callers: { is: "power", to: "report to" },
  settlers: { is: "power", to: "settle epochs of" },
  acknowledgers: { is: "power", to: "acknowledge the tax policy for others in" },
  validatorLockManagers: { is: "power", to: "lock stakes of validators in" },
  moderators: { is: "power", to: "decide disputes of" },
  treasuryAllowlist: { is: "allow" },
  validatorSubdomains: { is: "allow" },
  blacklist: { is: "deny" },
};

export interface NumberMeaning {
  readonly loosens: "lower" | "higher";
  /** What is lower or higher: `a lower <what>`. */
  readonly what: string;
  /** Zero stands for no limit at all. */
  readonly zeroIsNone?: true;
  /** Where `a lower <what>` says too little. */
  readonly says?: { readonly lower: string; readonly higher: string };
}

const lower = (what: string): NumberMeaning => ({ loosens: "lower", what });
const higher = (what: string): NumberMeaning => ({ loosens: "higher", what });
const limit = (what: string): NumberMeaning => ({ loosens: "higher", what, zeroIsNone: true });

const WIDER = "a wider band";
const NARROWER = "a narrower band";
const from: NumberMeaning = { ...lower("bound"), says: { lower: WIDER, higher: NARROWER } };
const to: NumberMeaning = { ...higher("bound"), says: { lower: NARROWER, higher: WIDER } };

const windows = { "windows.commit": lower("time to commit votes"), "windows.reveal": lower("time to reveal votes") };

/** By kind and path; `*` stands for one part of a path. */
export const NUMBERS: Readonly<Record<string, Readonly<Record<Key, NumberMeaning>>>> = {
  StakeManager: {
    minStake: lower("minimum stake"),
    maxStakePerAddress: limit("limit of one address's stake"),
    "roleMinimums.*": lower("minimum stake"),
    unbondingPeriod: lower("time in which a leaving stake can still be slashed"),
    "autoStake.floor": lower("floor of the minimum stake"),
    maxAGITypes: higher("number of token types that boost payouts"),
    maxTotalPayout: higher("limit of all payouts together"),
  },
  JobRegistry: {
    jobStake: lower("stake of a job"),
    minAgentStake: lower("minimum stake of agents"),
    maxJobReward: limit("limit of a job's reward"),
    maxJobDuration: limit("limit of a job's duration"),
    maxActiveJobsPerAgent: limit("number of jobs that an agent may hold"),
    agentAuthCacheDuration: higher("time for which a withdrawn authorisation still counts"),
  },
  ValidationModule: {
    ...windows,
    "validators.min": lower("number of validators"),
    "validators.perJob": lower("number of validators"),
    "approvals.threshold": lower("share of approvals that is needed"),
    "approvals.required": lower("number of approvals that is needed"),
    validatorSlashing: lower("slash of wrong votes"),
    "revealQuorum.share": lower("share of validators who have to reveal"),
    "revealQuorum.minValidators": lower("number of validators who have to reveal"),
    "nonReveal.penalty": lower("penalty of not revealing"),
    "nonReveal.banBlocks": lower("ban after not revealing"),
    earlyFinalizeDelay: lower("wait before a round may end early"),
    forceFinalizeGrace: lower("wait before anybody may end a round"),
    validatorAuthCacheDuration: higher("time for which a withdrawn authorisation still counts"),
  },
  DisputeModule: { disputeWindow: lower("time to decide disputes in") },
  PlatformRegistry: { minPlatformStake: lower("minimum stake of platforms") },
  ReputationEngine: { premiumThreshold: lower("score that keeps participants in") },
  ArbitratorCommittee: { ...windows, absenteeSlash: lower("slash of absent jurors") },
  Thermostat: {
    "band.min": from,
    "band.max": to,
    "integralBounds.min": from,
    "integralBounds.max": to,
  },
  RewardEngineMB: { maxProofs: higher("number of proofs in one settlement") },
  Timelock: { minDelay: lower("delay before what was scheduled can be executed") },
  Safe: { threshold: lower("number of signatures") },
  AccessControl: { defaultAdminDelay: lower("delay before an offered admin can accept") },
  AccessManager: { "roles.*.grantDelay": lower("delay before a grant counts") },
};

/** `undefined` if neither way is looser. */
export function meaningOf(kind: string, path: Key): NumberMeaning | undefined {
  const own = NUMBERS[kind] ?? {};
  const found = Object.keys(own).find((pattern) => fits(pattern.split("."), path.split(".")));
  return found === undefined ? undefined : own[found];
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  return pattern.length === parts.length && pattern.every((part, index) => part === "*" || part === parts[index]);
}
