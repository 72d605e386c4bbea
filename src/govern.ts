import { examine } from "./examine.ts";
import { PLAN_VARIABLE, rememberPlan, requirePinned } from "./plan-pin.ts";
import { recordPreview, requirePreviewed } from "./preview-record.ts";
import { projectRoot, stackFile } from "./project.ts";
import { requirePlannable } from "./plan/refuse.ts";
import { proofOf } from "./prove/examined.ts";
import { proofText, requireProven } from "./prove/report.ts";
import { Config, getStack, isDryRun, log } from "./pulumi.ts";
import { registerResources } from "./providers/register.ts";
import { planText } from "./report/plan.ts";
import { wordsOf } from "./report/text.ts";

// The whole program: read the stack file and the chain, say what differs, refuse what cannot be done, prove what can, register.
const stack = getStack();
const file = new Config("ordinance").get("stackFile") || stackFile(stack);
const root = projectRoot();
const examined = await examine(root, file);
requirePlannable(examined);
requirePinned(root, examined, process.env[PLAN_VARIABLE]);
await log.info(planText(examined.plan, wordsOf(examined.desired), examined.live.scan));
if (isDryRun()) {
  recordPreview(root, stack, examined);
  rememberPlan(root, examined);
  const proof = await proofOf(root, examined);
  if (proof) await log.info(`${proofText(proof, examined)}\nPlan ${examined.plan.hash}`);
  if (proof) requireProven(proof, examined);
} else requirePreviewed(root, stack, examined);
registerResources(examined, file);
