// @ts-check
// Compares every stack with its chain. Ends with 0 when all could be read, and writes what was found to the outputs of the step.
import { appendFileSync } from "node:fs";
import { allStacks, ordinance } from "./stacks.mjs";

const UNREAD = 3;
const found = allStacks().map((stack) => ({ stack, ...ordinance(["plan", "--stack", stack]) }));
for (const { stack, out, err } of found) console.log(`== ${stack}\n${out}${err}`);
const drifted = found.filter(({ code }) => code !== 0 && code !== UNREAD).map(({ stack }) => stack);
const output = process.env["GITHUB_OUTPUT"];
if (output) appendFileSync(output, `verdict=${drifted.length === 0 ? "clean" : `differs: ${drifted.join(", ")}`}\n`);
if (found.some(({ code }) => code === UNREAD)) process.exitCode = UNREAD;
