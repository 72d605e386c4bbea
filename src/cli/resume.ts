import { enactEach, type Done } from "../enact/each.ts";
import { noRight } from "../enact/refusals.ts";
import type { OrdinanceError } from "../errors.ts";
import { PLAN_VARIABLE, requirePinned } from "../plan-pin.ts";
import { refusedIn } from "../plan/refuse.ts";
import { projectRoot } from "../project.ts";
import { planText } from "../report/plan.ts";
import { count, upTo, wordsOf } from "../report/text.ts";
import { examineResume, requireNothingOpen, type Resumption } from "../resume.ts";
import { loadSigners } from "../send/signers.ts";
import { quoted } from "../stack/units/quoted.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { refuseOptions } from "./options.ts";
import { fileOf } from "./stack-file.ts";

export interface ResumeCommandOptions {
  readonly stack: string;
  readonly accept: readonly string[];
  readonly execute: boolean;
  readonly json?: boolean;
}

interface Resumed {
  /** Before anything was sent. */
  readonly first: Resumption;
  /** Behind everything that was sent. */
  readonly last: Resumption;
  readonly code: number;
  /** None of the keys here opens a way. */
  readonly refusal?: OrdinanceError;
}

/** Shows how everything would run again, or does it; neither while something else differs that is not accepted. */
export async function resumeCommand(options: ResumeCommandOptions): Promise<number> {
  const { execute, json = false } = options;
  const done: Done = { mined: [], pending: [] };
  if (json) return resumeJson(options, done);
  const { last, code, refusal } = await resume(options, done, (seen) => console.log(resumptionText(seen)));
  if (refusal) throw refusal;
  const paused = pausedIn(last);
  if (last.open.length > 0) console.log(openText(last));
  else if (!execute) {
    console.log(resumptionText(last));
    if (code === EXIT.differs) console.log("Nothing was sent: add --execute to unpause.");
  } else if (code !== EXIT.clean) {
    if (paused.length > 0) console.log(`not running yet: ${paused.join(", ")}`);
    console.log(resumptionText(last));
  } else console.log("Everything runs that the file wants to run.");
  return code;
}

/** @param show told what is about to be sent. */
async function resume(
  { stack, accept, execute }: ResumeCommandOptions,
  done: Done,
  show: (seen: Resumption) => void,
): Promise<Resumed> {
  const root = projectRoot();
  const file = fileOf(stack);
  const shown = await examineResume(root, file, { accept });
  requireMatches(accept, shown);
  const stays = { first: shown, last: shown };
  if (shown.open.length > 0) return { ...stays, code: EXIT.differs };
  if (!execute && shown.examined.plan.refusals.length > 0) return { ...stays, code: EXIT.refused };
  if (!execute) return { ...stays, code: codeOf(shown) };
  const signers = await loadSigners(process.env);
  const keys = signers.map(({ address }) => address);
  const look = async (atLeast?: bigint) => {
    const seen = await examineResume(root, file, { accept, keys, ...(atLeast !== undefined && { atLeast }) });
    requireNothingOpen(seen);
    return seen;
  };
  const first = await look();
  if (first.examined.plan.refusals.length > 0) {
    const barred = [...refusedIn(first.examined.plan)];
    const some = barred.length < pausedIn(first).length ? barred : undefined;
    const refusal = noRight(shown.examined, keys, "unpause", some);
    return { ...stays, code: exitCodeOf(refusal), refusal };
  }
  requirePinned(root, first.examined, process.env[PLAN_VARIABLE]);
  show(first);
  let last = first;
  await enactEach(root, first.examined, signers, async (atLeast) => (last = await look(atLeast)).examined, done);
  return { first, last, code: codeOf(last) };
}

/** What is queued and would pause again is still to be cancelled. */
function codeOf(seen: Resumption): number {
  return pausedIn(seen).length === 0 && seen.examined.plan.conflicts.length === 0 ? EXIT.clean : EXIT.differs;
}

/** The same for machines. */
async function resumeJson(options: ResumeCommandOptions, done: Done): Promise<number> {
  const { printReport } = await import("./emergency-json.ts");
  return printReport(done, async () => {
    const { first, last, code, refusal } = await resume(options, done, () => undefined);
    return {
      ...{ code, refusal, first: first.examined, last: last.examined },
      executed: options.execute && last.open.length === 0 && !refusal,
      own: {
        plan: first.examined.plan.hash,
        unpauses: pausedIn(first),
        open: last.open.map(({ names, text }) => ({ names, text })),
        stays: last.kept,
      },
      left: pausedIn(last),
    };
  });
}

/** What differs when the command begins: something that is mended while it runs was accepted all the same. ORD125. */
function requireMatches(accept: readonly string[], { acceptable }: Resumption): void {
  const names = [...new Set(acceptable.flatMap((each) => each.names))];
  const expected = names.length === 0 ? "no --accept: nothing differs beside pauses" : upTo(SHOWN, names).join(", ");
  refuseOptions(
    "ordinance resume",
    accept
      .filter((name) => !names.includes(name))
      .map((name) => ({ option: "--accept", found: `${quoted(name)}, which does not differ`, expected })),
  );
}

/** Names in a message. */
const SHOWN = 20;

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
    `Nothing is unpaused while ${count(open.length, "other thing")} ${open.length === 1 ? "differs" : "differ"} from the file:`,
    ...open.flatMap(({ names, text }) => [`  ${text}`, `    to resume all the same: --accept ${inShell(names[0]!)}`]),
    "Mend it with pulumi up, or name what may stay; a module's name stands for everything in it.",
  ].join("\n");
}

/** As a shell takes it: a member is in brackets. */
function inShell(name: string): string {
  return /^[\w.]+$/.test(name) ? name : `'${name}'`;
}
