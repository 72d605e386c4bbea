import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { localAccount } from "../../src/local/accounts.ts";
import { COUNCIL } from "../../src/local/council.ts";
import type { Examined } from "../../src/examine.ts";
import { proofOf } from "../../src/prove/examined.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { operator, type Operator } from "../support/operate.ts";
import { COUNCIL_FORCINGS } from "../support/plans-council.ts";
import { FORCINGS, type Forcing } from "../support/plans-forced.ts";
import { carryOut } from "../support/plans-real.ts";
import { NotForcible } from "../support/plans-tamper.ts";
import { changed } from "../support/plans.ts";

const DAYS = 86_400;
const LONG = process.env["ORDINANCE_LONG"] === "1";
/** A sample of the same plans unless all are asked for, which takes many minutes: ORDINANCE_LONG=1. With both shapes: 200 and 200. */
const WANTED = LONG ? { works: 100, fails: 100 } : { works: 3, fails: 1 };
/** Chains at work at the same time: transactions are mostly waited for. */
const LANES = LONG ? 2 : 1;
const EVERYBODY = [...Object.values(COUNCIL), 0, 1, 3];
const KEYS = "ORDINANCE_PRIVATE_KEY";

interface Lane {
  readonly chain: DeployedChain;
  readonly at: Operator;
}

async function startLane(council: boolean): Promise<Lane> {
  const chain = await deployedChain("anvil", { council });
  const at = operator(chain.url);
  await upUntilDone({ chain, at }, chain.stackText);
  return { chain, at };
}

/** As whoever works with this project does: until nothing is left to do. */
async function upUntilDone({ chain, at }: Lane, stack: string): Promise<void> {
  for (let rounds = 0; rounds < 8; rounds++) {
    if ((await at.look(stack)).plan.changes.length === 0) return;
    const block = await chain.block();
    await at.up(stack, EVERYBODY);
    if ((await chain.block()) === block) await chain.pass(2 * DAYS);
  }
}

function forced(forcing: Forcing, planned: Examined): Examined | undefined {
  try {
    return forcing.force(planned).examined;
  } catch (error) {
    if (error instanceof NotForcible) return undefined;
    throw error;
  }
}

/** Tries a plan out, carries it out, and looks. */
async function compare({ chain, at }: Lane, seed: number, forcing: Forcing | undefined, council: boolean) {
  const stack = forcing ? forcing.stack(chain.stackText, seed) : changed(chain.stackText, seed);
  const planned = await at.look(stack);
  if (planned.plan.refusals.length > 0) {
    // A pause that takes effect first bars what would take two days: there is nothing to try out.
    const wrong = planned.plan.refusals.filter(({ rule }) => !/pause\(\) comes first: .*\(EnforcedPause\)$/.test(rule));
    expect([seed, forcing?.name, wrong]).toEqual([seed, undefined, []]);
    return "refused";
  }
  const examined = forcing ? forced(forcing, planned) : planned;
  if (!examined) return "besides";
  const proof = (await proofOf(at.root, examined))!;
  const [failure] = proof.failures;
  const name = `seed ${seed}${forcing ? `, ${forcing.name}` : ""}`;
  if (proof.converges && council) await upUntilDone({ chain, at }, stack);
  else {
    const carried = await carryOut(chain, at, stack, examined);
    expect([name, carried.step]).toEqual([name, failure?.step ?? 0]);
    // A Safe's own word for every failure inside it, where none of its calls fails alone.
    if (failure && !carried.reason.includes("GS013")) expect(carried.reason, name).toContain(failure.reason);
  }
  const left = (await at.look(stack)).plan.changes.map(({ module, key }) => `${module}.${key}`);
  if (proof.converges) expect([name, left]).toEqual([name, []]);
  else if (!failure) expect(left, name).toEqual(proof.remaining.map(({ module, key }) => `${module}.${key}`));
  return proof.converges ? "works" : failure ? "fails" : "remains";
}

describe.each([
  ["one key", { forcings: FORCINGS, council: false }],
  ["a Safe through a timelock", { forcings: COUNCIL_FORCINGS, council: true }],
])("verdicts on a protocol that is governed by %s", (_shape, { forcings, council }) => {
  const before = process.env[KEYS];
  let lanes: readonly Lane[] = [];
  beforeAll(async () => {
    // Progress of hundreds of transactions.
    vi.spyOn(console, "error").mockReturnValue();
    process.env[KEYS] = EVERYBODY.map((index) => localAccount(index).key).join(",");
    lanes = await Promise.all(Array.from({ length: LANES }, () => startLane(council)));
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    if (before === undefined) delete process.env[KEYS];
    else process.env[KEYS] = before;
    for (const { at, chain } of lanes) {
      at.remove();
      await chain.stop();
    }
  });

  const title = `come true in ${WANTED.works} plans that work and ${WANTED.fails} that fail`;
  it(title, { timeout: LONG ? 3_600_000 : 300_000 }, async () => {
    const counted = { works: 0, fails: 0, remains: 0, refused: 0, besides: 0 };
    let next = 0;
    let drawn = 0;
    const missing = (outcome: keyof typeof WANTED) => counted[outcome] < WANTED[outcome];
    const work = async (lane: Lane) => {
      while (missing("works") || missing("fails")) {
        const at = next++;
        const forcing =
          missing("fails") && (at % 2 === 1 || !missing("works")) ? forcings[drawn++ % forcings.length] : undefined;
        const mark = await lane.chain.snapshot();
        counted[await compare(lane, 200 + at, forcing, council)]++;
        await lane.chain.revert(mark);
        if (LONG && next % 10 === 0) console.log(counted);
      }
    };
    await Promise.all(lanes.map(work));
    console.log(counted);
    expect(counted.works).toBeGreaterThanOrEqual(WANTED.works);
    expect(counted.fails).toBeGreaterThanOrEqual(WANTED.fails);
    expect(counted.refused).toBeLessThan(0.05 * next + 1);
    expect(counted.besides).toBeLessThan(0.1 * next + 1);
  });
});
