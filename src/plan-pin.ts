import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { OrdinanceError } from "./errors.ts";
import type { Examined } from "./examine.ts";
import { jsonIn } from "./json.ts";
import { callsOf } from "./plan/plan.ts";
import { callText, changeText, movedText, wordsOf } from "./report/text.ts";
import { timeText } from "./stack/units/moment.ts";

/** The plan that was reviewed, by its hash; an update of anything else is refused. */
export const PLAN_VARIABLE = "ORDINANCE_PLAN";

interface PlanRecord {
  readonly stack: string;
  readonly chainId: string;
  /** The last block that it was made in, and its time: `2026-11-24T14:00:00Z`. */
  readonly block: string;
  readonly time: string;
  readonly changes: readonly string[];
  readonly calls: readonly string[];
}

/** Keeps what a plan says under its hash, so that a later refusal can say what has moved. */
export function rememberPlan(root: string, examined: Examined): void {
  const folder = folderOf(root);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${examined.plan.hash}.json`), JSON.stringify(recordOf(examined), null, 2));
}

/**
 * Refuses when the plan is not the pinned one, and says how the two differ where the pinned one was made here.
 * @param pinned the hash; undefined if none is pinned.
 * @throws OrdinanceError ORD402, before anything is sent.
 */
export function requirePinned(root: string, examined: Examined, pinned: string | undefined): void {
  if (!pinned || pinned === examined.plan.hash) return;
  const file = join(folderOf(root), `${pinned}.json`);
  const known = /^0x[0-9a-f]{64}$/.test(pinned) && existsSync(file);
  const then = known ? (jsonIn(readFileSync(file, "utf8")) as PlanRecord | undefined) : undefined;
  const now = recordOf(examined);
  const moved =
    then && [movedText(then.changes, now.changes), movedText(then.calls, now.calls)].filter(Boolean).join("; ");
  throw new OrdinanceError([
    {
      code: "ORD402",
      file: examined.desired.file,
      found: `the plan ${examined.plan.hash}${moved === undefined ? "" : `: ${moved || "a live value that the calls depend on has changed"}`}`,
      expected: `the plan ${pinned}, which ${PLAN_VARIABLE} names as the reviewed one`,
      remedy: "nothing was sent; review the new preview and pin its hash",
    },
  ]);
}

function recordOf({ desired, live, plan }: Examined): PlanRecord {
  const words = wordsOf(desired);
  return {
    stack: desired.stack,
    chainId: String(live.chainId),
    block: String(live.block.number),
    time: timeText(live.block.timestamp),
    changes: plan.changes.map((change) => changeText(change, words)),
    calls: callsOf(plan).map((call) => callText(call, words)),
  };
}

function folderOf(root: string): string {
  return join(root, ".cache", "plans");
}
