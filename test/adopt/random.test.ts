import { setTimeout as sleep } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdoptReport } from "../../src/adopt/report.ts";
import type { LiveModule } from "../../src/diff/live.ts";
import { leaves } from "../../src/kinds/kind.ts";
import { ZERO_ADDRESS, type Address, type Value } from "../../src/kinds/value.ts";
import type { Right, View } from "../../src/kinds/write.ts";
import { localAccount } from "../../src/local/accounts.ts";
import { encodeCall } from "../../src/plan/calldata.ts";
import { order } from "../../src/plan/order.ts";
import { view, world, type PlanModule } from "../../src/plan/world.ts";
import type { Desired } from "../../src/stack/desired.ts";
import { deployedChain, type DeployedChain } from "../support/deployed.ts";
import { moves, walk, type Move, type Surroundings } from "../support/walk.ts";
import { adopter, isFormatted, type Adopter } from "./support.ts";

/** Different ones per deployment, each with up to four contracts set to anything that their setters take. */
const CASES = 100;
const WAD = 10n ** 18n;

/** A Safe asks what is to be its guard whether it is one. */
const NEVER = ["setGuard(address)"];

const shares = ([a, b, c]: readonly number[]): readonly Value[] => {
  const [one, two, three] = [a! % 101, b! % 101, c! % 101].sort((x, y) => x - y).map(BigInt) as [
    bigint,
    bigint,
    bigint,
  ];
  return [one, two - one, three - two, 100n - three].map((part) => (part * WAD) / 100n);
};

const configurations = fc.array(fc.record({ module: fc.nat(13), tries: moves(12) }), { minLength: 1, maxLength: 4 });

const DEPLOYMENTS = [
  { what: "SystemPause as a mere pauser", options: { topology: "pauser" } },
  { what: "owned by SystemPause, with a council", options: { topology: "owned", council: true } },
] as const;

describe.each(DEPLOYMENTS)("a deployment ($what) that is set to anything", ({ what, options }) => {
  let chain: DeployedChain;
  let user: Adopter;
  let start: readonly LiveModule[];
  let around: Surroundings;
  beforeAll(async () => {
    chain = await deployedChain("anvil", options);
    user = adopter(chain.url);
    await request("anvil_autoImpersonateAccount", [true]);
    const { text } = await user.adopt([chain.addresses.systemPause, chain.addresses.rewardEngine]);
    start = [...(await user.examine(text)).live.modules.values()];
    const { stakeManager, jobRegistry, disputeModule, feePool, taxPolicy, timelock } = chain.addresses;
    const people = [0, 1, 2, 3, 9].map((index) => localAccount(index).address);
    around = {
      accounts: [...people, timelock, taxPolicy, ZERO_ADDRESS],
      versioned: [stakeManager, jobRegistry, disputeModule, feePool],
      never: NEVER,
      hints: {
        "setRoleShares(uint256,uint256,uint256,uint256)": shares,
        "setTaxPolicy(address)": () => [taxPolicy],
      },
    };
  });
  afterAll(async () => {
    user.remove();
    await chain.stop();
  });

  /** Faster than a client library, which waits for more to send: most of the time would go into waiting. */
  async function request(method: string, params: readonly unknown[]): Promise<unknown> {
    const body = JSON.stringify({ jsonrpc: "2.0", id: 1, method, params });
    const response = await fetch(chain.url, { method: "POST", headers: { "content-type": "application/json" }, body });
    return ((await response.json()) as { readonly result?: unknown }).result;
  }

  /** The node answers before the transaction is mined, and now and then does not notice that there is one to mine. */
  async function mined(hash: unknown): Promise<void> {
    if (typeof hash !== "string") return;
    for (let tries = 1; !(await request("eth_getTransactionReceipt", [hash])); tries++) {
      if (tries > 1000) throw new Error(`${hash} was never mined`);
      if (tries % 50 === 0) await request("evm_mine", []);
      await sleep(2);
    }
  }

  /** Brings one contract to what random calls would make of it, by the calls of whoever may make them. */
  async function configure(live: LiveModule, tries: readonly Move[]): Promise<number> {
    const wanted = walk(live.kind, live.values, tries, around, live.address);
    const wants = new Map([...wanted].map(([key, value]) => [key, { exact: value }]));
    const module: PlanModule = { ...live, wants };
    const versions = new Map(around.versioned.map((address) => [address, 2n]));
    const base = world([module], { versions });
    const ordered = order(base, module);
    if ("refused" in ordered) return 0;
    for (const { step, args, before } of ordered.taken) {
      const [from] = step.write.rights.flatMap((right) => holders(right, view(base, module, before)));
      if (from === undefined) return 0;
      await request("anvil_setBalance", [from, "0xde0b6b3a7640000"]);
      const call = { from, to: live.address, data: encodeCall(step.write.fn, args), gas: "0x1e8480" };
      await mined(await request("eth_sendTransaction", [call]));
    }
    return ordered.taken.length;
  }

  it(`is adopted as it is (${CASES} times)`, { timeout: 480_000 }, async () => {
    const { systemPause, rewardEngine } = chain.addresses;
    const seen = { calls: 0, left: 0, tried: 0 };
    const texts = new Set<string>();
    for (const configuration of fc.sample(configurations, { numRuns: 2 * CASES, seed: 11 })) {
      if (texts.size === CASES) break;
      seen.tried++;
      const mark = await chain.snapshot();
      for (const { module, tries } of configuration)
        seen.calls += await configure(start[module % start.length]!, tries);
      const { text, report, desired } = await user.roundTrip([systemPause, rewardEngine, chain.council]);
      requireComplete(desired, report);
      if (texts.size % 10 === 0) expect(await isFormatted(text), text).toBe(true);
      // The block is another one each time.
      texts.add(text.replace(/^# What chain .*$/m, ""));
      seen.left += report.leftOut.length;
      await chain.revert(mark);
      if (seen.tried % 25 === 0) console.log(`${what}: ${texts.size} of ${CASES} configurations, ${seen.calls} calls`);
    }
    expect(texts.size).toBe(CASES);
    expect(seen.calls).toBeGreaterThan(3 * CASES);
    expect(seen.left).toBeGreaterThan(0);
  });
});

/** Every value of every contract is in the file, or said to be left out for a reason that is one. */
function requireComplete({ modules }: Desired, { found, leftOut }: AdoptReport): void {
  for (const { why } of leftOut) expect(why).toMatch(/moves it|a stack file may only ask for|can ask for/);
  expect(modules.length).toBe(found.length);
  for (const { name, kind, wants } of modules) {
    const said = [
      ...wants.map(({ path }) => path),
      ...leftOut.flatMap((each) => (each.module === name ? [each.path] : [])),
    ];
    expect(said.sort(), name).toEqual([...leaves(kind.properties).keys()].sort());
  }
}

function holders(right: Right, before: View): readonly Address[] {
  const key = typeof right === "function" ? right(before) : right;
  if (key === undefined) return [];
  if (key === "self") return [before.address];
  if (key.endsWith("[*]")) return before.members(key.slice(0, -3));
  const holder = before.get(key) as Address;
  return holder === ZERO_ADDRESS ? [] : [holder];
}
