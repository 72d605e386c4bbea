import { writeFileSync } from "node:fs";
import type { Examined } from "../examine.ts";
import { proofOf } from "../prove/examined.ts";
import type { Proof } from "../prove/proof.ts";
import { htmlOf } from "../review/html.ts";
import { jsonOf } from "../review/json.ts";
import { markdownOf } from "../review/markdown.ts";
import { reviewOf, type Review } from "../review/model.ts";
import { EXIT } from "./exit-codes.ts";
import { openStack } from "./stack.ts";

const RENDERERS = { markdown: markdownOf, json: jsonOf, html: htmlOf } as const;

/** The review of a plan for the volume that the file names. */
export function reviewExamined(examined: Examined, proof: Proof | undefined): Review {
  const { volume } = examined.desired;
  return reviewOf(examined, proof, volume === undefined ? {} : { volume });
}

export interface ReviewOptions {
  readonly stack: string;
  readonly format: keyof typeof RENDERERS;
  readonly out?: string;
}

export async function reviewCommand(options: ReviewOptions): Promise<number> {
  const { format, out } = options;
  const { root, examined } = await openStack(options.stack);
  const review = reviewExamined(examined, await proofOf(root, examined));
  const text = RENDERERS[format](review);
  if (out === undefined) process.stdout.write(text);
  else writeFileSync(out, text);
  return examined.plan.refusals.length > 0 ? EXIT.refused : EXIT.clean;
}
