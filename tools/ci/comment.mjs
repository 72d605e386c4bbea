// @ts-check
// Posts reports/review/comment.md to the pull request that it says it is for, if that is the one whose commit was reviewed.
import { readFileSync } from "node:fs";
import { github, ownComments } from "./github.mjs";

const LONGEST = 65_000;

const number = Number(readFileSync("reports/review/number", "utf8"));
const text = readFileSync("reports/review/comment.md", "utf8");
if (!Number.isSafeInteger(number) || number <= 0)
  throw new Error("the review does not say which pull request it is for");
const { head } = await github(`pulls/${number}`);
if (head.sha !== process.env["HEAD"]) throw new Error(`the review is of another commit than pull request ${number}`);
const body =
  text.length > LONGEST ? `${text.slice(0, LONGEST)}\n\n(cut; the whole review is among the artifacts)` : text;
const [comment] = await ownComments(number);
if (comment) await github(`issues/comments/${comment.id}`, { method: "PATCH", body: { body } });
else await github(`issues/${number}/comments`, { method: "POST", body: { body } });
