import { CallFailed, enactEach, type Done } from "../enact/each.ts";
import { noRight } from "../enact/refusals.ts";
import { OrdinanceError } from "../errors.ts";
import { examineHalt, leftToAnybody } from "../halt.ts";
import type { Examined } from "../examine.ts";
import type { Address } from "../kinds/value.ts";
import { refusedIn } from "../plan/refuse.ts";
import { projectRoot } from "../project.ts";
import { conflictLines } from "../report/approvals.ts";
import { planText } from "../report/plan.ts";
import { wordsOf } from "../report/text.ts";
import { keptFromHalt, keptText } from "../stack/emergency.ts";
import { loadSigners } from "../send/signers.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { fileOf } from "./stack-file.ts";

export interface HaltCommandOptions {
  readonly stack: string;
  readonly execute: boolean;
  readonly json?: boolean;
}

/** So often another use of the same key is made way for. */
const NONCE_TRIES = 3;

interface Halted {
  /** Before anything was sent: with refusals, whoever could pause. */
  readonly first: Examined;
  /** Behind everything that was sent. */
  readonly last: Examined;
  /** The keys here open no way to some contracts: nothing was sent if that is all of them. */
  readonly refusal?: OrdinanceError;
}

/** Shows how everything would be paused, or does it. */
export async function haltCommand({ stack, execute, json = false }: HaltCommandOptions): Promise<number> {
  const done: Done = { mined: [], pending: [] };
  if (json) return haltJson(stack, execute, done);
  const { last, refusal } = await halt(stack, execute, done);
  if (refusal && done.mined.length === 0) throw refusal;
  const open = openIn(last);
  const code = codeOf(last, execute);
  const words = wordsOf(last.desired);
  if (execute && code === EXIT.clean)
    console.log(["Everything that can be paused is paused.", ...conflictLines(last.plan, words)].join("\n"));
  for (const line of keptText(last.desired)) console.log(line);
  if (execute && open.length > 0) console.log(`not paused yet: ${open.join(", ")}`);
  if (!execute || code !== EXIT.clean) console.log(planText(last.plan, words));
  if (refusal) console.error(refusal.message);
  if (!execute && code === EXIT.differs) console.log("Nothing was sent: add --execute to pause.");
  return code;
}

/** With `execute`, as far as the keys here open a way. */
async function halt(stack: string, execute: boolean, done: Done): Promise<Halted> {
  const root = projectRoot();
  const file = fileOf(stack);
  if (!execute) {
    const examined = await examineHalt(root, file);
    return { first: examined, last: examined };
  }
  const signers = await loadSigners(process.env);
  const keys = signers.map(({ address }) => address);
  const signs = (account: Address) => keys.includes(account);
  const broken = new Set<string>();
  let apart = false;
  const look = (atLeast?: bigint) => examineHalt(root, file, signs, process.env, atLeast, broken);
  const lookAgain = () => look(done.mined.at(-1)?.block);
  const first = await look();
  const barred = [...refusedIn(first.plan)];
  if (barred.length > 0 && !acts(first)) {
    const anybody = leftToAnybody(first);
    return { first: anybody, last: anybody, refusal: noRight(anybody, keys, "pause") };
  }
  // What others have under way holds nothing up: the transaction of a stranger may be stuck for hours.
  const last = await enactAll(first);
  if (barred.length === 0) return { first, last };
  return { first, last, refusal: noRight(leftToAnybody(last), keys, "pause", barred) };

  /** One call that stands for several says nothing about each of them: all but one are paused singly, and then that one. */
  async function singly(module: string): Promise<Examined> {
    broken.add(module);
    await enactAll(await lookAgain());
    broken.delete(module);
    return enactAll(await lookAgain());
  }

  /** A contract whose pause reverts keeps no other one from being paused. */
  async function enactAll(seen: Examined, again = NONCE_TRIES): Promise<Examined> {
    try {
      return await enactEach(root, seen, signers, look, done, keys);
    } catch (error) {
      // The same key is at work elsewhere, perhaps on the same: what is left is looked at anew.
      if (isNonceTaken(error) && again > 0) return enactAll(await lookAgain(), again - 1);
      if (!(error instanceof CallFailed) || !error.reverts) throw error;
      const [call, ...others] = error.calls;
      if (!call || others.length > 0) throw error;
      if (call.effects.length > 1) {
        if (apart) throw error;
        apart = true;
        console.error(error.message);
        return singly(call.effects[0]!.module);
      }
      broken.add(call.module);
      const next = await lookAgain();
      if (!acts(next) && done.mined.length === 0 && openIn(next).length > 0) throw error;
      console.error(error.message);
      if (openIn(next).includes(call.module)) done.pending.push(error.message);
      return acts(next) ? enactAll(next) : next;
    }
  }
}

function isNonceTaken(error: unknown): boolean {
  if (error instanceof CallFailed) return error.code === "ORD404";
  return error instanceof OrdinanceError && error.problems.every(({ code }) => code === "ORD404");
}

/** Whether there is anything that it sends. */
function acts({ plan }: Examined): boolean {
  return plan.changeSets.length > 0;
}

/** What is not paused. */
function openIn({ plan }: Examined): readonly string[] {
  return plan.changes.map(({ module }) => module);
}

function codeOf(last: Examined, executed: boolean): number {
  if (!executed && last.plan.refusals.length > 0 && !acts(last)) return EXIT.refused;
  if (openIn(last).length > 0) return EXIT.differs;
  return last.plan.unreadable.length > 0 ? EXIT.unread : EXIT.clean;
}

/** The same for machines. */
async function haltJson(stack: string, execute: boolean, done: Done): Promise<number> {
  const { printReport } = await import("./emergency-json.ts");
  return printReport(done, async () => {
    const { first, last, refusal } = await halt(stack, execute, done);
    return {
      ...{ first, last, refusal },
      code: refusal && done.mined.length === 0 ? exitCodeOf(refusal) : codeOf(last, execute),
      executed: execute && (!refusal || done.mined.length > 0),
      own: { pauses: openIn(first), observed: keptFromHalt(first.desired) },
      left: openIn(last),
    };
  });
}
