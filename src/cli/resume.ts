import { enactEach } from "../enact/each.ts";
import { noRight } from "../enact/refusals.ts";
import { PLAN_VARIABLE, requirePinned } from "../plan-pin.ts";
import { projectRoot } from "../project.ts";
import { count, planText, wordsOf } from "../report/text.ts";
import { examineResume, requireNothingOpen, type Resumption } from "../resume.ts";
import { loadSigners } from "../send/signers.ts";
import { EXIT } from "./exit-codes.ts";
import { fileOf } from "./stack.ts";

export interface ResumeCommandOptions {
  readonly stack: string;
  readonly accept: readonly string[];
  readonly execute: boolean;
}

/** Shows how everything would run again, or does it; neither while something else differs that is not accepted. */
export async function resumeCommand({ stack, accept, execute }: ResumeCommandOptions): Promise<number> {
  const root = projectRoot();
  const file = fileOf(stack);
  const shown = await examineResume(root, file, { accept });
  if (shown.open.length > 0) {
    console.log(openText(shown));
    return EXIT.differs;
  }
  if (!execute) {
    const { plan } = shown.examined;
    console.log(resumptionText(shown));
    if (plan.refusals.length > 0) return EXIT.refused;
    if (pausedIn(shown).length === 0) return EXIT.clean;
    console.log("Nothing was sent: add --execute to unpause.");
    return EXIT.differs;
  }
  const signers = await loadSigners(process.env);
  const keys = signers.map(({ address }) => address);
  const look = async (atLeast?: bigint) => {
    const seen = await examineResume(root, file, { accept, keys, ...(atLeast !== undefined && { atLeast }) });
    requireNothingOpen(seen);
    return seen;
  };
  let last = await look();
  if (last.examined.plan.refusals.length > 0) throw noRight(shown.examined, keys, "unpause");
  requirePinned(root, last.examined, process.env[PLAN_VARIABLE]);
  console.log(resumptionText(last));
  await enactEach(root, last.examined, signers, async (atLeast) => (last = await look(atLeast)).examined);
  const paused = pausedIn(last);
  if (paused.length > 0) console.log(`not running yet: ${paused.join(", ")}\n${resumptionText(last)}`);
  else console.log("Everything runs that the file wants to run.");
  return paused.length === 0 ? EXIT.clean : EXIT.differs;
}

/** What is still to be unpaused. */
function pausedIn({ examined }: Resumption): readonly string[] {
  return examined.plan.changes.filter(({ observe }) => !observe).map(({ module }) => module);
}

function resumptionText({ examined, kept }: Resumption): string {
  const lines = [planText(examined.plan, wordsOf(examined.desired), examined.live.scan)];
  if (kept.length > 0) lines.push(`Stays paused: ${kept.join(", ")}.`);
  return [...lines, `Plan ${examined.plan.hash}`].join("\n");
}

function openText({ open }: Resumption): string {
  return [
    `Nothing is unpaused while ${count(open.length, "other thing")} differs from the file:`,
    ...open.flatMap(({ names, text }) => [`  ${text}`, `    to resume all the same: --accept ${quoted(names[0]!)}`]),
    "Mend it with pulumi up, or name what may stay; a module's name stands for everything in it.",
  ].join("\n");
}

/** As a shell takes it: a member is in brackets. */
function quoted(name: string): string {
  return /^[\w.]+$/.test(name) ? name : `'${name}'`;
}
