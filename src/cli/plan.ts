import { basename } from "node:path";
import { callsOf } from "../plan/plan.ts";
import { proofOf } from "../prove/examined.ts";
import type { Proof } from "../prove/proof.ts";
import { proofText } from "../prove/report.ts";
import { metricsOf, unreadMetrics } from "../report/metrics.ts";
import { planText } from "../report/plan.ts";
import { callText, changeText, unreadableText, wordsOf } from "../report/text.ts";
import { jsonText } from "../visible.ts";
import { planCodeOf, verdictOf } from "./exit-codes.ts";
import { write } from "./output.ts";
import { openStack, type Opened } from "./stack.ts";

export interface PlanOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly metrics?: boolean;
  readonly simulation: boolean;
}

export async function planCommand(options: PlanOptions): Promise<number> {
  let opened: Opened;
  try {
    opened = await openStack(options.stack);
  } catch (error) {
    // A scraper has to see that nothing was seen.
    if (options.metrics) console.log(unreadMetrics(basename(options.stack).replace(/\.ya?ml$/, "")));
    throw error;
  }
  const { root, examined } = opened;
  const proof = options.simulation ? await proofOf(root, examined) : undefined;
  const code = planCodeOf(examined, proof);
  if (options.metrics) console.log(metricsOf(examined, proof));
  else if (options.json) write(jsonText(planJson(opened, proof, code)));
  else {
    console.log(planText(examined.plan, wordsOf(examined.desired), examined.live.scan));
    if (proof) console.log(proofText(proof, examined));
    console.log(`Plan ${examined.plan.hash}`);
  }
  return code;
}

/** What `ordinance plan --json` prints. */
export function planJson({ examined }: Opened, proof: Proof | undefined, code: number): object {
  const { plan, desired, live } = examined;
  const words = wordsOf(desired);
  return {
    verdict: verdictOf(code),
    stack: desired.stack,
    chainId: live.chainId.toString(),
    block: live.block.number.toString(),
    plan: plan.hash,
    changes: plan.changes.map((change) => changeText(change, words)),
    unreadable: plan.unreadable.map(unreadableText),
    refusals: plan.refusals,
    calls: callsOf(plan).map((call) => callText(call, words)),
    inFlight: plan.inFlight.map(({ operation, state, calls }) => ({
      operation: operation.id,
      state,
      readyAt: operation.readyAt.toString(),
      calls: calls.map((call) => callText(call, words)),
    })),
    scan: { complete: live.scan.complete, gaps: live.scan.gaps },
    ...(proof && { proof: { method: proof.method, converges: proof.converges, failures: proof.failures } }),
  };
}
