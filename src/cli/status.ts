import { setTimeout as sleep } from "node:timers/promises";
import type { Reading } from "../chain/read-endpoints.ts";
import { readPauses } from "../read.ts";
import { projectRoot } from "../project.ts";
import { keptFromHalt, keptText } from "../stack/emergency.ts";
import { quoted } from "../stack/units/quoted.ts";
import { AWAITED } from "./commands/shared.ts";
import { EXIT, exitCodeOf, verdictOf } from "./exit-codes.ts";
import { refuseOptions, type OptionProblem } from "./options.ts";
import { fileOf } from "./stack-file.ts";

export interface StatusOptions {
  readonly stack: string;
  /** One of AWAITED. */
  readonly wait?: string;
  /** Seconds. */
  readonly timeout: string;
  readonly json?: boolean;
}

/** Names of the contracts that can be paused. */
interface Status {
  readonly paused: readonly string[];
  readonly running: readonly string[];
  /** Their flag could not be read: neither is known of them. */
  readonly unknown: readonly string[];
}

interface Seen extends Status {
  readonly reading: Reading;
  readonly code: number;
}

/** Whether everything that can be paused is paused; scripts that must honour a halt wait for it. */
export async function statusCommand(options: StatusOptions): Promise<number> {
  if (options.json) return statusJson(options);
  const seen = await look(options);
  console.log(statusText(seen));
  return seen.code;
}

/** Milliseconds between two looks. */
const PAUSE = 1_000;
/** Milliseconds that the last look may take beyond the end of the wait. */
const LAST_LOOK = 5_000;

/**
 * What there is when the wait is over, for whatever reason. Once the chain could be read, a look that fails is repeated like
 * one that finds another state; the last one's failure is thrown.
 */
async function look(options: StatusOptions): Promise<Seen> {
  requireUsable(options);
  const { stack, wait, timeout } = options;
  const file = fileOf(stack);
  if (wait === undefined) return seenIn(await readPauses(projectRoot(), file));
  const deadline = Date.now() + 1000 * Number(timeout);
  for (let looks = 0; ; looks++) {
    const left = Math.max(deadline - Date.now(), LAST_LOOK);
    try {
      const seen = seenIn(await readPauses(projectRoot(), file, { signal: AbortSignal.timeout(left) }), wait);
      if (seen.code === EXIT.clean || Date.now() > deadline) return seen;
    } catch (error) {
      if (looks === 0 || exitCodeOf(error) !== EXIT.unread || Date.now() > deadline) throw error;
    }
    await sleep(PAUSE);
  }
}

function seenIn(reading: Reading, wait?: string): Seen {
  const status = statusIn(reading);
  const code = status.unknown.length > 0 ? EXIT.unread : isReached(status, wait) ? EXIT.clean : EXIT.differs;
  return { ...status, reading, code };
}

function statusIn({ desired, live }: Reading): Status {
  const pausable = desired.modules.filter(({ wants }) => wants.length > 0).map(({ name }) => name);
  const flagged = (flag: boolean | undefined) =>
    pausable.filter((name) => live.modules.get(name)?.values.get("paused") === flag);
  return { paused: flagged(true), running: flagged(false), unknown: flagged(undefined) };
}

function isReached({ paused, running }: Status, wait: string | undefined): boolean {
  if (wait === undefined) return true;
  return (wait === "running" ? paused : running).length === 0;
}

function statusText({ paused, running, unknown, reading }: Seen): string {
  const all = paused.length + running.length + unknown.length;
  const lines = [`${paused.length} of ${all} are paused${listed(paused)}`];
  if (unknown.length > 0) lines.push(`${unknown.length} could not be read${listed(unknown)}`);
  return [...lines, ...keptText(reading.desired)].join("\n");
}

function listed(names: readonly string[]): string {
  return names.length > 0 ? `: ${names.join(", ")}` : "";
}

async function statusJson(options: StatusOptions): Promise<number> {
  const { machineText, stoppedJson } = await import("./machine.ts");
  const { readIn } = await import("./emergency-json.ts");
  try {
    const { reading, code, ...status } = await look(options);
    const { wait } = options;
    const observed = keptFromHalt(reading.desired);
    console.log(
      machineText({ verdict: verdictOf(code), ...readIn(reading), ...(wait && { wait }), ...status, observed }),
    );
    return code;
  } catch (error) {
    console.log(machineText(stoppedJson(error)));
    return exitCodeOf(error);
  }
}

/** @throws OrdinanceError ORD125. */
function requireUsable({ wait, timeout }: StatusOptions): void {
  const problems: OptionProblem[] = [];
  if (wait !== undefined && !AWAITED.some((each) => each === wait))
    problems.push({ option: "--wait", found: quoted(wait), expected: AWAITED.join(" or ") });
  if (!/^\d{1,9}(\.\d+)?$/.test(timeout))
    problems.push({ option: "--timeout", found: quoted(timeout), expected: "a number of seconds" });
  refuseOptions("ordinance status", problems);
}
