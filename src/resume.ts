import { resolve } from "node:path";
import type { Change } from "./diff/diff.ts";
import type { Live } from "./diff/live.ts";
import { OrdinanceError, type Problem } from "./errors.ts";
import type { Examined } from "./examine.ts";
import { readWhole } from "./read.ts";
import type { Address } from "./kinds/value.ts";
import { plan, type Plan } from "./plan/plan.ts";
import { membersOf } from "./authority/reach.ts";
import { requirePlannable } from "./plan/refuse.ts";
import { changeText, keyText, wordsOf, type Words } from "./report/text.ts";
import type { Desired } from "./stack/desired.ts";
import { isHalting, onlyUnpausing, SCOPE_VARIABLE, wantingAllToRun } from "./stack/emergency.ts";
import { loadStack } from "./stack/load.ts";

/** Something that is not as the file says, beside pauses. */
export interface Open {
  /** What names it for `--accept`, the most precise first. */
  readonly names: readonly string[];
  readonly text: string;
  /** The file names it as a deviation: it is in nobody's way. */
  readonly tolerated: boolean;
}

export interface Resumption {
  /** Its plan unpauses and does nothing else. */
  readonly examined: Examined;
  /** What nobody has accepted: nothing is unpaused while there is any. */
  readonly open: readonly Open[];
  /** Everything that differs beside pauses, accepted and tolerated or not: all that `accept` can name. */
  readonly acceptable: readonly Open[];
  /** Contracts that stay paused: the file says so, or only observes them. */
  readonly kept: readonly string[];
}

export interface ResumeOptions {
  /** `module`, `module.path`, the id of a timelock operation or the hash of a proposal. */
  readonly accept: readonly string[];
  /** Whose keys are here: a way that they open, or begin to open as owners of a Safe, is taken. Without it, anybody's. */
  readonly keys?: readonly Address[];
  readonly env?: NodeJS.ProcessEnv;
  /** The block of the last receipt. */
  readonly atLeast?: bigint;
}

/**
 * What unpauses everything that the file does not want paused, and what stands in the way. Reads everything, as a preview does.
 * @throws OrdinanceError ORD128 while the file or the environment halts; ORD206, ORD207 where something cannot be known.
 */
export async function examineResume(root: string, file: string, options: ResumeOptions): Promise<Resumption> {
  const { accept, keys, env = process.env, atLeast } = options;
  const loaded = loadStack(resolve(root, file), env);
  requireNoHalt(loaded, env);
  const reading = await readWhole(root, wantingAllToRun(loaded), atLeast === undefined ? {} : { atLeast });
  const { desired, live } = reading;
  const whole = plan(desired, live);
  requireKnown(desired, live, whole);
  const words = wordsOf(desired);
  const acceptable = openIn(whole, words);
  const unpausing = onlyUnpausing(desired);
  const signs = keys && signing(keys, live);
  return {
    examined: { desired: unpausing, live, plan: plan(unpausing, live, signs) },
    open: acceptable.filter(({ names, tolerated }) => !tolerated && !names.some((name) => accept.includes(name))),
    acceptable,
    kept: desired.modules
      .filter(({ name, wants }) => {
        const written = wants.some(({ path }) => path === "paused");
        const unpaused = whole.changes.some((change) => change.module === name && unpauses(change));
        return written && !unpaused && live.modules.get(name)?.values.get("paused") === true;
      })
      .map(({ name }) => name),
  };
}

/** Refuses where something has come to differ while the contracts were being unpaused. ORD128. */
export function requireNothingOpen({ examined, open }: Resumption): void {
  if (open.length === 0) return;
  throw new OrdinanceError(
    open.map(({ names, text }) => ({
      code: "ORD128" as const,
      file: examined.desired.file,
      path: names[0]!,
      found: text,
      expected: "nothing but pauses that is not as the file says",
      remedy: "nothing more was sent; mend it, or name it with --accept, and run again",
    })),
  );
}

function requireNoHalt({ file, halt }: Desired, env: NodeJS.ProcessEnv): void {
  const problems: Problem[] = [];
  const expected = "no halt: what it says is the truth, and the next up would pause again";
  if (halt) {
    const [found, remedy] = ["emergency: halt", "write emergency: none, or remove the line, and run again"];
    problems.push({ code: "ORD128", file, ...halt, path: "emergency", found, expected, remedy });
  }
  if (isHalting(env))
    problems.push({ code: "ORD128", file: SCOPE_VARIABLE, found: "halt", expected, remedy: "unset it" });
  if (problems.length > 0) throw new OrdinanceError(problems);
}

/** What could not be read is no sign that nothing differs. */
function requireKnown(desired: Desired, live: Live, whole: Plan): void {
  requirePlannable({ desired, live, plan: { ...whole, refusals: [] } });
  if (whole.unknownQueues.length === 0) return;
  const words = wordsOf(desired);
  throw new OrdinanceError(
    whole.unknownQueues.map((safe) => ({
      code: "ORD207" as const,
      file: desired.file,
      path: "approvals.safeService",
      found: `no answer about what waits for signatures at ${words.address(safe)}`,
      expected: "a queue that was read: something in it may be about to change a value",
      remedy: "nothing was sent; run again when the service answers",
    })),
  );
}

/** Everything but unpausing that an update would do, and what differs without being changed. */
function openIn({ changes, conflicts, rejected }: Plan, words: Words): readonly Open[] {
  return [
    ...changes
      .filter((change) => !unpauses(change))
      .map((change) => ({
        names: [
          ...new Set([`${change.module}.${keyText(change.key, words)}`, `${change.module}.${change.path}`]),
          change.module,
        ],
        text: changeText(change, words),
        tolerated: change.deviation !== undefined,
      })),
    ...conflicts
      .filter((each) => !each.conflicts.every(({ key }) => key === "paused"))
      .map(({ operation }) => ({
        names: [operation.id],
        text: `operation ${operation.id} in ${words.address(operation.timelock)} would set other values than the file wants`,
        tolerated: false,
      })),
    ...rejected.map(({ safe, pending }) => ({
      names: [pending.hash],
      text: `proposal ${pending.hash} to ${words.address(safe)} would set other values than the file wants`,
      tolerated: false,
    })),
  ];
}

function unpauses({ path, observe, after }: Change): boolean {
  return path === "paused" && !observe && after === false;
}

/** Those with keys here; and where one of them is an owner of a Safe, the others can be asked. */
function signing(keys: readonly Address[], { modules, authorities }: Live): (account: Address) => boolean {
  const safes = [...modules.values(), ...authorities.values()].filter(({ kind }) => kind.topology === "safe");
  const owners = safes.map((safe) => membersOf(safe, "owners"));
  const asked = new Set([...keys, ...owners.filter((each) => each.some((owner) => keys.includes(owner))).flat()]);
  return (account) => asked.has(account);
}
