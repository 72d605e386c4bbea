import { createHash } from "node:crypto";
import { approvalFile } from "../enact/safe-files.ts";
import type { Examined } from "../examine.ts";
import { htmlOf } from "./html.ts";
import { jsonOf } from "./json.ts";
import { markdownOf } from "./markdown.ts";
import type { Review } from "./model.ts";

/** Checksums of the other files, as `sha256sum --check` takes them. */
export const CHECKSUMS = "SHA256SUMS";

/**
 * Everything that people need to decide and to sign, by file name: the review in each form, for each Safe that has to approve
 * something a Transaction Builder file, and checksums. Pure: the same plan in the same block gives the same bytes.
 */
export function missionOf(examined: Examined, review: Review): ReadonlyMap<string, string> {
  const safes = examined.plan.changeSets.flatMap((set): readonly (readonly [string, string])[] => {
    const { approval, transactions } = set;
    if (approval.kind !== "safe" || transactions.length === 0) return [];
    return [[`safe-${approval.name}.json`, approvalFile(examined, set)]];
  });
  const files = new Map<string, string>([
    ["review.html", htmlOf(review)],
    ["review.json", jsonOf(review)],
    ["review.md", markdownOf(review)],
    ...safes,
  ]);
  const sums = [...files].map(([name, text]) => `${createHash("sha256").update(text).digest("hex")}  ${name}\n`);
  return files.set(CHECKSUMS, sums.join(""));
}
