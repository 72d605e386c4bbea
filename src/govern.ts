import { examine } from "./examine.ts";
import { recordPreview, requirePreviewed } from "./preview-record.ts";
import { projectRoot, stackFile } from "./project.ts";
import { requirePlannable } from "./plan/refuse.ts";
import { Config, getStack, isDryRun, log } from "./pulumi.ts";
import { registerResources } from "./providers/register.ts";
import { planText, wordsOf } from "./report/text.ts";

// The whole program: read the stack file and the chain, say what differs, refuse what cannot be done, register the rest.
const stack = getStack();
const file = new Config("ordinance").get("stackFile") || stackFile(stack);
const root = projectRoot();
const examined = await examine(root, file);
requirePlannable(examined);
if (isDryRun()) recordPreview(root, stack, examined);
else requirePreviewed(root, stack, examined);
await log.info(planText(examined.plan, wordsOf(examined.desired)));
registerResources(examined, file);
