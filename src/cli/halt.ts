import { enactEach, type Done } from "../enact/each.ts";
import { noRight } from "../enact/refusals.ts";
import type { OrdinanceError } from "../errors.ts";
import { examineHalt } from "../halt.ts";
import type { Examined } from "../examine.ts";
import type { Address } from "../kinds/value.ts";
import { projectRoot } from "../project.ts";
import { planText } from "../report/plan.ts";
import { wordsOf } from "../report/text.ts";
import { loadSigners } from "../send/signers.ts";
import { EXIT, exitCodeOf } from "./exit-codes.ts";
import { fileOf } from "./stack-file.ts";

export interface HaltCommandOptions {
  readonly stack: string;
  readonly execute: boolean;
  readonly json?: boolean;
}

interface Halted {
  /** Before anything was sent: with refusals, whoever could pause. */
  readonly first: Examined;
  /** Behind everything that was sent. */
  readonly last: Examined;
  /** None of the keys here opens a way. */
  readonly refusal?: OrdinanceError;
}

/** Shows how everything would be paused, or does it. */
export async function haltCommand({ stack, execute, json = false }: HaltCommandOptions): Promise<number> {
  const done: Done = { mined: [], pending: [] };
  if (json) return haltJson(stack, execute, done);
  const { last, refusal } = await halt(stack, execute, done);
  if (refusal) throw refusal;
  const open = openIn(last);
  const code = codeOf(last, execute);
  if (execute && code === EXIT.clean) console.log("Everything that can be paused is paused.");
  if (execute && open.length > 0) console.log(`not paused yet: ${open.join(", ")}`);
  if (!execute || code !== EXIT.clean) console.log(planText(last.plan, wordsOf(last.desired)));
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
  const look = (atLeast?: bigint) => examineHalt(root, file, signs, process.env, atLeast);
  const first = await look();
  if (first.plan.refusals.length > 0) {
    const anybody = await examineHalt(root, file);
    return { first: anybody, last: anybody, refusal: noRight(anybody, keys, "pause") };
  }
  return { first, last: await enactEach(root, first, signers, look, done) };
}

/** What is not paused. */
function openIn({ plan }: Examined): readonly string[] {
  return plan.changes.map(({ module }) => module);
}

function codeOf(last: Examined, executed: boolean): number {
  if (!executed && last.plan.refusals.length > 0) return EXIT.refused;
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
      code: refusal ? exitCodeOf(refusal) : codeOf(last, execute),
      executed: execute && !refusal,
      own: { pauses: openIn(first) },
      left: openIn(last),
    };
  });
}
