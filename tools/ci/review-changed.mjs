// @ts-check
// Writes reports/review: the review of each changed stack in one comment, and which pull request it is for.
import { mkdirSync, writeFileSync } from "node:fs";
import { changedStacks, marker, ordinance } from "./stacks.mjs";

const base = process.env["BASE"] ?? "HEAD~1";
mkdirSync("reports/review", { recursive: true });
const parts = [];
let worst = 0;
for (const stack of changedStacks(base)) {
  const review = ordinance(["review", "--stack", stack]);
  const plan = ordinance(["plan", "--stack", stack, "--json", "--no-simulation"]);
  const { plan: hash } = /** @type {{ plan?: string }} */ (JSON.parse(plan.out || "{}"));
  parts.push(hash === undefined ? "" : marker(stack, hash), `## ${stack}`, review.out || fenced(review.err));
  const page = ordinance(["review", "--stack", stack, "--format", "html", "--out", `reports/review/${stack}.html`]);
  worst = Math.max(worst, review.code, page.code);
}
writeFileSync("reports/review/comment.md", parts.filter((part) => part !== "").join("\n\n"));
writeFileSync("reports/review/number", process.env["NUMBER"] ?? "");
process.exitCode = worst;

/** @param {string} text */
function fenced(text) {
  return `\`\`\`\n${text.replaceAll("```", "'''")}\n\`\`\``;
}
