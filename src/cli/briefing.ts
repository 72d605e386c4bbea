import { join } from "node:path";
import { briefingMarkdown } from "../briefing/markdown.ts";
import { briefingOf, type Briefing } from "../briefing/model.ts";
import { lastReceipts } from "../briefing/receipts.ts";
import { visibleJson } from "../review/visible.ts";
import { planCodeOf } from "./exit-codes.ts";
import { formatOf, write } from "./output.ts";
import { openStack } from "./stack.ts";

const MOST_RECEIPTS = 5;
const RENDERERS = {
  md: briefingMarkdown,
  json: (briefing: Briefing) => `${visibleJson(JSON.stringify(briefing, null, 2))}\n`,
} as const;

export interface BriefingOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly out?: string;
}

/** How a stack stands: markdown on the terminal, or what the name of the file asks for. */
export async function briefingCommand({ stack, json, out }: BriefingOptions): Promise<number> {
  const format = out === undefined ? (json ? "json" : "md") : formatOf(out, RENDERERS);
  const { root, examined } = await openStack(stack, { everySet: true });
  const { desired, live } = examined;
  const receipts = lastReceipts(join(root, "reports", desired.stack, "receipts"), live.chainId, MOST_RECEIPTS);
  write(RENDERERS[format](briefingOf(examined, receipts)), out);
  return planCodeOf(examined);
}
