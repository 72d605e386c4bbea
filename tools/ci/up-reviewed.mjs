// @ts-check
// Enacts each stack of the merged commit with the plan that the comment on its pull request shows, and no other.
import { spawnSync } from "node:child_process";
import { github, ownComments } from "./github.mjs";
import { changedStacks, plansIn } from "./stacks.mjs";

const [pull] = await github(`commits/${process.env["GITHUB_SHA"]}/pulls`);
if (!pull) throw new Error("this commit belongs to no pull request: nothing was reviewed, and nothing is enacted");
const comments = await ownComments(pull.number);
const plans = new Map(comments.flatMap(({ body }) => [...plansIn(body)]));
for (const stack of changedStacks("HEAD~1")) {
  const hash = plans.get(stack);
  if (hash === undefined) throw new Error(`no comment of pull request ${pull.number} shows a plan of ${stack}`);
  const args = ["pulumi", "up", "--stack", stack, "--yes", "--non-interactive"];
  const { status } = spawnSync("npx", args, { stdio: "inherit", env: { ...process.env, ORDINANCE_PLAN: hash } });
  if (status !== 0) throw new Error(`pulumi up of ${stack} ended with ${status}`);
}
