import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { proofOf } from "../prove/examined.ts";
import { CHECKSUMS, missionOf } from "../review/mission.ts";
import { planCodeOf } from "./exit-codes.ts";
import { write } from "./output.ts";
import { reviewExamined } from "./review.ts";
import { openStack } from "./stack.ts";

export interface MissionOptions {
  readonly stack: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Writes the review of a plan as a bundle into a folder. */
export async function missionCommand({ stack, out, json }: MissionOptions): Promise<number> {
  const { root, examined } = await openStack(stack);
  const proof = await proofOf(root, examined);
  const review = reviewExamined(examined, proof);
  const files = missionOf(examined, review);
  const folder = out ?? join(root, "reports", examined.desired.stack, "mission");
  mkdirSync(folder, { recursive: true });
  // A Safe that has nothing to approve any more must not find its file of an earlier plan.
  for (const name of formerIn(folder)) rmSync(join(folder, name), { force: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
  const names = [...files.keys()];
  const { headline, planHash } = review;
  if (json) write(JSON.stringify({ version: 1, headline, plan: planHash, folder, files: names }, null, 2));
  else write([headline, ...names.map((name) => `  ${join(folder, name)}`), `Plan ${planHash}`].join("\n"));
  return planCodeOf(examined, proof);
}

/** Files that the checksums of an earlier bundle name. */
function formerIn(folder: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(join(folder, CHECKSUMS), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => /^[0-9a-f]{64} {2}([\w.-]+)$/.exec(line)?.[1] ?? []);
}
