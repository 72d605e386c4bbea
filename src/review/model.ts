import type { Examined } from "../examine.ts";
import type { Hex } from "../kinds/value.ts";
import { worldOf } from "../plan/world.ts";
import type { Proof } from "../prove/proof.ts";
import { addressesIn } from "./addresses.ts";
import { afterPlan } from "./after.ts";
import { stepsOf } from "./calls.ts";
import { changeOf, type ReviewChange } from "./changes.ts";
import { feesOf, type FeeOptions, type FeeSplit } from "./fees.ts";
import { headlineOf, outcomeOf, type Outcome } from "./headline.ts";
import { moduleDiff, type ModuleDiff } from "./patch.ts";
import { penaltyOf, type ReviewPenalty } from "./penalties.ts";
import { powersBetween, type PowerGroup } from "./powers.ts";
import { progressOf, type ReviewProgress } from "./progress.ts";
import { proofOf, type ReviewProof } from "./proof.ts";
import { readOf, type ReviewRead } from "./read.ts";
import { risksOf, type ReviewRisk } from "./risks.ts";
import { setOf, type ReviewSet } from "./sets.ts";
import { reviewWords, type Party } from "./words.ts";

/** Everything that people decide on. Plain data: numbers of contracts are decimal text. Holds no endpoint and no key. */
export interface ReviewBody {
  /** Of this format. */
  readonly version: 1;
  readonly stack: string;
  /** `stacks/local.yaml` */
  readonly file: string;
  readonly chainId: string;
  readonly planHash: Hex;
  readonly changes: readonly ReviewChange[];
  /** Riskiest first. */
  readonly risks: readonly ReviewRisk[];
  /** Empty for a refused plan: nothing of it is going to take effect. */
  readonly powers: readonly PowerGroup[];
  readonly fees: readonly FeeSplit[];
  /** Every penalty that the file lists; absent if it lists none. */
  readonly penalties?: readonly ReviewPenalty[];
  /** Live against desired, of each module that differs. */
  readonly diffs: readonly ModuleDiff[];
  readonly changeSets: readonly ReviewSet[];
  readonly progress: ReviewProgress;
  readonly read: ReviewRead;
  readonly proof?: ReviewProof;
}

export interface Review extends ReviewBody {
  /** One sentence. */
  readonly headline: string;
  readonly outcome: Outcome;
  /** Every address that is mentioned. */
  readonly addresses: readonly Party[];
}

/** A plan as people review it. Pure, and the same for the same chain and file. */
export function reviewOf({ desired, live, plan }: Examined, proof?: Proof, options: FeeOptions = {}): Review {
  const words = reviewWords(desired);
  const steps = stepsOf(plan);
  const context = { plan, chainId: live.chainId, words, steps };
  const start = worldOf(desired, live);
  const body: ReviewBody = {
    version: 1,
    stack: desired.stack,
    file: desired.file,
    chainId: String(live.chainId),
    planHash: plan.hash,
    changes: plan.changes.map((change) => changeOf(change, words)),
    risks: risksOf(desired, plan, words),
    powers: plan.refusals.length > 0 ? [] : powersBetween(start, afterPlan(start, plan), words),
    fees: feesOf(desired, live, plan, options),
    ...(plan.penalties.length > 0 && { penalties: plan.penalties.map((each) => penaltyOf(each, words)) }),
    diffs: desired.modules.flatMap((module) => {
      const state = live.modules.get(module.name);
      return (state && moduleDiff(module, state, words.name)) ?? [];
    }),
    changeSets: plan.changeSets.map((set) => setOf(set, context)),
    progress: progressOf(plan, words, steps),
    read: readOf(desired, live),
    ...(proof ? { proof: proofOf(proof, words) } : {}),
  };
  const outcome = outcomeOf(body);
  return { headline: headlineOf(body, outcome), outcome, ...body, addresses: addressesIn(body, desired) };
}
