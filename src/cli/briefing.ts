import { join } from "node:path";
import { briefingMarkdown } from "../briefing/markdown.ts";
import { briefingOf, type Briefing } from "../briefing/model.ts";
import { lastReceipts } from "../briefing/receipts.ts";
import { jsonText } from "../visible.ts";
import { planCodeOf } from "./exit-codes.ts";
import { formatOf, write } from "./output.ts";
import { openStack, type Opened } from "./stack.ts";

const MOST_RECEIPTS = 5;

type Renderer = (briefing: Briefing) => string;

/** By name, and by the ending of a file. What lays the picture out is loaded for a page alone. */
const RENDERERS = {
  md: () => Promise.resolve(briefingMarkdown),
  json: () => Promise.resolve(jsonText),
  html: async () => (await import("../briefing/html.ts")).briefingHtml,
} as const satisfies Record<string, () => Promise<Renderer>>;

export type BriefingFormat = keyof typeof RENDERERS;

export interface BriefingOptions {
  readonly stack: string;
  readonly json?: boolean;
  readonly format?: BriefingFormat;
  readonly out?: string;
}

/** How a stack stands, in the form that is asked for, that the name of the file asks for, or else as Markdown. */
export async function briefingCommand({ stack, json, format, out }: BriefingOptions): Promise<number> {
  const fallback = () => (out === undefined ? "md" : formatOf(out, RENDERERS));
  const form = format ?? (json ? "json" : fallback());
  const opened = await openStack(stack, { everySet: true });
  const render = await RENDERERS[form]();
  write(render(briefingIn(opened)), out);
  return planCodeOf(opened.examined);
}

/** With the latest of what was sent from this folder. */
export function briefingIn({ root, examined }: Opened): Briefing {
  const { desired, live } = examined;
  const receipts = lastReceipts(join(root, "reports", desired.stack, "receipts"), live.chainId, MOST_RECEIPTS);
  return briefingOf(examined, receipts);
}
