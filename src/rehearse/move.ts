import { quantity } from "../chain/refuse.ts";
import { readStack, type ReadOptions } from "../chain/read-stack.ts";
import { between, type Moved } from "../diff/between.ts";
import type { Live } from "../diff/live.ts";
import type { Value } from "../kinds/value.ts";
import type { Call } from "../plan/call.ts";
import { plan, type Plan } from "../plan/plan.ts";
import { failureOf } from "../prove/failure.ts";
import type { ForkedChain, Mined } from "../prove/forked-chain.ts";
import { latest, stagesOf, type Stage } from "../prove/steps.ts";
import { changeText, keyText, unreadableText, wordsOf, type Words } from "../report/text.ts";
import type { Desired } from "../stack/desired.ts";
import { wanting, withoutQueues } from "./goals.ts";
import type { Move } from "./lever.ts";
import type { MoveReport, Sent } from "./model.ts";
import { sentOf } from "./sent.ts";

/** Where a move begins, and what reads it. */
export interface Scene {
  readonly fork: ForkedChain;
  readonly desired: Desired;
  readonly options: ReadOptions;
}

export interface Moving {
  readonly report: MoveReport;
  readonly after: Live;
  /** Why the goals were not reached. */
  readonly why?: string;
}

/** So often a plan is made anew behind what the one before has brought about: each timelock on a way costs one. */
const MOST_ROUNDS = 8;

export function look({ fork, desired, options }: Scene): Promise<Live> {
  return readStack(fork.transport, desired, options);
}

/**
 * Brings the goals about as people would: plan, approve, send, wait, look again, until nothing is left to do.
 * @throws SimulationUnavailable, and OrdinanceError where the copy cannot be read.
 */
export async function carryOutMove(scene: Scene, move: Move, before: Live): Promise<Moving> {
  const start = performance.now();
  const words = wordsOf(scene.desired);
  const sent: Sent[] = [];
  let changes: readonly string[] | undefined;
  let live = before;
  let waited = 0n;
  for (let round = 0; ; round++) {
    const desired = wanting(scene.desired, live, move.goals);
    const own = withOwnCalls(desired, live);
    const made = plan(desired, own);
    changes ??= made.changes.map((change) => changeText(change, words));
    const why = obstacleIn(made) ?? (round === MOST_ROUNDS ? "it is not done after many plans" : undefined);
    if (why !== undefined) return end(why);
    if (made.changes.length === 0) return end();
    const examined = { desired, live: own, plan: { ...made, waiting: [] } };
    const stages = stagesOf(examined);
    if (stages.length === 0 && made.later.length === 0) return end("there is nothing that could be sent");
    if (stages.length === 0) waited += await letPass(scene.fork, made, live);
    const failure = await sendAll(scene, desired, stages, sent);
    const left = own.operations.map(({ readyAt }) => readyAt - live.block.timestamp);
    waited += latest([...made.scheduled.map(({ delay }) => delay), ...left]);
    const seen = live;
    live = await look(scene);
    if (failure !== undefined) return end(failure);
    const idle = stages.length > 0 && between(seen, live).moved.length === 0;
    if (idle)
      return end(
        `the calls work and change nothing: ${made.changes.map((each) => changeText(each, words)).join("; ")}`,
      );
  }

  function end(why?: string): Moving {
    const { what, preparing = false, goals } = move;
    const wanted = new Set(goals.map(({ module, key }) => `${module}.${key}`));
    const besides = between(before, live).moved.filter(({ module, key }) => !wanted.has(`${module}.${key}`));
    const report: MoveReport = {
      what,
      preparing,
      reached: why === undefined,
      changes: changes ?? [],
      sent,
      besides: besides.map((each) => movedText(each, words)),
      gas: String(sent.reduce((sum, { gas }) => sum + BigInt(gas), 0n)),
      waited: String(waited),
      took: Math.round(performance.now() - start),
    };
    return { report, after: live, ...(why !== undefined && { why }) };
  }
}

/**
 * Without what others have begun, but for the very calls that are wanted and wait in an AccessManager: it takes none twice, so that
 * the one that waits is the way.
 */
function withOwnCalls(desired: Desired, live: Live): Live {
  const bare = withoutQueues(live);
  const held = live.operations.filter(({ caller }) => caller !== undefined);
  if (held.length === 0) return bare;
  const wanted = new Set(plan(desired, { ...bare, operations: held }).inFlight.map(({ operation }) => operation.id));
  return { ...bare, operations: held.filter(({ id }) => wanted.has(id)) };
}

/** `stakeManager.fees.fee  5 % [5] => 6 % [6]` */
export function movedText({ module, key, before, after }: Moved, words: Words): string {
  const [was, is] = [before, after].map((value: Value | undefined) =>
    value === undefined ? "not read" : words.value(module, key, value),
  );
  return `${module}.${keyText(key, words)}  ${was} => ${is}`;
}

function obstacleIn({ unreadable, refusals }: Plan): string | undefined {
  const found = [
    ...unreadable.map(unreadableText),
    ...refusals.map(({ module, keys, rule }) => `${module}.${keys.join(", ")}: ${rule}`),
  ];
  return found.length > 0 ? [...new Set(found)].join("; ") : undefined;
}

/** Sends what each stage holds, until something fails. @returns why, in words. */
async function sendAll(
  { fork }: Scene,
  desired: Desired,
  stages: readonly Stage[],
  sent: Sent[],
): Promise<string | undefined> {
  let mark = await fork.request("evm_snapshot", []);
  const waiting = new Set<Call>();
  const run = async (all: readonly Stage[]): Promise<readonly (readonly Mined[])[]> => {
    const results: (readonly Mined[])[] = [];
    for (const stage of all) {
      results.push(await fork.carryOut(stage));
      if (results.at(-1)!.some(({ ok }) => !ok)) break;
    }
    return results;
  };
  for (const [index, results] of (await run(stages)).entries()) {
    for (const [at, mined] of results.entries()) {
      const step = stages[index]!.steps[at]!;
      if (mined.ok) {
        sent.push(sentOf(desired, step, mined, waiting));
        continue;
      }
      const { text, reason, rule } = await failureOf(desired, stages, step, mined, at + 1, async (other) => {
        await fork.request("evm_revert", [mark]);
        mark = await fork.request("evm_snapshot", []);
        return { tried: await run(other) };
      });
      const failure = `${text}: ${reason}${rule === undefined ? "" : ` (${rule})`}`;
      sent.push(sentOf(desired, step, mined, waiting, failure));
      return failure;
    }
  }
  return undefined;
}

/** What only time holds back is waited for. @returns seconds. */
async function letPass({ request }: ForkedChain, { later }: Plan, live: Live): Promise<bigint> {
  const until = latest([live.block.timestamp + 1n, ...later.map((each) => each.until)]);
  await request("evm_setNextBlockTimestamp", [quantity(until)]);
  await request("evm_mine", []);
  return until - live.block.timestamp;
}
