import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { enact, recover, type Outcome } from "../../src/enact/enact.ts";
import { examine, type Examined } from "../../src/examine.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { requirePlannable } from "../../src/plan/refuse.ts";

const CACHE = resolve(import.meta.dirname, "../../.cache");

/** Works on one stack file as the engine does: looks, and enacts change set after change set, each looked at again. */
export interface Operator {
  readonly root: string;
  look(stack: string): Promise<Examined>;
  /** @param keys indices of local accounts whose keys are there. */
  up(stack: string, keys: readonly number[]): Promise<readonly Outcome[]>;
  remove(): void;
}

export function operator(url: string, env: Readonly<Record<string, string>> = {}): Operator {
  mkdirSync(CACHE, { recursive: true });
  const root = mkdtempSync(join(CACHE, "operate-"));
  const file = "local.yaml";
  const look = (stack: string, atLeast?: bigint) => {
    writeFileSync(join(root, file), stack);
    const options = { env: { ...process.env, ...env, ORDINANCE_RPC_URL: url } };
    return examine(root, file, atLeast === undefined ? options : { ...options, atLeast });
  };
  return {
    root,
    look,
    up: (stack, keys) =>
      withKeys(keys, async () => {
        const first = await look(stack);
        requirePlannable(first);
        const outcomes: Outcome[] = [];
        let atLeast: bigint | undefined;
        for (const { authority } of first.plan.changeSets) {
          atLeast = (await recover(root, first.desired)) ?? atLeast;
          const now = await look(stack, atLeast);
          const set = now.plan.changeSets.find((each) => each.authority === authority);
          if (!set) continue;
          const outcome = await enact(root, now, set);
          atLeast = outcome.lastBlock ?? atLeast;
          outcomes.push(outcome);
          if (outcome.failure) break;
        }
        return outcomes;
      }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** Runs something with the keys of local accounts in the environment. */
export async function withKeys<T>(keys: readonly number[], work: () => Promise<T>): Promise<T> {
  const before = process.env["ORDINANCE_PRIVATE_KEY"];
  process.env["ORDINANCE_PRIVATE_KEY"] = keys.map((index) => localAccount(index).key).join(",");
  try {
    return await work();
  } finally {
    if (before === undefined) delete process.env["ORDINANCE_PRIVATE_KEY"];
    else process.env["ORDINANCE_PRIVATE_KEY"] = before;
  }
}
