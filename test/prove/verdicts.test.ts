import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Examined } from "../../src/examine.ts";
import { proofOf } from "../../src/prove/examined.ts";
import type { Method, Proof } from "../../src/prove/proof.ts";
import { deployedChain } from "../support/deployed.ts";
import { deployedOnGeth, gethBinary } from "../support/geth.ts";
import { operator, type Operator } from "../support/operate.ts";
import { rememberingEndpoint } from "../support/plans-endpoint.ts";
import { FORCINGS } from "../support/plans-forced.ts";
import { changed } from "../support/plans.ts";
import { startProxy } from "../support/proxy.ts";

const LONG = process.env["ORDINANCE_LONG"] === "1";
/** A sample unless all are asked for, which takes minutes: ORDINANCE_LONG=1. */
const [WORKING, FAILING] = LONG ? [60, 40] : [4, 4];
const GAS = FORCINGS.findIndex(({ name }) => name === "a call that takes too much gas");

/** A plan by how it comes about, so that each chain makes its own of it. */
interface Case {
  readonly name: string;
  readonly stack: string;
  readonly force: (examined: Examined) => { readonly examined: Examined; readonly step: number };
  /** What the first failure says, or a part of it; undefined for a plan that works. */
  readonly reason?: string;
}

/** A chain on which plans are tried out, always from the same state. */
interface Bench {
  readonly name: string;
  readonly method: Method;
  readonly at: Operator;
}

function casesOf(stack: string): readonly Case[] {
  const seeds = (count: number) => Array.from({ length: count }, (_, index) => index + 1);
  const working = seeds(WORKING).map((seed): Case => ({
    name: `working plan ${seed}`,
    stack: changed(stack, seed),
    force: (examined) => ({ examined, step: 0 }),
  }));
  // Each of another reason, beginning with one that no contract tells.
  const failing = seeds(FAILING).map((count): Case => {
    const seed = GAS + count - 1;
    const { name, stack: make, force, reason } = FORCINGS[seed % FORCINGS.length]!;
    return { name: `plan ${seed} with ${name}`, stack: make(stack, seed), force, reason };
  });
  return [...working, ...failing];
}

/** All that is said of a plan but for the way in which it was found out. */
function verdictOf({ converges, failures, remaining, sideEffects, prefixes }: Proof) {
  const left = remaining.map(({ module, key, before, after }) => ({ module, key, before, after }));
  return { converges, failures, remaining: left, sideEffects, prefixes };
}

async function verdictOn({ at, method }: Bench, { stack, force }: Case) {
  const { examined, step } = force(await at.look(stack));
  const proof = (await proofOf(at.root, examined))!;
  expect(proof.method).toBe(method);
  return { verdict: verdictOf(proof), step };
}

/** A fork waits for its endpoint most of the time. */
async function allOf<T, R>(items: readonly T[], atOnce: number, work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = [...items.entries()];
  const worker = async () => {
    for (let next = left.shift(); next; next = left.shift()) results[next[0]] = await work(next[1]);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return results;
}

describe(`${WORKING + FAILING} generated plans`, () => {
  const stops: (() => unknown)[] = [];
  const benches: Bench[] = [];
  let cases: readonly Case[];
  const bench = (name: string, method: Method, url: string) => {
    const at = operator(url);
    stops.push(() => at.remove());
    benches.push({ name, method, at });
  };
  beforeAll(async () => {
    const [anvil, hardhat, geth] = await Promise.all([deployedChain("anvil"), deployedChain("hardhat"), gethBinary()]);
    stops.push(
      () => anvil.stop(),
      () => hardhat.stop(),
    );
    cases = casesOf(anvil.stackText);
    bench("Anvil", "eth_simulateV1", anvil.url);
    // Its access lists fill the copy, which Hardhat's node makes none of.
    const lacking = await startProxy(anvil.url, { refuseAfter: { method: "eth_simulateV1", times: 0 } });
    stops.push(() => lacking.stop());
    bench("a fork of Anvil", "fork", lacking.url);
    const remembering = await rememberingEndpoint(hardhat.url);
    stops.push(() => remembering.stop());
    bench("Hardhat", "fork", remembering.url);
    if ("missing" in geth) {
      console.log(`left out: ${geth.missing}`);
      return;
    }
    const node = await deployedOnGeth(geth.path);
    stops.push(() => node.stop());
    bench("geth", "eth_simulateV1", node.url);
  }, 600_000);
  afterAll(async () => {
    for (const stop of stops.reverse()) await stop();
  });

  it(
    "get the same verdict on Anvil, on forks of it and of Hardhat, and on geth where it is there",
    { timeout: 300_000 },
    async () => {
      const found = await Promise.all(
        benches.map((each) => allOf(cases, each.method === "fork" ? 3 : 1, (one) => verdictOn(each, one))),
      );
      const [first, ...others] = found;
      const reasons = new Set<string>();
      for (const [index, { name, reason }] of cases.entries()) {
        const { verdict, step } = first![index]!;
        const [failure] = verdict.failures;
        expect([name, verdict.converges, failure?.step ?? 0]).toEqual([name, reason === undefined, step]);
        if (reason) expect(failure?.reason, name).toContain(reason);
        if (reason === "") expect(verdict.remaining.length, name).toBeGreaterThan(0);
        if (failure) reasons.add(failure.reason.replace(/\(.*/, ""));
        for (const [other, of] of others.entries())
          expect(of[index]!.verdict, `${name} on ${benches[other + 1]!.name}`).toEqual(verdict);
      }
      const kinds = new Set(cases.slice(WORKING).map(({ name }) => name.replace(/^plan \d+ with /, "")));
      expect(kinds.size).toBeGreaterThanOrEqual(Math.min(30, FAILING));
      console.log(`${benches.map(({ name }) => name).join(", ")}: ${reasons.size} different errors`);
    },
  );
});
